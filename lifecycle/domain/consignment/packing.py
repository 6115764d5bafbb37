"""How a draft is packed: its units, which device is in which, and the goods in them (`load` has the rules)."""

from dataclasses import replace

from dpp.domain.errors import NotFound
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment.content import Consignment, ConsignmentState, expect, with_devices
from lifecycle.domain.consignment.load import (
    GoodsLine,
    GoodsLineId,
    LoadUnit,
    LoadUnitId,
    checked_goods,
    checked_unit,
    unit_of,
)


def with_unit(draft: Consignment, unit: LoadUnit) -> Consignment:
    """The draft with this unit in the place of the one with its id, or added."""
    expect(draft, ConsignmentState.DRAFT)
    checked_unit(unit, draft.units)
    if all(each.id != unit.id for each in draft.units):
        return replace(draft, units=(*draft.units, unit))
    return replace(draft, units=tuple(unit if each.id == unit.id else each for each in draft.units))


def without_unit(draft: Consignment, wanted: LoadUnitId) -> Consignment:
    """The draft without this unit: what was in it or on it is loose."""
    expect(draft, ConsignmentState.DRAFT)
    unit_of(draft.units, wanted)
    return replace(
        draft,
        units=tuple(
            replace(each, stands_on=None) if each.stands_on == wanted else each
            for each in draft.units
            if each.id != wanted
        ),
        lines=tuple(replace(line, packed_in=None) if line.packed_in == wanted else line for line in draft.lines),
        goods=tuple(replace(line, packed_in=None) if line.packed_in == wanted else line for line in draft.goods),
    )


def packed_into(draft: Consignment, wanted: LoadUnitId | None, *devices: DeviceKey) -> Consignment:
    """The draft with these devices in this unit, and in no other; None: loose. Those that are new are added."""
    expect(draft, ConsignmentState.DRAFT)
    if wanted is not None:
        unit_of(draft.units, wanted)
    after = with_devices(draft, *devices)
    lines = (replace(line, packed_in=wanted) if line.device in devices else line for line in after.lines)
    return replace(after, lines=tuple(lines))


def with_goods(draft: Consignment, line: GoodsLine) -> Consignment:
    """The draft with this line of goods in the place of the one with its id, or added."""
    expect(draft, ConsignmentState.DRAFT)
    checked_goods(line, draft.units)
    kept = tuple(line if each.id == line.id else each for each in draft.goods)
    return replace(draft, goods=kept if line in kept else (*kept, line))


def without_goods(draft: Consignment, wanted: GoodsLineId) -> Consignment:
    expect(draft, ConsignmentState.DRAFT)
    if all(each.id != wanted for each in draft.goods):
        raise NotFound(message("There is no line of goods '{line}' in this consignment.", line=wanted[:40]))
    return replace(draft, goods=tuple(each for each in draft.goods if each.id != wanted))
