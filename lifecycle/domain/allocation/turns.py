"""Who is served, one device at a time.

Rules:
1. In the order of the rule (`rule`) each turn is granted where all who were served before can be served still: if need
   be with other devices than first thought of, or by another request of the same requester in the same band.
2. A turn that cannot be granted now never can be later: what requesters can get together is a polymatroid, of which
   such a greedy choice finds the most that can be served at all, and of these the fairest.
3. So nobody is served at the cost of somebody earlier, and no device stays unused that anybody could get.

It is a flow from requesters over requests and demands to pools of devices, made one unit larger at each turn.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from heapq import heapify, heappop, heappush

from dpp.domain.actor import OrganisationId
from lifecycle.domain.allocation.rule import AllocationRule, Need
from lifecycle.domain.allocation.supply import Market
from lifecycle.domain.requests.request import RequestId


@dataclass
class Band:
    """The needs that take turns together, and what each got so far."""

    needs: tuple[Need, ...]
    demand_of: dict[RequestId, int]
    got: Counter[RequestId] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.on_demand: dict[int, list[Need]] = defaultdict(list)
        self.of_requester: dict[OrganisationId, list[Need]] = defaultdict(list)
        for need in self.needs:
            self.on_demand[self.demand_of[need.request.id]].append(need)
            self.of_requester[need.request.requester].append(need)

    def swaps(self, demand: int, asked: set[OrganisationId]) -> Iterator[tuple[RequestId, Need]]:
        """Which requests on a demand could leave a device to another request of the same requester."""
        for need in self.on_demand.get(demand, ()):
            requester = need.request.requester
            if self.got[need.request.id] and requester not in asked:
                asked.add(requester)
                for other in self.of_requester[requester]:
                    if self.got[other.request.id] < other.number:
                        yield need.request.id, other


@dataclass(frozen=True)
class Asking:
    """How the search came to a demand: for a turn, or because it, or a request on it, leaves the pool `leaves`."""

    demand: int
    leaves: int | None = None
    left_by: int = 0
    loser: RequestId | None = None
    winner: RequestId | None = None


@dataclass
class Pools:
    """Devices by the demands that they fit, and how many of each pool are thought of for which demand."""

    reach: list[list[int]]
    spare: list[int]
    taken: list[dict[int, int]]
    closed: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, goods: Market) -> "Pools":
        counts: Counter[tuple[int, ...]] = Counter()
        for each in goods.classes:
            counts[each.fits] += len(each.devices)
        pools = sorted(counts, key=lambda fits: (len(fits), fits))
        reach: list[list[int]] = [[] for _ in goods.demands]
        for place, fits in enumerate(pools):
            for demand in fits:
                reach[demand].append(place)
        return cls(reach, [counts[fits] for fits in pools], [{} for _ in pools])

    def serve(self, need: Need, band: Band) -> bool:
        """One device more for this request; others move where they must (rule 1)."""
        start = band.demand_of[need.request.id]
        askers: dict[int, Asking] = {}
        waiting = deque([Asking(start, winner=need.request.id)])
        seen, asked = {start}, set[OrganisationId]()
        while waiting:
            asking = waiting.popleft()
            for pool in self.reach[asking.demand]:
                if pool in askers or pool in self.closed:
                    continue
                askers[pool] = asking
                if self.spare[pool]:
                    self._move(pool, askers, band)
                    return True
                for other in self._others(pool, band, asked):
                    if other.demand not in seen:
                        seen.add(other.demand)
                        waiting.append(other)
        self.closed |= askers.keys()  # rule 2: nothing in these pools comes free again
        return False

    def _others(self, pool: int, band: Band, asked: set[OrganisationId]) -> Iterator[Asking]:
        """Who could leave this pool, and where they would ask then."""
        for holder in self.taken[pool]:
            yield Asking(holder, leaves=pool, left_by=holder)
            for loser, winner in band.swaps(holder, asked):
                demand = band.demand_of[winner.request.id]
                yield Asking(demand, leaves=pool, left_by=holder, loser=loser, winner=winner.request.id)

    def _move(self, pool: int, askers: dict[int, Asking], band: Band) -> None:
        """Everybody on the way from the pool with a device to spare back to the start takes one step."""
        self.spare[pool] -= 1
        at: int | None = pool
        while at is not None:
            asking = askers[at]
            self.taken[at][asking.demand] = self.taken[at].get(asking.demand, 0) + 1
            if asking.winner is not None:
                band.got[asking.winner] += 1
            if asking.loser is not None:
                band.got[asking.loser] -= 1
            at = asking.leaves
            if at is not None:
                self.taken[at][asking.left_by] -= 1
                if not self.taken[at][asking.left_by]:
                    del self.taken[at][asking.left_by]


def turns(goods: Market, rule: AllocationRule, on: date) -> tuple[Need, ...]:
    """The needs in the order in which they are served; a need comes as often as it gets a device."""
    pools, demand_of = Pools.of(goods), dict(goods.places)
    tiers: dict[tuple[int, int], list[Need]] = defaultdict(list)
    had: Counter[OrganisationId] = Counter()
    for demand in goods.demands:
        for need in demand.needs:
            tiers[need.tier(rule, on)].append(need)
            had[need.request.requester] += need.given
    served: list[Need] = []
    for tier in sorted(tiers):
        band = Band(tuple(sorted(tiers[tier], key=_order)), demand_of)
        before = had.copy()
        _take_turns(band, had, lambda need, band=band: pools.serve(need, band), band.got)  # type: ignore[misc]
        served += _sequence(band, before)
    return tuple(served)


def _sequence(band: Band, had: Counter[OrganisationId]) -> list[Need]:
    """The turns again, now that it is known what each request gets after all."""
    counts, so_far = band.got, Counter[RequestId]()

    def grant(need: Need) -> bool:
        if so_far[need.request.id] == counts[need.request.id]:
            return False
        so_far[need.request.id] += 1
        return True

    return _take_turns(band, had, grant, so_far)


def _take_turns(
    band: Band, had: Counter[OrganisationId], grant: Callable[[Need], bool], got: Mapping[RequestId, int]
) -> list[Need]:
    """Each turn is of the organisation that has the fewest (rule 3 of `rule`), until nobody is granted one."""
    granted, over = list[Need](), set[RequestId]()
    heap = [(had[requester], needs[0].order, requester) for requester, needs in band.of_requester.items()]
    heapify(heap)
    while heap:
        _, _, requester = heappop(heap)
        open_needs = (it for it in band.of_requester[requester] if it.request.id not in over)
        need = next((it for it in open_needs if got.get(it.request.id, 0) < it.number), None)
        if need is None:
            continue
        if grant(need):
            granted.append(need)
            had[requester] += 1
        else:
            over.add(need.request.id)
        heappush(heap, (had[requester], need.order, requester))
    return granted


def _order(need: Need) -> tuple[date, datetime, str]:
    return need.order
