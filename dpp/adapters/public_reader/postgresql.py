"""The reader of PostgreSQL: asked without blocking, by a pool of connections."""

from collections.abc import Sequence
from typing import Any, LiteralString

import psycopg
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import URL

from dpp.adapters.away import unavailable
from dpp.adapters.public_reader.statements import CLOSED, GS1, LABEL, SECONDS, in_order, label_of
from dpp.service.reading import Label, Named, PublicParts, Target

_PASSPORT: LiteralString = f"""
SELECT p.passport_id, p.model_id, p.granularity, p.status, p.version, p.updated_at,
       p.schema_version, p.overrides, p.head, p.elements,
       coalesce(b.version, 0), coalesce(b.updated_at, ''), coalesce(b.schema_version, ''), coalesce(b.overrides, ''),
       coalesce(b.elements, ''::bytea), coalesce(h.version, 0), coalesce(h.body, ''::bytea),
       m.version, m.updated_at, m.schema_version, m.elements,
       p.prepared + coalesce(b.prepared, 0) + m.prepared, ARRAY({CLOSED})
  FROM passport p
  JOIN model_part m ON m.model_id = p.model_id
  LEFT JOIN passport b ON b.passport_id = p.batch_id
  LEFT JOIN history_part h ON h.passport_id = p.passport_id
 WHERE p.passport_id = %s
"""  # noqa: S608 - no input of anybody
_CONNECTIONS = 8


def reader(url: URL, closed: frozenset[str]) -> "PostgresReader":
    return PostgresReader(url.set(drivername="postgresql").render_as_string(hide_password=False), closed)


class PostgresReader:
    """A pool of connections in the loop that asks first; statements are prepared and each is its own transaction."""

    def __init__(self, url: str, closed: frozenset[str]) -> None:
        self._url = url
        self._closed = closed
        self._pool: AsyncConnectionPool[psycopg.AsyncConnection[Any]] | None = None

    async def passport(self, passport_id: str) -> PublicParts | None:
        rows = await self._rows(_PASSPORT, (passport_id,))
        if not rows:
            return None
        *parts, closed = rows[0]
        return PublicParts._make((*parts, in_order(self._closed, closed)))

    async def label(self, code: str) -> Label | None:
        rows = await self._rows(LABEL.format("%s"), (code,))
        return label_of(rows[0]) if rows else None

    async def gs1(self, paths: Sequence[str]) -> Named | None:
        rows = await self._rows(GS1.format("= ANY(%s)"), (list(paths),))
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
            raise unavailable() from error

    async def _opened(self) -> AsyncConnectionPool[psycopg.AsyncConnection[Any]]:
        if self._pool is None:
            self._pool = AsyncConnectionPool(
                self._url,
                kwargs={"autocommit": True},
                min_size=_CONNECTIONS,
                max_size=_CONNECTIONS,
                timeout=SECONDS,
                open=False,
            )
        if self._pool.closed:
            await self._pool.open()
        return self._pool
