"""`PublicReader` on SQLite and on PostgreSQL: plain SQL, one indexed statement for each question.

Both open their connections when the first question comes. SQLite answers from the page cache faster than a thread
could be found, so it is asked in the loop itself; PostgreSQL is asked without blocking, by a pool of that loop.
"""

import sqlite3
import threading
from asyncio import get_running_loop
from collections.abc import Sequence
from typing import Any, LiteralString
from urllib.parse import quote

import psycopg
from psycopg_pool import AsyncConnectionPool

from dpp.adapters.database import Database
from dpp.domain.errors import Unavailable
from dpp.domain.message import message
from dpp.service.reading import Label, Named, PublicParts, PublicReader, Target

_OWN = """
SELECT p.passport_id, p.model_id, p.granularity, p.status, p.version, p.updated_at, p.overrides, p.head, p.elements,
       coalesce(h.version, 0), h.body
  FROM passport p
  LEFT JOIN history_part h ON h.passport_id = p.passport_id
 WHERE p.passport_id = ?
"""
_MODEL = "SELECT version, updated_at, elements FROM model_part WHERE model_id = ?"
_PASSPORT: LiteralString = """
SELECT p.passport_id, p.model_id, p.granularity, p.status, p.version, p.updated_at, p.overrides, p.head, p.elements,
       m.version, m.updated_at, m.elements, coalesce(h.version, 0), h.body
  FROM passport p
  JOIN model_part m ON m.model_id = p.model_id
  LEFT JOIN history_part h ON h.passport_id = p.passport_id
 WHERE p.passport_id = {}
"""
_LABEL: LiteralString = """
SELECT l.state, p.passport_id, p.model_id, p.granularity
  FROM label l
  LEFT JOIN passport p ON p.passport_id = l.passport_id
 WHERE l.code = {}
"""
_GS1: LiteralString = """
SELECT k.uri, p.passport_id, p.model_id, p.granularity
  FROM gs1_key k
  JOIN passport p ON p.passport_id = k.passport_id
 WHERE k.uri {}
"""
_MMAP_BYTES = 1 << 30
_CONNECTIONS = 8
_SECONDS = 5.0


def public_reader(database: Database) -> PublicReader:
    """The reader for this database."""
    if database.is_sqlite:
        return SqliteReader(database.url.database or "")
    return PostgresReader(database.url.set(drivername="postgresql").render_as_string(hide_password=False))


class _Turn(threading.local):
    """What one thread keeps between questions: its connection, and the models that it has read."""

    connection: sqlite3.Connection | None = None
    data_version = -1

    def __init__(self) -> None:
        self.models: dict[str, tuple[int, str, bytes]] = {}


class SqliteReader:
    """One read-only connection for each thread, over the mapped file.

    The questions of one turn of the loop share a read transaction, which ends before the next turn: so each turn sees
    what was committed last, and the locks of a transaction are taken once for all scans that came in together. A model
    is remembered until anything is committed to the database (`PRAGMA data_version`).
    """

    _label_sql = _LABEL.format("?")
    _gs1_sql = _GS1.format("= ?")

    def __init__(self, path: str) -> None:
        self._address = f"file:{quote(path)}?mode=ro"
        self._turn = _Turn()

    async def passport(self, passport_id: str) -> PublicParts | None:
        row = self._first(_OWN, (passport_id,))
        if row is None:
            return None
        return PublicParts._make((*row[:9], *self._model(row[1]), row[9], row[10] or b""))

    async def label(self, code: str) -> Label | None:
        row = self._first(self._label_sql, (code,))
        return None if row is None else _label(row)

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

    def _model(self, model_id: str) -> tuple[int, str, bytes]:
        models = self._turn.models
        if model_id not in models:
            models[model_id] = self._first(_MODEL, (model_id,))
        return models[model_id]

    def _first(self, statement: str, values: tuple[str, ...]) -> Any:
        connection = self._turn.connection
        try:
            if connection is None or not connection.in_transaction:
                connection = self._begin(connection or self._connect())
            return connection.execute(statement, values).fetchone()
        except sqlite3.Error as error:
            raise _unavailable() from error

    def _begin(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        """Begin the transaction of this turn; forget the models if anything was committed since the last one."""
        connection.execute("BEGIN")
        get_running_loop().call_soon(self._end, connection)
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        if version != self._turn.data_version:
            self._turn.models.clear()
            self._turn.data_version = version
        return connection

    def _end(self, connection: sqlite3.Connection) -> None:
        if connection is self._turn.connection and connection.in_transaction:
            connection.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._address, uri=True, isolation_level=None)
        connection.execute(f"PRAGMA mmap_size={_MMAP_BYTES}")
        connection.execute(f"PRAGMA busy_timeout={int(_SECONDS * 1000)}")
        self._turn.connection = connection
        return connection


class PostgresReader:
    """A pool of connections in the loop that asks first; statements are prepared and each is its own transaction."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: AsyncConnectionPool[psycopg.AsyncConnection[Any]] | None = None

    async def passport(self, passport_id: str) -> PublicParts | None:
        rows = await self._rows(_PASSPORT.format("%s"), (passport_id,))
        return _parts(rows[0]) if rows else None

    async def label(self, code: str) -> Label | None:
        rows = await self._rows(_LABEL.format("%s"), (code,))
        return _label(rows[0]) if rows else None

    async def gs1(self, paths: Sequence[str]) -> Named | None:
        rows = await self._rows(_GS1.format("= ANY(%s)"), (list(paths),))
        found = {row[0]: Target._make(row[1:]) for row in rows}
        return next((Named(path, found[path]) for path in paths if path in found), None)

    async def close(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()

    async def _rows(self, statement: LiteralString, values: tuple[Any, ...]) -> list[Any]:
        try:
            async with (await self._opened()).connection() as connection:
                cursor = connection.cursor(binary=True)
                await cursor.execute(statement, values, prepare=True)
                return await cursor.fetchall()
        except psycopg.Error as error:
            raise _unavailable() from error

    async def _opened(self) -> AsyncConnectionPool[psycopg.AsyncConnection[Any]]:
        if self._pool is None:
            self._pool = AsyncConnectionPool(
                self._url,
                kwargs={"autocommit": True},
                min_size=_CONNECTIONS,
                max_size=_CONNECTIONS,
                timeout=_SECONDS,
                open=False,
            )
        if self._pool.closed:
            await self._pool.open()
        return self._pool


def _parts(row: Any) -> PublicParts:
    return PublicParts._make(row if row[-1] is not None else (*row[:-1], b""))


def _label(row: Any) -> Label:
    state, *target = row
    return Label(state, None if target[0] is None else Target._make(target))


def _unavailable() -> Unavailable:
    return Unavailable(message("The database does not answer."), remedy=message("Try again in a minute."))
