"""Reads the report of the sanitise tool of Usody (JSON, one storage medium, with the log of every command).

Rules:
1. The medium was erased when `result` says so, no command of a step failed, and its validation did not fail. The word
   of the tool is not enough: a report can say that it is done while its own validation says no.
2. It is verified when it was erased and its validation says that what it read had changed.
3. The serial number is the one that the medium itself gave to SMART; in a USB cradle the other is the cradle's.
4. Of a command its success and its times are kept, never what it printed: the validation prints what it read, which
   after a failure is somebody's data.

The method `Overwriting` clears in the words of NIST SP 800-88 revision 2; a method that we do not know has no category.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from dpp.domain.message import message
from dpp.domain.proof import canonical
from lifecycle.domain.evidence import smartctl
from lifecycle.domain.evidence.format import Format, Kept, Opened
from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.limits import load_json, text_of
from lifecycle.domain.evidence.members import NO_MEDIUM_SERIAL, Unread, member, records, said
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.shape import FLAG, IDENTIFIER, NUMBER, TEXT, VERSION, Shape, is_number, one_of, strip
from lifecycle.domain.facts import ErasureReading, MediumSeen
from lifecycle.domain.vocabulary import MediumKind, SanitisationCategory

NAME = "usody-sanitize"
PARSER = "sanitise"
PARSER_VERSION = "1.0"
TOOL = "usody-sanitize"

_COMMAND: Shape = {"return_code": NUMBER, "success": FLAG, "start_time": NUMBER, "end_time": NUMBER}
SHAPE: Shape = {
    "version": VERSION,
    "result": FLAG,
    "device_info": {
        "manufacturer": TEXT,
        "model": TEXT,
        "serial_number": IDENTIFIER,
        "storage_medium": one_of("hdd", "ssd", "nvme", "emmc"),
        "export_data": {
            "block": {"tran": one_of("usb", "sata", "ata", "nvme", "sas", "scsi")},
            "smart": smartctl.SHAPE,
        },
    },
    "method": {
        "name": TEXT,
        "standard": TEXT,
        "removal_process": TEXT,
        "verification_enabled": FLAG,
        "overwriting_steps": {"tool": TEXT, "pattern": TEXT},
    },
    "steps": {"success": FLAG, "commands": _COMMAND},
    "validation": {"result": FLAG, "commands": _COMMAND},
}
NAMED = {"smartctl.argv": Removed.PROCESS, "mountpoint": Removed.ACCOUNT, "label": Removed.ACCOUNT}

_CATEGORIES = {"overwriting": SanitisationCategory.CLEAR}
_KINDS = {
    "hdd": MediumKind.HDD,
    "ssd": MediumKind.SSD,
    "nvme": MediumKind.NVME,
    "emmc": MediumKind.EMMC,
}


def is_report(document: object) -> bool:
    """Whether this is such a report."""
    return all(isinstance(member(document, name), Mapping) for name in ("device_info", "method", "validation"))


def keep(opened: Opened) -> Kept | None:
    """Medium, method, results, and the success and times of each command."""
    if not is_report(opened.document):
        return None
    kept, removed = strip(opened.document, SHAPE, NAMED)
    return Kept(canonical(kept), removed)


def read(content: bytes) -> Reading:
    """The medium and what became of it."""
    document, unread = load_json(text_of(content)), Unread()
    seen, erasure = read_report(document, "$", unread)
    return Reading(
        NAME,
        PARSER,
        PARSER_VERSION,
        media=(seen,) if seen else (),
        erasures=(erasure,) if erasure else (),
        unread=unread.problems(),
    )


def read_report(document: Any, path: str, unread: Unread) -> tuple[MediumSeen | None, ErasureReading | None]:
    """The medium of one report and its erasure; None for both, and a note, where it gives no serial number."""
    seen = _medium(document, path, unread)
    if seen is None:
        return None, None
    failures = tuple(dict.fromkeys(_failures(document)))
    if not isinstance(document.get("result"), bool):
        unread.note(
            f"{path}.result", message("A wipe was begun and the report gives no result of it: that is no erasure.")
        )
        return seen, None
    process = said(member(document, "method", "removal_process")) or ""
    return seen, ErasureReading(
        medium_serial=seen.serial,
        succeeded=not failures,
        verified=not failures and member(document, "validation", "result") is True,
        tool=TOOL,
        tool_version=said(document.get("version")),
        technique=said(member(document, "method", "name")),
        rounds=sum(1 for _ in records(document, "method", "overwriting_steps")) or None,
        category=_CATEGORIES.get(process.lower()),
        finished_at=_finished(document),
        detail="; ".join(failures) or None,
    )


def _failures(document: Any) -> Iterator[str]:
    """Rule 1, in words."""
    if document.get("result") is False:
        yield "the report says failed"
    for _, step in records(document, "steps"):
        commands = [command.get("success") for _, command in records(step, "commands")]
        if step.get("success") is False or False in commands:
            yield "a command failed"
    validation = member(document, "validation", "result")
    if validation is False:
        yield "its own validation failed"
    elif validation is None and member(document, "method", "verification_enabled") is True:
        yield "its own validation gives no result"


def _medium(document: Any, path: str, unread: Unread) -> MediumSeen | None:
    info = document.get("device_info")
    smart = member(info, "export_data", "smart")
    if isinstance(smart, Mapping) and said(smart.get("serial_number")) is not None:
        return smartctl.medium_of(smart, f"{path}.device_info.export_data.smart", unread)
    serial = said(member(info, "serial_number"))
    if serial is None:
        unread.note(f"{path}.device_info.serial_number", NO_MEDIUM_SERIAL)
        return None
    if member(info, "export_data", "block", "tran") == "usb":
        unread.note(
            f"{path}.device_info.serial_number",
            message("This serial number may be that of the USB cradle: the medium did not give its own."),
        )
    kind = _KINDS.get(str(member(info, "storage_medium")).lower(), MediumKind.OTHER)
    return MediumSeen(serial, kind, said(member(info, "model")))


def _finished(document: Any) -> datetime | None:
    """The end of the last command; its seconds since 1970 are of no zone but UTC."""
    blocks = [member(document, "validation"), *(step for _, step in records(document, "steps"))]
    ends = [command.get("end_time") for block in blocks for _, command in records(block, "commands")]
    seconds = [float(end) for end in ends if isinstance(end, int | float) and is_number(end)]
    try:
        return datetime.fromtimestamp(round(max(seconds)), UTC) if seconds else None
    except (ValueError, OverflowError, OSError):
        return None


FORMAT = Format(
    NAME,
    "Usody sanitize report (JSON)",
    PARSER,
    PARSER_VERSION,
    keep,
    read,
    gives="one storage medium: whether it was wiped, how, and what the tool's own validation says",
    made_with="the JSON report that usody-sanitize writes for each disk",
)
