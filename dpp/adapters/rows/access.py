"""The tables of what was closed, and of who read what is not public. Private to these adapters.

`closure`, `closure_lifting` and `access_record` are insert-only. `access_reader` says who stands behind a record; it is
kept apart, because it is about a person and goes when its time is over.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, LargeBinary, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime

_KINDS = "kind IN ('read', 'refused', 'closed', 'lifted', 'reclassified')"


class ClosureRow(Row, table=True):
    """An element that was closed to a stricter class; in every passport where `passport_id` is empty."""

    __tablename__ = "closure"
    __table_args__ = (
        CheckConstraint("access IN ('professional', 'authority', 'owner')", name="access"),
        Index(None, "passport_id"),
    )

    closure_id: str = Field(primary_key=True)
    element_id: str
    passport_id: str | None = None
    access: str
    reason: str = Field(sa_column=Column(Text, nullable=False))
    legal: str = Field(sa_column=Column(Text, nullable=False))
    since: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    organisation: str | None = None
    by_administrator: bool


class LiftingRow(Row, table=True):
    """A closure that was lifted."""

    __tablename__ = "closure_lifting"
    __table_args__ = (ForeignKeyConstraint(["closure_id"], ["closure.closure_id"]),)

    closure_id: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    reason: str = Field(sa_column=Column(Text, nullable=False))


class AccessRecordRow(Row, table=True):
    """A controlled reading or a change of rights; `roles` and `classes` are words between spaces, `elements` JSON.

    `reader` is a salted commitment to who it was; the salt is in `access_reader`.
    """

    __tablename__ = "access_record"
    __table_args__ = (
        CheckConstraint(_KINDS, name="kind"),
        Index(None, "passport_id", "at"),
        Index(None, "at"),
    )

    record_id: str = Field(primary_key=True)
    kind: str
    at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    path: str
    roles: str
    passport_id: str | None = None
    version: int | None = None
    classes: str
    elements: str = Field(sa_column=Column(Text, nullable=False))
    by_authority: bool
    subject: str
    reason: str = Field(sa_column=Column(Text, nullable=False))
    legal: str = Field(sa_column=Column(Text, nullable=False))
    reader: str | None = None


class AccessReaderRow(Row, table=True):
    """Who stands behind a record."""

    __tablename__ = "access_reader"
    __table_args__ = (
        ForeignKeyConstraint(["record_id"], ["access_record.record_id"]),
        Index(None, "account", "kind", "at"),
        Index(None, "at"),
    )

    record_id: str = Field(primary_key=True)
    account: str
    organisation: str | None = None
    kind: str
    at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    salt: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
