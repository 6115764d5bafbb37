"""The real migrations, on both engines: from empty to the newest, the schema is what the code says it is."""

from collections.abc import Iterator

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from dpp.adapters import migrate
from dpp.adapters.database import Database
from migrations import triggers


def _revisions() -> list[str]:
    scripts = ScriptDirectory.from_config(migrate.configuration())
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


REVISIONS = _revisions()


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Database]:
    database = Database(empty_database_url)
    yield database
    database.close()


def test_the_migrations_form_one_line_numbered_in_order() -> None:
    numbers = [f"{number:04}" for number in range(1, len(REVISIONS) + 1)]
    assert numbers == REVISIONS
    assert REVISIONS, "there is no migration: write one with `make migration m='...'`"


def test_after_every_migration_the_insert_only_tables_are_guarded(empty: Database) -> None:
    for revision in REVISIONS:
        migrate.upgrade(empty, revision)
        guarded = [table for table in triggers.INSERT_ONLY if table in inspect(empty.engine).get_table_names()]
        with empty.engine.connect() as connection:
            wanted = {name for table in guarded for name in triggers.names(connection.dialect.name, table)}
            assert wanted <= triggers.present(connection), f"after {revision}"
    assert sorted(guarded) == sorted(triggers.INSERT_ONLY)


def test_the_schema_is_what_the_rows_say(empty: Database) -> None:
    migrate.upgrade(empty)
    assert migrate.current(empty) == REVISIONS[-1]
    assert migrate.differences(empty) == []
