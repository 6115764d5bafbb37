"""Connections to a PostgreSQL server that closes them while they lie idle."""

import pytest
from sqlalchemy import create_engine, text

from dpp.adapters import database as databases
from dpp.adapters.database import Database
from dpp.domain.errors import Unavailable

_LEAVE = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = :name"
)


def read(database: Database) -> int:
    with database.reading() as session:
        return int(session.connection().execute(text("SELECT 1")).scalar_one())


def put_everybody_out(database: Database) -> None:
    server = create_engine(database.url)
    with server.connect() as connection:
        connection.execute(_LEAVE, {"name": database.url.database})
    server.dispose()


def test_one_that_lay_idle_is_asked_whether_it_lives_and_opened_anew(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "_ASK_AFTER_SECONDS", 0.0)
    database = Database(postgres_url)
    assert read(database) == 1
    put_everybody_out(database)
    assert read(database) == 1
    database.close()


def test_one_that_was_used_a_moment_ago_is_not_asked_and_after_one_failure_all_are_new(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "_ASK_AFTER_SECONDS", 3600.0)
    database = Database(postgres_url)
    assert read(database) == 1
    put_everybody_out(database)
    with pytest.raises(Unavailable, match="does not answer"):
        read(database)
    assert read(database) == 1
    database.close()
