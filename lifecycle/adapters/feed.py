"""The events of all devices in the order of the log, in SQL: the store behind `lifecycle.service.feed_ports`."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from dpp.adapters.log.numbers import last_number, numbered
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.rows.devices import DeviceRow, EventRow
from lifecycle.adapters.stores import event_of
from lifecycle.service.feed_ports import FeedEntry, FeedPart, FeedWanted

_NUMBERED = numbered("event")


class SqlFeed:
    """`FeedStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def after(self, wanted: FeedWanted) -> FeedPart:
        """The end is read first: what is numbered between two statements belongs to the next part."""
        end = self.end()
        rows = self._session.execute(_query(wanted, end)).all()
        entries = tuple(FeedEntry(entry, event.sequence, event_of(event, None)) for entry, event in rows)
        is_full = len(entries) == wanted.limit
        return FeedPart(entries, entries[-1].entry if is_full and entries else max(end, wanted.after))

    def end(self) -> int:
        return last_number(self._session)

    def entries_of(self, key: DeviceKey) -> Mapping[int, int]:
        mine: Any = select(_NUMBERED.c.number, _NUMBERED.c.entry).where(_NUMBERED.c.subject == key)
        return {number: entry for number, entry in self._session.execute(mine)}  # noqa: C416 - rows are no pairs


def _query(wanted: FeedWanted, end: int) -> Any:
    leaf, event = _NUMBERED.c, EventRow
    of_event = and_(col(event.device_key) == leaf.subject, col(event.sequence) == leaf.number)
    found: Any = (
        select(leaf.entry, event)
        .select_from(_NUMBERED)
        .join(event, of_event)
        .where(leaf.entry > wanted.after, leaf.entry <= end)
    )
    if wanted.kinds:
        found = found.where(col(event.kind).in_(sorted(wanted.kinds)))
    if wanted.party is not None:
        device = DeviceRow
        found = found.join(device, col(device.device_key) == leaf.subject)
        found = found.where(or_(col(device.owner) == wanted.party, col(device.custodian) == wanted.party))
    return found.order_by(leaf.entry).limit(wanted.limit)
