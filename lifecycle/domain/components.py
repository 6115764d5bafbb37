"""Parts across devices: what evidence shows of them, where each part is, and whether it can have come from a donor.

Rules:
1. A part is told by its kind and number. Numbers are folded as claims are; makers repeat them, so that two devices with
   one number are a conflict for a person, and never an overwrite. Fewer than `LEAST_TELLING` signs tell nothing across
   devices: batteries are numbered per batch.
2. What is in a device is told by its bill of materials (`lifecycle.domain.bom`).
3. A panel is told by the EDID of a maker of panels: any other screen is the device itself, or one that was plugged in.
4. A part that came from a donor came out of it, into the stock of parts, and is in no other device.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from dpp.domain.errors import Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.bom import Bom, BomLine, same_serial
from lifecycle.domain.claims import claim_key
from lifecycle.domain.device import Device
from lifecycle.domain.events import ComponentInstalled
from lifecycle.domain.evidence.reading import MonitorSeen, Reading
from lifecycle.domain.facts import Capacity, CapacityUnit, PartSeen
from lifecycle.domain.vocabulary import ComponentKind, PartOrigin

PANEL_MAKERS = frozenset({"AUO", "BOE", "CMN", "INX", "IVO", "LGD", "SDC"})
"""PNP ids of makers of panels that sell no monitors of their own: AU Optronics, BOE, Chi Mei Innolux, Innolux,
InfoVision, LG Display, Samsung Display."""


LEAST_TELLING = 6
"""Signs of a number, without white space, below which two parts with it are not taken for one (policy)."""

USED_BEFORE = frozenset({PartOrigin.HARVESTED, PartOrigin.USED})


def parts_seen(reading: Reading) -> tuple[PartSeen, ...]:
    """The parts that a file shows in the device, but for storage: batteries, memory, its panel (rule 3)."""
    batteries = (PartSeen(ComponentKind.BATTERY, serial=each.serial) for each in reading.batteries)
    panels = (_panel(each) for each in reading.monitors if each.maker in PANEL_MAKERS)
    return (*batteries, *reading.parts, *panels)


def _panel(seen: MonitorSeen) -> PartSeen:
    inches = seen.diagonal_inches
    size = None if inches is None else Capacity(inches, CapacityUnit.INCH)
    return PartSeen(ComponentKind.DISPLAY, seen.serial, seen.maker, seen.model or seen.product_code, size)


class PartPlace(StrEnum):
    """Where a part is, as a device tells it."""

    IN_DEVICE = "in-device"
    IN_STOCK = "in-stock"


@dataclass(frozen=True)
class PlacedPart:
    """A part and where it is: in `device`, or in the stock of whoever has `device`, out of which it came.

    `slot` tells the parts of one device apart; `serial` is folded.
    """

    device: DeviceKey
    slot: str
    component: ComponentKind
    place: PartPlace
    serial: str | None = None
    maker: str | None = None
    model: str | None = None
    donor: DeviceKey | None = None


def parts_of(device: Device, bom: Bom) -> tuple[PlacedPart, ...]:
    """Every part in this device that has a number or a donor, by its bill of materials, and every part that it gave."""
    told = (line for line in bom if line.serial or line.donor)
    return (*(_placed(device, number, line) for number, line in enumerate(told, 1)), *_given(device))


def _placed(device: Device, number: int, line: BomLine) -> PlacedPart:
    return PlacedPart(
        device=device.key,
        slot=f"in {number}",
        component=line.component,
        place=PartPlace.IN_DEVICE,
        serial=claim_key(line.serial) if line.serial else None,
        maker=line.maker,
        model=line.model,
        donor=line.donor,
    )


def _given(device: Device) -> Iterator[PlacedPart]:
    for part in device.given_parts:
        yield PlacedPart(
            device=device.key,
            slot=f"given {part.event} {part.number}",
            component=part.kind,
            place=PartPlace.IN_STOCK,
            serial=claim_key(part.serial) if part.serial else None,
            maker=part.maker,
            model=part.model,
        )


def still_in_stock(given: Iterable[PlacedPart], taken: Iterable[PlacedPart]) -> tuple[PlacedPart, ...]:
    """Of the parts that devices gave, those that no device took: by number, else one for one by donor and kind."""
    used = list(taken)
    left = []
    for part in given:
        user = next((each for each in used if _is_taken_as(part, each)), None)
        if user is None:
            left.append(part)
        else:
            used.remove(user)
    return tuple(left)


def _is_taken_as(given: PlacedPart, taken: PlacedPart) -> bool:
    alike = taken.component is given.component and taken.donor == given.device
    return alike and (taken.serial == given.serial or given.serial is None)


def refuse_donor(it: ComponentInstalled, left: Iterable[PlacedPart]) -> None:
    """Refused `part-out-of-donor` (rule 4); `left` are the parts of the donor that are still in stock."""
    fits = any(each.component is it.component and _is_number(each, it) for each in left)
    if it.donor is None or (fits and it.origin in USED_BEFORE):
        return
    raise Refused(
        "part-out-of-donor",
        message(
            "No such part ({part}) came out of device {donor} and is still free.", part=it.component, donor=it.donor
        ),
        remedy=message("Record first what came out of the donor, or leave the donor out if it is not known."),
    )


def _is_number(part: PlacedPart, it: ComponentInstalled) -> bool:
    return part.serial is None or it.serial is None or same_serial(part.serial, it.serial)


def tells_across(number: str | None) -> bool:
    """Whether a folded number is long enough to tell one part from those in other devices (rule 1)."""
    return number is not None and len(number) >= LEAST_TELLING


def refuse_second_place(it: ComponentInstalled, elsewhere: Iterable[PlacedPart]) -> None:
    """Refused `part-in-one-device`: a part with this number is recorded in another device."""
    other = next((each for each in elsewhere if each.place is PartPlace.IN_DEVICE), None)
    if other is None:
        return
    raise Refused(
        "part-in-one-device",
        message(
            "A part ({part}) with serial number {serial} is recorded in device {other}.",
            part=it.component,
            serial=it.serial,
            other=other.device,
        ),
        remedy=message("Record first that it came out of that device, or compare the number on the part."),
    )
