"""Deviations from the rules in SQL: the store behind `lifecycle.service.mandate_ports`."""

from datetime import datetime

from sqlmodel import Session, col, select

from lifecycle.adapters.rows.devices import EventRow
from lifecycle.adapters.stores import event_of
from lifecycle.domain.events import Event


class SqlOverrides:
    """`OverrideStore` over a session; the index holds these events alone."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def between(self, first: datetime, end: datetime) -> tuple[Event, ...]:
        row = EventRow
        found = select(row).where(row.kind == "route_overridden", row.recorded_at >= first, row.recorded_at < end)
        ordered = found.order_by(col(row.recorded_at), col(row.event_id))
        return tuple(event_of(each, None) for each in self._session.exec(ordered))
