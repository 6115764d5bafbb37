"""The gates in their order, and what they leave open.

Rules:
1. Order: missing or legal hold, ownership, hazard, classification and media, locks, can it be made to work, security
   support and operating system, economics, demand.
2. The first finding that ends the matter ends it; any other closes the options that it names, and no other.
3. An option that one finding closes is closed, whatever is not known besides.
4. Recycling stays open: what would close it is a condition before the hand-over.

What a hypothesis changes is judged again, and only that: each rule names the facts that it reads. A hypothesis with a
name is judged once, however often it is asked about.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from lifecycle.domain.routing import condition, data, market, standing, support
from lifecycle.domain.routing.costs import priced
from lifecycle.domain.routing.facts import Known, RoutingFacts
from lifecycle.domain.routing.findings import Case, Finding, Rule, Verdict
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.vocabulary import Route

RULES: tuple[Rule, ...] = (
    *standing.RULES,
    *data.RULES,
    *condition.RULES,
    *support.RULES,
    *market.RULES,
)

READERS: Mapping[str, tuple[Rule, ...]] = {
    name: tuple(rule for rule in RULES if name in rule.reads) for rule in RULES for name in rule.reads
}
"""The rules that read a fact."""


class OptionState(StrEnum):
    OPEN = "open"
    UNDECIDED = "undecided"
    CLOSED = "closed"


@dataclass(frozen=True)
class Assessment:
    """What every rule found, by its name, in the order of the gates."""

    case: Case
    by_rule: Mapping[str, tuple[Finding, ...]]
    _judged: dict[Hashable, "Assessment"] = field(default_factory=dict, compare=False, repr=False)

    def __iter__(self) -> Iterator[tuple[Rule, Finding]]:
        return ((rule, finding) for rule in RULES for finding in self.by_rule[rule.name])

    @cached_property
    def ending(self) -> Finding | None:
        """The first finding that ends the matter."""
        endings = (it for found in self.by_rule.values() for it in found if it.ends is not None)
        return next(endings, None)

    def about(self, route: Route, verdict: Verdict) -> tuple[Finding, ...]:
        return tuple(
            it for found in self.by_rule.values() for it in found if it.verdict is verdict and route in it.routes
        )

    def state(self, route: Route) -> OptionState:
        """Of an option without repair."""
        closed, undecided = self._shut
        if route in closed:
            return OptionState.CLOSED
        return OptionState.UNDECIDED if route in undecided else OptionState.OPEN

    @cached_property
    def _shut(self) -> tuple[set[Route], set[Route]]:
        """The options that are closed, and those that wait for an answer."""
        closed: set[Route] = set()
        undecided: set[Route] = set()
        closes, asks = Verdict.CLOSES, Verdict.ASKS
        for found in self.by_rule.values():
            for finding in found:
                verdict = finding.verdict
                if verdict is closes:
                    closed.update(finding.routes)
                elif verdict is asks:
                    undecided.update(finding.routes)
        return closed, undecided

    def once(self, name: Hashable, changes: Callable[[Known], Known]) -> "Assessment":
        """`supposing` what `changes` makes of what is known; `name` tells these changes from all others."""
        known = self._judged.get(name)
        if known is None:
            known = self._judged[name] = self.supposing(changes(self.case.facts))
        return known

    def supposing(self, changes: Known) -> "Assessment":
        """The same device with these facts instead of, or beside, what is known."""
        case = Case({**self.case.facts, **changes}, self.case.policy, self.case.on, self.case.line)
        touched = {rule.name: rule for name in changes for rule in READERS.get(name, ())}
        again = {name: tuple(rule.check(case)) for name, rule in touched.items()}
        return Assessment(case, {**self.by_rule, **again})


def assess(facts: RoutingFacts, policy: Policy, on: date) -> Assessment:
    """Ask every rule about this device on this day."""
    line = policy.categories.get(facts.category.value) if facts.category is not None else None
    case = Case(priced(facts.known(), policy, line), policy, on, line)
    return Assessment(case, {rule.name: tuple(rule.check(case)) for rule in RULES})
