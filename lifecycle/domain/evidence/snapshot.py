"""Reads the older snapshots of eReuse: a device, its components and what was done to them (`actions`).

Workbench 11 writes them of computers; the page and the Android app write them of telephones and displays. Devices that
a person typed in are trusted less than those that workbench read from the firmware.

Units, after the schemas of DeviceHub: `size` of a storage medium in millions of bytes, of a memory module in MiB, of a
battery in mAh; `lifetime` and `powerOnHours` in hours. The components are kept by their type; network cards (MAC
addresses) and sound cards go, and so does the board's own serial number.

An erasure succeeded when it and each of its steps have the severity Info, which is how DeviceHub writes that all went
well; another word is a failure, and without one there is no result. `EraseBasic` and `EraseSectors` overwrite,
which clears in the words of NIST SP 800-88 revision 2; only `EraseSectors` reads back what it wrote. Those of another
name have no category.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from dpp.domain.message import message
from dpp.domain.proof import canonical
from lifecycle.domain.evidence.batteries import health_of
from lifecycle.domain.evidence.equipment import imei_of
from lifecycle.domain.evidence.format import Format, Kept, Opened
from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.limits import load_json, text_of
from lifecycle.domain.evidence.members import (
    BY_USB,
    NO_CAPACITIES,
    NO_MEDIUM_SERIAL,
    Unread,
    member,
    records,
    said,
    whole,
)
from lifecycle.domain.evidence.reading import MonitorSeen, Reading
from lifecycle.domain.evidence.shape import FLAG, IDENTIFIER, NUMBER, TEXT, VERSION, Shape, is_number, one_of, strip
from lifecycle.domain.evidence.structured import FIRMWARE_CONFIDENCE, TAG_CONFIDENCE
from lifecycle.domain.facts import BatteryReading, ClaimKind, ErasureReading, Hardware, IdentityClaim, MediumSeen
from lifecycle.domain.vocabulary import MediumKind, SanitisationCategory

NAME = "ereuse-snapshot"
PARSER = "snapshot"
PARSER_VERSION = "1.0"
TOOL = "eReuse workbench"

_MILLION, _MIB = 1_000_000, 1024**2
_NAMES: Shape = {"manufacturer": TEXT, "model": TEXT}
_STEP: Shape = {"type": TEXT, "severity": TEXT, "startTime": TEXT, "endTime": TEXT}
_DISK: Shape = {
    **_NAMES,
    "serialNumber": IDENTIFIER,
    "size": NUMBER,
    "interface": TEXT,
    "variant": VERSION,
    "actions": {
        **_STEP,
        "steps": _STEP,
        "status": TEXT,
        "assessment": FLAG,
        "lifetime": NUMBER,
        "powerOnHours": NUMBER,
        "reallocatedSectorCount": NUMBER,
        "currentPendingSectorCount": NUMBER,
    },
}
_COMPONENTS: Shape = {
    "SolidStateDrive": _DISK,
    "HardDrive": _DISK,
    "RamModule": {**_NAMES, "size": NUMBER, "interface": TEXT, "format": TEXT, "speed": NUMBER},
    "Processor": {**_NAMES, "cores": NUMBER, "threads": NUMBER, "speed": NUMBER},
    "Motherboard": {**_NAMES, "version": VERSION, "ramSlots": NUMBER, "biosDate": TEXT},
    "Battery": {
        **_NAMES,
        "serialNumber": IDENTIFIER,
        "technology": TEXT,
        "size": NUMBER,
        "actions": {"type": TEXT, "size": NUMBER, "cycleCount": NUMBER},
    },
    "Display": {**_NAMES, "serialNumber": IDENTIFIER, "resolutionWidth": NUMBER, "resolutionHeight": NUMBER},
}
SHAPE: Shape = {
    "type": one_of("snapshot"),
    "software": one_of("workbench", "web", "androidapp", "workbenchandroid", "workbenchdesktop"),
    "version": VERSION,
    "endTime": TEXT,
    "device": {
        **_NAMES,
        "type": TEXT,
        "serialNumber": IDENTIFIER,
        "imei": IDENTIFIER,
        "chassis": TEXT,
        "sku": TEXT,
        "technology": TEXT,
        "resolutionWidth": NUMBER,
        "resolutionHeight": NUMBER,
        "size": NUMBER,
    },
    "components": _COMPONENTS,
}
NAMED = {"NetworkAdapter": Removed.NETWORK, "tags": Removed.UNNEEDED, "debug": Removed.UNNEEDED}

_KINDS = {"SolidStateDrive": MediumKind.SSD, "HardDrive": MediumKind.HDD}
_BY_FIRMWARE = frozenset({"workbench", "workbenchandroid", "workbenchdesktop"})
_DISPLAYS = frozenset({"ComputerMonitor", "Monitor", "TelevisionSet"})
_CLEARING = frozenset({"EraseBasic", "EraseSectors"})
_READS_BACK = "EraseSectors"


def keep(opened: Opened) -> Kept | None:
    """The device, and its components by type."""
    document = opened.document
    if member(document, "type") != "Snapshot" or not isinstance(member(document, "device"), Mapping):
        return None
    if member(document, "data") is not None:
        return None
    kept, removed = strip({**document, "components": _by_type(document.get("components"))}, SHAPE, NAMED)
    return Kept(canonical(kept), removed)


def _by_type(components: Any) -> dict[str, Any]:
    if isinstance(components, Mapping):  # kept before
        return dict(components)
    groups: dict[str, Any] = {}
    for _, component in records(components):
        groups.setdefault(str(component.get("type")), []).append(component)
    return groups


def read(content: bytes) -> Reading:
    """The device, its parts and what was done to them."""
    document, unread = load_json(text_of(content)), Unread()
    components = member(document, "components")
    claims = tuple(_claims(document, unread))
    before = len(unread.problems())
    disks = tuple(_disks(components, unread))
    lists_all_media = bool(disks) and len(unread.problems()) == before
    return Reading(
        NAME,
        PARSER,
        PARSER_VERSION,
        claims=claims,
        hardware=_hardware(document),
        media=tuple(medium for medium, _ in disks),
        lists_all_media=lists_all_media,
        batteries=tuple(_batteries(components, unread)),
        erasures=tuple(
            erasure for medium, disk in disks for erasure in _erasures(medium.serial, disk, document, unread)
        ),
        monitors=tuple(_monitors(document)),
        unread=unread.problems(),
    )


def _claims(document: Any, unread: Unread) -> Iterator[IdentityClaim]:
    device = member(document, "device")
    by_firmware = str(member(document, "software")).lower() in _BY_FIRMWARE
    confidence = FIRMWARE_CONFIDENCE if by_firmware else TAG_CONFIDENCE
    values = (
        (ClaimKind.MAKER, said(member(device, "manufacturer"))),
        (ClaimKind.MODEL, said(member(device, "model"))),
        (ClaimKind.SERIAL, said(member(device, "serialNumber"))),
        (ClaimKind.IMEI, imei_of(device, "imei", "$.device", unread)),
    )
    for kind, value in values:
        if value is not None:
            yield IdentityClaim(kind, value, NAME, confidence)
        elif kind is ClaimKind.SERIAL:
            unread.note("$.device.serialNumber", message("The file gives no serial number of the device."))


def _hardware(document: Any) -> Hardware:
    device, components = member(document, "device"), member(document, "components")
    board = _first(components, "Motherboard")
    modules = [whole(module.get("size")) or 0 for _, module in records(components, "RamModule")]
    moment = _time(board.get("biosDate"))
    return Hardware(
        maker=said(member(device, "manufacturer")),
        model=said(member(device, "model")),
        cpu=said(_first(components, "Processor").get("model")),
        memory_bytes=sum(modules) * _MIB or None,
        memory_slots=whole(board.get("ramSlots")) or None,
        memory_slots_used=sum(size > 0 for size in modules) or None,
        firmware_version=said(board.get("version")),
        firmware_date=moment.date() if moment else None,
    )


def _disks(components: Any, unread: Unread) -> Iterator[tuple[MediumSeen, Mapping[str, Any]]]:
    for kind in _KINDS:
        for number, disk in records(components, kind):
            path, serial = f"$.components.{kind}[{number}]", said(disk.get("serialNumber"))
            if str(disk.get("interface")).upper() == "USB":
                unread.note(path, BY_USB)
            elif serial is None:
                unread.note(f"{path}.serialNumber", NO_MEDIUM_SERIAL)
            else:
                yield _medium(serial, kind, disk), disk


def _medium(serial: str, kind: str, disk: Mapping[str, Any]) -> MediumSeen:
    size = disk.get("size")
    tests = (action for _, action in records(disk, "actions") if action.get("type") == "TestDataStorage")
    test: Mapping[str, Any] = next(tests, {})
    assessment = test.get("assessment")
    hours = test.get("powerOnHours")
    return MediumSeen(
        serial=serial,
        kind=_KINDS[kind],
        model=said(disk.get("model")),
        size_bytes=round(size * _MILLION) if isinstance(size, int | float) and is_number(size) else None,
        healthy=assessment if isinstance(assessment, bool) else None,
        power_on_hours=whole(hours if hours is not None else test.get("lifetime")),
        reallocated_sectors=whole(test.get("reallocatedSectorCount")),
        pending_sectors=whole(test.get("currentPendingSectorCount")),
    )


def _erasures(serial: str, disk: Mapping[str, Any], document: Any, unread: Unread) -> Iterator[ErasureReading]:
    for number, action in records(disk, "actions"):
        name = said(action.get("type")) or ""
        if not name.startswith("Erase"):
            continue
        severities = [str(each.get("severity")) for each in (action, *(step for _, step in records(action, "steps")))]
        if severities[0] == "None":
            unread.note(
                f"{serial}.actions[{number}]",
                message("A wipe was begun and the file gives no result of it: that is no erasure."),
            )
            continue
        succeeded = all(severity == "Info" for severity in severities)
        yield ErasureReading(
            medium_serial=serial,
            succeeded=succeeded,
            verified=succeeded and name == _READS_BACK,
            tool=TOOL,
            tool_version=said(member(document, "version")),
            technique=name,
            rounds=sum(1 for _ in records(action, "steps")) or None,
            category=SanitisationCategory.CLEAR if name in _CLEARING else None,
            finished_at=_time(action.get("endTime")),
            detail=None if succeeded else f"severity {next(word for word in severities if word != 'Info')}",
        )


def _batteries(components: Any, unread: Unread) -> Iterator[BatteryReading]:
    for number, battery in records(components, "Battery"):
        measures = (action for _, action in records(battery, "actions") if action.get("type") == "MeasureBattery")
        measure: Mapping[str, Any] = next(measures, {})
        design, full = whole(battery.get("size")), whole(measure.get("size"))
        health = health_of(design, full)
        if health is None:
            unread.note(f"$.components.Battery[{number}]", NO_CAPACITIES)
        yield BatteryReading(
            state_of_health=health,
            cycles=whole(measure.get("cycleCount")),
            design_capacity=design,
            full_capacity=full,
            serial=said(battery.get("serialNumber")),
            chemistry=said(battery.get("technology")),
        )


def _monitors(document: Any) -> Iterator[MonitorSeen]:
    """The display that the snapshot is of, or the panels that it lists."""
    device = member(document, "device")
    shown = [device] if member(device, "type") in _DISPLAYS else []
    for display in (*shown, *(each for _, each in records(document, "components", "Display"))):
        yield MonitorSeen(
            maker=said(display.get("manufacturer")),
            model=said(display.get("model")),
            serial=said(display.get("serialNumber")),
            width_pixels=whole(display.get("resolutionWidth")),
            height_pixels=whole(display.get("resolutionHeight")),
        )


def _first(components: Any, kind: str) -> Mapping[str, Any]:
    return next((component for _, component in records(components, kind)), {})


def _time(text: object) -> datetime | None:
    """An ISO 8601 time in UTC; one without a zone stays without."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else moment


FORMAT = Format(
    NAME,
    "eReuse snapshot (JSON, device and components)",
    PARSER,
    PARSER_VERSION,
    keep,
    read,
    gives="maker, model, serial number or IMEI, processor, memory, storage media, batteries, displays, erasures",
    made_with="eReuse's workbench 11, its web page or its Android app",
)
