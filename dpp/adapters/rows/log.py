"""The tables of the log. Private to these adapters; all of them are insert-only.

`log_leaf` (`dpp.adapters.rows.passports`) holds the commitments, written with what they commit to. Here they get their
numbers, and here is what was signed over them.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class LogEntryRow(Row, table=True):
    """The number of a leaf in the log, from 0."""

    __tablename__ = "log_entry"
    __table_args__ = (
        ForeignKeyConstraint(["subject", "kind", "number"], ["log_leaf.subject", "log_leaf.kind", "log_leaf.number"]),
        UniqueConstraint("subject", "kind", "number"),
    )

    entry: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    subject: str
    kind: str
    number: int


class LogCheckpointRow(Row, table=True):
    """What was signed over the first `size` entries; `frontier` is what the next one goes on from."""

    __tablename__ = "log_checkpoint"

    size: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    root: str
    frontier: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    note: str = Field(sa_column=Column(Text, nullable=False))
    made_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class LogCosignatureRow(Row, table=True):
    """The signature line that a witness gave for a checkpoint."""

    __tablename__ = "log_cosignature"
    __table_args__ = (ForeignKeyConstraint(["size"], ["log_checkpoint.size"]),)

    size: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    witness: str = Field(primary_key=True)
    key_id: str = Field(primary_key=True)
    line: str = Field(sa_column=Column(Text, nullable=False))
    added_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class ErasureRow(Row, table=True):
    """That the text of an event was erased: when, on what ground, and by whom."""

    __tablename__ = "erasure"

    subject: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    erased_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    ground: str
    account: str
    organisation: str | None = None
