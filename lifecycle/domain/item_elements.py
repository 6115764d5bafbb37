"""What a device's life tells its own passport: the elements of the item, from events and evidence.

Rules:
1. Nothing here names a person, an organisation, a place, or the serial number of a device or a part.
2. A figure has its source: the kind of evidence and its day. What no evidence gives is absent.
3. Memory counts in the trade's gigabytes (2^30 bytes), storage in those of the disk makers (10^9).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from dpp.domain.document import Elements
from dpp.domain.figure import Figure, Quality, Source, Unit, write_figure
from dpp.domain.links import Links
from lifecycle.domain.device import Device
from lifecycle.domain.events import ComponentInstalled, Event, EvidenceAttached, Repaired, RepairFailed, effective
from lifecycle.domain.media import Whereabouts
from lifecycle.domain.vocabulary import ComponentKind, PartOrigin

INSPECTED, MEASURED = "Inspection of the device", "Evidence from the device"
"""How sources of facts about a device are called; the format of the evidence stands behind the second."""
_PARTS = {
    ComponentKind.BATTERY: "battery",
    ComponentKind.DISPLAY: "display",
    ComponentKind.KEYBOARD: "keyboard",
    ComponentKind.MEMORY: "memory",
    ComponentKind.STORAGE: "storage",
    ComponentKind.CAMERA: "camera",
    ComponentKind.FAN: "fan",
    ComponentKind.CHARGER: "charger",
}
_ORIGINS = {
    PartOrigin.NEW_ORIGINAL: "new-original",
    PartOrigin.NEW_THIRD_PARTY: "new-third-party",
    PartOrigin.USED: "used",
    PartOrigin.HARVESTED: "used",
}


def item_elements(device: Device, events: Sequence[Event], links: Links) -> Elements:
    """The own elements of the device's item passport, as they stand after these events."""
    counted = effective(events)
    told: dict[str, Any] = {
        "modelPassport": links.passport(device.passports.model) if device.passports.model else None,
        "previousPassport": links.passport(device.passports.items[-2]) if len(device.passports.items) > 1 else None,
        **_hardware(device, counted),
        **_battery(device, counted),
        "functionalGrade": device.grades and device.grades.functional.value,
        "cosmeticGrade": device.grades and device.grades.cosmetic.value,
        "replacedParts": _replaced(counted),
        "repairRecords": _repairs(counted),
    }
    return {name: value for name, value in told.items() if value not in (None, [])}


def _hardware(device: Device, events: Iterable[Event]) -> dict[str, Any]:
    source = _source(events, lambda said: said.hardware and said.hardware.memory_bytes)
    disk_source = _source(events, lambda said: said.media)
    memory = device.hardware.memory_bytes if device.hardware else None
    disks = [each.size_bytes for each in device.media if each.whereabouts is Whereabouts.INSTALLED and each.size_bytes]
    return {
        "processor": device.hardware.cpu if device.hardware else None,
        "memory": _figure(memory and memory / 2**30, Unit.GIGABYTE, source),
        "storage": _figure(sum(disks) / 10**9 if disks else None, Unit.GIGABYTE, disk_source),
    }


def _battery(device: Device, events: Iterable[Event]) -> dict[str, Any]:
    if device.battery is None:
        return {}
    source = _source(events, lambda said: said.battery)
    health, cycles = device.battery.state_of_health, device.battery.cycles
    return {
        "batteryHealth": _figure(health and min(health, 1) * 100, Unit.PERCENT, source),
        "batteryCycleCount": _figure(cycles, Unit.CYCLE, source),
    }


def _figure(value: float | None, unit: Unit, source: Source) -> dict[str, Any] | None:
    if value is None:
        return None
    return write_figure(Figure(round(value, 1), unit, source, quality=Quality.MEASURED))


def _source(events: Iterable[Event], fact: Callable[[EvidenceAttached], object]) -> Source:
    """The newest evidence that carried this fact, by its format and day."""
    source = Source(INSPECTED)
    for event in events:
        if isinstance(event.happening, EvidenceAttached) and fact(event.happening):
            source = Source(f"{MEASURED} ({event.happening.format})", date=_day(event.occurred_at))
    return source


def _replaced(events: Iterable[Event]) -> list[dict[str, str]]:
    return [
        {
            "part": _PARTS.get(event.happening.component, "other"),
            "month": month(event.occurred_at),
            "replacement": _ORIGINS[event.happening.origin],
        }
        for event in events
        if isinstance(event.happening, ComponentInstalled)
    ]


def _repairs(events: Iterable[Event]) -> list[dict[str, str]]:
    outcomes = {Repaired: "fixed", RepairFailed: "end-of-life"}
    return [
        {"month": month(event.occurred_at), "outcome": outcomes[type(event.happening)]}
        for event in events
        if type(event.happening) in outcomes
    ]


def month(moment: datetime) -> str:
    """`2026-05`, in UTC."""
    return f"{moment:%Y-%m}"


def _day(moment: date) -> str:
    return f"{moment:%Y-%m-%d}"
