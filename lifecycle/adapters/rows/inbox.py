"""The tables of what scanners sent, and what of it was set aside for a person.

All are insert-only but `set_aside_text`, which holds what may have to be erased.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class SendingRow(Row, table=True):
    """What a scanner sent at once. `sent_at` is by its clock, `received_at` by ours; `roles` with spaces between."""

    __tablename__ = "sending"
    __table_args__ = (UniqueConstraint("account", "batch", "sent_at"),)

    sending_id: str = Field(primary_key=True)
    account: str
    organisation: str | None = None
    roles: str
    batch: str
    scanner: str
    sent_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    received_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class SetAsideRow(Row, table=True):
    """An event that was not recorded, as it came, and the first refusal of it."""

    __tablename__ = "set_aside"
    __table_args__ = (
        ForeignKeyConstraint(["sending_id"], ["sending.sending_id"]),
        UniqueConstraint("event_id", "number"),
        Index(None, "organisation", "received_at"),
        Index(None, "received_at"),
    )

    item_id: str = Field(primary_key=True)
    event_id: str
    number: int
    sending_id: str
    organisation: str | None = None
    received_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    occurred_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    device_key: str | None = None
    scan: str | None = None
    content: str = Field(sa_column=Column(Text, nullable=False))
    rule: str
    what: str = Field(sa_column=Column(Text, nullable=False))
    remedy: str = Field(sa_column=Column(Text, nullable=False))
    has_text: bool


class SetAsideTextRow(Row, table=True):
    """What may have to be erased of an event that was set aside."""

    __tablename__ = "set_aside_text"
    __table_args__ = (ForeignKeyConstraint(["item_id"], ["set_aside.item_id"]),)

    item_id: str = Field(primary_key=True)
    content: str = Field(sa_column=Column(Text, nullable=False))


class SetAsideAttemptRow(Row, table=True):
    """Somebody tried again (recorded or refused), or dismissed it."""

    __tablename__ = "set_aside_attempt"
    __table_args__ = (
        ForeignKeyConstraint(["item_id"], ["set_aside.item_id"]),
        CheckConstraint("outcome IN ('recorded', 'refused', 'dismissed')", name="outcome"),
    )

    item_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    account: str
    organisation: str | None = None
    outcome: str
    rule: str | None = None
    what: str = Field(default="", sa_column=Column(Text, nullable=False))
    remedy: str = Field(default="", sa_column=Column(Text, nullable=False))
    reason: str | None = None
