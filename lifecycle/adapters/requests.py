"""Requests, allotments and allocations in SQL: the stores behind `lifecycle.service.request_ports`."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, col, func, select

from dpp.adapters.contested import contested
from dpp.adapters.mapping import stored_from, values_of
from dpp.adapters.search_index import SqlSearchIndex
from dpp.domain.actor import OrganisationId, Role
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical
from lifecycle.adapters.rows.requests import AllocationRow, AllotmentRow, DeviceRequestRow, RequestStepRow
from lifecycle.domain.events import plain
from lifecycle.domain.findable import request_subject
from lifecycle.domain.requests.allotment import COUNTS, AllocationId, Allotment, AllotmentState
from lifecycle.domain.requests.request import Act, DeviceRequest, RequestId, Stage, Step, Wanted
from lifecycle.service.request_ports import AllocationState, StoredAllocation

_WANTED: TypeAdapter[Wanted] = TypeAdapter(Wanted)
_IN_ONE_QUERY = 500
"""SQLite takes a bounded number of values in one statement."""


class SqlRequests:
    """`RequestStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, request: RequestId) -> None:
        row = DeviceRequestRow
        self._session.exec(select(row.stage).where(row.request_id == request).with_for_update()).all()

    def get(self, request: RequestId) -> DeviceRequest | None:
        row = self._session.get(DeviceRequestRow, request, populate_existing=True)
        return None if row is None else self._requests([row])[0]

    def put(self, request: DeviceRequest) -> None:
        wanted = request.wanted
        self._session.merge(
            DeviceRequestRow(
                request_id=request.id,
                requester=request.requester,
                role=request.role,
                category=wanted.category,
                number=wanted.number,
                deadline=wanted.deadline,
                stage=request.stage,
                made_at=request.made_at,
                wanted=_text(wanted),
            )
        )
        self._session.flush()
        row = RequestStepRow
        known = self._session.exec(select(func.count()).where(row.request_id == request.id)).one()
        for number, step in enumerate(request.steps[known:], known + 1):
            content = None if step.wanted is None else _text(step.wanted)
            self._session.add(row(request_id=request.id, number=number, **values_of(step, wanted=content)))
        self._session.flush()
        SqlSearchIndex(self._session).put(request_subject(request))

    def found(self, requester: OrganisationId | None, *, limit: int) -> tuple[DeviceRequest, ...]:
        row = DeviceRequestRow
        wanted = select(row).where(row.stage != Stage.DRAFT if requester is None else row.requester == requester)
        newest = wanted.order_by(col(row.made_at).desc(), col(row.request_id)).limit(limit)
        return self._requests(self._session.exec(newest).all())

    def roles(self, category: str) -> frozenset[Role]:
        row = DeviceRequestRow
        found = select(row.role).where(row.category == category, row.stage != Stage.DRAFT).distinct()
        return frozenset(map(Role, self._session.exec(found)))

    def open_on(self, day: date, category: str | None = None) -> tuple[DeviceRequest, ...]:
        row = DeviceRequestRow
        wanted = select(row).where(row.stage == Stage.OPEN, row.deadline >= day)
        if category is not None:
            wanted = wanted.where(row.category == category)
        return self._requests(self._session.exec(wanted.order_by(col(row.request_id))).all())

    def _requests(self, rows: Sequence[DeviceRequestRow]) -> tuple[DeviceRequest, ...]:
        steps: dict[str, list[Step]] = {row.request_id: [] for row in rows}
        for part in _parts(steps):
            found = select(RequestStepRow).where(col(RequestStepRow.request_id).in_(part))
            ordered = found.order_by(col(RequestStepRow.request_id), col(RequestStepRow.number))
            for step in self._session.exec(ordered):
                steps[step.request_id].append(_step(step))
        return tuple(_request(row, tuple(steps[row.request_id])) for row in rows)


class SqlAllotments:
    """`AllotmentStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, allotment: Allotment) -> None:
        taken = message("This device is kept for another request already.")
        remedy = message("Make a new proposal of the allocation.")
        with contested(self._session, taken, remedy), self._session.begin_nested():
            self._session.merge(
                AllotmentRow(
                    device_key=allotment.device,
                    allocation_id=allotment.allocation,
                    request_id=allotment.request,
                    requester=allotment.requester,
                    until=allotment.until,
                    given_at=allotment.given_at,
                    state=allotment.state,
                    ended_at=allotment.ended_at,
                )
            )

    def kept(self, device: DeviceKey) -> Allotment | None:
        row = AllotmentRow
        found = select(row).where(row.device_key == device, row.state == AllotmentState.KEPT)
        return next(map(_allotment, self._session.exec(found)), None)

    def of_request(self, request: RequestId) -> tuple[Allotment, ...]:
        row = AllotmentRow
        mine = select(row).where(row.request_id == request).order_by(col(row.given_at), col(row.device_key))
        return tuple(map(_allotment, self._session.exec(mine)))

    def of_allocation(self, allocation: AllocationId) -> tuple[Allotment, ...]:
        row = AllotmentRow
        its = select(row).where(row.allocation_id == allocation).order_by(col(row.device_key))
        return tuple(map(_allotment, self._session.exec(its)))

    def given(self, requests: Collection[RequestId]) -> Mapping[RequestId, int]:
        row, found = AllotmentRow, dict[RequestId, int]()
        for part in _parts(requests):
            counts = select(row.request_id, func.count()).where(
                col(row.request_id).in_(part), col(row.state).in_([state.value for state in COUNTS])
            )
            grouped = self._session.exec(counts.group_by(col(row.request_id)))
            found |= {RequestId(request): number for request, number in grouped}
        return found


class SqlAllocations:
    """`AllocationStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, allocation: AllocationId) -> None:
        row = AllocationRow
        self._session.exec(select(row.state).where(row.allocation_id == allocation).with_for_update()).all()

    def get(self, allocation: AllocationId) -> StoredAllocation | None:
        row = self._session.get(AllocationRow, allocation, populate_existing=True)
        return None if row is None else _allocation(row)

    def put(self, allocation: StoredAllocation) -> None:
        texts = {"content": _json(allocation.content), "refused": _json(list(allocation.refused))}
        self._session.merge(AllocationRow(**values_of(allocation, **texts)))
        self._session.flush()

    def newest(self, limit: int, state: AllocationState | None = None) -> tuple[StoredAllocation, ...]:
        row = AllocationRow
        wanted = select(row) if state is None else select(row).where(row.state == state)
        newest = wanted.order_by(col(row.proposed_at).desc(), col(row.allocation_id)).limit(limit)
        return tuple(map(_allocation, self._session.exec(newest)))


def _parts(requests: Collection[str]) -> Iterator[Sequence[str]]:
    names = sorted(requests)
    return (names[start : start + _IN_ONE_QUERY] for start in range(0, len(names), _IN_ONE_QUERY))


def _json(content: Any) -> str:
    return canonical(content).decode()


def _text(wanted: Wanted) -> str:
    return _json(plain(wanted))


def _step(row: RequestStepRow) -> Step:
    wanted = None if row.wanted is None else _WANTED.validate_json(row.wanted)
    return stored_from(Step, row, act=Act(row.act), wanted=wanted)


def _request(row: DeviceRequestRow, steps: tuple[Step, ...]) -> DeviceRequest:
    return stored_from(
        DeviceRequest,
        row,
        id=row.request_id,
        role=Role(row.role),
        wanted=_WANTED.validate_json(row.wanted),
        stage=Stage(row.stage),
        steps=steps,
    )


def _allotment(row: AllotmentRow) -> Allotment:
    return stored_from(
        Allotment,
        row,
        device=row.device_key,
        allocation=row.allocation_id,
        request=row.request_id,
        state=AllotmentState(row.state),
    )


def _allocation(row: AllocationRow) -> StoredAllocation:
    return stored_from(
        StoredAllocation,
        row,
        state=AllocationState(row.state),
        content=json.loads(row.content),
        refused=tuple(json.loads(row.refused)),
    )
