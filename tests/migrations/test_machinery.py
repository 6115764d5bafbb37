"""How a migration runs: one transaction, one at a time, and without losing rows or triggers.

These tests bring their own small migrations, in a folder beside the real `env.py`.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from dpp.adapters import migrate
from dpp.adapters.database import Database
from dpp.domain.errors import Unavailable
from migrations import triggers

FIRST = """
    op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True))
    op.create_table(
        "child",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent", sa.Integer, sa.ForeignKey("parent.id", name="fk_child_parent", ondelete="CASCADE")),
    )
    triggers.guard("parent")
"""
WIDER = """
    with op.batch_alter_table("parent", recreate="auto") as table:
        table.add_column(sa.Column("name", sa.String(), nullable=True))
        table.alter_column("id", existing_type=sa.Integer(), type_=sa.BigInteger())
    triggers.guard("parent")
"""
FAILS = """
    op.create_table("half_made", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("INSERT INTO nowhere VALUES (1)")
"""

Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes migrations 0001, 0002, ... with these bodies, and lets the code find them."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    shutil.copy(migrate.SCRIPTS / "env.py", folder)
    monkeypatch.setattr(migrate, "SCRIPTS", folder)

    def write(*bodies: str) -> None:
        for number, body in enumerate(bodies, start=1):
            before = f'"{number - 1:04}"' if number > 1 else "None"
            (folder / "versions" / f"{number:04}.py").write_text(
                "import sqlalchemy as sa\nfrom alembic import op\nfrom migrations import triggers\n"
                f'revision = "{number:04}"\ndown_revision = {before}\n\n\ndef upgrade():{body}'
            )

    return write


@pytest.fixture
def empty(empty_database_url: str) -> Database:
    return Database(empty_database_url)


def _execute(database: Database, *statements: str) -> None:
    with database.writing() as session:
        for statement in statements:
            session.execute(text(statement))
        session.commit()


def test_an_upgrade_runs_every_migration_in_order(empty: Database, write: Write) -> None:
    write(FIRST, WIDER)
    migrate.upgrade(empty)
    assert migrate.current(empty) == migrate.head() == "0002"
    migrate.upgrade(empty)  # a second time changes nothing
    assert migrate.current(empty) == "0002"
    empty.close()


def test_a_migration_that_fails_leaves_nothing_behind(empty: Database, write: Write) -> None:
    write(FIRST, FAILS)
    with pytest.raises(DBAPIError, match="nowhere"):
        migrate.upgrade(empty)
    assert migrate.current(empty) == "0001"
    assert "half_made" not in inspect(empty.engine).get_table_names()
    empty.close()


def test_remaking_a_table_keeps_the_rows_that_refer_to_it(empty: Database, write: Write) -> None:
    """SQLite remakes the table; with its foreign keys checked, the children would go with the old parent."""
    write(FIRST, WIDER)
    migrate.upgrade(empty, "0001")
    _execute(empty, "INSERT INTO parent (id) VALUES (1)", "INSERT INTO child (id, parent) VALUES (7, 1)")
    migrate.upgrade(empty)
    with empty.reading() as session:
        assert session.execute(text("SELECT id, parent FROM child")).all() == [(7, 1)]
    with pytest.raises(DBAPIError):  # and the checks are on again
        _execute(empty, "INSERT INTO child (id, parent) VALUES (8, 99)")
    empty.close()


@pytest.mark.parametrize("revision", ["0001", "head"])
def test_a_guarded_table_takes_rows_and_lets_none_go(empty: Database, write: Write, revision: str) -> None:
    write(FIRST, WIDER)
    migrate.upgrade(empty, revision)
    _execute(empty, "INSERT INTO parent (id) VALUES (1)")
    attempts = ["UPDATE parent SET id = 2", "DELETE FROM parent"]
    attempts += ["INSERT OR REPLACE INTO parent (id) VALUES (1)"] if empty.is_sqlite else ["TRUNCATE parent CASCADE"]
    for attempt in attempts:
        with pytest.raises(DBAPIError, match="parent is insert-only"):
            _execute(empty, attempt)
    with empty.reading() as session:
        assert session.execute(text("SELECT id FROM parent")).all() == [(1,)]
    empty.close()


def test_taking_the_guard_off_lets_a_migration_change_old_rows(empty: Database, write: Write) -> None:
    write(
        FIRST, '\n    triggers.unguard("parent")\n    op.execute("DELETE FROM parent")\n    triggers.guard("parent")\n'
    )
    migrate.upgrade(empty, "0001")
    _execute(empty, "INSERT INTO parent (id) VALUES (1)")
    migrate.upgrade(empty)
    with empty.engine.connect() as connection:
        assert set(triggers.names(connection.dialect.name, "parent")) <= triggers.present(connection)
        assert connection.execute(text("SELECT count(*) FROM parent")).scalar() == 0
    empty.close()


def test_sqlite_loses_the_triggers_of_a_table_that_is_remade(tmp_path: Path) -> None:
    """The trap for which `guard` is called again: should SQLite or Alembic mend it, this test tells."""
    database = Database(f"sqlite:///{tmp_path / 'trap.sqlite'}")
    with database.engine.connect() as connection, Operations.context(MigrationContext.configure(connection)) as op:
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        triggers.guard("parent")
        assert triggers.present(connection) == {"parent_refuses_update", "parent_refuses_delete"}
        with op.batch_alter_table("parent", recreate="always"):
            pass
        assert triggers.present(connection) == set()
    database.close()


def test_only_one_process_migrates_at_a_time(postgres_url: str, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(FIRST)
    monkeypatch.setattr(migrate, "_WAIT_FOR_OTHERS", "50ms")
    database = Database(postgres_url)
    with database.engine.connect() as other:
        other.execute(text("SELECT pg_advisory_lock(:key)"), {"key": migrate._LOCK})
        with pytest.raises(Unavailable, match="could not be migrated"):
            migrate.upgrade(database)
    database.close()
