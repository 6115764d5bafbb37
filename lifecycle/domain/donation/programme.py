"""A donation programme: what a coordinator may give, to whom, on which ground, and how many.

Rules:
1. A programme rests on a decision (the aanwijzingsbesluit, or an agreement) with its dates; outside them nothing is
   delivered. The coordinator shows the aanwijzingsbesluit itself on the day (`lifecycle.service.donation_deliveries`).
2. The order of parties is data: from the State by the coordinator to the intermediaries, and by them to recipients,
   whom nobody records. Each party stands in it once, in that order; it begins with the coordinator.
3. A step with a ground makes its party the owner; a step without one leaves whose it is. The coordinator is given it or
   buys it (RMB art. 5-7: gift, sale); after the coordinator it can only be given.
4. Where the programme lends, nobody after the coordinator becomes the owner.
5. Whoever may refurbish does so after it got the device: the minimum is asked at the delivery, not before.
6. A programme is a draft, open, paused or closed. Closed is for ever. Each change is a version of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NewType

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, Problem
from dpp.domain.message import Message, message
from dpp.domain.permission import Relation
from lifecycle.domain.device import Device
from lifecycle.domain.donation.no_people import problems_of
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Ground

ProgrammeId = NewType("ProgrammeId", str)
MOST_WANTED = 1_000_000


class Party(StrEnum):
    """Who can hold a donated device, in the only order in which it can pass."""

    STATE = "state"
    COORDINATOR = "coordinator"
    INTERMEDIARY = "intermediary"
    RECIPIENTS = "recipients"


class Passing(StrEnum):
    """Given for good, or lent and to come back."""

    GIFT = "gift"
    LOAN = "loan"


class ProgrammeState(StrEnum):
    """Deliveries are made in an open programme alone."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


NEXT: Mapping[ProgrammeState, frozenset[ProgrammeState]] = MappingProxyType(
    {
        ProgrammeState.DRAFT: frozenset({ProgrammeState.OPEN, ProgrammeState.CLOSED}),
        ProgrammeState.OPEN: frozenset({ProgrammeState.PAUSED, ProgrammeState.CLOSED}),
        ProgrammeState.PAUSED: frozenset({ProgrammeState.OPEN, ProgrammeState.CLOSED}),
        ProgrammeState.CLOSED: frozenset(),
    }
)

GROUNDS: Mapping[Party, frozenset[Ground | None]] = MappingProxyType(
    {
        Party.COORDINATOR: frozenset({Ground.GIFT, Ground.SALE}),
        Party.INTERMEDIARY: frozenset({Ground.GIFT, None}),
        Party.RECIPIENTS: frozenset({Ground.GIFT, None}),
    }
)
"""On which ground each party can become the owner; None: it does not."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One hand-over: to whom, and on which ground that party becomes the owner, where it does."""

    to: Party
    ground: Ground | None = None
    may_refurbish: bool = False


@dataclass(frozen=True, kw_only=True)
class Minimum:
    """The least that a delivered device must be; what is None or empty asks for nothing."""

    categories: tuple[str, ...] = ()
    functional: FunctionalGrade | None = None
    cosmetic: CosmeticGrade | None = None
    charger: bool = False

    def unmet(self, device: Device) -> tuple[Message, ...]:
        """What of it a device does not meet, or nobody knows."""
        return tuple(self._unmet(device))

    def _unmet(self, device: Device) -> Iterator[Message]:
        grades = device.grades
        if self.categories and device.category not in self.categories:
            yield message("it is no {kinds}", kinds=", ".join(self.categories))
        if self.functional is not None and (grades is None or grades.functional < self.functional):
            yield message("its functional grade is below {grade}, or nobody inspected it", grade=self.functional)
        if self.cosmetic is not None and (grades is None or grades.cosmetic < self.cosmetic):
            yield message("its cosmetic grade is below {grade}, or nobody inspected it", grade=self.cosmetic)
        if self.charger and not device.charger:
            yield message("it has no charger, or nobody looked")


@dataclass(frozen=True, kw_only=True)
class Programme:
    """A programme of one coordinator. Both days of the decision are inclusive; `wanted` is a number of devices."""

    id: ProgrammeId
    name: str
    coordinator: OrganisationId
    decision: str
    valid_from: date
    purpose: str
    steps: tuple[Step, ...]
    wanted: int
    valid_until: date | None = None
    passing: Passing = Passing.GIFT
    minimum: Minimum = Minimum()
    state: ProgrammeState = ProgrammeState.DRAFT

    def holds(self, on: date) -> bool:
        """Whether its decision is valid on this day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)

    @property
    def owners(self) -> tuple[tuple[Step, Party], ...]:
        """Each step with who owns the device after it."""
        owner, found = Party.STATE, []
        for step in self.steps:
            owner = owner if step.ground is None else step.to
            found.append((step, owner))
        return tuple(found)

    def step(self, to: Party) -> Step | None:
        return next((step for step in self.steps if step.to is to), None)

    def relations(self, organisation: OrganisationId | None) -> frozenset[Relation]:
        """The coordinator stands as its owner."""
        return frozenset({Relation.OWNER} if organisation == self.coordinator else ())


def usual_steps(passing: Passing) -> tuple[Step, ...]:
    """What public record shows: the State gives to a coordinator, which refurbishes and delivers to intermediaries."""
    ground = Ground.GIFT if passing is Passing.GIFT else None
    return (
        Step(to=Party.COORDINATOR, ground=Ground.GIFT, may_refurbish=True),
        Step(to=Party.INTERMEDIARY, ground=ground),
        Step(to=Party.RECIPIENTS, ground=ground),
    )


def checked(programme: Programme) -> Programme:
    """The same programme when it is possible; InvalidInput lists everything that is wrong with it."""
    faults = tuple(_faults(programme))
    if faults:
        raise InvalidInput(message("The programme is not complete or not possible."), faults)
    return programme


def changed(before: Programme, after: Programme) -> Programme:
    """Another version of it; Conflict where it is closed. Its id, its coordinator and its state stay."""
    if before.state is ProgrammeState.CLOSED:
        raise _closed(before)
    return checked(replace(after, id=before.id, coordinator=before.coordinator, state=before.state))


def moved(programme: Programme, to: ProgrammeState) -> Programme:
    """The programme in another state; Conflict where that cannot follow."""
    if to in NEXT[programme.state]:
        return replace(programme, state=to)
    if programme.state is ProgrammeState.CLOSED:
        raise _closed(programme)
    raise Conflict(
        message("The programme is {state}: it cannot become {to}.", state=programme.state, to=to),
        remedy=message("Read it again: somebody else changed it."),
    )


def _closed(programme: Programme) -> Conflict:
    return Conflict(
        message("Programme {name} is closed.", name=programme.name),
        remedy=message("Make a new programme; this one is kept as it was."),
    )


def _faults(it: Programme) -> Iterator[Problem]:
    for path, text in (("name", it.name), ("decision", it.decision), ("purpose", it.purpose)):
        if not text.strip():
            yield Problem(f"$.{path}", message("Fill this in."))
        yield from problems_of(f"$.{path}", text)
    if it.valid_until is not None and it.valid_until < it.valid_from:
        yield Problem("$.valid_until", message("The last day comes before the first."))
    if not 1 <= it.wanted <= MOST_WANTED:
        yield Problem("$.wanted", message("Give how many, from 1 to {most}.", most=MOST_WANTED))
    yield from _step_faults(it)


def _step_faults(it: Programme) -> Iterator[Problem]:
    order = list(Party)
    places = [order.index(step.to) for step in it.steps]
    if not it.steps or it.steps[0].to is not Party.COORDINATOR or places != sorted(set(places)):
        what = message("It passes from the State to the coordinator first, and to each party once, in order.")
        yield Problem("$.steps", what)
        return
    if it.step(Party.INTERMEDIARY) is None:
        yield Problem("$.steps", message("Name the step to the intermediaries: deliveries are made to them."))
    for number, step in enumerate(it.steps):
        lends = it.passing is Passing.LOAN and number > 0
        if step.ground not in GROUNDS[step.to] or (lends and step.ground is not None):
            what = message("On this ground the {party} does not become the owner here.", party=step.to)
            yield Problem(f"$.steps[{number}].ground", what)
