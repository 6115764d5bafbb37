"""Where mandates and class decisions are kept, and where deviations from the rules are found."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from dpp.domain.actor import OrganisationId
from lifecycle.domain.class_decisions import ClassDecision, ClassId, Closed, Look
from lifecycle.domain.events import Event
from lifecycle.domain.mandates import Deputy, Ending, Mandate, MandateId, Signed

MandateStep = Signed | Deputy | Ending
"""What can happen to a mandate after it was granted: confirmed, a deputy named, ended."""


@dataclass(frozen=True)
class MandateTally:
    """Mandates that count today, those of them whose last day is near, and those that wait for a second person."""

    counting: int
    ending: int
    waiting: int


class MandateStore(Protocol):
    """Mandates with their steps, insert-only."""

    def add(self, mandate: Mandate) -> None:
        """As it was granted; steps have a method of their own."""
        ...

    def add_step(self, mandate: MandateId, number: int, step: MandateStep) -> None:
        """`number` counts from 1; Conflict when somebody else did a step of this mandate at the same moment."""
        ...

    def get(self, mandate: MandateId) -> Mandate | None: ...
    def of(self, organisation: OrganisationId | None) -> tuple[Mandate, ...]:
        """Those of an organisation (of all when None), the first granted first."""
        ...

    def some(self, organisation: OrganisationId | None, limit: int, offset: int) -> tuple[Mandate, ...]:
        """As `of`: `limit` from `offset` on."""
        ...

    def count(self, organisation: OrganisationId | None) -> int: ...
    def tally(self, organisation: OrganisationId | None, today: date, soon: date) -> MandateTally:
        """How those of an organisation (of all when None) stand on a day; near is up to and including `soon`."""
        ...


class ClassDecisionStore(Protocol):
    """Decisions about classes, insert-only."""

    def add(self, decision: ClassDecision) -> None: ...
    def hold(self, decision: ClassId) -> None:
        """Make others wait who look at its sample or close it, until this transaction ends."""
        ...

    def get(self, decision: ClassId) -> ClassDecision | None: ...
    def newest(self, limit: int) -> tuple[ClassDecision, ...]:
        """The last ones that were decided, newest first."""
        ...

    def add_look(self, decision: ClassId, look: Look) -> None:
        """Conflict when somebody looked at this device already."""
        ...

    def close(self, decision: ClassId, closed: Closed) -> None:
        """Conflict when it is closed already."""
        ...


class OverrideStore(Protocol):
    """The events in which somebody chose another route than the rules."""

    def between(self, first: datetime, end: datetime) -> tuple[Event, ...]:
        """Those that were recorded from `first` up to, and not at, `end`; oldest first, without erasable text."""
        ...
