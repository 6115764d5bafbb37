"""What a fresh database holds: every table, made once per run and copied for each test."""

import sqlite3
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from dpp.adapters.database import Database, Row
from tests.support import run

ROWS = ("dpp.adapters.rows", "lifecycle.adapters.rows", "web.accounts.adapters.rows")


def fill(url: str) -> None:
    """Make every table in an empty database."""
    for module in ROWS:
        if find_spec(module):
            import_module(module)
    database = Database(url)
    Row.metadata.create_all(database.engine)
    database.close()


def sqlite_template() -> Path:
    """An SQLite file with every table, to be copied."""
    path = run.folder() / "template.sqlite"
    with run.only_once("sqlite-template") as undone:
        if undone:
            fill(f"sqlite:///{path}")
            with sqlite3.connect(path) as connection:  # everything into the one file that is copied
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
    return path
