"""A case: something turned out wrong after the device left, and the past cannot be told differently any more.

A case rewrites nothing. It says what is wrong and with which event, collects what was done about it, and ends with an
outcome that a second person gives. What exactly is wrong, in words, is the remark: it may have to be erased.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, NewType

from lifecycle.domain.events.base import EventId, Remarked

CaseId = NewType("CaseId", str)


class Severity(StrEnum):
    """How grave it is. A possible data leak: what was said to be erased may not have been."""

    POSSIBLE_DATA_LEAK = "possible_data_leak"
    WRONG_RECORD = "wrong_record"


class CaseStep(StrEnum):
    """What can be done about it."""

    OWNER_TOLD = "owner_told"
    DRZ_TOLD = "drz_told"
    RECEIVER_TOLD = "receiver_told"
    RECALLED = "recalled"
    CAME_BACK = "came_back"
    BREACH_REPORTED = "breach_reported"


class CaseOutcome(StrEnum):
    """How it ended.

    Nothing was wrong; the data was secured before anybody saw it; it was or may have been seen; the record was wrong,
    and what is right is on file.
    """

    UNFOUNDED = "unfounded"
    SECURED = "secured"
    EXPOSED = "exposed"
    EXPLAINED = "explained"


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Remarked):
    """`event` turned out wrong, `since` the day on which that was found; `medium` where it concerns one."""

    kind: Literal["case_opened"] = "case_opened"
    case: CaseId
    event: EventId
    severity: Severity
    since: date
    medium: str | None = None


@dataclass(frozen=True, kw_only=True)
class CaseStepTaken(Remarked):
    """`reference` is that of a letter or a report, such as the number of a data breach report; never a name."""

    kind: Literal["case_step_taken"] = "case_step_taken"
    case: CaseId
    step: CaseStep
    reference: str | None = None


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Remarked):
    """By somebody else than who opened it."""

    kind: Literal["case_closed"] = "case_closed"
    case: CaseId
    outcome: CaseOutcome
