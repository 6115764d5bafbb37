"""What the events of repair do to a device's state."""

from dataclasses import replace

from lifecycle.domain import media as on_media
from lifecycle.domain.axes import Component, Grades, PartOut, RepairQuote, RepairRecord
from lifecycle.domain.device import Device
from lifecycle.domain.events import (
    ComponentInstalled,
    ComponentRemoved,
    Event,
    Harvested,
    Part,
    Refurbished,
    Repaired,
    RepairFailed,
    RepairQuoted,
)
from lifecycle.domain.fold.stages import BEFORE_DECISION, move
from lifecycle.domain.vocabulary import ComponentKind, Lifecycle, Route, Waste

REFURBISHABLE = BEFORE_DECISION | {Lifecycle.ROUTED, Lifecycle.RECYCLING}


def component_removed(device: Device, event: Event, it: ComponentRemoved) -> Device:
    out = _without(device, it.component, it.serial)
    if not it.kept:
        return out
    return _giving(out, event, (Part(it.component, it.serial, it.maker, it.model, it.capacity),))


def component_installed(device: Device, _event: Event, it: ComponentInstalled) -> Device:
    """What was read of a battery or a disk that was there before says nothing of the new one."""
    part = Component(it.component, it.serial, it.origin, it.donor, it.maker, it.model)
    after = replace(device, components=(*device.components, part))
    if it.component is ComponentKind.BATTERY:
        return replace(after, battery=None)
    if it.component is ComponentKind.STORAGE and it.serial is not None:
        media = on_media.change(device.media, it.serial, on_media.installed)
        return replace(after, media=media, no_media_established=False)
    return after


def quoted(device: Device, _event: Event, it: RepairQuoted) -> Device:
    """A newer quote for the same parts takes the place of the older."""
    others = (quote for quote in device.quotes if set(quote.parts) != set(it.parts))
    return replace(device, quotes=(*others, RepairQuote(it.parts, it.cost_eur, it.lead_days)))


def repaired(device: Device, event: Event, it: Repaired) -> Device:
    return _repair_over(device, RepairRecord(event.occurred_at, it.parts, None, it.order, it.warranty_until))


def repair_failed(device: Device, event: Event, it: RepairFailed) -> Device:
    return _repair_over(device, RepairRecord(event.occurred_at, barrier=it.barrier, order=it.order))


def refurbished(device: Device, event: Event, it: Refurbished) -> Device:
    """A successor passport; what had become waste is prepared for reuse. After a hand-over the stage stays."""
    waste = Waste.PREPARED_FOR_REUSE if device.waste is Waste.WASTE else device.waste
    passports = replace(device.passports, items=(*device.passports.items, it.successor))
    grades = Grades(it.functional, it.cosmetic, event.occurred_at)
    after = replace(device, waste=waste, passports=passports, grades=grades, under_repair=False)
    return move(after, Lifecycle.REFURBISHED, REFURBISHABLE)


def harvested(device: Device, event: Event, it: Harvested) -> Device:
    for part in it.parts:
        device = _without(device, part.component, part.serial)
    return replace(_giving(device, event, it.parts), stage=Lifecycle.IN_PARTS, under_repair=False)


def _giving(device: Device, event: Event, parts: tuple[Part, ...]) -> Device:
    """The parts that came out are in the stock of parts from now on."""
    given = (
        PartOut(event.id, number, part.component, event.occurred_at, part.serial, part.maker, part.model)
        for number, part in enumerate(parts, 1)
    )
    return replace(device, given_parts=(*device.given_parts, *given))


def _without(device: Device, kind: ComponentKind, serial: str | None) -> Device:
    left = tuple(each for each in device.components if (each.kind, each.serial) != (kind, serial))
    after = replace(device, components=left)
    if kind is ComponentKind.STORAGE and serial is not None:
        return replace(after, media=on_media.change(device.media, serial, on_media.removed))
    return replace(after, battery=None) if kind is ComponentKind.BATTERY else after


def _repair_over(device: Device, record: RepairRecord) -> Device:
    """Back where it was; a route that said repair has been followed, so that a new one is due."""
    after = replace(device, repairs=(*device.repairs, record), quotes=(), under_repair=False)
    if device.approval is not None and device.approval.route is Route.REPAIR:
        return replace(after, proposal=None, approval=None)
    return after
