"""What could be done to a device, or asked about it, that may open a better option; each with its price.

Rules:
1. A new battery is at 100 %, has no cycles and is not swollen; a new screen is not broken.
2. A new storage medium comes beside the old ones: those must still be erased or destroyed.
3. Releasing the locks costs what the policy says, once per device.
4. What has no known price comes after everything that has one.
5. Parts that one price pays for are one change: they are fitted together, and paid once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import combinations
from typing import Any

from dpp.domain.message import Message, message
from lifecycle.domain.routing.data import DONE, to_destroy
from lifecycle.domain.routing.facts import Credential, Fact, Figure, Known, Medium, RepairOption, Request
from lifecycle.domain.routing.findings import Case
from lifecycle.domain.routing.limits import DIRECT, Unverified
from lifecycle.domain.routing.words import part, together
from lifecycle.domain.vocabulary import Classification, DataState, Hazard, MediumKind, Route

AT_MOST_TOGETHER = 3
_FREE = Figure.exact(0, "EUR")


class ChangeKind(StrEnum):
    REPAIR = "repair"
    RELEASE_LOCKS = "release-locks"
    CLEAR_HAZARD = "clear-hazard"
    ERASE = "erase"
    STATE_CLASSIFICATION = "state-classification"
    FIND_REQUEST = "find-request"
    FIND_RECEIVER = "find-receiver"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `name` tells it apart, `facts` are those that it touches, `cost` is None where nobody knows it."""

    kind: ChangeKind
    name: str
    what: Message
    facts: frozenset[str]
    make: Callable[[Known], Known] = field(compare=False, repr=False)
    cost: Figure | None = None
    lead_days: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A change as it is told: EUR, or None where no price is known; days, or None."""

    kind: ChangeKind
    what: Message
    cost: Figure | None
    lead_days: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Changes made together."""

    changes: tuple[Change, ...]

    @property
    def name(self) -> tuple[str, ...]:
        """Tells these changes of a device from all others."""
        return tuple(change.name for change in self.changes)

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(Step(it.kind, it.what, it.cost, it.lead_days) for it in self.changes)

    @property
    def what(self) -> Message:
        return together(tuple(change.what for change in self.changes))

    @property
    def cost(self) -> Figure | None:
        """Of all together; None where the price of one is not known."""
        known = [change.cost for change in self.changes if change.cost is not None]
        return sum(known, _FREE) if len(known) == len(self.changes) else None

    @property
    def lead_days(self) -> int | None:
        """The changes go on side by side; None where the time of one is not known."""
        known = [change.lead_days for change in self.changes if change.lead_days is not None]
        return max(known) if len(known) == len(self.changes) else None

    @property
    def facts(self) -> frozenset[str]:
        return frozenset[str]().union(*(change.facts for change in self.changes))

    def made(self, facts: Known) -> Known:
        """The facts that these changes give a device of which those facts are known; no others."""
        made: Known = {}
        for change in self.changes:
            made = {**made, **change.make({**facts, **made})}
        return made

    @property
    def order(self) -> tuple[bool, float, int, tuple[str, ...]]:
        """Cheapest first, then fewest; what has no price last; names settle the rest, so that the order is total."""
        known = sum(change.cost.value for change in self.changes if change.cost is not None)
        return self.cost is None, known, len(self.changes), self.name


def plans(changes: tuple[Change, ...]) -> list[Plan]:
    """Every set of up to three changes, cheapest first."""
    sets = (chosen for size in range(1, AT_MOST_TOGETHER + 1) for chosen in combinations(changes, size))
    return sorted((Plan(chosen) for chosen in sets), key=lambda plan: plan.order)


def repairs(case: Case) -> tuple[Change, ...]:
    """The repair options of the device."""
    options: tuple[RepairOption, ...] = case.value("repair_options") or ()
    return tuple(_repair(option, place) for place, option in enumerate(options))


def candidates(case: Case) -> tuple[Change, ...]:
    """Everything that could be changed about this device."""
    return (*repairs(case), *_unlock(case), *_make_safe(case), *_erase(case), *_classify(case), *_demand(case))


def _set(**values: Any) -> Known:
    return {name: Fact(value, "supposed") for name, value in values.items()}


def _repair(option: RepairOption, place: int) -> Change:
    return Change(
        ChangeKind.REPAIR,
        f"repair:{'+'.join(option.parts)}:{place}",
        together(tuple(map(part, option.parts))),
        _touched(option),
        lambda facts: _repaired(facts, option),
        option.price,
        option.lead_days,
    )


_PART_FACTS = {
    "battery": frozenset({"battery_health", "battery_cycles", "hazards"}),
    "display": frozenset({"hazards"}),
    "memory": frozenset({"memory_gib"}),
    "storage": frozenset({"media", "storage_gb"}),
    "charger": frozenset({"charger_present"}),
}


def _touched(option: RepairOption) -> frozenset[str]:
    touched = frozenset[str]().union(*(_PART_FACTS.get(name, ()) for name in option.parts))
    if option.mends:
        touched |= {"failed_tests"}
    return touched | {name for name in ("functional_grade", "cosmetic_grade") if getattr(option, name) is not None}


def _repaired(facts: Known, option: RepairOption) -> Known:
    changed: dict[str, Fact[Any]] = {}
    for name in option.parts:
        changed |= _with_part({**facts, **changed}, name, option)
    if "failed_tests" in facts and option.mends:
        changed |= _set(failed_tests=facts["failed_tests"].value - option.mends)
    for name in ("functional_grade", "cosmetic_grade"):
        reached = getattr(option, name)
        if reached is not None:
            changed |= _set(**{name: max(reached, _known(facts, name, 0))})
    return changed


def _with_part(facts: Known, name: str, option: RepairOption) -> Known:
    match name:
        case "battery":
            return {**_set(battery_health=100.0, battery_cycles=0), **_without(facts, Hazard.SWOLLEN_BATTERY)}
        case "display":
            return _without(facts, Hazard.BROKEN_GLASS)
        case "memory" if option.gives is not None:
            return _set(memory_gib=max(option.gives, _known(facts, "memory_gib", 0)))
        case "storage":
            return _with_storage(facts, option)
        case "charger":
            return _set(charger_present=True)
        case _:
            return {}


def _with_storage(facts: Known, option: RepairOption) -> Known:
    new = Medium("new", MediumKind.OTHER, DataState.VERIFIED, removable=True, fitted_new=True)
    fitted = _set(media=(*_known(facts, "media", ()), new))
    if option.gives is None:
        return fitted
    return {**fitted, **_set(storage_gb=max(option.gives, _known(facts, "storage_gb", 0)))}


def _without(facts: Known, hazard: Hazard) -> Known:
    hazards = _known(facts, "hazards", frozenset())
    return _set(hazards=hazards - {hazard}) if hazard in hazards else {}


def _known(facts: Known, name: str, otherwise: Any) -> Any:
    return facts[name].value if name in facts else otherwise


def _unlock(case: Case) -> Iterator[Change]:
    if case.value("locks"):
        yield Change(
            ChangeKind.RELEASE_LOCKS,
            "locks",
            message("release of its locks"),
            frozenset({"locks"}),
            lambda _: _set(locks=frozenset()),
            Figure.exact(case.policy.release_lock_eur, "EUR"),
        )


def _make_safe(case: Case) -> Iterator[Change]:
    if case.value("hazards"):
        yield Change(
            ChangeKind.CLEAR_HAZARD,
            "hazard",
            message("making it safe"),
            frozenset({"hazards"}),
            lambda _: _set(hazards=frozenset()),
        )


def _erase(case: Case) -> Iterator[Change]:
    """Only where the policy lets nothing be chosen before it is done; else it is a condition of the hand-over."""
    media: tuple[Medium, ...] = case.value("media") or ()
    doomed = to_destroy(case)
    waiting = [it for it in media if it.state not in DONE and it not in doomed]
    if case.policy.media.unverified is Unverified.CLOSE and waiting:
        erased = tuple(replace(it, state=DataState.VERIFIED) if it in waiting else it for it in media)
        yield Change(
            ChangeKind.ERASE,
            "erase",
            message("erasing its storage media and verifying it"),
            frozenset({"media"}),
            lambda facts: _set(media=(*erased, *_fitted(facts))),
            case.value("wipe_cost"),
        )


def _fitted(facts: Known) -> tuple[Medium, ...]:
    return tuple(it for it in _known(facts, "media", ()) if it.fitted_new)


def _classify(case: Case) -> Iterator[Change]:
    if case.value("classification") in {None, Classification.UNKNOWN}:
        yield Change(
            ChangeKind.STATE_CLASSIFICATION,
            "classification",
            message("a statement by its owner that its data were classified no higher than Dep.V"),
            frozenset({"classification"}),
            lambda _: _set(classification=Classification.DEP_V),
        )


def _demand(case: Case) -> Iterator[Change]:
    if case.line is None:
        return
    for route in DIRECT:
        asks = case.line.options[route]
        if asks.request is not None and asks.request.value and case.is_known("open_requests"):
            yield _find_request(route, case.line.name)
        if asks.credential is not None and case.is_known("credentials"):
            yield _find_receiver(route, Credential(route, asks.credential.value, "?", case.on, case.on))


def _find_request(route: Route, category: str) -> Change:
    request = Request("supposed", route, category, 1)
    return Change(
        ChangeKind.FIND_REQUEST,
        f"request:{route.value}",
        message("a request that it fits"),
        frozenset({"open_requests"}),
        lambda facts: _set(open_requests=(*_known(facts, "open_requests", ()), request)),
    )


def _find_receiver(route: Route, credential: Credential) -> Change:
    return Change(
        ChangeKind.FIND_RECEIVER,
        f"receiver:{route.value}",
        message("a receiver that can show its {credential}", credential=credential.kind),
        frozenset({"credentials"}),
        lambda facts: _set(credentials=(*_known(facts, "credentials", ()), credential)),
    )
