"""Cases as pages show them."""

from collections.abc import Mapping
from datetime import timedelta

from dpp.domain.actor import AccountId
from lifecycle.domain.events import CaseOutcome, CaseStep, Severity
from lifecycle.service.cases import CaseView
from web.pages.contexts.cases import CaseLine, CasePage, StepLine
from web.pages.contexts.frame import Choice, FormState
from web.pages.mapping.corrections import event_line
from web.pages.mapping.heads import address_of, head_of_line

REPORT_WITHIN = timedelta(hours=72)
"""A breach of personal data is reported to the supervisory authority within this time of becoming aware of it (GDPR,
Article 33(1))."""


def case_line(view: CaseView) -> CaseLine:
    case = view.case
    return CaseLine(
        head=head_of_line(view.line),
        address=f"{address_of(view.line.device_key)}/cases/{case.id}",
        severity=case.severity,
        since=case.since,
        untold=case.untold if case.is_open else (),
        outcome=case.outcome,
    )


def case_page(view: CaseView, names: Mapping[AccountId, str], form: FormState) -> CasePage:
    case = view.case
    leaks = case.severity is Severity.POSSIBLE_DATA_LEAK and case.is_open
    reported = any(each.step is CaseStep.BREACH_REPORTED for each in case.steps)
    return CasePage(
        line=case_line(view),
        what=None if view.opening is None else view.opening.happening.remark,
        about=None if view.about is None else event_line(view.about),
        opened=case.opened_at,
        opened_by=names.get(case.opened_by),
        medium=case.medium,
        steps=tuple(StepLine(each.step, each.at, names.get(each.by), each.reference) for each in case.steps),
        report_before=case.opened_at + REPORT_WITHIN if leaks and not reported else None,
        closed=case.closed_at,
        closed_by=None if case.closed_by is None else names.get(case.closed_by),
        choices=tuple(Choice(each.value, each) for each in CaseStep) if view.may_handle else (),
        outcomes=tuple(Choice(each.value, each) for each in CaseOutcome) if view.may_close else (),
        form=form,
    )


def accounts_of(view: CaseView) -> frozenset[AccountId]:
    """Everybody who did something in a case."""
    case = view.case
    closed = () if case.closed_by is None else (case.closed_by,)
    return frozenset((case.opened_by, *(each.by for each in case.steps), *closed))
