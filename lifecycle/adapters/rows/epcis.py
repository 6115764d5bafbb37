"""The tables of captured EPCIS events: insert-only."""

from datetime import datetime

from sqlalchemy import Column, ForeignKeyConstraint, Index, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class EpcisCaptureRow(Row, table=True):
    """A capture job that is done; `errors` is a JSON list of problem documents."""

    __tablename__ = "epcis_capture"
    __table_args__ = (Index(None, "organisation", "created_at", "capture_id"),)

    capture_id: str = Field(primary_key=True)
    organisation: str
    account: str
    created_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    finished_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    behaviour: str
    success: bool
    events: int
    errors: str = Field(sa_column=Column(Text, nullable=False))


class EpcisEventRow(Row, table=True):
    """An event as it came. Words and identifiers stand beside it in one form, to be compared with what is asked."""

    __tablename__ = "epcis_event"
    __table_args__ = (
        Index(None, "event_time", "event_id"),
        Index(None, "event_id"),
        Index(None, "hash_id"),
    )

    organisation: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    declaration: str = Field(primary_key=True)
    hash_id: str
    capture_id: str
    own_event: str | None = None
    type: str
    action: str | None = None
    biz_step: str | None = None
    disposition: str | None = None
    read_point: str | None = None
    biz_location: str | None = None
    event_time: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    record_time: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    sha256: str
    context: str = Field(sa_column=Column(Text, nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))


class EpcisTermRow(Row, table=True):
    """What an event can be looked up by: a row for each identifier. `device_key` where it is a device of ours."""

    __tablename__ = "epcis_term"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation", "event_id", "declaration"],
            ["epcis_event.organisation", "epcis_event.event_id", "epcis_event.declaration"],
        ),
        Index(None, "organisation", "event_id", "declaration"),
        Index(None, "device_key"),
    )

    value: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    organisation: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    declaration: str = Field(primary_key=True)
    device_key: str | None = None
