"""The tables of consignments."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class ConsignmentRow(Row, table=True):
    """A number of devices that change hands together; `manifest` is frozen when it is offered."""

    __tablename__ = "consignment"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'offered', 'received', 'withdrawn')", name="state"),
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


class ConsignmentDeviceRow(Row, table=True):
    """Which devices a consignment holds. A device is in one open consignment at most (the service sees to it)."""

    __tablename__ = "consignment_device"
    __table_args__ = (
        ForeignKeyConstraint(["consignment_id"], ["consignment.consignment_id"]),
        Index(None, "consignment_id"),
    )

    device_key: str = Field(primary_key=True)
    consignment_id: str = Field(primary_key=True)
