"""Names that have a part of what was typed, for stores that ask it of their own tables: few of a kind are all read."""

from sqlalchemy import ColumnElement, Subquery, false, func, literal, select
from sqlmodel import Session

from dpp.adapters.mapping import table_of
from dpp.adapters.rows.search_index import SearchEntryRow
from dpp.domain.search import Kind
from dpp.domain.search.folding import Style, folded

_ENTRY = table_of(SearchEntryRow)


def texts_of(kind: Kind) -> Subquery:
    """The texts of the index of everything that can be found: of which `subject`, and as they are compared."""
    return select(_ENTRY.c.subject, _ENTRY.c.folded).where(_ENTRY.c.kind == kind).subquery()


def has_part(session: Session, texts: Subquery, typed: str) -> ColumnElement[bool]:
    """Whether a text, of words, has this part; case, accents and spaces do not count."""
    part = folded(typed, Style.WORDS).encode()
    if not part:
        return false()
    if session.get_bind().dialect.name == "postgresql":
        return func.position(literal(part).op("IN")(texts.c.folded)) > 0
    return func.instr(texts.c.folded, part) > 0
