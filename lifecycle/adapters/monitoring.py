"""Steps of devices and counts of them in SQL: `FlowStore` over a session."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy import select as sql_select
from sqlmodel import Session

from dpp.adapters.mapping import stored_from, table_of, values_of
from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.adapters.rows.devices import DeviceRow
from lifecycle.adapters.rows.donations import DonationDeliveryRow, DonationDeviceRow
from lifecycle.adapters.rows.monitoring import FlowStepRow
from lifecycle.adapters.rows.worklists import WorkItemRow
from lifecycle.domain.monitoring.counted import Decided, Deliveries, Ended
from lifecycle.domain.monitoring.steps import FlowStep, Step
from lifecycle.domain.worklists import ListName
from lifecycle.service.monitoring_ports import Span, StepFilter

_STEP, _DEVICE, _ITEM = table_of(FlowStepRow), table_of(DeviceRow), table_of(WorkItemRow)
_DELIVERY, _DELIVERED = table_of(DonationDeliveryRow), table_of(DonationDeviceRow)
_ORDER = {step: place for place, step in enumerate(Step)}
_COUNT = func.count().label("number")


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


def _within(step: Step, span: Span) -> tuple[ColumnElement[bool], ...]:
    whose = () if span.owner is None else (_STEP.c.owner == span.owner,)
    return (_STEP.c.step == step.value, _STEP.c.at >= span.start, _STEP.c.at < span.end, *whose)


def _owned(owner: OrganisationId | None) -> tuple[ColumnElement[bool], ...]:
    return () if owner is None else (_ITEM.c.owner == owner,)


def _step(row: Any) -> FlowStep:
    return stored_from(FlowStep, row, step=Step(row.step), overridden=bool(row.overridden))


def _owner(value: str | None) -> OrganisationId | None:
    return None if value is None else OrganisationId(value)


def _model(value: str | None) -> PassportId | None:
    return None if value is None else PassportId(value)
