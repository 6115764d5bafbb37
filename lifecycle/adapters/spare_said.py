"""What the stores of spare parts share: who said a thing and when, as columns; and adding a row of what is said."""

from typing import Any

from sqlmodel import Session

from dpp.adapters.contested import add_contested
from dpp.adapters.database import Row
from dpp.domain.message import message
from lifecycle.domain.spares.catalogue import Said

AGAIN = message("Look at what is there now, then repeat what you did if it is still needed.")


def add_said(session: Session, row: Row) -> None:
    """Written at once; Conflict where somebody else wrote the same key, or a next version, before."""
    add_contested(session, row, message("Somebody else said something of this part at the same moment."), AGAIN)


def said_columns(said: Said) -> dict[str, Any]:
    return {"said_at": said.at, "said_by": said.by, "organisation": said.organisation}
