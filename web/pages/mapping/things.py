"""Pages of parts and counted goods, from their views."""

from collections.abc import Iterator, Mapping
from datetime import date

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.message import Message, message
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.bom import PartSource
from lifecycle.domain.events import plain
from lifecycle.domain.facts import Capacity, CapacityUnit
from lifecycle.domain.goods import Entry, Lot, Movement
from lifecycle.domain.things import KINDS_OF_THING, Unit
from lifecycle.domain.vocabulary import ComponentKind
from lifecycle.service.goods import GoodsView
from lifecycle.service.parts import BomEntry, BomView, StockPart
from lifecycle.service.views import DeviceView
from web.pages.contexts.frame import FormState
from web.pages.contexts.things import BomPage, BomPart, GoodsLine, GoodsMovement, StockLine
from web.pages.mapping.happenings import CALLED
from web.pages.mapping.heads import address_of, head_of, head_of_line
from web.pages.mapping.spoken import source

Names = Mapping[OrganisationId, str]


def bom_page(view: DeviceView, bill: BomView, day: date, form: FormState) -> BomPage:
    at = address_of(view.device.key)
    return BomPage(head_of(view), day, tuple(_part(entry, at) for entry in bill.parts), form)


def _part(entry: BomEntry, at: str) -> BomPart:
    line = entry.line
    return BomPart(
        component=line.component,
        since=line.since,
        confidence=line.confidence,
        said_by=_said_by(line.source),
        source=f"{at}#event-{line.source.event}",
        serial=line.serial,
        made=_made(line.maker, line.model),
        capacity=None if line.capacity is None else capacity_words(line.component, line.capacity),
        origin=line.origin,
        donor=None if line.donor is None else address_of(line.donor),
        also_in=tuple(f"{address_of(other)}/parts" for other in entry.also_in),
    )


def _said_by(said: PartSource) -> Message | str:
    return CALLED[said.kind] if said.format is None else source(said.format)


def _made(maker: str | None, model: str | None) -> str | None:
    return " ".join(filter(None, (maker, model))) or None


def capacity_words(component: ComponentKind, capacity: Capacity) -> Message:
    """In the unit that people use: memory in gigabytes of 2^30 bytes, storage of 10^9, a battery in watt-hours."""
    match capacity.unit:
        case CapacityUnit.BYTE:
            gigabyte = 2**30 if component is ComponentKind.MEMORY else 10**9
            return message("{size} GB", size=round(capacity.value / gigabyte))
        case CapacityUnit.MILLIWATT_HOUR:
            return message("{size} Wh", size=round(capacity.value / 1000))
        case CapacityUnit.INCH:
            return message("{size} inch", size=round(capacity.value, 1))


def stock_line(found: StockPart) -> StockLine:
    part = found.part
    return StockLine(
        id=f"{part.device} {part.slot}",
        component=part.component,
        donor=head_of_line(found.donor),
        serial=part.serial,
        made=_made(part.maker, part.model),
        place=found.donor.place,
    )


def lot_id(lot: Lot) -> str:
    """What names a lot in an address: the beginning of its hash."""
    return sha256(canonical(plain(lot)))[:20]


def goods_lines(view: GoodsView, actor: Actor) -> Iterator[GoodsLine]:
    for entry in view.lots:
        yield _goods_line(entry, view.names, actor)


def _goods_line(entry: Entry, names: Names, actor: Actor) -> GoodsLine:
    lot, mine = entry.lot, entry.lot.custodian == actor.organisation
    theirs = lot.receiver is not None and lot.receiver == actor.organisation
    return GoodsLine(
        id=lot_id(lot),
        kind=KINDS_OF_THING[lot.kind].name,
        quantity=entry.quantity,
        unit=lot.unit,
        condition=lot.condition,
        owner=names[lot.owner],
        custodian=names[lot.custodian],
        place=lot.place,
        act=f"/goods/lots/{lot_id(lot)}" if mine and lot.offer is None else None,
        receiver=None if lot.receiver is None else names[lot.receiver],
        receipt=f"/goods/offers/{lot.offer}/receipt" if theirs else None,
        withdrawal=f"/goods/offers/{lot.offer}/withdrawal" if mine and lot.offer is not None else None,
    )


def goods_movement(movement: Movement, names: Names) -> GoodsMovement:
    """What came to its place; of what goes out, what went."""
    came = [entry for entry in movement.entries if entry.quantity > 0] or list(movement.entries)
    return GoodsMovement(
        act=movement.act,
        at=movement.occurred_at,
        organisation=names[movement.organisation],
        lines=tuple(quantity_words(entry) for entry in came),
    )


def quantity_words(entry: Entry) -> Message:
    kind, quantity = KINDS_OF_THING[entry.lot.kind].name, abs(entry.quantity)
    if entry.lot.unit is Unit.PIECE and quantity == 1:
        return message("1 piece {kind}", kind=kind)
    return Message("{quantity} {unit} {kind}", {"quantity": quantity, "unit": entry.lot.unit, "kind": kind})
