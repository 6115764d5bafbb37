"""The composition root: the one place that knows which adapter stands behind which port."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from dpp.adapters import backup, clock, migrate
from dpp.adapters.database import Database
from dpp.domain.errors import Unavailable
from dpp.domain.message import message
from dpp.service.ports import Chance, Clock
from web.settings import Settings

__all__ = ["Parts", "backup", "migrate", "open_database"]


@dataclass(frozen=True)
class Parts:
    """What the service is made of. Whoever makes it closes it."""

    settings: Settings
    database: Database
    clock: Clock
    chance: Chance

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(settings, open_database(settings), clock.utc_now, clock.random_bytes)

    def check_ready(self) -> None:
        """Return when requests can be answered: the database answers and has this code's schema. Else Unavailable."""
        _ready(self.database)

    @property
    def closers(self) -> tuple[Callable[[], None], ...]:
        return (self.database.close,)


def open_database(settings: Settings) -> Database:
    """The configured database; our own file's folder is made where it is not there yet."""
    if settings.owns_database:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Database(settings.database)


def _ready(database: Database) -> None:
    try:
        with database.reading() as session:
            session.execute(text("SELECT 1"))
        revision = migrate.current(database)
    except SQLAlchemyError as error:
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
