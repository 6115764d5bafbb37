"""Reads the JSON that `inxi --output json` gives: batteries, displays, drives, and the device where nothing better is.

inxi numbers its names (`004#0#3#serial`): the first number gives the order, the rest how deep it is shown. A record
names a thing more than once where it tells of several things (`serial` of the system and of its chassis); the first
one counts. Networks (MAC addresses), software and everything else that we do not read goes; so do the board's own
serial number, the battery of a mouse, a webcam, and of a drive on USB all but that it is there.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lifecycle.domain.evidence.batteries import health_of
from lifecycle.domain.evidence.media import medium_kind, words_of
from lifecycle.domain.evidence.members import BY_USB, NO_CAPACITIES, NO_MEDIUM_SERIAL, Unread, records, said, whole
from lifecycle.domain.evidence.reading import MonitorSeen
from lifecycle.domain.evidence.shape import IDENTIFIER, NUMBER, TEXT, Shape
from lifecycle.domain.facts import BatteryReading, ClaimKind, Hardware, IdentityClaim, MediumSeen
from lifecycle.domain.vocabulary import MediumKind

_CONFIDENCE = 0.9
_NUMBERED = re.compile(r"(\d{1,6})#\d{1,3}#\d{1,3}#(.{1,40})")
_SECTIONS = frozenset({"machine", "cpu", "battery", "drives", "graphics"})
SHAPE: Shape = {
    "machine": {"system": TEXT, "product": TEXT, "serial": IDENTIFIER, "uefi": TEXT},
    "cpu": {"model": TEXT, "family": NUMBER, "model-id": TEXT, "stepping": NUMBER},
    "battery": {
        "id": TEXT,
        "condition": TEXT,
        "cycles": NUMBER,
        "model": TEXT,
        "serial": IDENTIFIER,
        "type": TEXT,
        "status": TEXT,
    },
    "drives": {"id": TEXT, "model": TEXT, "vendor": TEXT, "serial": IDENTIFIER, "type": TEXT},
    "graphics": {"monitor": TEXT, "model": TEXT, "serial": IDENTIFIER, "built": NUMBER},
}

_MODEL_ID = re.compile(r"0x[0-9A-Fa-f]{1,4} \((\d{1,4})\)")
_CONDITION = re.compile(r"(\d{1,4}(?:\.\d{1,3})?)/(\d{1,4}(?:\.\d{1,3})?) Wh\b.*")
_MILLI = 1000


def grouped(sections: Any) -> dict[str, list[dict[str, Any]]]:
    """The records of the sections that we read, by section, their names without numbers and in lower case."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for _, section in records(sections):
        for numbered, content in section.items():
            name = _plain(numbered)
            if name in _SECTIONS:
                plain = (_record(record) for _, record in records(content))
                groups.setdefault(name, []).extend(_own(name, record) for record in plain)
    return groups


def _own(section: str, record: dict[str, Any]) -> dict[str, Any]:
    """What of a record is of the device itself."""
    if section == "machine" and "mobo" in record:
        return {name: record[name] for name in ("uefi",) if name in record}
    if section == "graphics" and "monitor" not in record:
        return {}
    if section == "battery" and not str(record.get("id")).startswith("BAT"):
        return {}
    if section == "drives" and "usb" in words_of(record.get("type")):
        return {name: record[name] for name in ("id", "type") if name in record}
    return record


def _record(record: Mapping[str, Any]) -> dict[str, Any]:
    ordered = sorted(record.items(), key=lambda member: _place(member[0]))
    return {_plain(name): value for name, value in reversed(ordered)}  # of two with one name the first stays


def _place(name: str) -> int:
    found = _NUMBERED.fullmatch(name)
    return int(found[1]) if found else 0


def _plain(name: str) -> str:
    found = _NUMBERED.fullmatch(name)
    return (found[2] if found else name).lower()


def claims_of(groups: Any, source: str) -> Iterator[IdentityClaim]:
    """Which device the machine section says it is."""
    machine = next((record for _, record in records(groups, "machine") if said(record.get("system"))), {})
    values = ((ClaimKind.MAKER, "system"), (ClaimKind.MODEL, "product"), (ClaimKind.SERIAL, "serial"))
    for kind, name in values:
        value = said(machine.get(name))
        if value is not None:
            yield IdentityClaim(kind, value, source, _CONFIDENCE)


def hardware_of(groups: Any) -> Hardware:
    """The processor, and whether the firmware is UEFI."""
    cpu = next((record for _, record in records(groups, "cpu") if said(record.get("model"))), {})
    found = _MODEL_ID.fullmatch(str(cpu.get("model-id")))
    uefi = any("uefi" in record for _, record in records(groups, "machine"))
    return Hardware(
        cpu=said(cpu.get("model")),
        cpu_family=whole(cpu.get("family")),
        cpu_model=int(found[1]) if found else None,
        cpu_stepping=whole(cpu.get("stepping")),
        uefi=True if uefi else None,
    )


def batteries_of(groups: Any, path: str, observed: date | None, unread: Unread) -> Iterator[BatteryReading]:
    """The batteries; inxi writes what they hold and what they were made to hold as `40.1/50.5 Wh (79.4%)`."""
    for number, battery in records(groups, "battery"):
        if not str(battery.get("id")).startswith("BAT"):
            continue
        found = _CONDITION.fullmatch(str(battery.get("condition")))
        full, design = (round(float(found[n]) * _MILLI, 1) for n in (1, 2)) if found else (None, None)
        health = health_of(design, full)
        if health is None:
            unread.note(f"{path}.battery[{number}]", NO_CAPACITIES)
        yield BatteryReading(
            state_of_health=health,
            cycles=whole(battery.get("cycles")),
            design_capacity=design,
            full_capacity=full,
            serial=said(battery.get("serial")),
            chemistry=said(battery.get("type")),
            observed=observed,
        )


def media_of(groups: Any, path: str, unread: Unread) -> Iterator[MediumSeen]:
    """The drives, for a file whose SMART answers are missing; their sizes are rounded, so they are not read."""
    for number, drive in records(groups, "drives"):
        if not str(drive.get("id")).startswith("/dev/"):
            continue
        serial, model = said(drive.get("serial")), said(drive.get("model"))
        if "usb" in words_of(drive.get("type")):
            unread.note(f"{path}.drives[{number}]", BY_USB)
        elif serial is None:
            unread.note(f"{path}.drives[{number}].serial", NO_MEDIUM_SERIAL)
        else:
            is_nvme = str(drive.get("id")).startswith("/dev/nvme")
            kind = MediumKind.NVME if is_nvme else medium_kind(words_of(drive.get("type")), model)
            yield MediumSeen(serial, kind, model)


def monitors_of(groups: Any) -> Iterator[MonitorSeen]:
    """The panel and the displays that are attached, as far as inxi names them."""
    for _, record in records(groups, "graphics"):
        if said(record.get("monitor")) is not None and said(record.get("model")) is not None:
            yield MonitorSeen(
                model=said(record.get("model")), serial=said(record.get("serial")), year=whole(record.get("built"))
            )
