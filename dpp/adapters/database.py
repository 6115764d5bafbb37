"""One database, SQLite or PostgreSQL: engines, sessions, and the column types that both engines share.

A service call is one transaction. `writing()` gives a session that takes the write lock at once (SQLite: BEGIN
IMMEDIATE), so that two writers queue instead of failing half-way; `reading()` gives one that is only read from. Leaving
either without `commit()` rolls back. A database that is away raises Unavailable (`dpp.adapters.away`).
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, MetaData, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DataError, DisconnectionError
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel

from dpp.adapters.away import AWAY, is_away, unavailable
from dpp.adapters.turn import WriterTurn
from dpp.domain.errors import InvalidInput
from dpp.domain.message import message

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # NORMAL lost acknowledged commits when the power was cut (docs/adr/0003)
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # else INSERT OR REPLACE passes the insert-only triggers
    "PRAGMA busy_timeout=10000",
    "PRAGMA cache_size=-65536",
)

ONE_LOOK = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
"""On PostgreSQL a reader sees one state of the database from beginning to end, as on SQLite."""


_IDLE_SINCE = "idle since"
_ASK_AFTER_SECONDS = 1.0
"""How long a connection lies idle before it is asked whether it still lives, which is a question more to the server."""

_READING = "reading"
"""Where the session of a reading keeps its connection, which is one from beginning to end."""


class Row(SQLModel):
    """Base of every table. Rows hold; they do not validate (SQLModel does not, for tables): the domain does."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcTime(TypeDecorator[datetime]):
    """An instant in UTC. SQLite keeps no zone, so one is put back on reading; a time without zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time needs a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 (SQLAlchemy's signature)
    ) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def connection_of(session: Session) -> Connection:
    """What statements without the ORM are read over: that of the whole reading, else of the transaction of now."""
    reading: Connection | None = session.info.get(_READING)
    return session.connection() if reading is None else reading


class Database:
    """The engine for one URL (`sqlite:///file` or `postgresql://...`), and its sessions."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        if self.url.drivername in {"postgresql", "postgres"}:
            self.url = self.url.set(drivername="postgresql+psycopg")
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite(self.url.render_as_string(hide_password=False)) if self.is_sqlite else _server(self.url)
        self._turn = WriterTurn(_lock_file(self.url.database)) if self.is_sqlite else None
        self._reader = self.engine if self.is_sqlite else self.engine.execution_options(**ONE_LOOK)
        self._asker = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def writing(self) -> Iterator[Session]:
        writer = self.engine.execution_options(kringpas_write=True)
        turn = self._turn.taken() if self._turn else nullcontext()
        with _told(), turn, writer.connect() as connection, Session(connection) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self._read_over(self._reader) as session:
            yield session

    @contextmanager
    def asking(self) -> Iterator[Session]:
        """As `reading()`, for one statement: to begin and end a transaction would be two more questions to a server."""
        with self._read_over(self._asker) as session:
            yield session

    @staticmethod
    @contextmanager
    def _read_over(engine: Engine) -> Iterator[Session]:
        with _told(), engine.connect() as connection, Session(connection) as session:
            session.info[_READING] = session.connection()
            yield session

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _told() -> Iterator[None]:
    """A text that the database cannot hold (PostgreSQL takes no NUL) is a fault of the input, wherever it came from."""
    try:
        yield
    except DataError as error:
        raise unstorable() from error
    except AWAY as error:
        if not is_away(error):
            raise
        raise unavailable() from error


def unstorable() -> InvalidInput:
    return InvalidInput(
        message("A value holds a character that cannot be stored."),
        remedy=message("Take out control characters, such as NUL, and send it again."),
    )


def _lock_file(database: str | None) -> Path | None:
    return None if not database or database == ":memory:" else Path(f"{database}-writer")


def _server(url: Any) -> Engine:
    engine = create_engine(url, hide_parameters=True, pool_size=10, max_overflow=10)

    @event.listens_for(engine, "checkin")
    def _put_back(_connection: Any, record: Any) -> None:
        record.info[_IDLE_SINCE] = monotonic()

    @event.listens_for(engine, "checkout")
    def _ask_whether_it_lives(connection: Any, record: Any, _proxy: Any) -> None:
        """A server that was started again, or a network in between, closes what is idle: the pool then opens anew."""
        if monotonic() - record.info.get(_IDLE_SINCE, monotonic()) < _ASK_AFTER_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error

    return engine


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True)  # an error must not carry people's data into a log

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's events below begin the transactions, not the driver
        for pragma in SQLITE_PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("kringpas_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
