"""Devices that no request of this run can tell apart, taken together; and requests that the same devices answer.

Rules:
1. Requests for the same route, kind of device and specification are one demand.
2. Of every minimum the numbers that are asked of a kind make levels; a device is at the number of levels that it
   reaches. Devices that are at the same levels fit the same demands: they are one class.
3. A device exceeds a demand by the levels that it is above what is asked, each squared: so a device that alone serves
   a demanding request is not spent on an easy one, and one that nobody asks more of wastes nothing.
4. In a class the weakest device goes first.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import ge

from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical
from lifecycle.domain.allocation.rule import LADDER, Need
from lifecycle.domain.events import plain
from lifecycle.domain.requests.offered import Offered
from lifecycle.domain.requests.request import RequestId
from lifecycle.domain.requests.specification import MINIMA, Specification, System, fits, has_part
from lifecycle.domain.vocabulary import Route


@dataclass(frozen=True)
class Demand:
    """Needs that the same devices answer; `asked` are the levels that they must reach."""

    route: Route
    category: str
    specification: Specification
    needs: tuple[Need, ...]
    asked: tuple[int, ...] = ()


@dataclass(frozen=True)
class Class:
    """Devices at the same levels. `fits` are the places of the demands that they answer.

    `stands` is the seat at which they were proposed before and may stay (`seats`).
    """

    levels: tuple[int, ...]
    fits: tuple[int, ...]
    devices: tuple[Offered, ...]
    stands: int | None = None


@dataclass(frozen=True)
class Market:
    """What is asked and what there is, on one day; in an order that does not depend on that of the input."""

    demands: tuple[Demand, ...]
    classes: tuple[Class, ...]

    @cached_property
    def places(self) -> Mapping[RequestId, int]:
        """The place of the demand of each request."""
        return {need.request.id: place for place, demand in enumerate(self.demands) for need in demand.needs}

    @cached_property
    def _systems(self) -> frozenset[str]:
        """The kinds of device of which anybody asks that Windows 11 runs on it."""
        return frozenset(each.category for each in self.demands if each.asked[-1])

    def excess(self, each: Class, demand: int) -> int:
        """Rule 3. That Windows 11 runs on it exceeds nothing where nobody asks for it."""
        asked = self.demands[demand]
        above = [has - needs for has, needs in zip(each.levels, asked.asked, strict=True)]
        if asked.category not in self._systems:
            above.pop()
        return sum(more * more for more in above)


_NO_LEVELS: Sequence[Sequence[float]] = ((),) * len(MINIMA)
Levels = Mapping[str, Sequence[Sequence[float]]]
"""By kind of device, and then for each minimum, the numbers that are asked, lowest first."""


def market(needs: Iterable[Need], stock: Iterable[Offered]) -> Market:
    """The demands and the classes of a run."""
    unleveled = _demands(needs)
    levels = _levels(unleveled)
    demands = tuple(replace(each, asked=_asked(each, levels[each.category])) for each in unleveled)
    parts: dict[str, list[Specification]] = defaultdict(list)
    for demand in demands:
        if demand.specification.part is not None:
            parts[demand.category].append(demand.specification)
    profiles: dict[tuple[object, ...], list[Offered]] = defaultdict(list)
    for given in stock:
        profiles[_profile(given, levels, parts.get(given.category or "", ()))].append(given)
    classes = [_class(devices, demands, levels) for devices in profiles.values()]
    return Market(demands, tuple(sorted(classes, key=_first)))


def _demands(needs: Iterable[Need]) -> tuple[Demand, ...]:
    found: dict[tuple[int, str, bytes], list[Need]] = defaultdict(list)
    for need in needs:
        wanted = need.request.wanted
        found[LADDER.index(need.request.route), wanted.category, canonical(plain(wanted.specification))].append(need)
    return tuple(
        Demand(LADDER[rung], category, its[0].request.wanted.specification, tuple(sorted(its, key=_order)))
        for (rung, category, _), its in sorted(found.items(), key=lambda each: each[0])
    )


def _order(need: Need) -> tuple[object, ...]:
    return need.order


def _levels(demands: Iterable[Demand]) -> Levels:
    asked: dict[str, list[set[float]]] = {}
    for demand in demands:
        of_kind = asked.setdefault(demand.category, [set() for _ in MINIMA])
        for numbers, minimum in zip(of_kind, MINIMA, strict=True):
            number = minimum.asked(demand.specification)
            if number is not None:
                numbers.add(number)
    return {category: [sorted(numbers) for numbers in of_kind] for category, of_kind in asked.items()}


def _asked(demand: Demand, levels: Sequence[Sequence[float]]) -> tuple[int, ...]:
    numbers = (minimum.asked(demand.specification) for minimum in MINIMA)
    scales = (0 if it is None else bisect_right(its, it) for it, its in zip(numbers, levels, strict=True))
    return (*scales, int(demand.specification.system is System.WINDOWS_11))


def _reached(given: Offered, levels: Sequence[Sequence[float]]) -> tuple[int, ...]:
    """The levels of a device; whether Windows 11 runs on it is the last one."""
    numbers = (minimum.found(given) for minimum in MINIMA)
    scales = (0 if it is None else bisect_right(its, it) for it, its in zip(numbers, levels, strict=True))
    return (*scales, int(given.windows_11 is True))


def _profile(given: Offered, levels: Levels, parts: Sequence[Specification]) -> tuple[object, ...]:
    """What this run can tell of a device: devices with the same profile are one class."""
    of_kind = levels.get(given.category or "", _NO_LEVELS)
    has = tuple(has_part(each, given) for each in parts)
    reached = _reached(given, of_kind)
    return given.category, tuple(sorted(given.routes)), reached, given.windows_11, given.alternative_system, has


def _class(devices: list[Offered], demands: Sequence[Demand], levels: Levels) -> Class:
    one = devices[0]
    reached = _reached(one, levels.get(one.category or "", _NO_LEVELS))
    fitting = tuple(place for place, demand in enumerate(demands) if _fits(demand, one, reached))
    return Class(reached, fitting, tuple(sorted(devices, key=weakest)))


def _fits(demand: Demand, one: Offered, reached: tuple[int, ...]) -> bool:
    """As `specification.fits` says it, but compared by levels: this is asked for every class and every demand."""
    if demand.category != one.category or demand.route not in one.routes:
        return False
    return all(map(ge, reached, demand.asked)) and fits(demand.specification, one)


def weakest(given: Offered) -> tuple[float, float, float, float, float, float, DeviceKey]:
    """Rule 4; what is not known counts as nothing."""
    return (
        given.functional_grade or 0,
        given.cosmetic_grade or 0,
        given.memory_gib or 0,
        given.storage_gb or 0,
        given.battery_percent or 0,
        -(given.age_months or 0),
        given.device,
    )


def _first(each: Class) -> DeviceKey:
    return min(given.device for given in each.devices)
