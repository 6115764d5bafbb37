"""Parts across devices: what evidence shows of them, where each part is, and whether it can have come from a donor.

Rules:
1. A part is told by its kind and number. Numbers are folded as claims are; makers repeat them, so that two devices with
   one number are a conflict for a person, and never an overwrite.
2. Storage is told by its media (`lifecycle.domain.media`), every other part by the component events and evidence.
3. A panel is told by EDID only inside a device that is no display, and only by a maker of panels: any other screen is
   one that was plugged in.
4. A part that came from a donor came out of it, into the stock of parts, and is in no other device.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from dpp.domain.errors import Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.axes import PartOut
from lifecycle.domain.bom import same_serial
from lifecycle.domain.claims import claim_key
from lifecycle.domain.device import Device
from lifecycle.domain.events import ComponentInstalled
from lifecycle.domain.media import Whereabouts
from lifecycle.domain.vocabulary import ComponentKind, DataState, PartOrigin

PANEL_MAKERS = frozenset({"AUO", "BOE", "CMN", "INX", "IVO", "LGD", "SDC"})
"""PNP ids of makers of panels that sell no monitors of their own: AU Optronics, BOE, Chi Mei Innolux, Innolux,
InfoVision, LG Display, Samsung Display."""


USED_BEFORE = frozenset({PartOrigin.HARVESTED, PartOrigin.USED})


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


def parts_of(device: Device) -> tuple[PlacedPart, ...]:
    """Every part that this device has in it with a number, or came from a donor, and every part that it gave."""
    return (*_media(device), *_installed(device), *_given(device))


def _media(device: Device) -> Iterator[PlacedPart]:
    for medium in device.media:
        if medium.whereabouts is Whereabouts.INSTALLED:
            serial = claim_key(medium.serial)
            slot = f"storage {serial}"
            yield PlacedPart(device.key, slot, ComponentKind.STORAGE, PartPlace.IN_DEVICE, serial, model=medium.model)


def _installed(device: Device) -> Iterator[PlacedPart]:
    told = (
        part for part in device.components if part.donor or (part.serial and part.kind is not ComponentKind.STORAGE)
    )
    for number, part in enumerate(told, 1):
        yield PlacedPart(
            device=device.key,
            slot=f"installed {number}",
            component=part.kind,
            place=PartPlace.IN_DEVICE,
            serial=claim_key(part.serial) if part.serial else None,
            maker=part.maker,
            model=part.model,
            donor=part.donor,
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


def data_on(part: PartOut, device: Device) -> DataState | None:
    """What is on a storage medium that a device gave; nothing for any other part."""
    if part.kind is not ComponentKind.STORAGE or part.serial is None:
        return None
    return next((each.data for each in device.media if same_serial(each.serial, part.serial)), DataState.UNKNOWN)
