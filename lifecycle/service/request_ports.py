"""What requests and allocations need from outside: their stores, and who solves an assignment."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.allocation.transport import Flows, Transport
from lifecycle.domain.requests.allotment import AllocationId, Allotment
from lifecycle.domain.requests.request import DeviceRequest, RequestId


class AllocationState(StrEnum):
    """What became of a proposal."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class StoredAllocation:
    """An allocation as it was proposed: `content` is its plain form with every reason.

    `refused` is, once it is confirmed, what was not given after all, as plain data.
    """

    allocation_id: AllocationId
    state: AllocationState
    proposed_at: datetime
    proposed_by: AccountId
    inputs_hash: str
    content: Mapping[str, Any]
    decided_at: datetime | None = None
    decided_by: AccountId | None = None
    refused: tuple[Mapping[str, Any], ...] = ()


class RequestStore(Protocol):
    """Requests with their steps; a step is never changed."""

    def hold(self, request: RequestId) -> None:
        """Make others wait who want to change this request or give to it, until this transaction ends."""
        ...

    def get(self, request: RequestId) -> DeviceRequest | None: ...
    def put(self, request: DeviceRequest) -> None: ...
    def found(self, requester: OrganisationId | None, *, limit: int) -> tuple[DeviceRequest, ...]:
        """Those of a requester, or of everybody what is no draft; newest first."""
        ...

    def roles(self, category: str) -> frozenset[Role]:
        """In which roles somebody ever asked for this kind of device; drafts not counted."""
        ...

    def open_on(self, day: date, category: str | None = None) -> tuple[DeviceRequest, ...]:
        """What is open and not past its deadline, in the order of their ids; for one kind of device, or all."""
        ...


class AllotmentStore(Protocol):
    """Which device is given to which request."""

    def put(self, allotment: Allotment) -> None:
        """Raises Conflict where the device is kept for another request."""
        ...

    def kept(self, device: DeviceKey) -> Allotment | None:
        """The one for which the device is kept."""
        ...

    def of_request(self, request: RequestId) -> tuple[Allotment, ...]:
        """In the order in which they were given."""
        ...

    def of_allocation(self, allocation: AllocationId) -> tuple[Allotment, ...]:
        """In the order of their devices."""
        ...

    def given(self, requests: Collection[RequestId]) -> Mapping[RequestId, int]:
        """How many devices each of these has been given; those with none are left out."""
        ...


class AllocationStore(Protocol):
    """Allocations as they were proposed, and what was decided about them."""

    def hold(self, allocation: AllocationId) -> None:
        """Make others wait who want to decide about it, until this transaction ends."""
        ...

    def get(self, allocation: AllocationId) -> StoredAllocation | None: ...
    def put(self, allocation: StoredAllocation) -> None: ...
    def newest(self, limit: int, state: AllocationState | None = None) -> tuple[StoredAllocation, ...]: ...


class Solver(Protocol):
    """Solves a transport problem exactly. `name` tells which one it was: it is an input of the result."""

    @property
    def name(self) -> str: ...
    def __call__(self, problem: Transport) -> Flows:
        """The cheapest flows that serve every demand in full; ValueError where supplies do not allow that."""
        ...
