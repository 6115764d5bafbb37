"""The log in SQL: what stands behind `dpp.service.log.ports`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, insert, literal, literal_column, select, tuple_
from sqlmodel import Session, col

from dpp.adapters.database import Database, UtcTime
from dpp.adapters.mapping import stored_from, values_of
from dpp.adapters.rows.log import LogCheckpointRow, LogCosignatureRow, LogEntryRow
from dpp.adapters.rows.passports import LeafRow
from dpp.domain.log.faults import LeafKey
from dpp.service.log.ports import Contents, Entry, StoredCheckpoint, StoredCosignature

Makers = Mapping[str, Callable[[Session], Contents]]
"""What makes the contents of each kind of leaf over a session."""

_LOCK = 0x6B72_696E_676C_6F67  # "kringlog"
_OVERLAP = timedelta(hours=1)
"""A transaction that began before the last numbers were given may end after: its leaves are looked for so far back."""
_AT_ONCE = 2_000
_ROWID: ColumnElement[int] = literal_column("log_leaf.rowid")
_LEAF = (col(LeafRow.subject), col(LeafRow.kind), col(LeafRow.number))
_ENTRY = (col(LogEntryRow.subject), col(LogEntryRow.kind), col(LogEntryRow.number))
_SAME = and_(*(leaf == entry for leaf, entry in zip(_LEAF, _ENTRY, strict=True)))
_UNNUMBERED = ~exists().where(_SAME)
_SAID = (col(LeafRow.commitment), col(LeafRow.salt), col(LeafRow.recorded_at))


class SqlLog:
    """`LogWork` over a session."""

    def __init__(self, session: Session, makers: Makers) -> None:
        self._session = session
        self._connection = session.connection()
        self._is_sqlite = self._connection.dialect.name == "sqlite"
        self.contents = {kind: make(session) for kind, make in makers.items()}

    def hold(self) -> bool:
        """On SQLite there is one writer; on PostgreSQL a lock that ends with the transaction."""
        return self._is_sqlite or bool(self._connection.scalar(select(func.pg_try_advisory_xact_lock(_LOCK))))

    def newest(self) -> StoredCheckpoint | None:
        found = select(LogCheckpointRow).order_by(col(LogCheckpointRow.size).desc()).limit(1)
        row = self._session.scalars(found).first()
        return None if row is None else stored_from(StoredCheckpoint, row)

    def checkpoint(self, size: int) -> StoredCheckpoint | None:
        row = self._session.get(LogCheckpointRow, size)
        return None if row is None else stored_from(StoredCheckpoint, row)

    def checkpoints(self) -> Iterator[StoredCheckpoint]:
        table: Any = LogCheckpointRow.__table__  # type: ignore[attr-defined]  # SQLModel gives every table class one
        rows = self._connection.execute(select(table).order_by(table.c.size).execution_options(yield_per=_AT_ONCE))
        return (stored_from(StoredCheckpoint, row) for row in rows)

    def cosignatures(self, size: int) -> Sequence[StoredCosignature]:
        found = select(LogCosignatureRow).where(col(LogCosignatureRow.size) == size)
        rows = self._session.scalars(found.order_by(col(LogCosignatureRow.added_at)))
        return [stored_from(StoredCosignature, row) for row in rows]

    def waiting(self, limit: int, *, thorough: bool, after: Entry | None = None) -> Sequence[Entry]:
        where = self._new(thorough=thorough) if after is None else [self._later(after)]
        found: Any = select(literal_column("NULL"), *_LEAF, *_SAID).where(_UNNUMBERED, *where)
        rows = self._connection.execute(found.order_by(*self._order()).limit(limit))
        return [_entry(row) for row in rows]

    def all_counted(self) -> bool:
        leaves, entries = (select(func.count()).select_from(table) for table in (LeafRow, LogEntryRow))
        return self._connection.scalar(leaves) == self._connection.scalar(entries)

    def commitments(self, start: int, end: int) -> Sequence[bytes]:
        entry = col(LogEntryRow.entry)
        found = select(col(LeafRow.commitment)).join(LogEntryRow, _SAME).where(entry >= start, entry < end)
        return [bytes.fromhex(each) for each in self._connection.scalars(found.order_by(entry))]

    def numbered(self) -> Iterator[Entry]:
        """In pieces by number, so that no cursor stands open over a whole log."""
        entry, after = col(LogEntryRow.entry), -1
        found: Any = select(entry, *_ENTRY, *_SAID).join(LeafRow, _SAME, isouter=True).order_by(entry).limit(_AT_ONCE)
        while True:
            rows = self._rows(found.where(entry > after))
            yield from map(_entry, rows)
            if len(rows) < _AT_ONCE:
                return
            after = rows[-1][0]

    def _rows(self, wanted: Any) -> Sequence[Any]:
        """Without its time an entry in whose leaf somebody wrote what is none: that is for the check to tell."""
        try:
            return self._connection.execute(wanted).all()
        except ValueError:
            bare = wanted.with_only_columns(*list(wanted.selected_columns)[:-1], literal_column("NULL"))
            rows = self._connection.execute(bare).all()
            if len(rows) == 1:
                return rows
            entry = col(LogEntryRow.entry)
            return [row for each in rows for row in self._rows(wanted.where(entry == each[0]))]

    def of_subject(self, subject: str, kind: str) -> Sequence[Entry]:
        found: Any = select(col(LogEntryRow.entry), *_LEAF, *_SAID).join(LogEntryRow, _SAME, isouter=True)
        mine = (col(LeafRow.subject) == subject, col(LeafRow.kind) == kind)
        return [_entry(row) for row in self._connection.execute(found.where(*mine).order_by(col(LeafRow.number)))]

    def number(self, first: int, keys: Sequence[LeafKey]) -> None:
        rows = [
            {"entry": entry, "subject": key.subject, "kind": key.kind, "number": key.number}
            for entry, key in enumerate(keys, first)
        ]
        self._connection.execute(insert(LogEntryRow.__table__), rows)  # type: ignore[attr-defined]  # as above

    def add_checkpoint(self, checkpoint: StoredCheckpoint) -> None:
        self._session.add(LogCheckpointRow(**values_of(checkpoint)))
        self._session.flush()

    def add_cosignature(self, cosignature: StoredCosignature) -> None:
        self._session.add(LogCosignatureRow(**values_of(cosignature)))
        self._session.flush()

    def commit(self) -> None:
        self._session.commit()

    def _order(self) -> tuple[Any, ...]:
        """The order in which leaves came; PostgreSQL knows only when the recording began."""
        return (_ROWID,) if self._is_sqlite else (col(LeafRow.recorded_at), *_LEAF)

    def _new(self, *, thorough: bool) -> list[ColumnElement[bool]]:
        """Where to look for leaves that came after those numbered last; everywhere when that is not known."""
        newest = None if thorough else self.newest()
        if newest is None:
            return []
        if not self._is_sqlite:
            return [col(LeafRow.recorded_at) >= newest.made_at - _OVERLAP]
        last = select(_ROWID).select_from(LeafRow).join(LogEntryRow, _SAME)
        rowid = self._connection.scalar(last.where(col(LogEntryRow.entry) == newest.size - 1))
        return [] if rowid is None else [rowid < _ROWID]

    def _later(self, entry: Entry) -> ColumnElement[bool]:
        """Behind this leaf in the order of `_order`."""
        key = (entry.key.subject, entry.key.kind, entry.key.number)
        if not self._is_sqlite:
            return tuple_(col(LeafRow.recorded_at), *_LEAF) > tuple_(literal(entry.recorded_at, UtcTime()), *key)
        same = select(_ROWID).select_from(LeafRow).where(*(leaf == part for leaf, part in zip(_LEAF, key, strict=True)))
        return self._connection.scalar(same) < _ROWID


class SqlLogStorage:
    """`LogStorage`: begins transactions."""

    def __init__(self, database: Database, makers: Makers) -> None:
        self._database = database
        self._makers = makers

    @contextmanager
    def reading(self) -> Iterator[SqlLog]:
        with self._database.reading() as session:
            yield SqlLog(session, self._makers)

    @contextmanager
    def writing(self) -> Iterator[SqlLog]:
        with self._database.writing() as session:
            yield SqlLog(session, self._makers)


def _entry(row: Any) -> Entry:
    entry, subject, kind, number, commitment, salt, recorded_at = row
    said = None if commitment is None else _bytes(commitment)
    return Entry(entry, LeafKey(kind, subject, number), said, salt, recorded_at)


def _bytes(commitment: str) -> bytes:
    """What somebody wrote there that is no number in base 16 is kept as it stands: it fits nothing."""
    try:
        return bytes.fromhex(commitment)
    except ValueError:
        return commitment.encode()
