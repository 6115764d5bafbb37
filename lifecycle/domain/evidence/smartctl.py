"""Reads `smartctl -j` (smartmontools 7 and later): one storage medium and its health, ATA and NVMe.

The medium says nothing about which device it is in, so there are no claims. Attributes by number (ATA): 5 reallocated
sectors, 197 pending sectors; the value is the number that smartctl prints, because some makers pack more into the raw
48 bits. Bits 0 to 2 of the exit status (manual page smartctl(8), EXIT STATUS) say that smartctl itself did not get
its answer; the other bits say how the medium is, which the members say better.
"""

from collections.abc import Mapping
from typing import Any

from dpp.domain.message import message
from dpp.domain.proof import canonical
from lifecycle.domain.evidence.format import Format, Kept, Opened
from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.limits import load_json, text_of
from lifecycle.domain.evidence.members import NO_MEDIUM_SERIAL, Unread, member, records, said, whole
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.shape import FLAG, IDENTIFIER, NUMBER, TEXT, VERSION, Shape, strip
from lifecycle.domain.facts import MediumSeen
from lifecycle.domain.vocabulary import MediumKind

NAME = "smartctl"
PARSER = "smartctl"
PARSER_VERSION = "1.0"

_REALLOCATED, _PENDING = 5, 197
_NOT_ASKED = {
    1: message("smartctl did not understand its command line."),
    2: message("smartctl could not open the storage medium, or it did not identify itself."),
    4: message("A command to the storage medium failed, or an answer of it had a wrong checksum."),
}

SHAPE: Shape = {
    "json_format_version": NUMBER,
    "smartctl": {"version": NUMBER, "exit_status": NUMBER, "messages": {"string": TEXT, "severity": TEXT}},
    "device": {"type": TEXT, "protocol": TEXT},
    "model_family": TEXT,
    "model_name": TEXT,
    "scsi_model_name": TEXT,
    "serial_number": IDENTIFIER,
    "firmware_version": VERSION,
    "user_capacity": {"bytes": NUMBER},
    "nvme_total_capacity": NUMBER,
    "rotation_rate": NUMBER,
    "local_time": {"time_t": NUMBER},
    "smart_support": {"available": FLAG, "enabled": FLAG},
    "smart_status": {"passed": FLAG},
    "endurance_used": {"current_percent": NUMBER},
    "power_on_time": {"hours": NUMBER},
    "power_cycle_count": NUMBER,
    "ata_smart_attributes": {
        "table": {
            "id": NUMBER,
            "name": TEXT,
            "value": NUMBER,
            "worst": NUMBER,
            "thresh": NUMBER,
            "when_failed": TEXT,
            "raw": {"value": NUMBER, "string": TEXT},
        }
    },
    "nvme_smart_health_information_log": {
        "critical_warning": NUMBER,
        "available_spare": NUMBER,
        "available_spare_threshold": NUMBER,
        "percentage_used": NUMBER,
        "power_on_hours": NUMBER,
        "media_errors": NUMBER,
        "unsafe_shutdowns": NUMBER,
    },
}
NAMED = {
    "smartctl.argv": Removed.PROCESS,
    "smartctl.output": Removed.UNNEEDED,
    "smartctl.platform_info": Removed.SOFTWARE,
    "smartctl.build_info": Removed.SOFTWARE,
}


def keep(opened: Opened) -> Kept | None:
    """The members that name the medium and its health."""
    if not isinstance(member(opened.document, "smartctl"), Mapping):
        return None
    kept, removed = strip(opened.document, SHAPE, NAMED)
    return Kept(canonical(kept), removed)


def read(content: bytes) -> Reading:
    """The medium, if it gave its serial number."""
    document, unread = load_json(text_of(content)), Unread()
    medium = medium_of(document, "$", unread)
    return Reading(NAME, PARSER, PARSER_VERSION, media=() if medium is None else (medium,), unread=unread.problems())


def medium_of(document: Any, path: str, unread: Unread) -> MediumSeen | None:
    """The medium that one answer of smartctl tells of; None, and a note, where it gives no serial number."""
    _note_exit_status(document, path, unread)
    serial = said(member(document, "serial_number"))
    if serial is None:
        unread.note(f"{path}.serial_number", NO_MEDIUM_SERIAL)
        return None
    return _medium(document, serial, path, unread)


def _note_exit_status(document: Any, path: str, unread: Unread) -> None:
    status = whole(member(document, "smartctl", "exit_status")) or 0
    for bit, meaning in _NOT_ASKED.items():
        if status & bit:
            unread.note(f"{path}.smartctl.exit_status", meaning)


def _medium(document: Any, serial: str, path: str, unread: Unread) -> MediumSeen:
    passed = member(document, "smart_status", "passed")
    if not isinstance(passed, bool):
        unread.note(f"{path}.smart_status.passed", message("SMART gives no verdict on the storage medium."))
        passed = None
    log = "nvme_smart_health_information_log"
    used = member(document, log, "percentage_used")
    hours = member(document, "power_on_time", "hours")
    return MediumSeen(
        serial=serial,
        kind=_kind(document),
        model=said(document.get("model_name")) or said(document.get("scsi_model_name")),
        size_bytes=whole(member(document, "user_capacity", "bytes")) or whole(document.get("nvme_total_capacity")),
        healthy=passed,
        power_on_hours=whole(hours if hours is not None else member(document, log, "power_on_hours")),
        reallocated_sectors=_attribute(document, _REALLOCATED),
        pending_sectors=_attribute(document, _PENDING),
        media_errors=whole(member(document, log, "media_errors")),
        percentage_used=whole(used if used is not None else member(document, "endurance_used", "current_percent")),
    )


def _kind(document: Any) -> MediumKind:
    """NVMe by its protocol; else by its rotation rate, where 0 means that nothing turns."""
    if "nvme" in (str(member(document, "device", name)).lower() for name in ("protocol", "type")):
        return MediumKind.NVME
    rotation = whole(document.get("rotation_rate"))
    if rotation is None:
        return MediumKind.OTHER
    return MediumKind.HDD if rotation else MediumKind.SSD


def _attribute(document: Any, number: int) -> int | None:
    """The raw value of an ATA attribute as smartctl prints it (`8 (0 3)` is 8), else its plain number."""
    for _, row in records(document, "ata_smart_attributes", "table"):
        if whole(row.get("id")) == number:
            printed = whole(member(row, "raw", "string"))
            return printed if printed is not None else whole(member(row, "raw", "value"))
    return None


FORMAT = Format(
    NAME,
    "smartctl -j (JSON)",
    PARSER,
    PARSER_VERSION,
    keep,
    read,
    gives="one storage medium: serial number, size, SMART verdict, hours in use, reallocated and pending sectors",
    made_with="smartctl -x -j /dev/sda > disk.json",
)
