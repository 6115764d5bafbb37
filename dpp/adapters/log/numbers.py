"""The numbers that leaves have in the log, for who joins them with what the leaves commit to."""

from sqlalchemy import Subquery, func
from sqlmodel import Session, col, select

from dpp.adapters.rows.log import LogEntryRow


def numbered(kind: str) -> Subquery:
    """A table of the numbered leaves of one kind: `entry` in the log, `subject`, and `number` among those of it."""
    row = LogEntryRow
    return select(row.entry, row.subject, row.number).where(row.kind == kind).subquery()


def last_number(session: Session) -> int:
    """The last number that was given; -1 while there is none."""
    last: int | None = session.exec(select(func.max(col(LogEntryRow.entry)))).first()
    return -1 if last is None else last
