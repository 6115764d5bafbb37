"""The test databases themselves: fresh for each test, real on both engines."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from dpp.adapters.database import Database, Row
from tests.support import postgres, run


@pytest.mark.parametrize("turn", [1, 2])
def test_a_fresh_database_has_every_table_and_nothing_of_the_test_before(database: Database, turn: int) -> None:
    tables = inspect(database.engine).get_table_names()
    assert set(Row.metadata.tables) <= set(tables)
    assert "left_behind" not in tables
    with database.writing() as session:
        session.execute(text(f"CREATE TABLE left_behind AS SELECT {turn} AS turn"))
        session.commit()
    assert "left_behind" in inspect(database.engine).get_table_names()


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_nothing_of_the_test_before_is_in_a_table(database: Database, turn: int) -> None:
    """Not even in one that refuses to lose a row."""
    with database.writing() as session:
        assert session.execute(text("SELECT count(*) FROM event_key")).scalar() == 0
        session.execute(
            text("INSERT INTO event_key (event_id, device_key, sequence) VALUES ('e', 'd', :n)"), {"n": turn}
        )
        session.commit()


@pytest.mark.parametrize("turn", [1, 2])
def test_a_guard_that_a_test_took_away_is_there_for_the_next(database: Database, turn: int) -> None:
    count = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
    if not database.is_sqlite:
        count = "SELECT count(*) FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass) AND tgenabled = 'O'"
    assert turn
    with database.writing() as session:
        assert session.execute(text(count), {"table": "event_key"}).scalar()
        if not database.is_sqlite:
            session.execute(text("ALTER TABLE event_key DISABLE TRIGGER ALL"))
        session.commit()


def test_an_empty_database_has_no_tables(empty_database_url: str) -> None:
    opened = Database(empty_database_url)
    assert inspect(opened.engine).get_table_names() == []
    opened.close()


def test_the_url_names_the_engine_that_answers(database_url: str) -> None:
    opened = Database(database_url)
    with opened.reading() as session:
        version = "SELECT sqlite_version()" if opened.is_sqlite else "SELECT version()"
        said = str(session.execute(text(version)).scalar())
    opened.close()
    assert said.startswith("3." if opened.is_sqlite else "PostgreSQL ")


def test_the_wheel_carries_a_server_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A machine without PostgreSQL installed still tests on one."""
    programs = postgres._of_wheel()
    assert programs is not None
    folder = run.folder() / f"wheel-{tmp_path_factory.getbasetemp().name}"
    server = postgres.start(programs, folder)
    with server.database(empty=True) as url:
        opened = Database(url)
        with opened.reading() as session:
            assert session.execute(text("SELECT 1")).scalar() == 1
        opened.close()
    assert Path(folder).is_dir()
