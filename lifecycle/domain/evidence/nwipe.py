"""Reads the log of nwipe (also as ShredOS writes it): what was wiped, how, and with what result.

Rules. The log's own word "Erased" is not enough, because nwipe gives it also to a run that only checked, to a disk
whose sanitise command failed (0.42), and to one that was never begun:
1. An erasure succeeded when the table says Erased, the log shows that it was written to the end (or that the disk's own
   erase command completed), and no line and no count in the log tells of an error on that disk.
2. It is verified when what was written last was read back after it and matched, and the disk hides no sectors.
3. A disk that was begun and has no result, or has one without any writing, is noted as unread: it is no erasure.
4. A disk without a serial number (or with one made unreadable by `--quiet`) cannot be matched, and is noted too.
5. One file can hold several runs; each has its own table.

Categories in the words of NIST SP 800-88 revision 2: overwriting clears, the Sanitize commands purge. ATA Secure Erase
and NVMe Format count as clear, the lower category, because the log does not say which variant the disk carried out. A
method that we do not know has no category.
"""

from collections.abc import Iterator

from dpp.domain.message import message
from lifecycle.domain.evidence.format import Format, Kept, Opened
from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.limits import text_of
from lifecycle.domain.evidence.members import BY_USB, NO_MEDIUM_SERIAL, Unread
from lifecycle.domain.evidence.nwipe_lines import lines_of
from lifecycle.domain.evidence.nwipe_runs import Disk, Run, runs_of
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.facts import ClaimKind, ErasureReading, Hardware, IdentityClaim, MediumSeen
from lifecycle.domain.vocabulary import MediumKind, SanitisationCategory

NAME = "nwipe-log"
PARSER = "nwipe"
PARSER_VERSION = "1.0"
TOOL = "nwipe"

_FIRMWARE_CONFIDENCE = 0.9
_OVERWRITING = frozenset(
    {
        "BMB21-2019",
        "Bruce Schneier 7-Pass",
        "DoD 5220.22-M",
        "DoD Short",
        "Fill With Ones",
        "Fill With Zeros",
        "Gutmann Wipe",
        "HMG IS5 Enhanced",
        "PRNG Stream",
        "Quick Erase",
        "RCMP TSSIT OPS-II",
        "Zero Fill",
    }
)
_KERNEL = "Linux version "
"""Begins the kernel's version, which holds the user and host that built it."""
_CLAIMED = {
    "system-manufacturer": ClaimKind.MAKER,
    "system-product-name": ClaimKind.MODEL,
    "system-serial-number": ClaimKind.SERIAL,
    "system-uuid": ClaimKind.SMBIOS_UUID,
}


def keep(opened: Opened) -> Kept | None:
    """The lines about machine, disks, passes and results, one per line."""
    kept = [line.text for line in lines_of(opened.text)]
    if not kept:
        return None
    removed = set()
    if len(kept) < sum(1 for line in opened.text.splitlines() if line.strip()):
        removed.add(Removed.UNNEEDED)
    if _KERNEL in opened.text:
        removed |= {Removed.SOFTWARE, Removed.HOST}
    return Kept("\n".join(kept).encode(), frozenset(removed))


def read(content: bytes) -> Reading:
    """The disks and what became of each."""
    unread = Unread()
    runs = list(runs_of(lines_of(text_of(content))))
    media = {seen.serial: seen for run in runs for seen in _media(run, unread)}
    erasures = tuple(erasure for run in runs for erasure in _erasures(run, unread))
    machine = {name: value for run in runs for name, value in run.machine.items()}
    return Reading(
        NAME,
        PARSER,
        PARSER_VERSION,
        claims=tuple(_claims(machine)),
        hardware=_hardware(machine),
        media=tuple(media.values()),
        erasures=erasures,
        unread=unread.problems(),
    )


def _media(run: Run, unread: Unread) -> Iterator[MediumSeen]:
    for name, disk in run.disks.items():
        if disk.bus.startswith("USB") and disk.method is None:
            unread.note(f"/dev/{name}", BY_USB)
        elif disk.serial is not None:
            yield MediumSeen(disk.serial, _kind(disk.bus), disk.model, size_bytes=disk.capacity)
        elif disk.method is None and disk.status is None:
            unread.note(f"/dev/{name}", NO_MEDIUM_SERIAL)


def _kind(bus: str) -> MediumKind:
    """NVMe and MMC by the bus, an SSD where the log says so; else open, for older logs do not tell them from disks."""
    if bus.endswith("-SSD"):
        return MediumKind.SSD
    return {"NVME": MediumKind.NVME, "MMC": MediumKind.EMMC}.get(bus, MediumKind.OTHER)


def _erasures(run: Run, unread: Unread) -> Iterator[ErasureReading]:
    for name, disk in run.disks.items():
        if disk.method is None and disk.status is None:
            continue
        if disk.status not in ("erased", "failed", "fail", "uaborted"):
            unread.note(
                f"/dev/{name}", message("A wipe was begun and the log gives no result of it: that is no erasure.")
            )
        elif disk.serial is None:
            unread.note(
                f"/dev/{name}", message("The log gives a result for a storage medium without its serial number.")
            )
        elif disk.status == "erased" and not _was_written(disk) and not disk.failures:
            unread.note(f"/dev/{name}", message("The log says Erased and shows no writing: that is no erasure."))
        else:
            yield _erasure(disk, disk.serial, run.version)


def _was_written(disk: Disk) -> bool:
    return disk.commanded or (disk.finished and disk.written is not None and not disk.checked_only)


def _erasure(disk: Disk, serial: str, version: str | None) -> ErasureReading:
    failures = list(dict.fromkeys(_failures(disk)))
    succeeded = not failures
    if disk.hidden:
        failures.append("the disk hides sectors that were not wiped")
    return ErasureReading(
        medium_serial=serial,
        succeeded=succeeded,
        verified=succeeded and disk.verified and not disk.hidden,
        tool=TOOL,
        tool_version=version,
        technique=disk.method,
        rounds=disk.rounds,
        category=_category(disk.method),
        finished_at=disk.last,
        detail="; ".join(failures) or None,
    )


def _failures(disk: Disk) -> Iterator[str]:
    if disk.status == "uaborted":
        yield "aborted by the user"
    elif disk.status != "erased":
        yield "the table says FAILED"
    yield from disk.failures
    if disk.written is not None and disk.capacity is not None and disk.written < disk.capacity:
        yield f"{disk.written} of {disk.capacity} bytes written"


def _category(method: str | None) -> SanitisationCategory | None:
    if method is None:
        return None
    if method.startswith("Sanitize "):
        return SanitisationCategory.PURGE
    if method in _OVERWRITING or method.startswith("Secure Erase"):
        return SanitisationCategory.CLEAR
    return None


def _claims(machine: dict[str, str]) -> Iterator[IdentityClaim]:
    for name, kind in _CLAIMED.items():
        if name in machine:
            value = machine[name].lower() if kind is ClaimKind.SMBIOS_UUID else machine[name]
            yield IdentityClaim(kind, value, NAME, _FIRMWARE_CONFIDENCE)


def _hardware(machine: dict[str, str]) -> Hardware:
    return Hardware(
        maker=machine.get("system-manufacturer"),
        model=machine.get("system-product-name"),
        cpu=machine.get("processor-version"),
        firmware_version=machine.get("bios-version"),
    )


FORMAT = Format(
    NAME,
    "nwipe or ShredOS log (text)",
    PARSER,
    PARSER_VERSION,
    keep,
    read,
    gives="per disk whether it was wiped, how, with what verification; the machine it was in",
    made_with="nwipe --logfile=nwipe.log, or the log that ShredOS leaves on its USB stick",
)
