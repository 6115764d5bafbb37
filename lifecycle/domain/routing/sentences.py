"""The one sentence that a person would say about a decision."""

from collections.abc import Iterable

from dpp.domain.message import Message, message
from lifecycle.domain.routing.findings import Finding, Verdict
from lifecycle.domain.routing.gates import Assessment
from lifecycle.domain.routing.limits import DIRECT
from lifecycle.domain.routing.options import Outcome
from lifecycle.domain.routing.words import OPTION, spread
from lifecycle.domain.vocabulary import Route


def why(assessment: Assessment, outcome: Outcome) -> Message:
    """The route and its one reason: what closed the most of the options that would have been better."""
    match outcome.route:
        case Route.REDEPLOY:
            return message(
                "This device goes to another user inside government, because it has all that internal reuse asks."
            )
        case Route.REPAIR:
            return _repair(assessment, outcome)
        case Route.HOLD:
            return _hold(assessment, outcome)
        case Route.RETURN_TO_LESSOR:
            return message("This device goes back to the lessor, because {reason}.", reason=_ending(assessment))
        case route:
            return _closed_above(route, _main_reason(assessment, route))


def _closed_above(route: Route, reason: Message) -> Message:
    match route:
        case Route.DONATE:
            return message("This device goes to a donation programme, because {reason}.", reason=reason)
        case Route.SELL:
            return message("This device is sold to a refurbisher, because {reason}.", reason=reason)
        case Route.PARTS:
            return message("This device is taken apart for its parts, because {reason}.", reason=reason)
        case _:
            return message("This device goes to a recycler, because {reason}.", reason=reason)


def _repair(assessment: Assessment, outcome: Outcome) -> Message:
    assert outcome.plan is not None
    assert outcome.then is not None
    reason = _main_reason(assessment, outcome.then, inclusive=True)
    cost = outcome.plan.cost
    return message(
        "This device gets {plan} first, for {cost}, and is then ready for {destination}, because {reason}.",
        plan=outcome.plan.what,
        cost=message("a price that is not known") if cost is None else spread(cost),
        destination=OPTION[outcome.then],
        reason=reason,
    )


def _hold(assessment: Assessment, outcome: Outcome) -> Message:
    if assessment.ending is not None:
        return message("This device stays where it is, because {reason}.", reason=_ending(assessment))
    if outcome.then is None:
        return message("This device stays where it is, because {reason}.", reason=_main_reason(assessment, Route.HOLD))
    questions = (*assessment.about(outcome.then, Verdict.ASKS), *_of(outcome.repair, Verdict.ASKS))
    return message("This device stays where it is for now: {question}.", question=questions[0].why)


def _ending(assessment: Assessment) -> Message:
    assert assessment.ending is not None
    return assessment.ending.why


def _main_reason(assessment: Assessment, route: Route, *, inclusive: bool = False) -> Message:
    """The first finding of the rule that closed most of the better options; among equals the first gate counts."""
    place = DIRECT.index(route) if route in DIRECT else len(DIRECT)
    better = frozenset(DIRECT[: place + inclusive])
    closing = [
        [finding for finding in found if finding.verdict is Verdict.CLOSES] for found in assessment.by_rule.values()
    ]
    return max(closing, key=lambda found: len(better.intersection(it for one in found for it in one.routes)))[0].why


def _of(findings: Iterable[Finding], verdict: Verdict) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.verdict is verdict)
