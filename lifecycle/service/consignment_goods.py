"""Goods that travel with a consignment: offered with the devices, counted by the receiver, taken back when withdrawn.

Rules:
1. The ledger decides (`lifecycle.domain.goods`): what is not there is not offered, and what did not arrive is the
   sender's again.
2. The receiver counts once, line by line; a line that is not named arrived whole. What is short is an item that the
   sender answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, Problem
from dpp.domain.message import message
from lifecycle.domain.consignment import (
    UNDER_WAY,
    Consignment,
    GoodsLineId,
    LoadDifference,
    LoadDifferenceId,
    LoadDifferenceKind,
    Side,
)
from lifecycle.domain.consignment.content import expect
from lifecycle.domain.events import ConsignmentId, Place
from lifecycle.domain.goods import GoodsTerms, Lot
from lifecycle.service.consignment_desk import ConsignmentDesk, check_side
from lifecycle.service.consignment_views import ConsignmentView
from lifecycle.service.goods import Goods, Known, Line, Offer, Receipt
from lifecycle.service.ports import LifecycleWork


def offer_goods(
    desk: ConsignmentDesk, work: LifecycleWork, actor: Actor, offer: Consignment, decision: str | None
) -> Consignment:
    """The consignment with its goods offered in the ledger; as it is where it has none."""
    if not offer.goods:
        return offer
    sums: dict[Lot, Decimal] = {}
    for line in offer.goods:
        sums[line.lot] = sums.get(line.lot, Decimal(0)) + line.quantity
    terms = GoodsTerms(offer.receiver, offer.terms.ground, decision, offer.id)
    lines = tuple(Line(lot=lot, quantity=quantity) for lot, quantity in sums.items())
    movement = _ledger(desk).offer_in(work, actor, Offer(lines=lines, terms=terms))
    return replace(offer, goods_offer=movement.id)


def withdraw_goods(desk: ConsignmentDesk, work: LifecycleWork, actor: Actor, offer: Consignment) -> None:
    """What was offered and not counted is the sender's to give again."""
    if offer.goods_offer is not None and not goods_counted(offer):
        _ledger(desk).withdraw_in(work, actor, offer.goods_offer, Known())


def goods_counted(consignment: Consignment) -> bool:
    """Whether the receiver counted the goods, or there are none."""
    return all(line.received is not None for line in consignment.goods)


def check_counted(consignment: Consignment) -> None:
    """Return when a receipt can be closed; InvalidInput while goods wait to be counted."""
    if not goods_counted(consignment):
        what = message("The goods were not counted yet.")
        raise InvalidInput(
            what, (Problem("$.goods", what),), remedy=message("Count the goods first, then close the receipt.")
        )


def receive_goods(
    desk: ConsignmentDesk,
    work: LifecycleWork,
    actor: Actor,
    offer: Consignment,
    counted: Mapping[GoodsLineId, Decimal],
    place: Place,
) -> Consignment:
    """Rule 2, in the transaction of the caller, who checked that the actor receives this consignment."""
    if offer.goods_offer is None or goods_counted(offer):
        return offer
    _check_lines(offer, counted)
    lines = tuple(replace(line, received=counted.get(line.id, line.quantity)) for line in offer.goods)
    sums: dict[Lot, Decimal] = {}
    for line in lines:
        sums[line.lot] = sums.get(line.lot, Decimal(0)) + (line.received or Decimal(0))
    said = Receipt(place=place, counted=tuple(Line(lot=lot, quantity=quantity) for lot, quantity in sums.items()))
    _ledger(desk).arrived_in(work, actor, offer.goods_offer, said)
    after = replace(offer, goods=lines)
    _note_shortages(desk, work, actor, after)
    return after


def _check_lines(offer: Consignment, counted: Mapping[GoodsLineId, Decimal]) -> None:
    by_id = {line.id: line for line in offer.goods}
    faults = []
    for named, quantity in counted.items():
        line = by_id.get(named)
        if line is None:
            faults.append(Problem(f"$.goods.{named[:40]}", message("There is no such line of goods.")))
        elif not (quantity.is_finite() and 0 <= quantity <= line.quantity):
            what = message("Count from none up to the {offered} that were offered.", offered=line.quantity)
            faults.append(Problem(f"$.goods.{named}", what))
    if faults:
        raise InvalidInput(
            message("The goods cannot be counted so."),
            tuple(faults),
            remedy=message("Receive what was offered; let the sender offer the rest, or take it in by itself."),
        )


def _note_shortages(desk: ConsignmentDesk, work: LifecycleWork, actor: Actor, after: Consignment) -> None:
    for line in after.goods:
        if line.received is not None and line.received < line.quantity:
            work.loads.put_difference(
                LoadDifference(
                    id=LoadDifferenceId(desk.recorder.new_id()),
                    consignment=after.id,
                    kind=LoadDifferenceKind.GOODS,
                    sent=line.quantity,
                    found=line.received,
                    measure=line.lot.unit,
                    found_at=desk.recorder.clock(),
                    found_by=actor.account,
                    unit=line.packed_in,
                    goods=line.id,
                )
            )


def _ledger(desk: ConsignmentDesk) -> Goods:
    return Goods(desk.storage, desk.recorder, desk.organisations)


@dataclass(frozen=True)
class GoodsReceipts(ConsignmentDesk):
    """Each method is one transaction and checks its actor first."""

    def count(
        self, actor: Actor, consignment: ConsignmentId, counted: Mapping[GoodsLineId, Decimal], place: Place
    ) -> ConsignmentView:
        """What the receiver counted; Conflict where it was counted before, or where there are no goods."""
        with self.storage.writing() as work:
            offer = self.held(work, actor, "receive_consignment", consignment)
            check_side(actor, offer, Side.RECEIVER)
            expect(offer, *UNDER_WAY)
            self.check_credential(offer, self.recorder.clock().date())
            if goods_counted(offer):
                raise Conflict(
                    message("There are no goods to count in consignment {id}.", id=consignment),
                    remedy=message("Read it again: somebody else counted them."),
                )
            receiver = replace(actor, organisation=offer.receiver)
            return self.kept(work, receive_goods(self, work, receiver, offer, counted, place))
