"""A lot as it is read: what its seller sees, and what a buyer."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from dpp.domain.actor import Actor
from dpp.service.ports import Clock
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.sales import Bid, Lot, LotState, is_sealed, kinds_of, ranked, visible
from lifecycle.service.identity import lines_of
from lifecycle.service.ports import LifecycleReads, Organisations
from lifecycle.service.sale_views import ForSeller, KindLine, LotSummary, LotView

SELL, BID, READ = "sell_lots", "bid_on_lot", "read_lot"


@dataclass(frozen=True)
class LotViews:
    """Rule 5 of `lifecycle.service.sales`: who sees what of a lot."""

    organisations: Organisations
    clock: Clock

    def of(self, reads: LifecycleReads, actor: Actor, lot: Lot) -> LotView:
        now, bids = self.clock(), reads.sales.bids(lot.id)
        sells, relations = PERMISSIONS.allows(READ, actor), lot.relations(actor.organisation)
        shown = visible(lot, bids, sees_all=sells, organisation=actor.organisation, now=now)
        offering = lot.offering
        mine = actor.organisation
        decided = lot.award is not None and lot.state in {LotState.AWARDED, LotState.HANDED_OVER}
        return LotView(
            summary=summary_of(lot),
            seller=self.organisations.names([lot.seller])[lot.seller],
            kinds=tuple(KindLine(kind, count) for kind, count in kinds_of(lot)),
            kilograms=lot.kilograms,
            without_mass=lot.without_mass,
            test_records=tuple(sorted(each.test_record for each in lot.devices if each.test_record is not None)),
            offering=offering if offering is None or sells else replace(offering, buyers=(mine,) if mine else ()),
            sealed=is_sealed(lot, now),
            bids=shown,
            bidders=self.organisations.names({each.buyer for each in shown}),
            won=None if sells or not decided or lot.award is None else lot.award.buyer == mine,
            may_bid=PERMISSIONS.allows(BID, actor, relations, subject=lot.id) and _takes_bids(lot, now),
            may_sell=PERMISSIONS.allows(SELL, actor),
            for_seller=self._for_seller(reads, lot, bids) if sells else None,
        )

    def _for_seller(self, reads: LifecycleReads, lot: Lot, bids: Iterable[Bid]) -> ForSeller:
        buyers = () if lot.offering is None else lot.offering.buyers
        return ForSeller(
            devices=lines_of(reads, lot.keys),
            buyers=self.organisations.names(buyers),
            bidders=len(ranked(bids)),
            award=lot.award,
            consignment=lot.consignment,
            closed_because=lot.closed_because,
        )


def _takes_bids(lot: Lot, now: datetime) -> bool:
    return lot.state is LotState.OFFERED and lot.offering is not None and now < lot.offering.closes_at


def summary_of(lot: Lot) -> LotSummary:
    closes = None if lot.offering is None else lot.offering.closes_at
    return LotSummary(lot.id, lot.title, lot.state, len(lot.devices), lot.made_at, closes)
