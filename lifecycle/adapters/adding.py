"""Adding a row of which there can be one: who comes second is told, instead of an error of the database."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from dpp.adapters.database import Row
from dpp.domain.errors import Conflict
from dpp.domain.message import Message, message

_TAKEN = message("Somebody else changed this at the same moment.")
_AGAIN = message("Read it again, and try again.")


def add_row(session: Session, row: Row, taken: Message = _TAKEN, remedy: Message = _AGAIN) -> None:
    """Written at once; Conflict where another transaction wrote the same key, or a next version, before."""
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict(taken, remedy=remedy) from error
