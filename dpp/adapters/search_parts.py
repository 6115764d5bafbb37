"""What has a part of what was typed in its name, for stores that ask it of their own tables: all of a kind are read."""

from sqlalchemy import ColumnElement, Select, false, func, literal, select
from sqlmodel import Session

from dpp.adapters.mapping import table_of
from dpp.adapters.rows.search_index import SearchEntryRow
from dpp.domain.search import Kind
from dpp.domain.search.folding import Style, folded

_ENTRY = table_of(SearchEntryRow)


def having_part(session: Session, kind: Kind, typed: str) -> Select[tuple[str]]:
    """Ids of what the index of everything has with this part in its words; case, accents and spaces do not count.

    Asked by itself: joined to a table, SQLite would read all of the kind for each of its rows.
    """
    return select(_ENTRY.c.subject).where(_ENTRY.c.kind == kind, _has(session, folded(typed, Style.WORDS).encode()))


def _has(session: Session, part: bytes) -> ColumnElement[bool]:
    if not part:
        return false()
    if session.get_bind().dialect.name == "postgresql":
        return func.position(literal(part).op("IN")(_ENTRY.c.folded)) > 0
    return func.instr(_ENTRY.c.folded, part) > 0
