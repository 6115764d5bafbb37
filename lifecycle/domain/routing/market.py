"""The gates of economics and demand.

What a repair may cost is in `options`: it depends on what the repair opens.

Rules:
1. A sale brings more than erasing and handling cost.
2. An option may ask a minimum of memory, storage or screen.
3. An option that needs a request is open while one asks for this kind of device, with a number left, within its
   deadline and its minimum specification; a fact that is not known does not meet a minimum.
4. The receiver's credential is valid on the day. For recycling, the last resort, that and the mass are conditions
   before the hand-over: something must be able to happen to every device.
5. Where it was offered for all the days that the policy gives, and nobody took it, it is not offered again.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from dpp.domain.message import Message, message
from lifecycle.domain.routing.facts import Credential, Figure, Request
from lifecycle.domain.routing.findings import Case, Finding, Gate, Rule, Verdict, judged
from lifecycle.domain.routing.limits import DIRECT, Limit
from lifecycle.domain.routing.plain import number
from lifecycle.domain.routing.words import OPTION, euro
from lifecycle.domain.vocabulary import Route

_COSTS = ("wipe_cost", "handling_cost")
_SPECIFICATION = ("memory_gib", "storage_gb", "diagonal_inch", "functional_grade", "cosmetic_grade")


def costs(case: Case) -> Figure:
    """Erasing and handling together; what is not known costs nothing."""
    known = [figure for name in _COSTS if (figure := case.value(name)) is not None]
    return sum(known, Figure.exact(0, "EUR"))


def _sale(case: Case) -> Iterator[Finding]:
    facts = ("market_value", *_COSTS)
    for route, asks in case.reuse():
        limit = asks.value_after_costs_eur_above
        if limit is None:
            continue
        absent = tuple(name for name in facts if case.value(name) is None)
        if absent:
            yield case.unknown(absent, (route,))
            continue
        left = (case.value("market_value") - costs(case)).value
        why = message(
            "{option} must bring more than EUR {needed} after costs and this one brings EUR {found}",
            option=OPTION[route],
            needed=euro(limit.value),
            found=euro(left),
        )
        yield judged(limit, why, route, facts, fits=left > limit.value)


def _say_memory(option: Message, needed: Any, found: Any) -> Message:
    return message(
        "{option} asks for {needed} GiB of memory and this one has {found} GiB",
        option=option,
        needed=needed,
        found=found,
    )


def _say_storage(option: Message, needed: Any, found: Any) -> Message:
    return message(
        "{option} asks for {needed} GB of storage and this one has {found} GB",
        option=option,
        needed=needed,
        found=found,
    )


def _say_diagonal(option: Message, needed: Any, found: Any) -> Message:
    return message(
        "{option} asks for a screen of {needed} inch and this one has {found} inch",
        option=option,
        needed=needed,
        found=found,
    )


def _say_lines(option: Message, needed: Any, found: Any) -> Message:
    return message(
        "{option} asks for a screen of {needed} lines and this one has {found}",
        option=option,
        needed=needed,
        found=found,
    )


def _at_least(limit_name: str, fact: str, say: Callable[[Message, Any, Any], Message]) -> Rule:
    """The rule that a fact reaches the number of an option."""

    def check(case: Case) -> Iterator[Finding]:
        for route, asks in case.reuse():
            limit: Limit[Any] | None = getattr(asks, limit_name)
            if limit is None:
                continue
            found = case.value(fact)
            if found is None:
                yield case.unknown((fact,), (route,))
                continue
            why = say(OPTION[route], number(limit.value), number(found))
            yield judged(limit, why, route, (fact,), fits=found >= limit.value)

    return Rule(f"demand.{fact.replace('_', '-')}", Gate.DEMAND, frozenset({"category", fact}), check)


def _requests(case: Case) -> Iterator[Finding]:
    facts = ("open_requests", "category")
    for route in DIRECT:
        limit = case.line.options[route].request if case.line is not None else None
        if limit is None or not limit.value:
            continue
        if case.value("open_requests") is None:
            yield case.unknown(facts[:1], (route,))
        elif not case.is_known("open_requests"):
            why = message("no demand for {option} is recorded at all: it counts as present", option=OPTION[route])
            yield judged(limit, why, route, facts, fits=True)
        elif fitting := [it for it in case.value("open_requests") if it.route is route and _meets(case, it)]:
            asked = sum(request.quantity for request in fitting)
            why = message(
                "there is an open request that it fits, for {option} ({count})", option=OPTION[route], count=asked
            )
            yield judged(limit, why, route, (*facts, *_SPECIFICATION), fits=True)
        else:
            why = message("{option} asks for an open request and it fits none", option=OPTION[route])
            yield judged(limit, why, route, (*facts, *_SPECIFICATION), fits=False)


def _meets(case: Case, request: Request) -> bool:
    if case.line is None or request.category != case.line.name or request.quantity < 1:
        return False
    if request.deadline is not None and request.deadline < case.on:
        return False
    return _reaches(case, request.battery_percent, "battery_health") and all(
        _reaches(case, getattr(request, name), name) for name in _SPECIFICATION
    )


def _reaches(case: Case, needed: float | None, name: str) -> bool:
    if needed is None:
        return True
    found = case.value(name)
    return found is not None and found >= needed


def _credentials(case: Case) -> Iterator[Finding]:
    facts = ("credentials",)
    for route in DIRECT:
        limit = case.line.options[route].credential if case.line is not None else None
        if limit is None:
            continue
        if case.value("credentials") is None:
            yield case.unknown(facts, (route,)) if route is not Route.RECYCLE else _credential_first(route, limit)
        elif not case.is_known("credentials"):
            yield _credential_first(route, limit)
        else:
            yield _credential(route, limit, _valid(case, route, limit.value))


def _valid(case: Case, route: Route, kind: str) -> Credential | None:
    held: tuple[Credential, ...] = case.value("credentials")
    fitting = [it for it in held if it.route is route and it.kind == kind and it.is_valid(case.on)]
    return max(fitting, key=lambda it: (it.valid_until, it.holder), default=None)


def _credential(route: Route, limit: Limit[str], found: Credential | None) -> Finding:
    if found is not None:
        why = message(
            "{holder} can show: {credential}, valid until {day}",
            holder=found.holder,
            credential=limit.value,
            day=found.valid_until.isoformat(),
        )
        return judged(limit, why, route, ("credentials",), fits=True)
    if route is Route.RECYCLE:
        return _credential_first(route, limit)
    why = message(
        "{option} asks for a receiver that can show this on the day, and there is none: {credential}",
        option=OPTION[route],
        credential=limit.value,
    )
    return judged(limit, why, route, ("credentials",), fits=False)


def _credential_first(route: Route, limit: Limit[str]) -> Finding:
    why = message("the receiver must show this, valid on the day: {credential}", credential=limit.value)
    return Finding(limit.place, Verdict.CONDITION, why, (route,), ("credentials",))


def _offered(case: Case) -> Iterator[Finding]:
    in_vain: Mapping[Route, date] = case.value("offered_in_vain") or {}
    for route, place in _DAYS.items():
        if route in in_vain:
            day = in_vain[route].isoformat()
            why = message("it was offered until {day} and nobody reserved it: {option}", day=day, option=OPTION[route])
            yield Finding(place, Verdict.CLOSES, why, (route,), ("offered_in_vain",))


_DAYS = {Route.REDEPLOY: "marketplace.internal_days", Route.DONATE: "marketplace.donation_days"}
"""Where a policy says for how many days it is offered."""


def _mass(case: Case) -> Iterator[Finding]:
    limit = case.line.options[Route.RECYCLE].mass if case.line is not None else None
    if limit is None or not limit.value:
        return
    if (case.value("mass_kg") or 0) > 0:
        why = message("its mass is known")
        yield judged(limit, why, Route.RECYCLE, ("mass_kg",), fits=True)
    else:
        why = message("it must be weighed: recycling is reported in kilograms")
        yield Finding(limit.place, Verdict.CONDITION, why, (Route.RECYCLE,), ("mass_kg",))


RULES = (
    Rule("economics.sale", Gate.ECONOMICS, frozenset({"category", "market_value", *_COSTS}), _sale),
    _at_least("memory_gib_at_least", "memory_gib", _say_memory),
    _at_least("storage_gb_at_least", "storage_gb", _say_storage),
    _at_least("diagonal_inch_at_least", "diagonal_inch", _say_diagonal),
    _at_least("lines_at_least", "lines", _say_lines),
    Rule(
        "demand.requests",
        Gate.DEMAND,
        frozenset({"category", "open_requests", "battery_health", *_SPECIFICATION}),
        _requests,
    ),
    Rule("demand.credentials", Gate.DEMAND, frozenset({"category", "credentials"}), _credentials),
    Rule("demand.offered", Gate.DEMAND, frozenset({"offered_in_vain"}), _offered),
    Rule("demand.mass", Gate.DEMAND, frozenset({"category", "mass_kg"}), _mass),
)
