"""The tables of copies that are kept for other registries. Private to these adapters.

`held_copy` says where a passport stands; `held_version` has every version as it came, and is insert-only.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, LargeBinary
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class HeldCopyRow(Row, table=True):
    """A passport of another registry, by its address there; `rank` orders models before batches and items."""

    __tablename__ = "held_copy"
    __table_args__ = (
        CheckConstraint("status IN ('active', 'inactive', 'archived', 'invalid')", name="status"),
        Index(None, "organisation", "rank", "address"),
    )

    address: str = Field(primary_key=True)
    organisation: str
    rank: int
    status: str
    version: int
    updated_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class HeldVersionRow(Row, table=True):
    """One version: the record that holds its bytes, whose key sent it, and when."""

    __tablename__ = "held_version"
    __table_args__ = (ForeignKeyConstraint(["address"], ["held_copy.address"]),)

    address: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    sha256: str
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    held_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    account: str
    record: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
