"""The tables of what the dataset of support ends said; all of them insert-only."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class SupportLoadRow(Row, table=True):
    """A file of the dataset that was taken in."""

    __tablename__ = "support_load"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    dated: date
    retrieved_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    loaded_by: str
    sha256: str
    products: str = Field(sa_column=Column(Text, nullable=False))


class SupportEntryRow(Row, table=True):
    """What a load said anew of a release, or that it was not listed any more."""

    __tablename__ = "support_entry"
    __table_args__ = (
        ForeignKeyConstraint(["load"], ["support_load.number"]),
        Index(None, "product", "name_key"),
    )

    product: str = Field(primary_key=True)
    release: str = Field(primary_key=True)
    load: int = Field(primary_key=True)
    name_key: str
    listed: bool
    content: str = Field(sa_column=Column(Text, nullable=False))


class SupportMatchRow(Row, table=True):
    """A person's word on which release a model is; the last number holds. Without product and release: none."""

    __tablename__ = "support_match"
    __table_args__ = (CheckConstraint("(product IS NULL) = (release IS NULL)", name="release"),)

    model_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    product: str | None = None
    release: str | None = None
    confirmed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    confirmed_by: str
