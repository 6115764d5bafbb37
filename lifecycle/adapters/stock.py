"""Devices for routing in SQL, many at once: `StockStore` over a session."""

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, case, func, or_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.rows.devices import DeviceRow, DeviceStateRow, EventRow
from lifecycle.adapters.states import FOLD, read_state
from lifecycle.domain.device import Device
from lifecycle.service.routing_ports import StockFilter


class SqlStock:
    """`StockStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count(self, wanted: StockFilter) -> int:
        found = sql_select(func.count()).select_from(DeviceRow).where(*_conditions(wanted))
        return int(self._session.execute(found).scalar_one())

    def keys(self, wanted: StockFilter, after: DeviceKey, limit: int) -> tuple[DeviceKey, ...]:
        key = col(DeviceRow.device_key)
        found = sql_select(key).where(*_conditions(wanted), key > after).order_by(key).limit(limit)
        return tuple(map(DeviceKey, self._session.execute(found).scalars()))

    def states(self, keys: Collection[DeviceKey]) -> dict[DeviceKey, Device]:
        row = DeviceStateRow
        found = sql_select(col(row.device_key), col(row.content)).where(
            col(row.device_key).in_(keys), col(row.fold) == FOLD
        )
        return {DeviceKey(key): read_state(content) for key, content in self._session.execute(found)}

    def last_told(self, keys: Collection[DeviceKey], without: Collection[str]) -> dict[DeviceKey, datetime]:
        return self._told(func.max(col(EventRow.occurred_at)), keys, without)

    def first_told(self, keys: Collection[DeviceKey]) -> dict[DeviceKey, datetime]:
        return self._told(func.min(col(EventRow.occurred_at)), keys, ()) if keys else {}

    def _told(
        self, moment: ColumnElement[datetime], keys: Collection[DeviceKey], without: Collection[str]
    ) -> dict[DeviceKey, datetime]:
        row = EventRow
        corrections = func.sum(case((col(row.kind) == "corrected", 1), else_=0))
        found = (
            sql_select(col(row.device_key), moment)
            .where(col(row.device_key).in_(keys), col(row.kind).not_in(without))
            .group_by(col(row.device_key))
            .having(corrections == 0)
        )
        return {DeviceKey(key): found_at.astimezone(UTC) for key, found_at in self._session.execute(found)}


def _conditions(wanted: StockFilter) -> tuple[ColumnElement[bool], ...]:
    state = col(DeviceRow.route_state)
    named = state.in_([each for each in wanted.route_states if each is not None])
    proposal = or_(named, state.is_(None)) if None in wanted.route_states else named
    return col(DeviceRow.lifecycle).in_(wanted.lifecycles), proposal
