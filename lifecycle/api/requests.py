"""Requests for devices and their allocation, for programs (`/api/v1/requests`, `/api/v1/allocations`)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor, Role
from dpp.domain.opaque import DeviceKey
from lifecycle.api.bodies import Short
from lifecycle.domain.allocation.rule import LADDER
from lifecycle.domain.events import plain
from lifecycle.domain.requests.allotment import AllocationId
from lifecycle.domain.requests.cancelled import CancelledOrder
from lifecycle.domain.requests.request import DeviceRequest, RequestId, Wanted
from lifecycle.domain.requests.specification import Specification
from lifecycle.domain.vocabulary import Route
from lifecycle.service.allocating import Allocations, AllocationView
from lifecycle.service.request_ports import StoredAllocation
from lifecycle.service.requests import RequestLine, Requests, RequestView

Asking = Annotated[Actor, Depends(asking)]


@dataclass(frozen=True, kw_only=True)
class WantedDevices:
    """So many devices of a kind, at a place, by a day. `programme` is the asker's own reference of the purpose."""

    category: Short
    number: int
    place: Short
    deadline: date
    specification: Specification = Specification()  # noqa: RUF009 - frozen, and asks nothing
    programme: Short | None = None
    cancelled_order: CancelledOrder | None = None

    def wanted(self) -> Wanted:
        return Wanted(
            category=self.category,
            number=self.number,
            place=self.place,
            deadline=self.deadline,
            specification=self.specification,
            programme=self.programme,
            cancelled_order=self.cancelled_order,
        )


@dataclass(frozen=True, kw_only=True)
class NewRequest(WantedDevices):
    """A request; `role` says in which role, where the asker has several. A draft counts when it is opened."""

    role: Role | None = None
    draft: bool = False


@dataclass(frozen=True, kw_only=True)
class NewWithdrawal:
    """Why nothing is needed any more. The reason names no person."""

    reason: Annotated[str, Field(max_length=200)] | None = None


@dataclass(frozen=True, kw_only=True)
class NewAllocation:
    """For which routes devices are divided."""

    routes: Annotated[tuple[Route, ...], Field(min_length=1, max_length=len(LADDER))] = LADDER


def request_routes(requests: Requests) -> APIRouter:
    """Below `/api/v1/requests`."""
    routes = APIRouter(prefix="/api/v1/requests", tags=["requests"])

    @routes.post("", status_code=201)
    def make(actor: Asking, body: NewRequest) -> Response:
        view = requests.make(actor, body.wanted(), role=body.role, draft=body.draft)
        return answer(_view(view), 201, {"Location": f"/api/v1/requests/{view.line.request.id}"})

    @routes.get("")
    def find(actor: Asking, everybody: Annotated[bool, Query(alias="all")] = False) -> Response:  # noqa: FBT002 - a query
        found = requests.all(actor) if everybody else requests.mine(actor)
        return answer({"requests": [_line(each) for each in found]})

    @routes.get("/{request}")
    def read(actor: Asking, request: RequestId) -> Response:
        return answer(_view(requests.read(actor, request)))

    @routes.put("/{request}")
    def change(actor: Asking, request: RequestId, body: WantedDevices) -> Response:
        return answer(_view(requests.change(actor, request, body.wanted())))

    @routes.post("/{request}/opening")
    def open_draft(actor: Asking, request: RequestId) -> Response:
        return answer(_view(requests.open(actor, request)))

    @routes.post("/{request}/withdrawal")
    def withdraw(actor: Asking, request: RequestId, body: NewWithdrawal) -> Response:
        return answer(_view(requests.withdraw(actor, request, body.reason)))

    @routes.post("/{request}/cancelled-order")
    def confirm_order(actor: Asking, request: RequestId, body: CancelledOrder) -> Response:
        return answer(_view(requests.confirm_cancelled_order(actor, request, body)))

    return routes


def allocation_routes(allocations: Allocations) -> APIRouter:
    """Below `/api/v1/allocations`."""
    routes = APIRouter(prefix="/api/v1/allocations", tags=["allocations"])

    @routes.post("", status_code=201)
    def propose(actor: Asking, body: NewAllocation) -> Response:
        view = allocations.propose(actor, body.routes)
        return answer(_allocation(view), 201, {"Location": f"/api/v1/allocations/{view.allocation.allocation_id}"})

    @routes.get("")
    def find(actor: Asking) -> Response:
        return answer({"allocations": [_head(each) for each in allocations.find(actor)]})

    @routes.get("/{allocation}")
    def read(actor: Asking, allocation: AllocationId) -> Response:
        return answer(_allocation(allocations.read(actor, allocation)))

    @routes.post("/{allocation}/confirmation")
    def confirm(actor: Asking, allocation: AllocationId) -> Response:
        return answer(_allocation(allocations.confirm(actor, allocation)))

    @routes.post("/{allocation}/cancellation")
    def cancel(actor: Asking, allocation: AllocationId) -> Response:
        return answer(_allocation(allocations.cancel(actor, allocation)))

    @routes.get("/reasons/{request}/{device}")
    def explain(actor: Asking, request: RequestId, device: DeviceKey) -> Response:
        """Why this device does not answer this request; no reasons where it does."""
        reasons = allocations.explain(actor, request, device)
        return answer({"reasons": [{"criterion": each.criterion, "why": str(each.why)} for each in reasons]})

    return routes


def _request(request: DeviceRequest) -> dict[str, Any]:
    return {
        "id": request.id,
        "requester": request.requester,
        "role": request.role.value,
        "route": request.route.value,
        "made_at": request.made_at.isoformat(),
        "wanted": plain(request.wanted),
    }


def _line(line: RequestLine) -> dict[str, Any]:
    return {"request": _request(line.request), "state": line.state.value, "given": line.given, "needs": line.needs}


def _view(view: RequestView) -> dict[str, Any]:
    more = {} if view.displacement is None else {"displacement": plain(view.displacement)}
    steps, allotments = view.line.request.steps, view.allotments
    return _line(view.line) | more | {"steps": list(map(plain, steps)), "allotments": list(map(plain, allotments))}


def _head(stored: StoredAllocation) -> dict[str, Any]:
    return {
        "id": stored.allocation_id,
        "state": stored.state.value,
        "proposed_at": stored.proposed_at.isoformat(),
        "inputs_sha256": stored.inputs_hash,
        "placed": len(stored.content["placed"]),
    }


def _allocation(view: AllocationView) -> dict[str, Any]:
    stored = view.allocation
    return _head(stored) | {
        "content": stored.content,
        "given": [plain(each) for each in view.given],
        "refused": list(stored.refused),
        "requests": [_request(each) for each in view.requests.values()],
    }
