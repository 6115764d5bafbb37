"""What `smartctl -j` says of one storage medium."""

import json
from collections.abc import Callable

import pytest

from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.recognise import read_evidence
from lifecycle.domain.facts import MediumSeen
from lifecycle.domain.vocabulary import MediumKind


def read(**members: object) -> Reading:
    return read_evidence(json.dumps({"smartctl": {"exit_status": 0}, **members}).encode())[1]


def test_a_healthy_nvme_disk(evidence_file: Callable[[str], bytes]) -> None:
    reading = read_evidence(evidence_file("smartctl.json"))[1]
    assert reading.media == (
        MediumSeen(
            serial="DEMOSSD0001",
            kind=MediumKind.NVME,
            model="KBG40ZNS256G NVMe KIOXIA 256GB",
            size_bytes=256_060_514_304,
            healthy=True,
            power_on_hours=6120,
            media_errors=0,
            percentage_used=7,
        ),
    )
    assert (reading.claims, reading.unread) == ((), ())


def test_a_failing_disk_shows_why(evidence_file: Callable[[str], bytes]) -> None:
    (disk,) = read_evidence(evidence_file("smartctl-failing-ata.json"))[1].media
    assert (disk.kind, disk.healthy) == (MediumKind.HDD, False)
    assert (disk.reallocated_sectors, disk.pending_sectors, disk.power_on_hours) == (2104, 16, 31877)


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ({"value": 8, "string": "8"}, 8),
        ({"value": 12884901896, "string": "8 (0 3)"}, 8),
        ({"value": 8}, 8),
        ({"string": "none"}, None),
    ],
)
def test_an_attribute_is_the_number_that_smartctl_prints(raw: dict[str, object], count: int | None) -> None:
    """Some makers pack more into the raw value than the count."""
    reading = read(serial_number="S1", ata_smart_attributes={"table": [{"id": 5, "raw": raw}]})
    assert reading.media[0].reallocated_sectors == count


@pytest.mark.parametrize(("rate", "kind"), [(7200, MediumKind.HDD), (0, MediumKind.SSD), (None, MediumKind.OTHER)])
def test_a_disk_that_does_not_turn_is_an_ssd_and_silence_is_neither(rate: int | None, kind: MediumKind) -> None:
    assert read(serial_number="S1", rotation_rate=rate).media[0].kind is kind


def test_a_disk_without_verdict_is_neither_healthy_nor_failing() -> None:
    reading = read(serial_number="S1")
    assert reading.media[0].healthy is None
    assert [problem.path for problem in reading.unread] == ["$.smart_status.passed"]


def test_a_disk_that_did_not_answer_is_told_and_no_medium_is_invented() -> None:
    reading = read_evidence(b'{"smartctl": {"exit_status": 2, "argv": ["smartctl", "/dev/sdb"]}, "device": {}}')[1]
    assert reading.media == ()
    assert [problem.path for problem in reading.unread] == ["$.smartctl.exit_status", "$.serial_number"]


def test_the_exit_status_bits_about_the_disk_are_no_reading_errors() -> None:
    """Bit 3 (8) says that the disk is failing, which `smart_status` says better."""
    reading = read_evidence(
        b'{"smartctl": {"exit_status": 8}, "serial_number": "S1", "smart_status": {"passed": false}}'
    )[1]
    assert reading.unread == ()


def test_wear_of_an_ata_ssd_is_read_where_smartctl_gives_it() -> None:
    assert read(serial_number="S1", endurance_used={"current_percent": 12}).media[0].percentage_used == 12
