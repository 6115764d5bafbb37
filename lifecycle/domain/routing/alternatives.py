"""Every option beside the chosen one: whether it is open, what closed it, and its figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from dpp.domain.message import Message, message
from lifecycle.domain.routing.facts import Figure
from lifecycle.domain.routing.findings import Case, Finding, Verdict
from lifecycle.domain.routing.gates import Assessment, OptionState
from lifecycle.domain.routing.limits import DIRECT
from lifecycle.domain.routing.market import costs
from lifecycle.domain.routing.options import Outcome
from lifecycle.domain.vocabulary import Route

OPTIONS = (Route.REDEPLOY, Route.REPAIR, *DIRECT[1:])


@dataclass(frozen=True, slots=True)
class Alternative:
    """An option in the order of the ladder. `closed_by` gives every reason, none where it is open.

    `figures`: `value` (EUR, what it brings), `cost` (EUR: erasing, handling and repair), `net` (their difference) and
    `kg_co2e` (avoided), each where it is known.
    """

    route: Route
    state: OptionState
    closed_by: tuple[Message, ...]
    figures: Mapping[str, Figure]


def alternatives(assessment: Assessment, outcome: Outcome) -> tuple[Alternative, ...]:
    """All options in the order of the ladder, the chosen one among them."""
    return tuple(_alternative(route, assessment, outcome) for route in OPTIONS)


def _alternative(route: Route, assessment: Assessment, outcome: Outcome) -> Alternative:
    figures = _figures(route, assessment.case, outcome)
    if assessment.ending is not None:
        return Alternative(route, OptionState.CLOSED, (assessment.ending.why,), figures)
    if route is Route.REPAIR:
        return Alternative(route, *_repair(outcome), figures)
    state = assessment.state(route)
    verdict = Verdict.CLOSES if state is OptionState.CLOSED else Verdict.ASKS
    return Alternative(route, state, tuple(it.why for it in assessment.about(route, verdict)), figures)


def _repair(outcome: Outcome) -> tuple[OptionState, tuple[Message, ...]]:
    if outcome.route is Route.REPAIR:
        return OptionState.OPEN, ()
    if outcome.plan is not None:
        return OptionState.UNDECIDED, (message("it waits for the same answer as the use that it leads to"),)
    against: tuple[Finding, ...] = outcome.repair
    if not against:
        return OptionState.CLOSED, (message("no repair that is known of opens a better option"),)
    state = OptionState.UNDECIDED if against[-1].verdict is Verdict.ASKS else OptionState.CLOSED
    return state, tuple(finding.why for finding in against)


def _figures(route: Route, case: Case, outcome: Outcome) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    cost = _cost(route, case, outcome)
    if cost is not None:
        figures["cost"] = cost
    value = case.value("market_value")
    if route is Route.SELL and value is not None:
        figures["value"] = value
        if cost is not None:
            figures["net"] = value - cost
    avoided = (case.value("kg_co2e") or {}).get(route)
    if avoided is not None:
        figures["kg_co2e"] = avoided
    return figures


def _cost(route: Route, case: Case, outcome: Outcome) -> Figure | None:
    """Erasing and handling, where either is known; for a repair the parts as well."""
    known = case.is_known("wipe_cost") or case.is_known("handling_cost")
    if route is not Route.REPAIR:
        return costs(case) if known else None
    parts = None if outcome.plan is None else outcome.plan.cost
    return None if parts is None else parts + costs(case)
