"""A database that is away: it cannot be reached, or is too busy to be asked. No fault of who asks, nor of ours."""

import sqlite3

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from dpp.domain.errors import Unavailable
from dpp.domain.message import message

AWAY = (OperationalError, InterfaceError, NoConnectionFree)
"""What SQLAlchemy raises then, and sometimes for something else (`is_away`)."""
_PRIMARY = 0xFF
"""An extended code of SQLite holds the primary one in its lowest byte (sqlite.org/rescode.html)."""
_SQLITE_IS_AWAY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN})


def is_away(error: Exception) -> bool:
    """Whether an error of `AWAY` says that: SQLite's driver uses the same class for faulty SQL."""
    cause = getattr(error, "orig", None)
    if not isinstance(cause, sqlite3.Error):
        return True
    code: int | None = getattr(cause, "sqlite_errorcode", None)
    return code is not None and code & _PRIMARY in _SQLITE_IS_AWAY


def unavailable() -> Unavailable:
    return Unavailable(message("The database does not answer."), remedy=message("Try again in a minute."))
