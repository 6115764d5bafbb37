"""Where a device can go as it is, and where once it is repaired: routing decides both.

Rules:
1. All repairs are made together. Where they mend every test that failed, the device works as one whose tests all pass.
2. What is told of the change is a flip of routing, with the least of these repairs that opens the option; where none of
   its sets of up to three does, with all of them.
3. Where the repaired device still waits for something else (a lock, a classification), that is told as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from lifecycle.domain.advice.needs import FULLY_FUNCTIONAL
from lifecycle.domain.advice.work import Repair, options
from lifecycle.domain.routing.changes import ChangeKind, Plan, repairs
from lifecycle.domain.routing.facts import Fact, RoutingFacts
from lifecycle.domain.routing.flips import Flip, flip_of, flips
from lifecycle.domain.routing.gates import Assessment, assess
from lifecycle.domain.routing.limits import REUSE
from lifecycle.domain.routing.options import Outcome, choose
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.routing.ranges import Disagreement, disagreements

_NONE = Fact((), "supposed")


@dataclass(frozen=True, slots=True)
class Effect:
    """`before` and `after` the repairs; `opens` is what they make possible, `first` what else must happen for reuse.

    `after_plan` is all of them together, with the assessment of the repaired device in `repaired`.
    """

    before: Outcome
    after: Outcome
    plan: Plan
    repaired: Assessment
    opens: Flip | None = None
    first: tuple[Flip, ...] = ()
    ranges: tuple[Disagreement, ...] = ()

    @property
    def is_reused(self) -> bool:
        """Whether somebody can use the repaired device, as far as is known now."""
        return self.after.route in REUSE

    @property
    def waits(self) -> bool:
        """Whether reuse of the repaired device waits for an answer, or for something else that can be done."""
        return not self.is_reused and (self.after.then in REUSE or bool(self.first))


def effect(facts: RoutingFacts, policy: Policy, on: date, done: tuple[Repair, ...]) -> Effect:
    """What the repairs change."""
    before = choose(assess(replace(facts, repair_options=_NONE), policy, on))
    offered = assess(replace(facts, repair_options=Fact(tuple(options(done)), "advice")), policy, on)
    plan = _plan(offered, done)
    repaired = _repaired(offered, plan, done)
    after = choose(repaired)
    return Effect(
        before=before,
        after=after,
        plan=plan,
        repaired=repaired,
        opens=_opens(offered, before, after, plan),
        first=() if after.route in REUSE else tuple(_to_reuse(flips(repaired, after))),
        ranges=disagreements(repaired, after),
    )


def _plan(offered: Assessment, done: tuple[Repair, ...]) -> Plan:
    """The order of changes is that of the repairs; one without a known price has none here either."""
    changes = repairs(offered.case)
    return Plan(
        tuple(
            change if each.cost is not None else replace(change, cost=None)
            for change, each in zip(changes, done, strict=True)
        )
    )


def _repaired(offered: Assessment, plan: Plan, done: tuple[Repair, ...]) -> Assessment:
    """Rule 1."""
    made = {**plan.made(offered.case.facts), "repair_options": _NONE}
    failed = offered.case.value("failed_tests") or frozenset()
    if failed and frozenset[str]().union(*(each.mends for each in done)) >= failed:
        grade = max(FULLY_FUNCTIONAL, offered.case.value("functional_grade") or 0)
        made["functional_grade"] = Fact(grade, "supposed")
    return offered.supposing(made)


def _opens(offered: Assessment, before: Outcome, after: Outcome, plan: Plan) -> Flip | None:
    """Rule 2."""
    if after.route not in REUSE or after.rank >= before.rank:
        return None
    priced = all(change.cost is not None for change in plan.changes)
    told = (each for each in flips(offered, before) if each.route is after.route and _is_repair(each))
    return (next(told, None) if priced else None) or flip_of(after.route, plan)


def _to_reuse(found: Iterable[Flip]) -> Iterable[Flip]:
    return (each for each in found if each.route in REUSE)


def _is_repair(flip: Flip) -> bool:
    return all(step.kind is ChangeKind.REPAIR for step in flip.steps)
