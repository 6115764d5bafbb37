"""What the leaves of events commit to, read back from their tables; and the erasing of their texts."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, and_, select, tuple_
from sqlmodel import Session, col, delete

from dpp.adapters.log.contents import keys_without_leaf, places
from dpp.adapters.log.erasures import SqlErasures
from dpp.domain.log.bundle import Erased
from dpp.domain.log.faults import Fault, FaultKind, LeafKey
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical, commitment
from dpp.service.log.ports import Content
from lifecycle.adapters.rows.devices import EventKeyRow, EventPayloadRow, EventRow
from lifecycle.domain.events import COMMITMENT
from lifecycle.domain.events.record import committed

EVENT = "event"
_COLUMNS: tuple[Any, ...] = (
    col(EventRow.event_id),
    col(EventRow.device_key),
    col(EventRow.sequence),
    col(EventRow.kind),
    col(EventRow.occurred_at),
    col(EventRow.recorded_at),
    col(EventRow.actor),
    col(EventRow.organisation),
    col(EventRow.transaction_id),
    col(EventRow.content),
    col(EventPayloadRow.salt).label("salt"),
    col(EventPayloadRow.content).label("text"),
    col(EventKeyRow.sequence).label("found"),
)


@dataclass(frozen=True)
class Envelope:
    """An event as its row has it, without reading what happened."""

    id: str
    device: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    organisation: str | None
    transaction: str


class SqlEventContents:
    """`Contents` of events. The rows are read as they are: nothing here depends on what a happening means."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._erasures = SqlErasures(session)

    def of(self, keys: Sequence[LeafKey]) -> Mapping[LeafKey, Content]:
        found = {}
        for some in places(keys):
            rows = self._session.execute(self._wanted(some)).all()
            bare = [(row.device_key, row.sequence) for row in rows if row.text is None and COMMITMENT in row.content]
            erased = self._erasures.known(bare) if bare else {}
            for row in rows:
                gone = erased.get((row.device_key, row.sequence))
                told = None if gone is None else Erased(gone.erased_at.date().isoformat(), gone.ground)
                found[LeafKey(EVENT, row.device_key, row.sequence)] = _content(row, told)
        return found

    def without_leaf(self) -> Iterable[LeafKey]:
        return keys_without_leaf(self._session, EVENT, col(EventRow.device_key), col(EventRow.sequence))

    @staticmethod
    def _wanted(some: Sequence[tuple[str, int]]) -> Any:
        event, text, key = EventRow, EventPayloadRow, EventKeyRow
        of_event = and_(col(text.device_key) == col(event.device_key), col(text.sequence) == col(event.sequence))
        by_id = and_(col(key.event_id) == col(event.event_id), col(key.device_key) == col(event.device_key))
        joined = select(*_COLUMNS).select_from(event).join(text, of_event, isouter=True).join(key, by_id, isouter=True)
        return joined.where(tuple_(col(event.device_key), col(event.sequence)).in_(some))


class SqlEventTexts:
    """The texts of events that may have to be erased."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def erase(self, key: DeviceKey, number: int) -> bool:
        """Whether there was one. On SQLite its bytes are written over, so that the file does not keep them."""
        text = EventPayloadRow
        if self._session.connection().dialect.name == "sqlite":
            self._session.connection().exec_driver_sql("PRAGMA secure_delete=ON")
        gone = self._session.exec(delete(text).where(col(text.device_key) == key, col(text.sequence) == number))
        return gone.rowcount > 0


def _content(row: Row[Any], erased: Erased | None) -> Content:
    kept = json.loads(row.content)
    envelope = Envelope(
        row.event_id,
        row.device_key,
        row.occurred_at.astimezone(UTC),
        row.recorded_at.astimezone(UTC),
        row.actor,
        row.organisation,
        row.transaction_id,
    )
    said = canonical(committed(envelope, row.sequence, kept))
    sealed = kept.get(COMMITMENT) if isinstance(kept, dict) else None
    return Content((said,), row.recorded_at, tuple(_faults(row, kept, sealed, erased)), erased=erased)


def _faults(row: Row[Any], kept: Any, sealed: str | None, erased: Erased | None) -> Iterator[Fault]:
    """What the leaf does not see: the columns beside the content, the text under its own salt, the table of ids."""
    if not isinstance(kept, dict) or kept.get("kind") != row.kind:
        yield Fault(FaultKind.CONTENT_DIFFERS, f"it is filed as '{row.kind}', and what it says is something else")
    if row.found != row.sequence:
        yield Fault(FaultKind.CONTENT_DIFFERS, "its id is not in the table of event ids, or leads to another event")
    if row.text is not None and (sealed is None or not _opens(sealed, row)):
        yield Fault(FaultKind.TEXT_DIFFERS, "its text is not the one that was committed to")
    if row.text is None and sealed is not None and erased is None:
        yield Fault(FaultKind.TEXT_GONE, "its text is gone, and no erasure of it was recorded")


def _opens(sealed: str, row: Row[Any]) -> bool:
    try:
        return commitment(row.salt, row.text.encode()) == sealed
    except ValueError:
        return False  # the salt was changed
