"""From what the gates leave open to one route, in the order of the R-ladder.

Rules:
1. Redeploy (R3) before donate (R3) before sale (R3/R5) before parts (R6/R7) before recycling (R8). Repair or
   refurbishing first (R4/R5) stands just below the option that it opens, and is worth it only for an option better
   than those that are open without it.
2. A repair is the cheapest set of parts that opens the option, within the policy's share of the market value, for
   each part that the policy names and for all together. What one price pays for together is held against the share of
   all together alone: nobody knows what each part of it costs.
3. The first option that is not closed decides. Where it waits for an answer, the device waits with it: a better use
   is not passed over because nobody looked.
"""

from dataclasses import dataclass

from dpp.domain.message import message
from lifecycle.domain.routing.changes import Plan, plans, repairs
from lifecycle.domain.routing.facts import Figure
from lifecycle.domain.routing.findings import Finding, Verdict
from lifecycle.domain.routing.gates import Assessment, OptionState
from lifecycle.domain.routing.limits import DIRECT, REUSE
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.routing.words import euro
from lifecycle.domain.vocabulary import Route

NOWHERE = len(DIRECT)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A route. `then` is where a repair or a wait leads, `plan` the repair, `repair` what was found about repairing."""

    route: Route
    then: Route | None = None
    plan: Plan | None = None
    repair: tuple[Finding, ...] = ()

    @property
    def rank(self) -> tuple[int, bool]:
        """Lower is better: the rung of the ladder where the device ends, and whether it needs a repair to get there."""
        destination = self.then or self.route
        rung = DIRECT.index(destination) if destination in DIRECT else NOWHERE
        return rung, self.plan is not None


def choose(assessment: Assessment) -> Outcome:
    """The first option that is not closed."""
    ending = assessment.ending
    if ending is not None:
        assert ending.ends is not None
        return Outcome(ending.ends)
    found: list[Finding] = []
    for route in DIRECT:
        state = assessment.state(route)
        if state is OptionState.OPEN:
            return Outcome(route, repair=tuple(found))
        if state is OptionState.UNDECIDED:
            return Outcome(Route.HOLD, then=route, repair=tuple(found))
        if route in REUSE:
            repaired = _repair_for(route, assessment, found)
            if repaired is not None:
                return repaired
    return Outcome(Route.HOLD, repair=tuple(found))


def _repair_for(route: Route, assessment: Assessment, found: list[Finding]) -> Outcome | None:
    """Repair as the way to this option, where there is one; adds what was found to `found`."""
    fitting = _opening(route, assessment)
    if not fitting:
        return None
    market_value = assessment.case.value("market_value")
    if market_value is None:
        return _unpriced(route, assessment, found)
    judged = [(plan, state, affordable(plan, market_value, assessment.case.policy)) for plan, state in fitting]
    plan, state, finding = next((it for it in judged if it[2].verdict is Verdict.PASSES), judged[0])
    found.append(finding)
    if finding.verdict is not Verdict.PASSES:
        return None
    now = Route.HOLD if state is OptionState.UNDECIDED else Route.REPAIR
    return Outcome(now, then=route, plan=plan, repair=tuple(found))


def _opening(route: Route, assessment: Assessment) -> list[tuple[Plan, OptionState]]:
    """The repairs that open this option, cheapest first; none where not even all of them together would."""
    changes = repairs(assessment.case)
    if len(changes) > 1 and _after(Plan(changes), route, assessment) is OptionState.CLOSED:
        return []
    tried = ((plan, _after(plan, route, assessment)) for plan in plans(changes))
    return [(plan, state) for plan, state in tried if state is not OptionState.CLOSED]


def _after(plan: Plan, route: Route, assessment: Assessment) -> OptionState:
    return assessment.once(plan.name, plan.made).state(route)


def _unpriced(route: Route, assessment: Assessment, found: list[Finding]) -> Outcome | None:
    finding = assessment.case.unknown(("market_value",), (Route.REPAIR,))
    found.append(finding)
    if finding.verdict is Verdict.ASKS:
        return Outcome(Route.HOLD, then=route, repair=tuple(found))
    return None


def affordable(plan: Plan, market_value: Figure, policy: Policy) -> Finding:
    """The first share that is exceeded, else the share of all parts together."""
    facts = ("repair_options", "market_value")
    shares = policy.repair_percent_of_value
    worth = market_value.value
    for name, what, cost in _costs_by_part(plan):
        limit = shares.get(name)
        if limit is not None and cost * 100 > limit * worth:
            why = message(
                "{part} costs EUR {cost} and repair may cost at most {share} % of the market value, EUR {worth}",
                part=what,
                cost=euro(cost),
                share=euro(limit),
                worth=euro(worth),
            )
            return Finding(_share_place(name), Verdict.CLOSES, why, (Route.REPAIR,), facts)
    name, what, cost = _costs_by_part(plan)[-1]
    why = message(
        "{part}, EUR {cost}, is worth it at a market value of EUR {worth}",
        part=what,
        cost=euro(cost),
        worth=euro(worth),
    )
    return Finding(_share_place(name), Verdict.PASSES, why, (Route.REPAIR,), facts)


def _costs_by_part(plan: Plan) -> list[tuple[str, object, float]]:
    """Part, how it is called, EUR; the last is all together (`total`)."""
    by_part = [
        (change.name.split(":")[1], change.what, change.cost.value)
        for change in plan.changes
        if change.cost is not None
    ]
    return [*by_part, ("total", plan.what, sum(cost for _, _, cost in by_part))]


def _share_place(name: str) -> str:
    return f"repair.percent_of_value_at_most.{name}"
