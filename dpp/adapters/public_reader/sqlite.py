"""The reader of SQLite: asked in the loop itself."""

import sqlite3
import threading
from asyncio import get_running_loop
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL

from dpp.adapters.away import unavailable
from dpp.adapters.public_reader.statements import CLOSED, GS1, LABEL, SECONDS, in_order, label_of
from dpp.service.reading import Label, Named, PublicParts, Target

_OWN = """
SELECT p.passport_id, p.model_id, p.granularity, p.status, p.version, p.updated_at,
       p.schema_version, p.overrides, p.head, p.elements,
       coalesce(h.version, 0), coalesce(h.body, x''), p.batch_id, p.prepared
  FROM passport p
  LEFT JOIN history_part h ON h.passport_id = p.passport_id
 WHERE p.passport_id = ?
"""
_BATCH = "SELECT version, updated_at, schema_version, overrides, elements, prepared FROM passport WHERE passport_id = ?"
_MODEL = "SELECT version, updated_at, schema_version, elements, prepared FROM model_part WHERE model_id = ?"
_NO_BATCH = (0, "", "", "", b"")
_CLOSED = f"SELECT group_concat(element_id, ' ') FROM ({CLOSED})"  # noqa: S608 - no input of anybody
_MMAP_BYTES = 1 << 30


def reader(url: URL, closed: frozenset[str]) -> "SqliteReader":
    return SqliteReader(url.database or "", closed)


_Part = tuple[Any, ...]


class _Turn(threading.local):
    """What one thread keeps between questions: its connection, the parts that many share, and what is closed."""

    connection: sqlite3.Connection | None = None
    data_version = -1

    def __init__(self) -> None:
        self.parts: dict[str, tuple[_Part, int]] = {}
        self.closed: str | None = None


class SqliteReader:
    """One read-only connection for each thread, over the mapped file.

    The questions of one turn of the loop share a read transaction, which ends before the next turn: so each turn sees
    what was committed last, and the locks of a transaction are taken once for all scans that came in together. Models
    and batches, and what is closed, are remembered until anything is committed (`PRAGMA data_version`).
    """

    _label_sql = LABEL.format("?")
    _gs1_sql = GS1.format("= ?")

    def __init__(self, path: str, closed: frozenset[str] = frozenset()) -> None:
        self._address = f"file:{quote(path)}?mode=ro"
        self._turn = _Turn()
        self._closed = closed

    async def passport(self, passport_id: str) -> PublicParts | None:
        row = self._first(_OWN, (passport_id,))
        if row is None:
            return None
        *own, history_version, history, batch_id, prepared = row
        model, model_prepared = self._shared(_MODEL, row[1])
        batch, batch_prepared = (_NO_BATCH, 0) if batch_id is None else self._shared(_BATCH, batch_id)
        closed = self._turn.closed
        if closed is None:
            closed = self._closed_now()
        prepared += model_prepared + batch_prepared
        return PublicParts._make((*own, *batch, history_version, history, *model, prepared, closed))

    async def label(self, code: str) -> Label | None:
        row = self._first(self._label_sql, (code,))
        return None if row is None else label_of(row)

    async def gs1(self, paths: Sequence[str]) -> Named | None:
        """Asks for one after the other: nearly always the first is there, and no network lies between."""
        for path in paths:
            row = self._first(self._gs1_sql, (path,))
            if row is not None:
                return Named(row[0], Target._make(row[1:]))
        return None

    async def close(self) -> None:
        """Close the connection of this thread; those of other threads end with them."""
        connection, self._turn.connection = self._turn.connection, None
        if connection is not None:
            connection.close()

    def _closed_now(self) -> str:
        (now,) = self._first(_CLOSED, ())
        closed = in_order(self._closed, (now or "").split())
        self._turn.closed = closed
        return closed

    def _shared(self, statement: str, identity: str) -> tuple[_Part, int]:
        """The part of a model or of a batch, and how often it was prepared anew."""
        parts = self._turn.parts
        if identity not in parts:
            *part, prepared = self._first(statement, (identity,))
            parts[identity] = tuple(part), prepared
        return parts[identity]

    def _first(self, statement: str, values: tuple[str, ...]) -> Any:
        connection = self._turn.connection
        try:
            if connection is None or not connection.in_transaction:
                connection = self._begin(connection or self._connect())
            return connection.execute(statement, values).fetchone()
        except sqlite3.Error as error:
            raise unavailable() from error

    def _begin(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        """Begin the transaction of this turn; forget what is remembered if anything was committed since."""
        connection.execute("BEGIN")
        get_running_loop().call_soon(self._end, connection)
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        if version != self._turn.data_version:
            self._turn.parts.clear()
            self._turn.closed = None
            self._turn.data_version = version
        return connection

    def _end(self, connection: sqlite3.Connection) -> None:
        if connection is self._turn.connection and connection.in_transaction:
            connection.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._address, uri=True, isolation_level=None)
        connection.execute(f"PRAGMA mmap_size={_MMAP_BYTES}")
        connection.execute(f"PRAGMA busy_timeout={int(SECONDS * 1000)}")
        self._turn.connection = connection
        return connection
