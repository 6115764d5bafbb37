"""Use cases of sale: make a lot, offer it, bid, choose who gets it, hand it over, or close it.

Rules, besides those of `lifecycle.domain.sales`:
1. A device goes into a lot when its route is sale, the marketplace has reached that phase, and the guards would let it
   go to a buyer now: erased and verified, without locks, surplus. It is in the custody of the seller, in no open
   consignment and in one open lot at most.
2. Every device of a lot passes, or no lot is made: what refuses each is told at once in a preview.
3. A buyer shows a contract, R2 or EN 50614, valid on the day, when the lot is offered, at its bid and at the award.
4. What goes abroad is awarded when every device has passed its tests (WEEE Directive, Annex VI); the record itself is
   kept when the consignment is offered.
5. Buyers see kinds and numbers, the hashes of the records of tests, and their own bid. Which bids there are is sealed
   from everybody by this service until the closing moment; who manages the database could read them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import InvalidInput, NotFound, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.consignment import Consignment, ConsignmentState, Terms, with_devices
from lifecycle.domain.credentials import Destination, Party, check, required
from lifecycle.domain.events import ConsignmentId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.sales import (
    Bid,
    BidId,
    Lot,
    LotId,
    LotState,
    Offering,
    admit,
    approved,
    awarded,
    chosen,
    closed,
    handed_over,
    offered,
    rejected,
)
from lifecycle.domain.sales.award import Chosen
from lifecycle.domain.sales.lot import HOME, made
from lifecycle.domain.test_records import check_exportable
from lifecycle.domain.vocabulary import Ground, Holding, Lifecycle, Route
from lifecycle.service.consignment_desk import check_free, of_device
from lifecycle.service.identity import lines_of
from lifecycle.service.load_views import ModelMasses
from lifecycle.service.lot_contents import LotContents
from lifecycle.service.lot_views import BID, READ, SELL, LotViews, summary_of
from lifecycle.service.ports import (
    LifecycleReads,
    LifecycleStorage,
    LifecycleWork,
    LineFilter,
    Organisations,
    Policies,
)
from lifecycle.service.recording import Recorder, device_of
from lifecycle.service.sale_ports import LotVersion, Sale
from lifecycle.service.sale_views import Candidate, LotSummary, LotView
from lifecycle.service.test_records import TestRecords

MOST_DEVICES = 500
_TO_A_BUYER = Destination(Route.SELL, Holding.BUYER)


@dataclass(frozen=True)
class Sales:
    """Each method is one transaction and checks its actor first. Without `records` no test is told as evidence."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations
    policies: Policies
    records: TestRecords | None = None

    @property
    def contents(self) -> LotContents:
        return LotContents(self.recorder, self.policies, self.records)

    @property
    def views(self) -> LotViews:
        return LotViews(self.organisations, self.recorder.clock)

    def candidates(self, actor: Actor) -> tuple[Candidate, ...]:
        """What the seller has that is approved for sale and in no lot, each with what keeps it from one now."""
        with self.storage.reading() as reads:
            seller = self._seller(actor)
            wanted = LineFilter(
                lifecycles=(Lifecycle.ROUTED,), party=seller, route_state="approved", limit=MOST_DEVICES
            )
            found = reads.devices.lines(wanted)
            lines = {line.device_key: line for line in found if line.route == Route.SELL and line.custodian == seller}
            free = lines.keys() - reads.sales.open_with(lines).keys()
            refused = self.contents.refused(reads, free, seller)
            reasons = {key: refusal.what for key, refusal in refused.items()}
            return tuple(Candidate(key, line, reasons.get(key)) for key, line in lines.items() if key in free)

    def preview(self, actor: Actor, devices: Iterable[DeviceKey]) -> Mapping[DeviceKey, Refused]:
        """Rule 2: which of these devices a lot would be refused for, and why; nothing is recorded."""
        with self.storage.reading() as reads:
            return self.contents.refused(reads, devices, self._seller(actor))

    def make(self, actor: Actor, title: str, devices: tuple[DeviceKey, ...]) -> LotView:
        """A draft; Refused with the first device that cannot be in it."""
        with self.storage.writing() as work:
            seller = self._seller(actor)
            for key in sorted(set(devices)):
                work.devices.hold(key)
            for key, refusal in self.contents.refused(work, sorted(set(devices)), seller).items():
                raise of_device(key, refusal)
            lines = lines_of(work, devices)
            masses = ModelMasses(work, self.recorder.publisher)
            draft = Lot(
                id=LotId(self.recorder.new_id()),
                seller=seller,
                title=title.strip(),
                devices=tuple(self.contents.described(work, line, masses) for line in lines),
                made_at=self.recorder.clock(),
            )
            return self._kept(work, actor, made(draft), 1)

    def offer(self, actor: Actor, lot: LotId, offering: Offering) -> LotView:
        """To these buyers, each with its credential (rule 3)."""
        with self.storage.writing() as work:
            found = self._held(work, actor, SELL, lot)
            after = offered(found.lot, offering, self.recorder.clock())
            for buyer in offering.buyers:
                self._check_buyer(buyer)
            return self._kept(work, actor, after, found.number + 1)

    def bid(self, actor: Actor, lot: LotId, cents: int | None, country: str = HOME) -> LotView:
        """Bid for the whole lot, raise the bid, or withdraw it (`cents` None)."""
        with self.storage.writing() as work:
            found = self._held(work, actor, BID, lot)
            assert actor.organisation is not None  # a buyer has one
            now = self.recorder.clock()
            new = BidId(self.recorder.new_id())
            bid = Bid(id=new, buyer=actor.organisation, cents=cents, at=now, by=actor.account, country=country)
            admit(found.lot, work.sales.bids(lot), bid)
            if cents is not None:
                self._check_buyer(bid.buyer)
            work.sales.add_bid(lot, bid)
            work.commit()
            return self.views.of(work, actor, found.lot)

    def choose(self, actor: Actor, lot: LotId, bid: BidId, reason: str | None = None) -> LotView:
        """Award it to this bid, or choose it for a second person to agree with."""
        with self.storage.writing() as work:
            found = self._held(work, actor, SELL, lot)
            choice = Chosen(bid=bid, by=actor.account, at=self.recorder.clock(), reason=reason)
            after = chosen(found.lot, work.sales.bids(lot), choice)
            return self._awarded(work, actor, after, found.number + 1)

    def agree(self, actor: Actor, lot: LotId) -> LotView:
        """The second person agrees with another bid than the highest."""
        with self.storage.writing() as work:
            found = self._held(work, actor, SELL, lot)
            return self._awarded(work, actor, approved(found.lot, actor.account), found.number + 1)

    def disagree(self, actor: Actor, lot: LotId) -> LotView:
        """The second person puts the choice back."""
        with self.storage.writing() as work:
            found = self._held(work, actor, SELL, lot)
            return self._kept(work, actor, rejected(found.lot, actor.account), found.number + 1)

    def hand_over(self, actor: Actor, lot: LotId) -> LotView:
        """The draft of a consignment to the buyer, on the terms of the sale; anew where one was withdrawn."""
        with self.storage.writing() as work:
            found = self._held(work, actor, SELL, lot)
            award = awarded(found.lot)
            self._check_not_under_way(work, found.lot)
            for key in sorted(found.lot.keys):
                check_free(work, actor, key, of_lot=lot)
            terms = Terms(
                inside_state=self.organisations.in_state(award.buyer),
                ground=Ground.SALE,
                holding=Holding.BUYER,
                route=Route.SELL,
                export=award.export or None,
            )
            new = ConsignmentId(self.recorder.new_id())
            draft = with_devices(Consignment(new, found.lot.seller, award.buyer, terms), *found.lot.keys)
            work.consignments.put(draft, self.recorder.clock())
            return self._kept(work, actor, handed_over(found.lot, new), found.number + 1)

    def close(self, actor: Actor, lot: LotId, because: str) -> LotView:
        """It is not sold: its devices are free again, for another lot or another route."""
        with self.storage.writing() as work:
            found = self._held(work, actor, SELL, lot)
            self._check_not_under_way(work, found.lot)
            back = found.lot.consignment is not None
            after = closed(found.lot, because, self.recorder.clock(), taken_back=back)
            return self._kept(work, actor, after, found.number + 1)

    def read(self, actor: Actor, lot: LotId) -> LotView:
        with self.storage.reading() as reads:
            return self.views.of(reads, actor, self._found(reads, actor, READ, lot).lot)

    def find(self, actor: Actor) -> tuple[LotSummary, ...]:
        """The lots that this actor may read, newest first."""
        with self.storage.reading() as reads:
            if PERMISSIONS.allows(READ, actor):
                return tuple(summary_of(each.lot) for each in reads.sales.lots())
            found = () if actor.organisation is None else reads.sales.lots(buyer=actor.organisation)
            for each in found[:1]:
                PERMISSIONS.check(READ, actor, each.lot.relations(actor.organisation), subject=each.lot.id)
            if not found:
                PERMISSIONS.check(READ, actor, frozenset(Relation))
            return tuple(summary_of(each.lot) for each in found)

    def sold(self, actor: Actor, since: datetime, until: datetime) -> tuple[Sale, ...]:
        """What was awarded in this time, for those who read every lot."""
        PERMISSIONS.check(READ, actor)
        with self.storage.reading() as reads:
            return reads.sales.sales(since, until)

    def _seller(self, actor: Actor) -> OrganisationId:
        PERMISSIONS.check(SELL, actor)
        if actor.organisation is None:
            what = message("Only an organisation sells.")
            raise InvalidInput(what, (Problem("$", what),))
        return actor.organisation

    def _check_buyer(self, buyer: OrganisationId) -> None:
        """Rule 3."""
        name, today = self.organisations.names([buyer])[buyer], self.recorder.clock().date()
        check(name, required(_TO_A_BUYER, Party.RECEIVER), self.organisations.credentials(buyer), today)

    def _awarded(self, work: LifecycleWork, actor: Actor, lot: Lot, number: int) -> LotView:
        """Rules 3 and 4; counted as a sale once nobody else must agree."""
        award = lot.award
        assert award is not None  # it was chosen just now
        self._check_buyer(award.buyer)
        if award.export:
            for key in lot.keys:
                check_exportable(device_of(work, key).device)
        if lot.state is LotState.AWARDED:
            work.sales.add_sale(
                Sale(
                    lot=lot.id,
                    seller=lot.seller,
                    buyer=award.buyer,
                    devices=len(lot.devices),
                    cents=award.cents,
                    ground=award.ground,
                    country=award.country,
                    awarded_at=self.recorder.clock(),
                )
            )
        return self._kept(work, actor, lot, number)

    def _check_not_under_way(self, work: LifecycleWork, lot: Lot) -> None:
        before = None if lot.consignment is None else work.consignments.get(lot.consignment)
        if before is not None and before.state is not ConsignmentState.WITHDRAWN:
            raise Refused(
                "handed-over-once",
                message("Consignment {consignment} holds this lot.", consignment=before.id),
                remedy=message("Withdraw that consignment before you make another one."),
            )

    def _found(self, reads: LifecycleReads, actor: Actor, use_case: str, lot: LotId) -> LotVersion:
        found = reads.sales.lot(lot)
        if found is None:
            raise NotFound(message("There is no lot '{lot}'.", lot=lot[:40]))
        PERMISSIONS.check(use_case, actor, found.lot.relations(actor.organisation), subject=lot)
        return found

    def _held(self, work: LifecycleWork, actor: Actor, use_case: str, lot: LotId) -> LotVersion:
        work.sales.hold(lot)
        return self._found(work, actor, use_case, lot)

    def _kept(self, work: LifecycleWork, actor: Actor, lot: Lot, number: int) -> LotView:
        work.sales.add(LotVersion(lot, number, self.recorder.clock(), actor.account))
        work.commit()
        return self.views.of(work, actor, lot)
