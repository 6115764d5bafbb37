"""The tables of web hooks: who wants to hear of new events, and what is on its way to them."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKeyConstraint, Index, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class HookRow(Row, table=True):
    """A web hook. `kinds` are names with spaces between them; the secret is needed to sign, and is shown once."""

    __tablename__ = "web_hook"
    __table_args__ = (Index(None, "organisation", "created_at"),)

    hook_id: str = Field(primary_key=True)
    organisation: str
    url: str
    kinds: str = Field(sa_column=Column(Text, nullable=False))
    secret: str
    reads_all: bool
    position: int = Field(sa_column=Column(BigInteger, nullable=False))
    created_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    created_by: str
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))


class HookDeliveryRow(Row, table=True):
    """One event on its way to one address; `entry` is its number in the log."""

    __tablename__ = "web_hook_delivery"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'delivered', 'dead')", name="state"),
        ForeignKeyConstraint(["hook_id"], ["web_hook.hook_id"]),
        Index(None, "state", "due_at"),
        Index(None, "hook_id", "entry"),
    )

    device_key: str = Field(primary_key=True)
    hook_id: str = Field(primary_key=True)
    entry: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    event_id: str
    state: str
    due_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    attempts: int
    answer: str = Field(sa_column=Column(Text, nullable=False))
    leased_until: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
