"""The stock of spare parts: counting them in and out, reserving one, and taking it for a repair.

Rules:
1. An organisation counts its own parts, at its own places.
2. One part is kept for one organisation up to and including its last day (`lifecycle.domain.spares.stock`). Two that
   reserve the last one at the same moment wait for each other, and one is refused; the database itself refuses to keep
   one harvested part twice.
3. Who reserved takes the part for a repair or gives it back; who has it may withdraw it while it is kept.
4. Only the two sides of a reservation, and who reads everything, know where the part is.
5. A harvested part that is kept for somebody goes into no device of anybody else.
"""

from dataclasses import dataclass, replace
from datetime import date

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import NotFound, NotPermitted, Refused
from dpp.domain.message import message
from dpp.domain.opaque import encode
from dpp.domain.permission import Relation
from dpp.service.ports import Chance, Clock
from lifecycle.domain.components import PlacedPart
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.spares.catalogue import Said, SparePart, SparePartId
from lifecycle.domain.spares.stock import (
    Harvested,
    KeptState,
    Movement,
    PartReservation,
    PartReservationId,
    Shelf,
    StockAct,
    Terms,
    checked_count,
    free_on,
    last_day,
    refuse_more,
    refuse_taken,
)
from lifecycle.domain.vocabulary import PartOrigin
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, LifecycleWork, Organisations
from lifecycle.service.spare_catalogue import part_of
from lifecycle.service.spare_shelves import HarvestedHere, OnShelf, Shelves
from lifecycle.service.spare_views import Names, ReservationView, TakenPart


@dataclass(frozen=True)
class Where:
    """Which shelf of the organisation that acts."""

    part: SparePartId
    place: str
    origin: PartOrigin


@dataclass(frozen=True)
class OnMyShelves:
    """Reservations of one's own, or on one's own parts, with the names of the other side."""

    reservations: tuple[ReservationView, ...]
    names: Names


@dataclass(frozen=True)
class SpareStock:
    """Each method is one transaction and checks its actor first; `take_in` runs in that of its caller."""

    storage: LifecycleStorage
    organisations: Organisations
    clock: Clock
    chance: Chance
    terms: Terms

    def count_in(self, actor: Actor, part: SparePartId, count: int, place: str, origin: PartOrigin) -> int:
        """So many came onto a shelf of the actor's organisation; gives how many lie there now."""
        checked_count(count, place, origin)
        return self._change(actor, StockAct.TAKEN_IN, count, Where(part, place, origin))

    def write_off(self, actor: Actor, part: SparePartId, count: int, place: str, origin: PartOrigin) -> int:
        """So many are gone from a shelf; what is kept for somebody stays. Gives how many lie there now."""
        checked_count(count, place, origin)
        return self._change(actor, StockAct.WRITTEN_OFF, -count, Where(part, place, origin))

    def reserve(self, actor: Actor, part: SparePartId, item: str) -> PartReservation:
        """Keep one for the actor's organisation; Refused where it is not free any more (rule 2)."""
        PERMISSIONS.check("reserve_spare", actor)
        requester = _organisation_of(actor)
        with self.storage.writing() as work:
            found = self._item(work, part_of(work, part), item)
            if isinstance(found, HarvestedHere):
                work.devices.hold(found.held.device)
            work.spares.hold([part, f"reservations {requester}"])
            found = self._item(work, part_of(work, part), item)
            held = work.spare_stock.of(requester)
            refuse_more(sum(each.holds(self._today) for each in held), self.terms)
            made = PartReservation(
                id=PartReservationId(self._new_id()),
                part=part,
                held=found.shelf if isinstance(found, OnShelf) else found.held,
                requester=requester,
                since=self.clock(),
                by=actor.account,
                until=last_day(self.terms, self._today),
            )
            self._end_expired(work, made)
            work.spare_stock.put(made)
            work.commit()
            return made

    def give_back(self, actor: Actor, reservation: PartReservationId) -> PartReservation:
        """By who asked for it, or by who has the part (rule 3): it is free again."""
        with self.storage.writing() as work:
            kept = self._kept(work, actor, reservation, "give_back_spare")
            state = KeptState.GIVEN_BACK if kept.requester == actor.organisation else KeptState.WITHDRAWN
            ended = self._ended(actor, kept, state)
            work.spare_stock.put(ended)
            work.commit()
            return ended

    def take(self, actor: Actor, reservation: PartReservationId) -> TakenPart:
        """The part leaves the stock for a repair."""
        with self.storage.writing() as work:
            taken = self.take_in(work, actor, reservation)
            work.commit()
            return taken

    def take_in(self, work: LifecycleWork, actor: Actor, reservation: PartReservationId) -> TakenPart:
        """As `take`, in the transaction that records the event which puts it in (`TakenPart.installed`)."""
        kept = self._kept(work, actor, reservation, "take_spare")
        part = part_of(work, kept.part)
        if isinstance(kept.held, Shelf):
            said = Said(self.clock(), actor.account, actor.organisation)
            work.spare_stock.add(Movement(self._new_id(), kept.held, StockAct.TAKEN, -1, said))
        taken = self._ended(actor, kept, KeptState.TAKEN)
        work.spare_stock.put(taken)
        if isinstance(kept.held, Shelf):
            return TakenPart(taken, part, kept.held.origin)
        placed = _placed(work, kept.held)
        serial = None if placed is None else placed.serial
        return TakenPart(taken, part, PartOrigin.HARVESTED, serial, kept.held.device)

    def mine(self, actor: Actor) -> OnMyShelves:
        """What is kept for the actor's organisation; what ends first comes first."""
        PERMISSIONS.check("reserve_spare", actor)
        with self.storage.reading() as reads:
            return self._told(reads, reads.spare_stock.of(_organisation_of(actor)))

    def on_my_parts(self, actor: Actor) -> OnMyShelves:
        """What others keep of the parts that the actor's organisation has."""
        PERMISSIONS.check("count_spares", actor)
        with self.storage.reading() as reads:
            return self._told(reads, reads.spare_stock.held_by(_organisation_of(actor)))

    def _change(self, actor: Actor, act: StockAct, change: int, where: "Where") -> int:
        PERMISSIONS.check("count_spares", actor)
        with self.storage.writing() as work:
            work.spares.hold([where.part])
            part = part_of(work, where.part).id
            shelf = Shelf(part, _organisation_of(actor), " ".join(where.place.split()), where.origin)
            count = work.spare_stock.count(shelf)
            kept = [each for each in work.spare_stock.kept({part}) if each.held == shelf]
            if free_on(count, kept, self._today) + change < 0:
                raise _fewer(count, count - free_on(count, kept, self._today))
            said = Said(self.clock(), actor.account, actor.organisation)
            work.spare_stock.add(Movement(self._new_id(), shelf, act, change, said))
            work.commit()
            return count + change

    def _item(self, reads: LifecycleReads, part: SparePart, item: str) -> OnShelf | HarvestedHere:
        found = next((each for each in Shelves(reads, self._today).of(part) if each.item == item), None)
        if found is None:
            raise refuse_taken()
        return found

    def _end_expired(self, work: LifecycleWork, made: PartReservation) -> None:
        """A harvested part whose reservation is over by its day: its row says so before the next one is made."""
        if isinstance(made.held, Harvested):
            for each in work.spare_stock.kept_of([made.held]):
                work.spare_stock.put(replace(each, state=KeptState.EXPIRED, ended_at=self.clock()))

    def _kept(
        self, work: LifecycleWork, actor: Actor, reservation: PartReservationId, use_case: str
    ) -> PartReservation:
        """The reservation, held; NotFound for whom it does not concern, Refused where it is over."""
        known = work.spare_stock.get(reservation)
        if known is not None:
            work.spares.hold([known.part])
            known = work.spare_stock.get(reservation)
        if known is None or not PERMISSIONS.allows(use_case, actor, self._relations(work, actor, known)):
            raise NotFound(message("There is no such reservation of a part, or it is not yours."))
        state = known.state_on(self._today)
        if state is not KeptState.KEPT:
            raise Refused(
                "part-is-kept",
                message("This reservation is over ({state}).", state=state),
                remedy=message("Reserve the part again, if it is still free."),
            )
        return known

    @staticmethod
    def _relations(reads: LifecycleReads, actor: Actor, kept: PartReservation) -> frozenset[Relation]:
        holder = _holder(reads, kept)[0]
        found = {Relation.RECEIVER} if kept.requester == actor.organisation else set()
        return frozenset(found | ({Relation.CUSTODIAN} if holder and holder == actor.organisation else set()))

    def _ended(self, actor: Actor, kept: PartReservation, state: KeptState) -> PartReservation:
        return replace(kept, state=state, ended_at=self.clock(), ended_by=actor.account)

    def _told(self, reads: LifecycleReads, found: tuple[PartReservation, ...]) -> OnMyShelves:
        live = [each for each in found if each.holds(self._today)]
        views = tuple(_view(reads, each) for each in live)
        sides = {side for each in views for side in (each.requester, each.holder) if side is not None}
        return OnMyShelves(views, self.organisations.names(sides))

    @property
    def _today(self) -> date:
        return self.clock().date()

    def _new_id(self) -> str:
        return encode(self.chance(13), 20)


def _view(reads: LifecycleReads, kept: PartReservation) -> ReservationView:
    holder, place = _holder(reads, kept)
    placed = _placed(reads, kept.held) if isinstance(kept.held, Harvested) else None
    return ReservationView(
        id=kept.id,
        part=part_of(reads, kept.part),
        origin=kept.held.origin if isinstance(kept.held, Shelf) else PartOrigin.HARVESTED,
        requester=kept.requester,
        holder=holder,
        place=place,
        until=kept.until,
        state=kept.state,
        serial=None if placed is None else placed.serial,
    )


def _holder(reads: LifecycleReads, kept: PartReservation) -> tuple[OrganisationId | None, str | None]:
    """Who has the part now, and where."""
    if isinstance(kept.held, Shelf):
        return kept.held.holder, kept.held.place
    line = reads.devices.get(kept.held.device)
    return (None, None) if line is None else (line.custodian, line.place)


def _placed(reads: LifecycleReads, held: Harvested) -> PlacedPart | None:
    return next((each for each in reads.parts.of_device(held.device) if each.slot == held.slot), None)


def _organisation_of(actor: Actor) -> OrganisationId:
    if actor.organisation is None:
        raise NotPermitted(
            message("This account acts for no organisation."),
            remedy=message("Ask an administrator to add it to one."),
        )
    return actor.organisation


def _fewer(count: int, kept: int) -> Refused:
    return Refused(
        "parts-below-zero",
        message("There are {count} on this shelf, of which {kept} are reserved.", count=count, kept=kept),
        remedy=message("Count again, or let a reservation be given back first."),
    )
