"""The index of everything that can be found by typing (`dpp.domain.search`). All of it can be made again.

A hundred thousand devices have nearly four million groups of three characters. Those are kept as two integers in one
tree, without anything beside them.
"""

from sqlalchemy import Column, Index, Integer, LargeBinary
from sqlmodel import Field

from dpp.adapters.database import Row

_IN_ORDER = Index("ix_search_entry_in_order", "kind", "folded", "number", "subject")
"""Tells in their order of what the texts are that begin in the same way, without a look at each."""


class SearchEntryRow(Row, table=True):
    """A text of something that can be found.

    `folded` is the form in which it is compared, as bytes: bytes have one order on every engine, so that an index finds
    what begins with something. `parties` are organisations, with a space between them.
    """

    __tablename__ = "search_entry"
    __table_args__ = (_IN_ORDER, Index(None, "kind", "subject"))

    number: int = Field(primary_key=True)
    kind: str
    subject: str
    what: str
    text: str
    label: str
    parties: str = ""
    folded: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class SearchReaderRow(Row, table=True):
    """An organisation that stands to something in a way that may let it know of it."""

    __tablename__ = "search_reader"
    __table_args__ = (Index(None, "organisation", "kind", "subject"),)

    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    organisation: str = Field(primary_key=True)
    relation: str = Field(primary_key=True)


class SearchGramRow(Row, table=True):
    """Three characters that a text has: `gram` says which (`dpp.domain.search.grams`) and of which kind of thing."""

    __tablename__ = "search_gram"
    __table_args__ = ({"sqlite_with_rowid": False},)

    gram: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    entry: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
