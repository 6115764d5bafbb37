"""The parts that every rule is made of: the case before it, and what it finds.

A rule reads the facts that it names, and says for one or more options that they pass, are closed or wait for an answer;
or that something must be done before the hand-over; or that the matter ends here. It never looks at another rule.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dpp.domain.message import Message, message
from lifecycle.domain.routing.absence import Effect, Missing
from lifecycle.domain.routing.facts import Known
from lifecycle.domain.routing.limits import REUSE, CategoryRules, Limit, OptionLimits
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.routing.words import FACT, OPTION
from lifecycle.domain.vocabulary import Route


class Gate(StrEnum):
    """The gates, in their order."""

    STANDING = "standing"
    OWNERSHIP = "ownership"
    HAZARD = "hazard"
    DATA = "data"
    LOCKS = "locks"
    WORKING = "working"
    SUPPORT = "support"
    ECONOMICS = "economics"
    DEMAND = "demand"


class Verdict(StrEnum):
    PASSES = "passes"
    CONDITION = "before-hand-over"
    ASKS = "asks"
    CLOSES = "closes"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found.

    `place` is the line of the policy (or `domain`, for what no policy may change); `routes` are the options that it
    speaks of; `facts` the names of what it looked at; `ends` the route with which the matter ends.
    """

    place: str
    verdict: Verdict
    why: Message
    routes: tuple[Route, ...]
    facts: tuple[str, ...]
    ends: Route | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One device on one day, before one policy. `line` is the policy's line for its category; None: it has none."""

    facts: Known
    policy: Policy
    on: date
    line: CategoryRules | None

    def value(self, name: str) -> Any:
        """The fact's value, or the default that the policy gives it, or None."""
        fact = self.facts.get(name)
        if fact is not None:
            return fact.value
        missing = self.policy.missing.get(name)
        return None if missing is None else missing.value

    def is_known(self, name: str) -> bool:
        return name in self.facts

    def reuse(self) -> Iterator[tuple[Route, OptionLimits]]:
        """The options in which the device lives on, with what they ask."""
        if self.line is not None:
            for route in REUSE:
                yield route, self.line.options[route]

    def unknown(self, names: tuple[str, ...], routes: tuple[Route, ...]) -> Finding:
        """What the absence of these facts does: the strictest of their effects counts."""
        absent = [(name, self.policy.missing.get(name, Missing(Effect.ASK))) for name in names]
        first, effect = next((item for item in absent if item[1].effect is Effect.BLOCK), absent[0])
        subject = OPTION[routes[0]] if len(routes) == 1 else message("every option")
        if effect.effect is Effect.BLOCK:
            why = message("{option} is closed while this is not known: {fact}", option=subject, fact=FACT[first])
            return Finding(f"missing.{first}", Verdict.CLOSES, why, routes, names)
        why = message("{option} waits while this is not known: {fact}", option=subject, fact=FACT[first])
        return Finding(f"missing.{first}", Verdict.ASKS, why, routes, names)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its stable name, the gate that it belongs to, and all facts on which its answer can depend."""

    name: str
    gate: Gate
    reads: frozenset[str]
    check: Callable[[Case], Iterable[Finding]]


def judged(limit: Limit[Any], why: Message, route: Route, facts: tuple[str, ...], *, fits: bool) -> Finding:
    """One option measured against one line of the policy."""
    return Finding(limit.place, Verdict.PASSES if fits else Verdict.CLOSES, why, (route,), facts)
