"""Devices for routing in SQL, many at once: `StockStore` over a session."""

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import case, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.rows.devices import DeviceStateRow, EventRow
from lifecycle.adapters.states import FOLD, read_state
from lifecycle.domain.device import Device


class SqlStock:
    """`StockStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def states(self, keys: Collection[DeviceKey]) -> dict[DeviceKey, Device]:
        row = DeviceStateRow
        found = sql_select(col(row.device_key), col(row.content)).where(
            col(row.device_key).in_(keys), col(row.fold) == FOLD
        )
        return {DeviceKey(key): read_state(content) for key, content in self._session.execute(found)}

    def last_told(self, keys: Collection[DeviceKey], without: Collection[str]) -> dict[DeviceKey, datetime]:
        row = EventRow
        corrections = func.sum(case((col(row.kind) == "corrected", 1), else_=0))
        found = (
            sql_select(col(row.device_key), func.max(col(row.occurred_at)))
            .where(col(row.device_key).in_(keys), col(row.kind).not_in(without))
            .group_by(col(row.device_key))
            .having(corrections == 0)
        )
        return {DeviceKey(key): last.astimezone(UTC) for key, last in self._session.execute(found)}
