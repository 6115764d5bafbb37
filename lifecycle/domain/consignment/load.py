"""What a consignment is packed in: pallets, cages and boxes, with the goods that travel with the devices.

Rules:
1. A unit of the load has a code of its own in its consignment: an SSCC (GS1 General Specifications, AI 00: 18 digits,
   the last of which is a check digit), or a code of the sender. An SSCC names one load for a year (`refuse_reuse`).
2. A box stands on a pallet or in a cage, or by itself; pallets and cages stand by themselves.
3. A device is in one unit at most, and so is a quantity of goods: the line of the device says which, and so does the
   line of the goods.
4. What scales say is gross; with the tare (pallet, box and packing) it gives the net. Net is never zero or less.
5. Photos are named by the hash of what was kept of them, without metadata. A remark names no person: it is frozen.
6. Only a draft is packed. What goods were offered is what the receiver counts; the ledger (`lifecycle.domain.goods`)
   says whose the rest is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, NewType

from dpp.domain.errors import InvalidInput, NotFound, Problem, Refused
from dpp.domain.gs1.check_digits import are_digits, check_digit
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment.mass import DeviceMass, Mass, added, checked_kilograms, summed, weighed
from lifecycle.domain.events import ConsignmentId, plain
from lifecycle.domain.goods import Lot, checked
from lifecycle.domain.things import Unit

LoadUnitId = NewType("LoadUnitId", str)
GoodsLineId = NewType("GoodsLineId", str)
_SSCC = 18
SSCC_RESTS = timedelta(days=366)
"""How long an SSCC is not given to another logistic unit after its last use: a year at least (GS1 General
Specifications, AI 00)."""
_OWN_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/\-]{0,39}")
MOST_PHOTOS = 10
LONGEST_REMARK = 300


class LoadKind(StrEnum):
    """What devices are packed in."""

    PALLET = "pallet"
    CAGE = "cage"
    BOX = "box"


CARRIES_BOXES = frozenset({LoadKind.PALLET, LoadKind.CAGE})


@dataclass(frozen=True, kw_only=True)
class LoadUnit:
    """One pallet, cage or box. `stands_on` is the pallet or cage of a box. Kilograms are those of scales."""

    id: LoadUnitId
    kind: LoadKind
    code: str
    stands_on: LoadUnitId | None = None
    gross_kg: Decimal | None = None
    tare_kg: Decimal | None = None
    seal: str | None = None
    photos: tuple[str, ...] = ()
    remark: str | None = None

    @property
    def is_sscc(self) -> bool:
        return len(self.code) == _SSCC and are_digits(self.code)

    @property
    def net_kg(self) -> Decimal | None:
        if self.gross_kg is None or self.tare_kg is None:
            return None
        return self.gross_kg - self.tare_kg


@dataclass(frozen=True, kw_only=True)
class GoodsLine:
    """So many of a lot, in one unit or loose. `received` is what the receiver counted."""

    id: GoodsLineId
    lot: Lot
    quantity: Decimal
    packed_in: LoadUnitId | None = None
    received: Decimal | None = None


def read_code(raw: str) -> str:
    """The code of a unit as it is kept; an SSCC may be scanned with its AI, `00` or `(00)`. InvalidInput when wrong."""
    text = raw.strip()
    digits = text.removeprefix("(00)").replace(" ", "")
    if are_digits(digits) and len(digits) == _SSCC + 2 and digits.startswith("00"):
        digits = digits[2:]
    if are_digits(digits) and len(digits) == _SSCC:
        return _checked_sscc(digits)
    if _OWN_CODE.fullmatch(text):
        return text
    what = message("A code has 1 to 40 letters, digits, dots, dashes, strokes or spaces; an SSCC has 18 digits.")
    raise InvalidInput(what, (Problem("$.code", what),))


def refuse_reuse(code: str, used_in: ConsignmentId, last: datetime, now: datetime) -> None:
    """Return when an SSCC that was in another consignment may be used again; Refused (`sscc-rests`) else."""
    free_from = (last + SSCC_RESTS).date()
    if now.date() < free_from:
        raise Refused(
            "sscc-rests",
            message(
                "SSCC {code} is in consignment {consignment}, last on {day}: for a year it names that load alone.",
                code=code,
                consignment=used_in[:8].upper(),
                day=last.date(),
            ),
            remedy=message("Give this unit a new code; this one is free again from {day}.", day=free_from),
        )


def _checked_sscc(digits: str) -> str:
    expected = check_digit(digits[:-1])
    if expected == digits[-1]:
        return digits
    what = message(
        "SSCC {digits} has a wrong digit: it should end in {expected}, or another digit was misread.",
        digits=digits,
        expected=expected,
    )
    raise InvalidInput(what, (Problem("$.code", what),), remedy=message("Scan it again, or type all 18 digits."))


def checked_unit(unit: LoadUnit, others: Iterable[LoadUnit]) -> LoadUnit:
    """The unit among the others of its consignment; InvalidInput with everything that is wrong (rules 1, 2, 4, 5)."""
    beside = {each.id: each for each in others if each.id != unit.id}
    carrier = beside.get(unit.stands_on) if unit.stands_on else None
    carries = any(each.stands_on == unit.id for each in beside.values())
    faults = (
        (any(each.code == unit.code for each in beside.values()), "$.code", message("Another unit has this code.")),
        (
            unit.stands_on is not None
            and (unit.kind in CARRIES_BOXES or carrier is None or carrier.kind not in CARRIES_BOXES),
            "$.stands_on",
            message("Only a box stands on something: on a pallet or in a cage of this consignment."),
        ),
        (
            carries and unit.kind not in CARRIES_BOXES,
            "$.kind",
            message("Boxes stand on it, so it is a pallet or a cage."),
        ),
        (len(unit.photos) > MOST_PHOTOS, "$.photos", message("A unit has at most {most} photos.", most=MOST_PHOTOS)),
        (
            len(unit.remark or "") > LONGEST_REMARK,
            "$.remark",
            message("A remark has at most {most} characters.", most=LONGEST_REMARK),
        ),
    )
    problems = tuple(Problem(path, what) for wrong, path, what in faults if wrong) + _weight_problems(unit)
    if problems:
        raise InvalidInput(problems[0].what, problems)
    return unit


def _weight_problems(unit: LoadUnit) -> tuple[Problem, ...]:
    """Rule 4."""
    for path, kilograms in (("$.gross_kg", unit.gross_kg), ("$.tare_kg", unit.tare_kg)):
        if kilograms is not None:
            try:
                checked_kilograms(kilograms, path)
            except InvalidInput as error:
                return error.problems
    if unit.tare_kg is not None and unit.gross_kg is None:
        return (Problem("$.gross_kg", message("Weigh the whole unit; the tare alone says nothing.")),)
    if unit.net_kg is not None and unit.net_kg <= 0:
        return (Problem("$.tare_kg", message("The tare is as heavy as the whole: weigh again.")),)
    return ()


def checked_goods(line: GoodsLine, units: Iterable[LoadUnit]) -> GoodsLine:
    """The line, with a quantity that its unit of counting allows, in a unit that is there."""
    checked(line.quantity, line.lot.unit)
    if line.packed_in is not None:
        unit_of(units, line.packed_in)
    return line


def unit_of(units: Iterable[LoadUnit], wanted: LoadUnitId) -> LoadUnit:
    """NotFound where the consignment has no such unit."""
    found = next((each for each in units if each.id == wanted), None)
    if found is None:
        raise NotFound(message("There is no pallet, cage or box '{unit}' in this consignment.", unit=wanted[:40]))
    return found


def within(units: Iterable[LoadUnit], wanted: LoadUnitId) -> frozenset[LoadUnitId]:
    """The unit and the boxes that stand on it."""
    return frozenset({wanted} | {each.id for each in units if each.stands_on == wanted})


Contents = Mapping[LoadUnitId | None, Sequence[DeviceMass | None]]
"""What the devices of each unit weigh; None: what is loose."""


def mass_of(unit: LoadUnit, units: Iterable[LoadUnit], devices: Contents, goods: Iterable[GoodsLine] = ()) -> Mass:
    """The net mass of what is in a unit and in the boxes on it: of scales where it was weighed, else of the models."""
    if unit.net_kg is not None:
        return weighed(unit.net_kg)
    known = tuple(goods)
    boxes = [each for each in units if each.stands_on == unit.id]
    return added((*_inside(unit.id, devices, known), *(mass_of(box, (), devices, known) for box in boxes)))


def total_mass(units: Iterable[LoadUnit], devices: Contents, goods: Iterable[GoodsLine] = ()) -> Mass:
    """What all of it weighs: each pallet, cage and loose box, and what is packed in nothing."""
    all_units, known = tuple(units), tuple(goods)
    standing = (unit for unit in all_units if unit.stands_on is None)
    return added((*_inside(None, devices, known), *(mass_of(unit, all_units, devices, known) for unit in standing)))


def _inside(unit: LoadUnitId | None, devices: Contents, goods: Iterable[GoodsLine]) -> Iterable[Mass]:
    """Goods that are counted by weight were weighed; of pieces nobody said what they weigh."""
    yield summed(devices.get(unit, ()))
    for line in goods:
        if line.packed_in == unit:
            yield weighed(line.quantity) if line.lot.unit is Unit.KILOGRAM else summed([None])


def packed(
    units: Iterable[LoadUnit], places: Mapping[DeviceKey, LoadUnitId], goods: Iterable[GoodsLine]
) -> dict[str, Any]:
    """The load as the manifest freezes it, as plain data: units by code, and what is in each."""
    by_id = {each.id: each.code for each in units}
    frozen = []
    for unit in sorted(units, key=lambda each: each.code):
        told = plain(unit)
        del told["id"]
        if unit.stands_on is not None:
            told["stands_on"] = by_id[unit.stands_on]
        frozen.append(told | {"devices": sorted(key for key, place in places.items() if place == unit.id)})
    counted = [
        {"lot": plain(line.lot), "quantity": str(line.quantity)}
        | ({"packed_in": by_id[line.packed_in]} if line.packed_in else {})
        for line in goods
    ]
    return {"units": frozen, "goods": sorted(counted, key=str)}
