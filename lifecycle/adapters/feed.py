"""The events of all devices in the order of the log, in SQL: the store behind `lifecycle.service.feed_ports`."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from dpp.adapters.rows.log import LogEntryRow
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.rows.devices import DeviceRow, EventRow
from lifecycle.adapters.stores import event_of
from lifecycle.service.feed_ports import FeedEntry, FeedPart, FeedWanted

_EVENT = "event"


class SqlFeed:
    """`FeedStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def after(self, wanted: FeedWanted) -> FeedPart:
        """The end is read first: what is numbered between two statements belongs to the next part."""
        end = self.end()
        rows = self._session.exec(_query(wanted, end)).all()
        entries = tuple(FeedEntry(entry, event.sequence, event_of(event, None)) for entry, event in rows)
        is_full = len(entries) == wanted.limit
        return FeedPart(entries, entries[-1].entry if is_full and entries else max(end, wanted.after))

    def end(self) -> int:
        last: int | None = self._session.exec(select(func.max(LogEntryRow.entry))).first()
        return -1 if last is None else last

    def entries_of(self, key: DeviceKey) -> Mapping[int, int]:
        row = LogEntryRow
        found = self._session.exec(select(row.number, row.entry).where(row.subject == key, row.kind == _EVENT))
        return dict(found.all())


def _query(wanted: FeedWanted, end: int) -> Any:
    entry, event = LogEntryRow, EventRow
    of_event = and_(col(event.device_key) == col(entry.subject), col(event.sequence) == col(entry.number))
    found = (
        select(entry.entry, event)
        .join(event, of_event)
        .where(entry.kind == _EVENT, col(entry.entry) > wanted.after, col(entry.entry) <= end)
    )
    if wanted.kinds:
        found = found.where(col(event.kind).in_(sorted(wanted.kinds)))
    if wanted.party is not None:
        device = DeviceRow
        found = found.join(device, col(device.device_key) == col(entry.subject))
        found = found.where(or_(col(device.owner) == wanted.party, col(device.custodian) == wanted.party))
    return found.order_by(col(entry.entry)).limit(wanted.limit)
