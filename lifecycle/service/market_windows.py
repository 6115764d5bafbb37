"""Until when what is on offer stays inside government, by the policies that are in force on a day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dpp.domain.errors import Refused
from lifecycle.domain.device import Device
from lifecycle.domain.marketplace.offers import Kind
from lifecycle.domain.marketplace.phases import OfferDates, Windows, first_day_still_internal, offer_dates
from lifecycle.domain.marketplace.reserving import internal_first
from lifecycle.domain.routing.in_force import PoliciesInForce
from lifecycle.service.marketplace_ports import Opening
from lifecycle.service.ports import LifecycleReads, Policies


@dataclass(frozen=True)
class MarketWindows:
    """The numbers of the policies of one day."""

    policies: PoliciesInForce
    on: date

    @classmethod
    def of_day(cls, policies: Policies, reads: LifecycleReads, on: date) -> "MarketWindows":
        return cls(policies.in_force(reads, on), on)

    def of(self, device: Device) -> Windows:
        return Windows.of(self.policies.of(device))

    def internal_first(self, device: Device) -> Refused | None:
        """What refuses to donate this device today, because it is offered inside government."""
        return internal_first(device, self.of(device), self.on)

    def for_kind(self, kind: Kind) -> Windows:
        return Windows.of(self.policies.choose(kind.owner, kind.group))

    def dates(self, kind: Kind, since: date) -> OfferDates:
        return offer_dates(since, self.for_kind(kind))

    def openings(self, reads: LifecycleReads) -> Sequence[Opening]:
        """Which offers are still inside government: one line for most of them, and one for each that differs."""
        firsts = {pair: self._first(*pair) for pair in reads.offers.pairs()}
        usual = Counter(firsts.values()).most_common(1)
        if not usual:
            return ()
        most = usual[0][0]
        named = [Opening(owner, group, first) for (owner, group), first in firsts.items() if first != most]
        return (*named, Opening(None, None, most))

    def _first(self, owner: str, group: str) -> date:
        return first_day_still_internal(Windows.of(self.policies.choose(owner, group)), self.on)
