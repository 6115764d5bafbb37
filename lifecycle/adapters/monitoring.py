"""Steps of devices and counts of them in SQL: `FlowStore` over a session."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, null
from sqlalchemy import select as sql_select
from sqlmodel import Session

from dpp.adapters.mapping import stored_from, table_of, values_of
from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.adapters.rows.devices import DeviceRow
from lifecycle.adapters.rows.donations import DonationDeliveryRow, DonationDeviceRow
from lifecycle.adapters.rows.monitoring import FlowStepRow
from lifecycle.adapters.rows.worklists import WorkItemRow
from lifecycle.domain.monitoring.calendar import Part
from lifecycle.domain.monitoring.counted import Approved, Decided, Deliveries, Ended, Held, Passed
from lifecycle.domain.monitoring.steps import FlowStep, Step
from lifecycle.domain.worklists import ListName
from lifecycle.service.monitoring_ports import Span, StepFilter

_STEP, _DEVICE, _ITEM = table_of(FlowStepRow), table_of(DeviceRow), table_of(WorkItemRow)
_DELIVERY, _DELIVERED = table_of(DonationDeliveryRow), table_of(DonationDeviceRow)
_ORDER = {step: place for place, step in enumerate(Step)}
_COUNT = func.count().label("number")
_ENDS = (Step.HANDED_OVER, Step.RETURNED)


class SqlFlow:
    """`FlowStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_device(self, key: DeviceKey) -> tuple[FlowStep, ...]:
        found = self._session.execute(sql_select(_STEP).where(_STEP.c.device_key == key))
        return tuple(sorted(map(_step, found), key=lambda each: (each.passage, _ORDER[each.step])))

    def follow(self, key: DeviceKey, steps: Sequence[FlowStep]) -> None:
        known = self.of_device(key)
        kept = set(known) & set(steps)
        for gone in set(known) - kept:
            its = (_STEP.c.device_key == key) & (_STEP.c.passage == gone.passage) & (_STEP.c.step == gone.step.value)
            self._session.execute(_STEP.delete().where(its))
        for new in steps:
            if new not in kept:
                self._session.execute(_STEP.insert(), values_of(new, step=new.step.value) | {"device_key": key})

    def ended(self, span: Span) -> tuple[Ended, ...]:
        again = (_STEP.c.passage > 1).label("again")
        columns = (_STEP.c.outcome, _STEP.c.owner, _STEP.c.group, _STEP.c.model, again)
        found = self._grouped(columns, Step.HANDED_OVER, span)
        return tuple(
            Ended(row.outcome, _owner(row.owner), row.group, _model(row.model), bool(row.again), row.number)
            for row in found
        )

    def decided(self, span: Span) -> tuple[Decided, ...]:
        columns = (_STEP.c.owner, _STEP.c.route, _STEP.c.reason, _STEP.c.overridden)
        found = self._grouped(columns, Step.DECIDED, span)
        return tuple(
            Decided(_owner(row.owner), row.route, row.reason, bool(row.overridden), row.number) for row in found
        )

    def passed(self, span: Span) -> tuple[Passed, ...]:
        begun, received, decided, ended = (_STEP.alias(name) for name in ("begun", "received", "decided", "ended"))
        here = ended.c.at.is_(None) | (ended.c.at >= span.end)
        columns = (
            (begun.c.at < span.start).label("before"),
            (begun.c.passage > 1).label("again"),
            received.c.at.is_not(None).label("taken_in"),
            decided.c.at.is_not(None).label("decided"),
            case((here, null()), else_=ended.c.outcome).label("outcome"),
        )
        joined: FromClause = begun
        for other, steps in ((received, (Step.RECEIVED,)), (decided, (Step.DECIDED,)), (ended, _ENDS)):
            joined = joined.outerjoin(other, _same_passage(begun, other, steps, None if other is ended else span.end))
        asked = [begun.c.step == Step.SURPLUS.value, begun.c.at < span.end]
        asked.append(ended.c.at.is_(None) | (ended.c.at >= span.start))
        if span.owner is not None:
            asked.append(begun.c.owner == span.owner)
        alike = sql_select(*columns).select_from(joined).where(*asked).subquery().c
        found = sql_select(*alike, _COUNT).group_by(*alike)
        return tuple(
            Passed(
                before=bool(row.before),
                again=bool(row.again),
                taken_in=bool(row.taken_in),
                decided=bool(row.decided),
                outcome=row.outcome,
                count=row.number,
            )
            for row in self._session.execute(found)
        )

    def approved(self, parts: Sequence[Part], owner: OrganisationId | None) -> tuple[Approved, ...]:
        if not parts:
            return ()
        ends = [(_STEP.c.at < _midnight(part.last) + timedelta(days=1), place) for place, part in enumerate(parts)]
        number = case(*ends).label("part")
        span = Span(_midnight(parts[0].first), _midnight(parts[-1].last) + timedelta(days=1), owner)
        alike = sql_select(number, _STEP.c.route).where(*_within(Step.DECIDED, span)).subquery().c
        found = sql_select(*alike, _COUNT).group_by(*alike)
        return tuple(Approved(parts[row.part].name, row.route, row.number) for row in self._session.execute(found))

    def owners(self, span: Span) -> frozenset[OrganisationId]:
        """One look at the index for each owner, and not one for each step."""
        found = sql_select(_STEP.c.owner).where(_STEP.c.owner.is_not(None), *_in(span)).distinct()
        return frozenset(map(OrganisationId, self._session.execute(found).scalars()))

    def device_owners(self) -> frozenset[OrganisationId]:
        found = sql_select(_DEVICE.c.owner).where(_DEVICE.c.owner.is_not(None)).distinct()
        return frozenset(map(OrganisationId, self._session.execute(found).scalars()))

    def held(self, owner: OrganisationId | None, stages: Collection[str]) -> tuple[Held, ...]:
        alike = (_DEVICE.c.custodian, _DEVICE.c.place, _DEVICE.c.functional_grade)
        whose = () if owner is None else (_DEVICE.c.owner == owner,)
        found = sql_select(*alike, _COUNT).where(_DEVICE.c.lifecycle.in_(sorted(stages)), *whose).group_by(*alike)
        return tuple(
            Held(_owner(row.custodian), row.place, row.functional_grade, row.number)
            for row in self._session.execute(found)
        )

    def hours(self, span: Span) -> Mapping[Step, Mapping[int, int]]:
        found: dict[Step, dict[int, int]] = {}
        for step in Step:
            wanted = sql_select(_STEP.c.hours, _COUNT).where(*_within(step, span), _STEP.c.hours.is_not(None))
            counts = {row.hours: row.number for row in self._session.execute(wanted.group_by(_STEP.c.hours))}
            if counts:
                found[step] = counts
        return found

    def came_back(self, span: Span) -> int:
        again = (*_within(Step.SURPLUS, span), _STEP.c.passage > 1)
        return self._count(sql_select(func.count()).where(*again))

    def stock(self, owner: OrganisationId | None) -> Mapping[str, int]:
        whose = () if owner is None else (_DEVICE.c.owner == owner,)
        found = sql_select(_DEVICE.c.lifecycle, _COUNT).where(*whose).group_by(_DEVICE.c.lifecycle)
        return {row.lifecycle: row.number for row in self._session.execute(found)}

    def blocked(self, owner: OrganisationId | None) -> Mapping[str, int]:
        joined = _ITEM.join(_DEVICE, _DEVICE.c.device_key == _ITEM.c.device_key)
        on_list = (_ITEM.c.list == ListName.BLOCKED.value, *_owned(owner))
        found = sql_select(_DEVICE.c.blocked, _COUNT).select_from(joined).where(*on_list).group_by(_DEVICE.c.blocked)
        causes: Counter[str] = Counter()
        for row in self._session.execute(found):
            causes.update(dict.fromkeys(row.blocked.split(), row.number))
        return dict(causes)

    def waiting(self, owner: OrganisationId | None) -> Mapping[str, int]:
        found = sql_select(_ITEM.c.list, _COUNT).where(*_owned(owner)).group_by(_ITEM.c.list)
        return {row.list: row.number for row in self._session.execute(found)}

    def delivered(self, span: Span) -> Deliveries:
        made = (_DELIVERY.c.made_at >= span.start, _DELIVERY.c.made_at < span.end)
        deliveries = self._count(sql_select(func.count()).select_from(_DELIVERY).where(*made))
        joined = _DELIVERED.join(_DELIVERY, _DELIVERED.c.delivery_id == _DELIVERY.c.delivery_id)
        return Deliveries(deliveries, self._count(sql_select(func.count()).select_from(joined).where(*made)))

    def devices(self, wanted: StepFilter) -> tuple[DeviceKey, ...]:
        names = ("owner", "outcome", "route", "reason", "group")
        asked = [_STEP.c[name] == value for name in names if (value := getattr(wanted, name)) is not None]
        if wanted.again:
            asked.append(_STEP.c.passage > 1)
        if wanted.after is not None:
            asked.append(_STEP.c.device_key > wanted.after)
        key = _STEP.c.device_key
        found = sql_select(key).distinct().where(*_within(wanted.step, wanted.span), *asked)
        return tuple(map(DeviceKey, self._session.execute(found.order_by(key).limit(wanted.limit)).scalars()))

    def _grouped(self, columns: Sequence[ColumnElement[Any]], step: Step, span: Span) -> Any:
        found = sql_select(*columns, _COUNT).where(*_within(step, span)).group_by(*columns)
        return self._session.execute(found)

    def _count(self, counting: Select[Any]) -> int:
        return int(self._session.execute(counting).scalar_one())


def _same_passage(
    begun: FromClause, other: FromClause, steps: Collection[Step], end: datetime | None
) -> ColumnElement[bool]:
    same = (
        other.c.device_key == begun.c.device_key,
        other.c.passage == begun.c.passage,
        other.c.step.in_([step.value for step in steps]),
    )
    return and_(*same) if end is None else and_(*same, other.c.at < end)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _in(span: Span) -> tuple[ColumnElement[bool], ...]:
    whose = () if span.owner is None else (_STEP.c.owner == span.owner,)
    return (_STEP.c.at >= span.start, _STEP.c.at < span.end, *whose)


def _within(step: Step, span: Span) -> tuple[ColumnElement[bool], ...]:
    return (_STEP.c.step == step.value, *_in(span))


def _owned(owner: OrganisationId | None) -> tuple[ColumnElement[bool], ...]:
    return () if owner is None else (_ITEM.c.owner == owner,)


def _step(row: Any) -> FlowStep:
    return stored_from(FlowStep, row, step=Step(row.step), overridden=bool(row.overridden))


def _owner(value: str | None) -> OrganisationId | None:
    return None if value is None else OrganisationId(value)


def _model(value: str | None) -> PassportId | None:
    return None if value is None else PassportId(value)
