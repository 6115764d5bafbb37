"""Cases in a test: a device that was given away, and whose erasure turns out wrong."""

from datetime import date

from lifecycle.domain.events import (
    CaseClosed,
    CaseId,
    CaseOpened,
    CaseOutcome,
    CaseStep,
    CaseStepTaken,
    EventId,
    Severity,
)
from tests.unit.lifecycle.device.lives import BRAM, DISK, Life, given_away

CASE = CaseId("case-1")
LEAK = CaseOpened(
    case=CASE,
    event=EventId("event-6"),  # the verification of a life that was given away
    severity=Severity.POSSIBLE_DATA_LEAK,
    since=date(2026, 3, 3),
    medium=DISK,
    remark="The disk in the cage was another one.",
)
UNFOUNDED = CaseClosed(case=CASE, outcome=CaseOutcome.UNFOUNDED)
EXPOSED = CaseClosed(case=CASE, outcome=CaseOutcome.EXPOSED)


def told(step: CaseStep, reference: str | None = None) -> CaseStepTaken:
    return CaseStepTaken(case=CASE, step=step, reference=reference)


def in_case() -> Life:
    """Given away; Anne opened a case."""
    return given_away().then(LEAK)


def told_all() -> Life:
    life = in_case()
    for step in (CaseStep.OWNER_TOLD, CaseStep.DRZ_TOLD, CaseStep.RECEIVER_TOLD):
        life.then(told(step))
    return life


def ended_case(closing: CaseClosed = UNFOUNDED) -> Life:
    return told_all().then(closing, BRAM)
