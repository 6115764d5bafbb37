"""Why a device went where it went, and why a request is short."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.allocation.answer import Outcome, Placement, Question, Shortage
from lifecycle.domain.allocation.rule import Need
from lifecycle.domain.allocation.seats import Seats
from lifecycle.domain.allocation.supply import Demand, Market
from lifecycle.domain.requests.request import RequestId
from lifecycle.domain.requests.specification import MINIMA, refusals_beside_scales

SCALES = tuple(minimum.name for minimum in MINIMA)


@dataclass(frozen=True)
class Failing:
    """How many devices there are of the kind and route of a demand, and how many each minimum refuses."""

    of_kind: int
    reasons: tuple[tuple[str, int], ...]


def short(question: Question, counts: Mapping[RequestId, int]) -> tuple[Need, ...]:
    """Who is still short, in the order in which they would be next."""
    had: Counter[str] = Counter()
    for need in question.needs:
        had[need.request.requester] += need.given + counts.get(need.request.id, 0)
    short = (need for need in question.needs if counts.get(need.request.id, 0) < need.number)
    return tuple(
        sorted(short, key=lambda it: (it.tier(question.rule, question.on), had[it.request.requester], it.order))
    )


def placements(
    goods: Market, seated: Seats, pairs: Mapping[DeviceKey, tuple[RequestId, int]], short: Sequence[Need]
) -> Iterator[Placement]:
    """Each device with its reasons; `short` is who would be next, first one first."""
    waiting: dict[tuple[int, ...], tuple[RequestId, ...]] = {}
    for device, (request, place) in sorted(pairs.items()):
        each = seated.classes[place]
        if each.fits not in waiting:
            fitting = (need.request.id for need in short if goods.places[need.request.id] in each.fits)
            waiting[each.fits] = tuple(islice(fitting, 2))
        yield Placement(
            device=device,
            request=request,
            fits=each.fits,
            excess=goods.excess(each, goods.places[request]),
            stays=seated.stays.get(device) == request,
            next=next((name for name in waiting[each.fits] if name != request), None),
        )


def outcomes(goods: Market, counts: Mapping[RequestId, int]) -> tuple[Outcome, ...]:
    """What each request gets, in the order of their ids."""
    fitting: Counter[int] = Counter()
    for each in goods.classes:
        fitting.update(dict.fromkeys(each.fits, len(each.devices)))
    rows: list[Outcome] = []
    for place, demand in enumerate(goods.demands):
        is_short = any(counts.get(need.request.id, 0) < need.number for need in demand.needs)
        failing = _failing(goods, demand) if is_short else None
        rows += (_outcome(need, counts.get(need.request.id, 0), fitting[place], failing) for need in demand.needs)
    return tuple(sorted(rows, key=lambda row: row.request))


def _outcome(need: Need, given: int, fitting: int, failing: Failing | None) -> Outcome:
    row = Outcome(need.request.id, need.number, given, fitting)
    if given >= need.number or failing is None:
        return row
    if not fitting:
        shortage = Shortage.NONE_FITS if failing.of_kind else Shortage.NONE_OF_KIND
    else:
        shortage = Shortage.ALL_THAT_FIT if given == fitting else Shortage.IN_TURN_TO_OTHERS
    return replace(row, shortage=shortage, failing=failing.reasons)


def _failing(goods: Market, demand: Demand) -> Failing:
    """A class is refused as a whole: its devices reach the same levels."""
    of_kind, found = 0, Counter[str]()
    for each in goods.classes:
        one, number = each.devices[0], len(each.devices)
        if one.category == demand.category and demand.route in one.routes:
            of_kind += number
            levels = zip(SCALES, each.levels, demand.asked, strict=False)
            found.update(dict.fromkeys((name for name, has, asks in levels if has < asks), number))
            others = (it.criterion for it in refusals_beside_scales(demand.specification, one))
            found.update(dict.fromkeys(others, number))
    return Failing(of_kind, tuple(sorted(found.items(), key=lambda it: (-it[1], it[0]))))
