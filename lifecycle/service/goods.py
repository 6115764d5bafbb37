"""Counted goods: take in, sort, move, hand over in two sides, donate, recycle, write off.

Rules:
1. The rules of the ledger are those of `lifecycle.domain.goods`; each act is one movement and one transaction.
2. What somebody has, only that organisation changes; what is on its way, only its sender and its receiver.
3. Goods of the State change owner with a decision that they are surplus (RMB), unless they stay within the State.
4. To a recycler goes only what its EN 50625 conformity covers on the day.
5. A retry with the same movement id is answered with what was recorded.
6. A consignment may name the goods that travel with it (`GoodsTerms.consignment`): `offer_in` and `receive_in` do
   their part in the transaction of who hands over the devices.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import NotFound, NotPermitted, Refused
from dpp.domain.message import message
from dpp.domain.permission import Relation
from lifecycle.domain import goods as on
from lifecycle.domain.events import Place
from lifecycle.domain.goods import Entry, GoodsAct, GoodsCondition, GoodsTerms, Lot, Movement, MovementId, WasteNote
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.things import Unit
from lifecycle.domain.vocabulary import Ground
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, LifecycleWork, Organisations
from lifecycle.service.recording import Recorder

LATEST = 50


@dataclass(frozen=True, kw_only=True)
class Known:
    """What every act may carry: its id, so that a retry is one movement, and when it happened."""

    movement_id: MovementId | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Intake(Known):
    """Goods that come in, into the custody of who acts."""

    kind: str
    quantity: Decimal
    unit: Unit
    owner: OrganisationId
    place: Place
    condition: GoodsCondition = GoodsCondition.UNTESTED


@dataclass(frozen=True, kw_only=True)
class Change(Known):
    """So many of a lot are in another condition, or at another place; give one of the two."""

    lot: Lot
    quantity: Decimal
    condition: GoodsCondition | None = None
    place: Place | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """So many of a lot."""

    lot: Lot
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class Offer(Known):
    """Goods that are handed over, and the terms."""

    lines: tuple[Line, ...]
    terms: GoodsTerms


@dataclass(frozen=True, kw_only=True)
class Receipt(Known):
    """What the receiver of an offer counted, by lot as it was offered; what is left out arrived whole."""

    place: Place
    counted: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Departure(Known):
    """So many of a lot go out for good: donated to `recipient`, recycled with a `waste` note, or written off."""

    lot: Lot
    quantity: Decimal
    recipient: OrganisationId | None = None
    waste: WasteNote | None = None
    reason: str | None = None


@dataclass(frozen=True)
class GoodsView:
    """What there is and what last happened, with the names of who is concerned."""

    lots: tuple[Entry, ...]
    movements: tuple[Movement, ...]
    names: Mapping[OrganisationId, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Goods:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations

    def read(self, actor: Actor) -> GoodsView:
        """The lots and the last movements of the actor's organisation, or of all where its role reads all."""
        party = self._party(actor)
        with self.storage.reading() as reads:
            lots, movements = reads.goods.lots(party), reads.goods.movements(party, LATEST)
        named = {each for lot, _ in lots for each in (lot.owner, lot.custodian, lot.receiver)}
        named |= {each for movement in movements for each in movement.parties}
        there = tuple(Entry(lot, quantity) for lot, quantity in lots)
        return GoodsView(there, movements, self.organisations.names({each for each in named if each}))

    def take_in(self, actor: Actor, said: Intake) -> Movement:
        PERMISSIONS.check("take_in_goods", actor)
        self.organisations.names([said.owner])
        lot = Lot(said.kind, said.unit, said.condition, said.owner, _own(actor), said.place)
        return self._alone(actor, said, GoodsAct.TAKEN_IN, on.taken_in(lot, said.quantity))

    def change(self, actor: Actor, said: Change) -> Movement:
        self._check("change_goods", actor, said.lot)
        if said.condition is not None:
            return self._alone(actor, said, GoodsAct.SORTED, on.sorted_as(said.lot, said.condition, said.quantity))
        place = said.place or said.lot.place
        return self._alone(actor, said, GoodsAct.MOVED, on.moved(said.lot, place, said.quantity))

    def offer(self, actor: Actor, said: Offer) -> Movement:
        with self.storage.writing() as work:
            movement = self.offer_in(work, actor, said)
            work.commit()
            return movement

    def receive(self, actor: Actor, offer: MovementId, said: Receipt) -> Movement:
        with self.storage.writing() as work:
            movement = self.receive_in(work, actor, offer, said)
            work.commit()
            return movement

    def withdraw(self, actor: Actor, offer: MovementId, said: Known) -> Movement:
        with self.storage.writing() as work:
            movement = self.withdraw_in(work, actor, offer, said)
            work.commit()
            return movement

    def donate(self, actor: Actor, said: Departure) -> Movement:
        """To somebody who uses it; only the organisation is recorded, and how many."""
        self._check("donate_goods", actor, said.lot)
        return self._alone(actor, said, GoodsAct.DONATED, on.gone(said.lot, said.quantity), recipient=said.recipient)

    def recycle(self, actor: Actor, said: Departure) -> Movement:
        self._check("recycle_goods", actor, said.lot)
        waste = on.check_waste(said.waste or WasteNote(Decimal(0), 0, ""))
        return self._alone(actor, said, GoodsAct.RECYCLED, on.gone(said.lot, said.quantity), waste=waste)

    def write_off(self, actor: Actor, said: Departure) -> Movement:
        """What is not there any more, with the reason."""
        self._check("change_goods", actor, said.lot)
        if not (said.reason or "").strip():
            raise Refused(
                "goods-reason",
                message("Writing goods off needs a reason."),
                remedy=message("Say why they are gone, without names of people."),
            )
        entries = on.gone(said.lot, said.quantity)
        return self._alone(actor, said, GoodsAct.WRITTEN_OFF, entries, reason=said.reason)

    def offer_in(self, work: LifecycleWork, actor: Actor, said: Offer) -> Movement:
        """As `offer`, inside a transaction that its caller commits."""
        for line in said.lines:
            self._check("hand_over_goods", actor, line.lot)
            self._check_terms(line.lot, said)
        made = MovementId(said.movement_id or self.recorder.new_id())
        entries = on.offered(((line.lot, line.quantity) for line in said.lines), made, said.terms)
        named = Known(movement_id=made, occurred_at=said.occurred_at)
        return _recorded(work, self._movement(actor, named, GoodsAct.OFFERED, entries, terms=said.terms))

    def receive_in(self, work: LifecycleWork, actor: Actor, offer: MovementId, said: Receipt) -> Movement:
        """As `receive`, inside a transaction that its caller commits."""
        offered = _offer(work, offer)
        assert offered.terms is not None
        is_receiver = actor.organisation == offered.terms.receiver
        PERMISSIONS.check("receive_goods", actor, frozenset({Relation.RECEIVER} if is_receiver else ()))
        entries = on.received(offered, {line.lot: line.quantity for line in said.counted}, said.place)
        return _recorded(work, self._movement(actor, said, GoodsAct.RECEIVED, entries, offer=offer))

    def arrived_in(self, work: LifecycleWork, actor: Actor, offer: MovementId, said: Receipt) -> Movement:
        """What a receiver counted of goods in a consignment: its caller checked that the actor receives all of it."""
        entries = on.received(_offer(work, offer), {line.lot: line.quantity for line in said.counted}, said.place)
        return _recorded(work, self._movement(actor, said, GoodsAct.RECEIVED, entries, offer=offer))

    def withdraw_in(self, work: LifecycleWork, actor: Actor, offer: MovementId, said: Known) -> Movement:
        """As `withdraw`, inside a transaction that its caller commits."""
        offered = _offer(work, offer)
        PERMISSIONS.check("hand_over_goods", actor, _sender(actor, offered))
        return _recorded(work, self._movement(actor, said, GoodsAct.WITHDRAWN, on.withdrawn(offered), offer=offer))

    def _check_terms(self, lot: Lot, said: Offer) -> None:
        """Rules 3 and 4."""
        terms, day = said.terms, (said.occurred_at or self.recorder.clock()).date()
        self.organisations.names([terms.receiver])
        leaves = terms.ground not in {None, Ground.TRANSFER} and self.organisations.in_state(lot.owner)
        if leaves and not (terms.decision or "").strip():
            raise Refused(
                "surplus-first",
                message("It belongs to the State, and there is no decision that it is surplus."),
                remedy=message("Give the reference of the decision of the owner."),
            )
        if terms.ground is Ground.DESTRUCTION and not self.organisations.holds(terms.receiver, "en-50625", day):
            raise Refused(
                "recycler-conformity",
                message("The recycler has no EN 50625 conformity that is valid on this day."),
                remedy=message("Choose a recycler with a valid certificate, or record the renewed one."),
            )

    def _check(self, use_case: str, actor: Actor, lot: Lot) -> None:
        """Rule 2. What is on its way is moved by its receipt or its withdrawal alone."""
        relations = {Relation.CUSTODIAN} if actor.organisation == lot.custodian else set()
        PERMISSIONS.check(use_case, actor, frozenset(relations))
        if lot.offer is not None:
            raise Refused(
                "goods-on-their-way",
                message("These goods are on their way to their receiver."),
                remedy=message("Withdraw the offer first, or let the receiver count them."),
            )

    def _party(self, actor: Actor) -> OrganisationId | None:
        if PERMISSIONS.allows("read_goods", actor):
            return None
        own = {Relation.OWNER, Relation.CUSTODIAN, Relation.RECEIVER} if actor.organisation else set()
        PERMISSIONS.check("read_goods", actor, frozenset(own))
        return actor.organisation

    def _alone(self, actor: Actor, said: Known, act: GoodsAct, entries: tuple[Entry, ...], **more: object) -> Movement:
        with self.storage.writing() as work:
            movement = _recorded(work, self._movement(actor, said, act, entries, **more))
            work.commit()
            return movement

    def _movement(
        self, actor: Actor, said: Known, act: GoodsAct, entries: tuple[Entry, ...], **more: object
    ) -> Movement:
        now = self.recorder.clock()
        return Movement(
            id=said.movement_id or MovementId(self.recorder.new_id()),
            act=act,
            occurred_at=(said.occurred_at or now).astimezone(UTC),
            recorded_at=now,
            actor=actor.account,
            organisation=_own(actor),
            entries=entries,
            **more,  # type: ignore[arg-type]  # fields of a movement, each named by its caller above
        )


def _recorded(work: LifecycleWork, movement: Movement) -> Movement:
    """The movement in the ledger; what was recorded before for a retry (rule 5)."""
    known = work.goods.get(movement.id)
    if known is not None:
        return on.same_movement(known, movement)
    on.admit(work.goods.balance({each.lot for each in movement.entries}), movement)
    work.goods.add(movement)
    return movement


def _offer(reads: LifecycleReads, offer: MovementId) -> Movement:
    found = reads.goods.get(offer)
    if found is None or found.act is not GoodsAct.OFFERED:
        raise NotFound(message("There is no offer of goods '{offer}'.", offer=offer[:40]))
    return found


def _sender(actor: Actor, offered: Movement) -> frozenset[Relation]:
    return frozenset({Relation.CUSTODIAN} if actor.organisation == offered.organisation else ())


def _own(actor: Actor) -> OrganisationId:
    if actor.organisation is None:
        raise NotPermitted(message("Goods are kept by an organisation, and this account belongs to none."))
    return actor.organisation
