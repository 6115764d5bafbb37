"""What an nwipe log says, and what it may not be taken to say."""

from collections.abc import Callable
from datetime import datetime

import pytest

from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.recognise import read_evidence
from lifecycle.domain.facts import ClaimKind, ErasureReading
from lifecycle.domain.vocabulary import MediumKind, SanitisationCategory

FOUND = "notice: Found /dev/sda,  ATA-SSD, DEMO SSD,  240 GB, S/N=DEMOSSD0005"
SERIAL = "notice: /dev/sda has serial number DEMOSSD0005"
CAPACITY = "notice: /dev/sda, sect/blk/dev 512/512/240057409536"
BEGIN = ("notice: Invoking method 'PRNG Stream' on /dev/sda", "notice: Starting round 1 of 2 on /dev/sda")
WRITE = (
    "notice: Starting pass 1/1, round 2/2, on /dev/sda",
    "notice: 240057409536 bytes written to /dev/sda",
    "notice: Finished pass 1/1, round 2/2, on /dev/sda",
    "notice: Finished final round 2 of 2 on /dev/sda",
)
BLANK = ("notice: Blanking device /dev/sda", "notice: 240057409536 bytes written to /dev/sda")
EMPTY = "notice: [SUCCESS] Verified that /dev/sda is empty."
SEEN = (FOUND, SERIAL, CAPACITY)
WIPED = (*SEEN, *BEGIN, *WRITE, *BLANK)


def table(status: str = " Erased ", *, errors: tuple[int, int, int] = (0, 0, 0), serial: str = "DEMOSSD0005") -> str:
    passes, verify, sync = errors
    return (
        f"       sda |  {passes:10} |           {verify:10} |           {sync:10}\n"
        f"       sda |{status}|  120 MB/s | 00:33:20 | DEMO SSD/{serial}"
    )


def log(*messages: str, end: str = "", version: str = "0.38") -> bytes:
    stamped = (f"[2026/01/13 08:00:{number:02}] {text}" for number, text in enumerate(messages))
    return "\n".join((f"[2026/01/13 07:59:59] info: nwipe {version}", *stamped, end)).encode()


def read(*messages: str, end: str = "") -> Reading:
    return read_evidence(log(*messages, end=end))[1]


def only(reading: Reading) -> ErasureReading:
    (erasure,) = reading.erasures
    return erasure


def test_a_wiped_and_verified_disk(evidence_file: Callable[[str], bytes]) -> None:
    reading = read_evidence(evidence_file("nwipe.log"))[1]
    assert reading.erasures == (
        ErasureReading(
            medium_serial="DEMOSSD0001",
            succeeded=True,
            verified=True,
            tool="nwipe",
            tool_version="0.38",
            technique="PRNG Stream",
            rounds=1,
            category=SanitisationCategory.CLEAR,
            finished_at=datetime(2026, 1, 13, 8, 23, 47),  # noqa: DTZ001 (the log names no zone)
        ),
    )


def test_the_log_says_on_which_device_it_ran(evidence_file: Callable[[str], bytes]) -> None:
    reading = read_evidence(evidence_file("nwipe.log"))[1]
    assert {claim.kind: claim.value for claim in reading.claims}[ClaimKind.SERIAL] == "DEMO7420A1"
    assert [(seen.serial, seen.kind) for seen in reading.media] == [("DEMOSSD0001", MediumKind.NVME)]


def test_each_disk_of_a_shredos_log_has_its_own_result(evidence_file: Callable[[str], bytes]) -> None:
    reading = read_evidence(evidence_file("nwipe-two-disks.log"))[1]
    assert [(each.medium_serial, each.verified, each.tool_version) for each in reading.erasures] == [
        ("DEMOSSD0002", True, "0.38"),
        ("DEMOHDD0002", True, "0.38"),
    ]


def test_a_failed_wipe_is_a_failed_erasure_and_says_why(evidence_file: Callable[[str], bytes]) -> None:
    erasure = only(read_evidence(evidence_file("nwipe-failed.log"))[1])
    assert (erasure.medium_serial, erasure.succeeded, erasure.verified) == ("DEMOHDD0009", False, False)
    assert "write errors: 1" in str(erasure.detail)
    assert "731906670592 of 1000204886016 bytes" in str(erasure.detail)


def test_a_wipe_that_nobody_read_back_succeeded_and_is_not_verified() -> None:
    erasure = only(read(*WIPED, end=table()))
    assert (erasure.succeeded, erasure.verified, erasure.rounds) == (True, False, 2)


def test_what_is_read_back_must_be_what_was_written_last() -> None:
    """A pass was verified, then the disk was blanked and nobody looked again."""
    verified = "notice: Verified pass 1 of 1, round 2 of 2, on '/dev/sda'."
    assert only(read(*SEEN, *BEGIN, *WRITE, verified, end=table())).verified
    assert not only(read(*SEEN, *BEGIN, *WRITE, verified, *BLANK, end=table())).verified


@pytest.mark.parametrize(
    "line",
    [
        "notice: [FAILURE] /dev/sda Verification errors, not empty",
        "notice: [FAILURE] /dev/sda may not be blanked",
        "error: 12 verification errors on '/dev/sda'.",
        "error: 3 wipe errors on '/dev/sda'.",
        "error: 1 sync errors on '/dev/sda'.",
        "fatal: Nwipe exited with errors on device = /dev/sda, see log for specific error",
        "warning: Skipping verification of pass 1/1 on /dev/sda due to 4 pass errors.",
    ],
)
def test_a_line_about_an_error_overrules_the_word_erased(line: str) -> None:
    erasure = only(read(*WIPED, EMPTY, line, end=table()))
    assert (erasure.succeeded, erasure.verified) == (False, False)


@pytest.mark.parametrize("errors", [(1, 0, 0), (0, 1, 0), (0, 0, 1)])
def test_a_count_of_errors_overrules_the_word_erased(errors: tuple[int, int, int]) -> None:
    assert not only(read(*WIPED, EMPTY, end=table(errors=errors))).succeeded


def test_a_disk_written_in_part_is_not_erased() -> None:
    short = [line.replace("240057409536 bytes", "240057409024 bytes") for line in WIPED]
    assert not only(read(*short, EMPTY, end=table())).succeeded


@pytest.mark.parametrize("status", ["-FAILED-", "UABORTED", "--FAIL--"])
def test_every_other_result_is_a_failure(status: str) -> None:
    assert not only(read(*WIPED, EMPTY, end=table(status))).succeeded


def test_a_wipe_without_result_is_no_erasure() -> None:
    """The machine lost power: the log ends, and there is no table."""
    reading = read(*WIPED)
    assert reading.erasures == ()
    assert [problem.path for problem in reading.unread] == ["/dev/sda"]
    assert reading.media[0].serial == "DEMOSSD0005", "the disk is there all the same"


def test_a_table_that_cannot_tell_is_no_result() -> None:
    assert read(*WIPED, end=table("INSANITY")).erasures == ()


def test_a_run_that_only_checked_is_no_erasure() -> None:
    """The methods "Verify Zeros" and "Verify Ones" write nothing, and the table says Erased all the same."""
    check = ("notice: Invoking method 'Verify Zeros (0x00)' on /dev/sda", "notice: Starting round 1 of 1 on /dev/sda")
    found = "notice: [SUCCESS] Verified that /dev/sda is Zeroed."
    finished = "notice: Finished final round 1 of 1 on /dev/sda"
    reading = read(*SEEN, *check, finished, found, end=table())
    assert reading.erasures == ()
    assert "no writing" in str(reading.unread[0].what)


def test_a_table_without_the_course_of_the_wipe_is_no_erasure() -> None:
    assert read(*SEEN, end=table()).erasures == ()


def test_a_sanitise_command_that_failed_is_a_failure_whatever_the_table_says() -> None:
    """In 0.42 nwipe leaves the result of the disk at zero when its sanitise command fails."""
    method = "notice: Invoking method 'Sanitize Block Erase (ATA/SCSI/NVMe)' on /dev/sda"
    erasure = only(read(*SEEN, method, "error: Sanitize Block Erase failed on /dev/sda.", end=table()))
    assert (erasure.succeeded, erasure.category) == (False, SanitisationCategory.PURGE)


def test_a_sanitise_command_that_completed_is_a_purge_that_nobody_read_back() -> None:
    method = "notice: Invoking method 'Sanitize Crypto Erase (ATA/SCSI/NVMe)' on /dev/sda"
    erasure = only(read(*SEEN, method, "notice: Sanitize Crypto Erase completed on /dev/sda.", end=table()))
    assert (erasure.succeeded, erasure.verified, erasure.category) == (True, False, SanitisationCategory.PURGE)


def test_an_unknown_method_has_no_category() -> None:
    lines = [line.replace("PRNG Stream", "Unknown Method (FIXME)") for line in WIPED]
    assert only(read(*lines, end=table())).category is None


def test_hidden_sectors_keep_a_wipe_from_being_verified() -> None:
    erasure = only(read(*WIPED, EMPTY, "warning:  *** HIDDEN SECTORS DETECTED ! *** on /dev/sda", end=table()))
    assert (erasure.succeeded, erasure.verified) == (True, False)
    assert "hides sectors" in str(erasure.detail)


@pytest.mark.parametrize("serial", ["XXXXXXXXXXXXXXX", "???????????????", "(S/N: unknown)", ""])
def test_a_result_without_serial_number_cannot_be_matched(serial: str) -> None:
    """`--quiet` blots serial numbers out; some bridges do not pass them on."""
    lines = [line.replace("DEMOSSD0005", serial) for line in WIPED]
    reading = read(*lines, EMPTY, end=table(serial=serial))
    assert reading.erasures == ()
    assert "without its serial number" in str(reading.unread[0].what)


def test_the_whole_serial_number_counts_where_the_table_cuts_it() -> None:
    assert only(read(*WIPED, end=table(serial="DEMOSSD0"))).medium_serial == "DEMOSSD0005"


def test_several_runs_in_one_file_are_several_erasures() -> None:
    """The log is added to the file of the day before: the same name can be another disk the next day."""
    other = [line.replace("DEMOSSD0005", "DEMOSSD0006") for line in WIPED]
    both = log(*WIPED, end=table("-FAILED-")) + b"\n" + log(*other, EMPTY, end=table(serial="DEMOSSD0006"))
    reading = read_evidence(both)[1]
    assert [(each.medium_serial, each.succeeded) for each in reading.erasures] == [
        ("DEMOSSD0005", False),
        ("DEMOSSD0006", True),
    ]


def test_a_disk_that_was_seen_and_not_wiped_is_a_medium_without_erasure() -> None:
    second = "notice: Found /dev/sdb,  ATA    , DEMO, DISK,  500 GB, S/N=DEMOHDD0007"
    reading = read(*WIPED, second, end=table())
    assert [seen.serial for seen in reading.media] == ["DEMOSSD0005", "DEMOHDD0007"]
    assert [each.medium_serial for each in reading.erasures] == ["DEMOSSD0005"]
    assert reading.media[1].model == "DEMO, DISK"
    assert reading.media[0].kind is MediumKind.SSD


def test_a_log_saved_on_windows_reads_the_same() -> None:
    content = log(*WIPED, EMPTY, end=table())
    windows = content.decode().replace("\n", "\r\n").encode("utf-16")
    assert read_evidence(windows)[1] == read_evidence(content)[1]
