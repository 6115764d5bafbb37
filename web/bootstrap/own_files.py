"""The configured database, and what lies beside our own file of it."""

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from dpp.adapters import migrate
from dpp.adapters.database import Database
from dpp.domain.errors import Unavailable
from dpp.domain.message import message
from web.settings import Settings


def own_file(settings: Settings) -> Path:
    return settings.data_dir / "kringpas.sqlite"


def mark(settings: Settings) -> Path:
    return settings.data_dir / "kringpas.has-demo"


def open_database(settings: Settings) -> Database:
    """The configured database; the data folder is made where it is not there yet."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Database(settings.database)


def check_ready(database: Database) -> None:
    try:
        with database.reading() as session:
            session.execute(text("SELECT 1"))
        revision = migrate.current(database)
    except (SQLAlchemyError, Unavailable) as error:
        raise Unavailable(
            message("The database does not answer."),
            remedy=message("Look whether it runs, and whether KRINGPAS_DATABASE_URL names it."),
        ) from error
    if revision != migrate.head():
        raise Unavailable(
            message(
                "The database has schema {found}, this version needs {wanted}.", found=revision, wanted=migrate.head()
            ),
            remedy=message("Run 'kringpas migrate'."),
        )
