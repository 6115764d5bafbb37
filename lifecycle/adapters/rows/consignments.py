"""The tables of consignments."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class ConsignmentRow(Row, table=True):
    """A number of devices that change hands together. `content` has its terms, as canonical JSON."""

    __tablename__ = "consignment"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'offered', 'partly-received', 'received', 'withdrawn')", name="state"),
        Index(None, "sender", "state"),
        Index(None, "receiver", "state"),
        Index(None, "carrier", "state"),
    )

    consignment_id: str = Field(primary_key=True)
    state: str
    sender: str
    receiver: str
    carrier: str | None = None
    updated_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))
    manifest_sha256: str | None = None
    goods_offer: str | None = None
    offered_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    closed_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))


class ConsignmentDeviceRow(Row, table=True):
    """A line: how far one device is. A device is in one open consignment at most (the service sees to it)."""

    __tablename__ = "consignment_device"
    __table_args__ = (
        ForeignKeyConstraint(["consignment_id"], ["consignment.consignment_id"]),
        CheckConstraint(
            "state IN ('expected', 'received', 'missing', 'set-apart', 'withdrawn', 'lost')",
            name="state",
        ),
        CheckConstraint("(state = 'received') = (received_at IS NOT NULL)", name="received_at"),
        Index(None, "consignment_id"),
    )

    device_key: str = Field(primary_key=True)
    consignment_id: str = Field(primary_key=True)
    position: int
    state: str
    extra: bool
    condition: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    received_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    scan_id: str | None = None
    packed_in: str | None = None


class ConsignmentDifferenceRow(Row, table=True):
    """A difference between manifest and arrival, and how it was answered."""

    __tablename__ = "consignment_difference"
    __table_args__ = (
        ForeignKeyConstraint(["consignment_id"], ["consignment.consignment_id"]),
        CheckConstraint("difference IN ('missing', 'extra', 'other-condition', 'broken-seal')", name="difference"),
        CheckConstraint("(resolution IS NULL) = (resolved_at IS NULL)", name="resolved_at"),
        Index(None, "consignment_id"),
    )

    device_key: str = Field(primary_key=True)
    difference_id: str = Field(primary_key=True)
    consignment_id: str
    position: int
    difference: str
    found_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    found_by: str | None = None
    event_id: str | None = None
    place: str | None = None
    evidence: str = ""
    resolution: str | None = None
    resolved_by: str | None = None
    resolved_for: str | None = None
    resolved_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))


class ConsignmentScanRow(Row, table=True):
    """A scan at receipt, and what it was answered: insert-only. Its id is made by who scans."""

    __tablename__ = "consignment_scan"
    __table_args__ = (
        ForeignKeyConstraint(["consignment_id"], ["consignment.consignment_id"]),
        Index(None, "consignment_id", "recorded_at"),
    )

    consignment_id: str = Field(primary_key=True)
    scan_id: str = Field(primary_key=True)
    raw: str = Field(sa_column=Column(Text, nullable=False))
    occurred_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    actor: str
    place: str
    verdict: str
    device_key: str | None = None
    said: str | None = None
    rule: str | None = None
