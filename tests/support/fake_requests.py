"""The stores of requests, allotments and allocations in memory."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from dpp.domain.actor import OrganisationId, Role
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.requests.allotment import COUNTS, AllocationId, Allotment
from lifecycle.domain.requests.request import DeviceRequest, RequestId, Stage
from lifecycle.service.request_ports import AllocationState, StoredAllocation


@dataclass
class FakeRequests:
    rows: dict[RequestId, DeviceRequest] = field(default_factory=dict)

    def hold(self, request: RequestId) -> None:
        """Nobody else is here."""

    def get(self, request: RequestId) -> DeviceRequest | None:
        return self.rows.get(request)

    def put(self, request: DeviceRequest) -> None:
        self.rows[request.id] = request

    def found(self, requester: OrganisationId | None, *, limit: int) -> tuple[DeviceRequest, ...]:
        rows = self.rows.values()
        if requester is None:
            mine = [row for row in rows if row.stage is not Stage.DRAFT]
        else:
            mine = [row for row in rows if row.requester == requester]
        by_id = sorted(mine, key=lambda row: row.id)
        return tuple(sorted(by_id, key=lambda row: row.made_at, reverse=True)[:limit])

    def roles(self, category: str) -> frozenset[Role]:
        its = (row for row in self.rows.values() if row.wanted.category == category)
        return frozenset(row.role for row in its if row.stage is not Stage.DRAFT)

    def open_on(self, day: date, category: str | None = None) -> tuple[DeviceRequest, ...]:
        is_open = (row for row in self.rows.values() if row.stage is Stage.OPEN and row.wanted.deadline >= day)
        its = [row for row in is_open if category in {None, row.wanted.category}]
        return tuple(sorted(its, key=lambda row: row.id))


@dataclass
class FakeAllotments:
    rows: dict[tuple[DeviceKey, AllocationId], Allotment] = field(default_factory=dict)

    def put(self, allotment: Allotment) -> None:
        kept, place = self.kept(allotment.device), (allotment.device, allotment.allocation)
        if allotment.is_kept and kept is not None and kept.allocation != allotment.allocation:
            raise Conflict(message("This device is kept for another request already."))
        self.rows[place] = allotment

    def kept(self, device: DeviceKey) -> Allotment | None:
        return next((row for row in self.rows.values() if row.device == device and row.is_kept), None)

    def of_request(self, request: RequestId) -> tuple[Allotment, ...]:
        mine = (row for row in self.rows.values() if row.request == request)
        return tuple(sorted(mine, key=lambda row: (row.given_at, row.device)))

    def of_allocation(self, allocation: AllocationId) -> tuple[Allotment, ...]:
        its = (row for row in self.rows.values() if row.allocation == allocation)
        return tuple(sorted(its, key=lambda row: row.device))

    def given(self, requests: Collection[RequestId]) -> Mapping[RequestId, int]:
        return Counter(self._counted(requests))

    def _counted(self, requests: Collection[RequestId]) -> Iterable[RequestId]:
        return (row.request for row in self.rows.values() if row.request in requests and row.state in COUNTS)


@dataclass
class FakeAllocations:
    rows: dict[AllocationId, StoredAllocation] = field(default_factory=dict)

    def hold(self, allocation: AllocationId) -> None:
        """Nobody else is here."""

    def get(self, allocation: AllocationId) -> StoredAllocation | None:
        return self.rows.get(allocation)

    def put(self, allocation: StoredAllocation) -> None:
        self.rows[allocation.allocation_id] = allocation

    def newest(self, limit: int, state: AllocationState | None = None) -> tuple[StoredAllocation, ...]:
        its = sorted(
            (row for row in self.rows.values() if state in {None, row.state}), key=lambda row: row.allocation_id
        )
        return tuple(sorted(its, key=lambda row: row.proposed_at, reverse=True)[:limit])
