"""What would change a decision: the cheapest changes that open a better option, found by deciding again."""

from dataclasses import dataclass

from dpp.domain.message import Message, message
from lifecycle.domain.routing.changes import Change, Plan, Step, candidates, plans
from lifecycle.domain.routing.facts import Figure
from lifecycle.domain.routing.findings import Verdict
from lifecycle.domain.routing.gates import Assessment, OptionState
from lifecycle.domain.routing.limits import DIRECT
from lifecycle.domain.routing.options import Outcome
from lifecycle.domain.routing.words import OPTION, spread
from lifecycle.domain.vocabulary import Route

TURNS = frozenset({Verdict.CLOSES, Verdict.ASKS})


@dataclass(frozen=True, slots=True)
class Flip:
    """`route` opens after `steps`, for `cost` (None: not every price is known) and after `lead_days`."""

    route: Route
    what: Message
    steps: tuple[Step, ...]
    cost: Figure | None
    lead_days: int | None


def flips(assessment: Assessment, outcome: Outcome) -> tuple[Flip, ...]:
    """Per better option the cheapest set of changes that opens it, best option first."""
    rung, _ = outcome.rank
    changes = candidates(assessment.case)
    if not changes or rung == 0 or outcome.route is Route.RETURN_TO_LESSOR:
        return ()
    found: dict[Route, Plan] = {}
    for route in DIRECT[:rung]:
        plan = _cheapest(route, changes, assessment)
        if plan is not None and plan not in found.values():
            found[route] = plan
    return tuple(flip_of(route, plan) for route, plan in found.items())


def _cheapest(route: Route, changes: tuple[Change, ...], assessment: Assessment) -> Plan | None:
    """Nothing is tried where not even everything together would open the option."""
    useful = _useful(route, changes, assessment)
    if len(useful) > 1 and not _opens(Plan(useful), route, assessment):
        return None
    return next((plan for plan in plans(useful) if _opens(plan, route, assessment)), None)


def _useful(route: Route, changes: tuple[Change, ...], assessment: Assessment) -> tuple[Change, ...]:
    """The changes that touch a fact on which the option, or the end of the matter, turned."""
    turned = {
        name
        for rule, finding in assessment
        if finding.ends is not None or (route in finding.routes and finding.verdict in TURNS)
        for name in rule.reads
    }
    return tuple(change for change in changes if not turned.isdisjoint(change.facts))


def _opens(plan: Plan, route: Route, assessment: Assessment) -> bool:
    after = assessment.once(plan.name, plan.made)
    return after.ending is None and after.state(route) is OptionState.OPEN


def flip_of(route: Route, plan: Plan) -> Flip:
    """That this option opens with these changes."""
    return Flip(route, _sentence(route, plan), plan.steps, plan.cost, plan.lead_days)


def _sentence(route: Route, plan: Plan) -> Message:
    if plan.cost is None:
        return message("With {plan}, {option} becomes possible.", plan=plan.what, option=OPTION[route])
    return message(
        "With {plan}, {cost}, {option} becomes possible.", plan=plan.what, cost=spread(plan.cost), option=OPTION[route]
    )
