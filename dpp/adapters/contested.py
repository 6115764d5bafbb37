"""Rows that two may write at the same moment: who comes second is told, instead of an error of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from dpp.adapters.database import Row
from dpp.domain.errors import Conflict
from dpp.domain.message import Message, message

_TAKEN = message("Somebody else changed this at the same moment.")
_AGAIN = message("Read it again, and try again.")


@contextmanager
def contested(session: Session, taken: Message, remedy: Message | None = None) -> Iterator[None]:
    """Writes at its end what the session was given, so that a key that is taken is told here, and not at commit.

    Raises Conflict (`taken`, `remedy`), also where a statement inside finds the key taken.
    """
    try:
        yield
        session.flush()
    except IntegrityError as error:
        raise Conflict(taken, remedy=remedy) from error


def add_contested(session: Session, row: Row, taken: Message | None = None, remedy: Message | None = None) -> None:
    """Written at once; Conflict where another transaction wrote the same key, or a next version, before.

    Without words of its own it says that somebody else changed this at the same moment.
    """
    what, then = (_TAKEN, _AGAIN) if taken is None else (taken, remedy)
    with contested(session, what, then):
        session.add(row)
