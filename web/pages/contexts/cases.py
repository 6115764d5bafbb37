"""Contexts of cases: what turned out wrong after a device left."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from lifecycle.domain.events import CaseOutcome, CaseStep, Severity
from web.pages.contexts.corrections import EventLine, ProposalRow
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, Choice, FormState


@dataclass(frozen=True)
class CaseLine:
    """A case in a list."""

    head: Annotated[DeviceHead, "Which device"]
    address: Annotated[str, "Its page"]
    severity: Annotated[Severity, "How grave it is"]
    since: Annotated[date, "On which day it was found"]
    untold: Annotated[tuple[CaseStep, ...], "Who still has to be told"] = ()
    outcome: Annotated[CaseOutcome | None, "How it ended; none while it is open"] = None


@dataclass(frozen=True)
class CasesPage:
    """The cases and the waiting corrections of a person's organisation."""

    template: ClassVar[str] = "cases.html"
    lines: Annotated[tuple[CaseLine, ...], "Newest first"]
    proposals: Annotated[tuple[ProposalRow, ...], "Corrections that wait for a second person, oldest first"] = ()
    is_open: Annotated[bool, "Whether these are the open ones, or those that were closed"] = True


@dataclass(frozen=True)
class StepLine:
    """Something that was done about a case."""

    step: Annotated[CaseStep, "What"]
    at: Annotated[datetime, "When"]
    by: Annotated[str | None, "Who did it, for those who may know the name"] = None
    reference: Annotated[str | None, "Of a letter or a report"] = None


@dataclass(frozen=True)
class CasePage:
    """One case: what is wrong, who must be told, what was done, and how it ended."""

    template: ClassVar[str] = "case.html"
    line: Annotated[CaseLine, "The case as lists show it"]
    what: Annotated[str | None, "What is wrong, in words; none when these were erased"]
    about: Annotated[EventLine | None, "The event that turned out wrong"]
    opened: Annotated[datetime, "When it was opened"]
    opened_by: Annotated[str | None, "Who opened it, for those who may know the name"]
    medium: Annotated[str | None, "Serial number of the storage medium that it concerns"] = None
    steps: Annotated[tuple[StepLine, ...], "What was done, oldest first"] = ()
    report_before: Annotated[datetime | None, "Until when a data breach is reported"] = None
    closed: Annotated[datetime | None, "When it was closed"] = None
    closed_by: Annotated[str | None, "Who closed it, for those who may know the name"] = None
    choices: Annotated[tuple[Choice, ...], "Steps that can be recorded; none for who may not"] = ()
    outcomes: Annotated[tuple[Choice, ...], "How it can be closed; none for who may not"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
