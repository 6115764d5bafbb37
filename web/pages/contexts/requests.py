"""Contexts of requests for devices, and of their allocation."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.allocation.answer import Method, Shortage
from lifecycle.domain.requests.allotment import AllotmentState
from lifecycle.domain.requests.request import Act, RequestState
from lifecycle.domain.vocabulary import Route
from lifecycle.service.request_ports import AllocationState
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, FormState


@dataclass(frozen=True)
class RequestRow:
    """A request in a list."""

    address: Annotated[str, "Its page"]
    kind: Annotated[Message, "Which kind of device"]
    requester: Annotated[str, "Who asks"]
    route: Annotated[Route, "For which destination"]
    number: Annotated[int, "How many are asked"]
    given: Annotated[int, "How many are given"]
    place: Annotated[str, "Where they are needed"]
    deadline: Annotated[date, "The last day"]
    state: Annotated[RequestState, "How it stands"]


@dataclass(frozen=True)
class RequestsPage:
    """Requests, newest first."""

    template: ClassVar[str] = "requests.html"
    lines: Annotated[tuple[RequestRow, ...], "Newest first"]
    everybody: Annotated[bool, "Whether these are the requests of all organisations"]
    can_make: Annotated[bool, "Whether this person asks for devices"]
    can_divide: Annotated[bool, "Whether this person divides devices"]


@dataclass(frozen=True)
class GivenDevice:
    """A device that was given to a request."""

    key: Annotated[str, "Its key"]
    name: Annotated[str, "Brand and model; empty where they are not known"]
    address: Annotated[str | None, "Its page, for who may see it"]
    state: Annotated[AllotmentState, "What became of it"]
    until: Annotated[date, "The last day on which it is kept"]


@dataclass(frozen=True)
class RequestStep:
    """One act on a request."""

    act: Annotated[Act, "What was done"]
    at: Annotated[datetime, "When"]
    number: Annotated[int | None, "How many were asked from then on"]
    reason: Annotated[str | None, "Why it ended"]


@dataclass(frozen=True)
class RequestPage:
    """One request with what became of it."""

    template: ClassVar[str] = "request.html"
    line: Annotated[RequestRow, "As the list shows it"]
    asked: Annotated[tuple[Message, ...], "What a device must be at least"]
    programme: Annotated[str | None, "The requester's own reference"]
    order: Annotated[Message | None, "The purchase order that was cancelled for it"]
    devices: Annotated[tuple[GivenDevice, ...], "Oldest first"]
    steps: Annotated[tuple[RequestStep, ...], "Oldest first"]
    can_change: Annotated[bool, "Whether this person may change it"]
    is_draft: Annotated[bool, "Whether it does not count yet"]
    can_confirm_order: Annotated[bool, "Whether a cancelled order can be confirmed"]
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class AllocationRow:
    """An allocation in a list."""

    address: Annotated[str, "Its page"]
    at: Annotated[datetime, "When it was proposed"]
    placed: Annotated[int, "How many devices it gives"]
    state: Annotated[AllocationState, "What was decided"]


@dataclass(frozen=True)
class AllocationsPage:
    """The newest allocations."""

    template: ClassVar[str] = "allocations.html"
    lines: Annotated[tuple[AllocationRow, ...], "Newest first"]
    can_divide: Annotated[bool, "Whether this person may make one"]


@dataclass(frozen=True)
class OutcomeLine:
    """What a request gets."""

    request: Annotated[RequestRow, "The request"]
    needed: Annotated[int, "How many it needs"]
    given: Annotated[int, "How many it gets"]
    fitting: Annotated[int, "How many free devices fit it"]
    shortage: Annotated[Shortage | None, "Why it gets less"]
    failing: Annotated[tuple[tuple[Message, int], ...], "Which minimum refuses how many devices"]


@dataclass(frozen=True)
class PlacedLine:
    """Where a device goes, and why."""

    device: Annotated[DeviceHead, "What it is"]
    request: Annotated[RequestRow, "For whom"]
    fits: Annotated[int, "How many of the requests it fits"]
    next: Annotated[RequestRow | None, "Who would be next"]
    stays: Annotated[bool, "Whether it was proposed there before"]


@dataclass(frozen=True)
class NotGiven:
    """A device that was not given after all."""

    device: Annotated[DeviceHead, "What it is"]
    why: Annotated[Message, "What changed"]


@dataclass(frozen=True)
class AllocationPage:
    """One allocation: who gets what, and why."""

    template: ClassVar[str] = "allocation.html"
    address: Annotated[str, "Its page"]
    row: Annotated[AllocationRow, "As the list shows it"]
    method: Annotated[Method, "How devices were divided"]
    rule: Annotated[str, "The name of the rule"]
    inputs: Annotated[str, "The hash of what it was made from"]
    outcomes: Annotated[tuple[OutcomeLine, ...], "Who is short first"]
    placed: Annotated[tuple[PlacedLine, ...], "The first of them"]
    unplaced: Annotated[int, "How many free devices go nowhere"]
    refused: Annotated[tuple[NotGiven, ...], "What was not given after all"]
    can_decide: Annotated[bool, "Whether this person may confirm or cancel it"]
    form: Annotated[FormState, "What is wrong"] = NEW_FORM
