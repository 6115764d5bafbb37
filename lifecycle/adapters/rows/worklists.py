"""The tables of worklists: what waits for whom and in whose hands it is, and batches of acts on many devices."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class WorkItemRow(Row, table=True):
    """A device on a list: a projection of the device's events, but for who took it, which goes with the item."""

    __tablename__ = "work_item"
    __table_args__ = (
        CheckConstraint("(taken_by IS NULL) = (taken_until IS NULL)", name="taken_until"),
        Index(None, "list", "since", "device_key"),
        Index(None, "custodian", "list", "since"),
        Index(None, "owner", "list", "since"),
        Index(None, "lessee", "list"),
        Index(None, "receiver", "list", "since"),
        Index(None, "list", "model"),
        Index(None, "taken_by"),
    )

    device_key: str = Field(primary_key=True)
    list: str = Field(primary_key=True)
    since: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    owner: str | None = None
    lessee: str | None = None
    custodian: str | None = None
    receiver: str | None = None
    model: str | None = None
    taken_by: str | None = None
    taken_for: str | None = None
    taken_until: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))


class BulkBatchRow(Row, table=True):
    """One act on many devices, by the id that its form made. `answers` is what became of each device, as JSON."""

    __tablename__ = "bulk_batch"

    batch_id: str = Field(primary_key=True)
    account: str
    action: str
    started_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    asked_sha256: str
    answers: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
