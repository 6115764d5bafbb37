"""A request (aanvraag) for devices, and its life.

Rules:
1. The role says for which route devices are asked: a government unit (owner) for redeployment, a donation coordinator
   for donation, a repairer or a refurbisher for parts.
2. A draft is for the requester alone; what is open counts in decisions and allocations until its deadline has passed.
3. What is given counts, whether it is kept for the requester or arrived. What is taken away again before it arrived is
   needed again: the state follows from what is given and from the day, and nobody sets it.
4. A request may be changed while it is a draft or open: its number not below what was given, and its kind of device
   not once something was given.
5. A withdrawn request stays withdrawn.
6. Every act on it is kept, with what it asked from then on. Texts name no person.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.errors import InvalidInput, Problem, Refused
from dpp.domain.message import message
from lifecycle.domain.requests import cancelled, specification
from lifecycle.domain.requests.cancelled import CancelledOrder
from lifecycle.domain.requests.specification import Specification
from lifecycle.domain.things import KINDS_OF_THING
from lifecycle.domain.vocabulary import Route

RequestId = NewType("RequestId", str)

MOST_DEVICES = 10_000
ANYTHING = Specification()
LONGEST_TEXT = 200

ROUTE_OF = {
    Role.OWNER: Route.REDEPLOY,
    Role.COORDINATOR: Route.DONATE,
    Role.REPAIRER: Route.PARTS,
    Role.REFURBISHER: Route.PARTS,
}
"""Rule 1, in the order in which a role is chosen for who has several."""


class Stage(StrEnum):
    """What the requester did last."""

    DRAFT = "draft"
    OPEN = "open"
    WITHDRAWN = "withdrawn"


class RequestState(StrEnum):
    """How it stands on a day (rule 3)."""

    DRAFT = "draft"
    OPEN = "open"
    PARTLY_MET = "partly-met"
    MET = "met"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Act(StrEnum):
    """What a person did with it."""

    MADE = "made"
    OPENED = "opened"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    ORDER_CONFIRMED = "order-confirmed"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked: so many devices of a kind (`lifecycle.domain.things`), at a place, by a day.

    `programme` is the requester's own reference of the purpose, a donation programme for example.
    """

    category: str
    number: int
    place: str
    deadline: date
    specification: Specification = ANYTHING
    programme: str | None = None
    cancelled_order: CancelledOrder | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One act: by whom, when, and what was asked from then on, or why it ended."""

    act: Act
    at: datetime
    by: AccountId
    wanted: Wanted | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class DeviceRequest:
    """A request as it is now, with its steps, oldest first."""

    id: RequestId
    requester: OrganisationId
    role: Role
    wanted: Wanted
    stage: Stage
    made_at: datetime
    steps: tuple[Step, ...]

    @property
    def route(self) -> Route:
        return ROUTE_OF[self.role]

    @property
    def confirmed_order(self) -> CancelledOrder | None:
        """The cancelled order, once it was confirmed after a redeployment."""
        confirmed = any(step.act is Act.ORDER_CONFIRMED for step in self.steps)
        return self.wanted.cancelled_order if confirmed else None

    def state(self, given: int, on: date) -> RequestState:
        """Rule 3."""
        if self.stage is not Stage.OPEN:
            return RequestState(self.stage.value)
        if given >= self.wanted.number:
            return RequestState.MET
        if self.wanted.deadline < on:
            return RequestState.EXPIRED
        return RequestState.PARTLY_MET if given else RequestState.OPEN

    def needs(self, given: int, on: date) -> int:
        """How many devices it still needs on a day; none where it is not open or its deadline has passed."""
        is_open = self.stage is Stage.OPEN and self.wanted.deadline >= on
        return max(0, self.wanted.number - given) if is_open else 0


@dataclass(frozen=True)
class Doing:
    """Who does something to a request, and when."""

    by: AccountId
    at: datetime


def role_for(roles: frozenset[Role]) -> Role | None:
    """The role in which somebody with these roles asks for devices, unless they say another one."""
    return next((role for role in ROUTE_OF if role in roles), None)


def made(
    request: RequestId, requester: OrganisationId, role: Role, wanted: Wanted, doing: Doing, *, draft: bool = False
) -> DeviceRequest:
    """A new request; InvalidInput with every fault."""
    check(wanted, role, doing.at.date())
    return DeviceRequest(
        id=request,
        requester=requester,
        role=role,
        wanted=wanted,
        stage=Stage.DRAFT if draft else Stage.OPEN,
        made_at=doing.at,
        steps=(Step(act=Act.MADE, at=doing.at, by=doing.by, wanted=wanted),),
    )


def opened(request: DeviceRequest, doing: Doing) -> DeviceRequest:
    """A draft that counts from now on."""
    if request.stage is not Stage.DRAFT:
        raise Refused("request-is-draft", message("This request is no draft any more."))
    check(request.wanted, request.role, doing.at.date())
    return _with(request, Stage.OPEN, Step(act=Act.OPENED, at=doing.at, by=doing.by))


def changed(request: DeviceRequest, wanted: Wanted, given: int, doing: Doing) -> DeviceRequest:
    """Rule 4."""
    _refuse_withdrawn(request)
    check(wanted, request.role, doing.at.date())
    if wanted.number < given:
        raise Refused(
            "number-below-given",
            message("{given} devices are given to this request already.", given=given),
            remedy=message("Ask for at least as many, or let DRZ release some first."),
        )
    if given and wanted.category != request.wanted.category:
        raise Refused(
            "kind-of-given",
            message("Devices are given to this request already, so its kind of device stays."),
            remedy=message("Make a new request for another kind."),
        )
    step = Step(act=Act.CHANGED, at=doing.at, by=doing.by, wanted=wanted)
    return replace(_with(request, request.stage, step), wanted=wanted)


def withdrawn(request: DeviceRequest, reason: str | None, doing: Doing) -> DeviceRequest:
    """Rule 5."""
    _refuse_withdrawn(request)
    if reason is not None and len(reason) > LONGEST_TEXT:
        what = message("Use at most {most} characters.", most=LONGEST_TEXT)
        raise InvalidInput(message("Something is not filled in, or not right."), (Problem("$.reason", what),))
    step = Step(act=Act.WITHDRAWN, at=doing.at, by=doing.by, reason=(reason or "").strip() or None)
    return _with(request, Stage.WITHDRAWN, step)


def order_confirmed(request: DeviceRequest, order: CancelledOrder, arrived: int, doing: Doing) -> DeviceRequest:
    """That a purchase order was cancelled: only at a redeployment, and only once something arrived."""
    if request.route is not Route.REDEPLOY:
        raise Refused("order-at-redeployment", message("A cancelled order belongs to a redeployment."))
    if not arrived:
        raise Refused(
            "order-after-arrival",
            message("No device of this request is in use yet."),
            remedy=message("Confirm the cancelled order when the first device is redeployed."),
        )
    wrong = tuple(cancelled.problems(order, today=doing.at.date()))
    if wrong:
        raise InvalidInput(message("Something is not filled in, or not right."), wrong)
    wanted = replace(request.wanted, cancelled_order=order)
    step = Step(act=Act.ORDER_CONFIRMED, at=doing.at, by=doing.by, wanted=wanted)
    return replace(_with(request, request.stage, step), wanted=wanted)


def check(wanted: Wanted, role: Role, today: date) -> None:
    """Return when it can be asked; InvalidInput with every fault otherwise."""
    problems = tuple(_problems(wanted, role, today))
    if problems:
        raise InvalidInput(message("Something is not filled in, or not right."), problems)


def _problems(wanted: Wanted, role: Role, today: date) -> Iterator[Problem]:
    if wanted.category not in KINDS_OF_THING:
        yield Problem("$.category", message("There is no such kind of device: {kind}.", kind=wanted.category[:40]))
    if not 1 <= wanted.number <= MOST_DEVICES:
        yield Problem("$.number", message("Give a number from {low} to {high}.", low=1, high=MOST_DEVICES))
    if not wanted.place.strip():
        yield Problem("$.place", message("Say where the devices are needed."))
    for name, text in (("place", wanted.place), ("programme", wanted.programme or "")):
        if len(text) > LONGEST_TEXT:
            yield Problem(f"$.{name}", message("Use at most {most} characters.", most=LONGEST_TEXT))
    if wanted.deadline < today:
        yield Problem("$.deadline", message("This day has passed: {day}.", day=wanted.deadline))
    yield from _problems_of_role(wanted, ROUTE_OF[role])
    yield from specification.problems(wanted.specification)
    if wanted.cancelled_order is not None:
        yield from cancelled.problems(wanted.cancelled_order, today=today)


def _problems_of_role(wanted: Wanted, route: Route) -> Iterator[Problem]:
    """Rule 1."""
    if route is Route.PARTS and wanted.specification.part is None:
        yield Problem("$.specification.part", message("Say which part you ask for."))
    if route is not Route.PARTS and wanted.specification.part is not None:
        yield Problem("$.specification.part", message("Parts are asked for by repairers and refurbishers."))
    if route is not Route.REDEPLOY and wanted.cancelled_order is not None:
        yield Problem("$.cancelled_order", message("A cancelled order belongs to a redeployment."))


def _refuse_withdrawn(request: DeviceRequest) -> None:
    if request.stage is Stage.WITHDRAWN:
        raise Refused(
            "request-not-withdrawn",
            message("This request is withdrawn."),
            remedy=message("Make a new one."),
        )


def _with(request: DeviceRequest, stage: Stage, step: Step) -> DeviceRequest:
    return replace(request, stage=stage, steps=(*request.steps, step))
