"""The tables of requests, of the devices that are given to them, and of allocations."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Text, text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class DeviceRequestRow(Row, table=True):
    """A request as it is now; `wanted` is what is asked, as JSON."""

    __tablename__ = "device_request"
    __table_args__ = (
        CheckConstraint("stage IN ('draft', 'open', 'withdrawn')", name="stage"),
        CheckConstraint("number >= 1", name="number"),
        Index(None, "requester", "made_at"),
        Index(None, "stage", "deadline"),
    )

    request_id: str = Field(primary_key=True)
    requester: str
    role: str
    category: str
    number: int
    deadline: date
    stage: str
    made_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    wanted: str = Field(sa_column=Column(Text, nullable=False))


class RequestStepRow(Row, table=True):
    """One act on a request, insert-only; `wanted` is what was asked from then on."""

    __tablename__ = "device_request_step"
    __table_args__ = (ForeignKeyConstraint(["request_id"], ["device_request.request_id"]),)

    request_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    act: str
    at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    by: str
    reason: str | None = None
    wanted: str | None = Field(default=None, sa_column=Column(Text, nullable=True))


class AllotmentRow(Row, table=True):
    """A device that is given to a request. It is kept for one request at a time: the index makes sure."""

    __tablename__ = "allotment"
    __table_args__ = (
        CheckConstraint("state IN ('kept', 'arrived', 'taken-away')", name="state"),
        CheckConstraint("(state = 'kept') = (ended_at IS NULL)", name="ended_at"),
        ForeignKeyConstraint(["request_id"], ["device_request.request_id"]),
        Index(None, "request_id", "state"),
        Index(None, "allocation_id"),
        Index(
            "ux_allotment_kept",
            "device_key",
            unique=True,
            sqlite_where=text("state = 'kept'"),
            postgresql_where=text("state = 'kept'"),
        ),
    )

    device_key: str = Field(primary_key=True)
    allocation_id: str = Field(primary_key=True)
    request_id: str
    requester: str
    until: date
    given_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    state: str
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))


class AllocationRow(Row, table=True):
    """An allocation as it was proposed, and what was decided about it; `content` and `refused` are JSON."""

    __tablename__ = "allocation"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'confirmed', 'cancelled')", name="state"),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided_at"),
        Index(None, "proposed_at"),
    )

    allocation_id: str = Field(primary_key=True)
    state: str
    proposed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    proposed_by: str
    inputs_hash: str
    content: str = Field(sa_column=Column(Text, nullable=False))
    decided_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    decided_by: str | None = None
    refused: str = Field(sa_column=Column(Text, nullable=False))
