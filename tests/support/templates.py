"""What a fresh database holds: the whole schema, migrated once per run and copied for each test."""

import sqlite3
from pathlib import Path

from dpp.adapters import migrate
from dpp.adapters.database import Database
from migrations.tables import METADATA
from tests.support import run


def fill(url: str) -> None:
    """Make every table in an empty database."""
    database = Database(url)
    if migrate.head() is None:
        METADATA.create_all(database.engine)
    else:
        migrate.upgrade(database)
    database.close()


def sqlite_template() -> Path:
    """An SQLite file with the whole schema, to be copied."""
    path = run.folder() / "template.sqlite"
    with run.only_once("sqlite-template") as undone:
        if undone:
            fill(f"sqlite:///{path}")
            with sqlite3.connect(path) as connection:  # everything into the one file that is copied
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
    return path
