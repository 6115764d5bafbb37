"""The tables of donation. All but notes are insert-only: a programme has versions, a delivery has entries."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class DonationProgrammeRow(Row, table=True):
    """One version of a programme; `content` is the programme as canonical JSON."""

    __tablename__ = "donation_programme"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'open', 'paused', 'closed')", name="state"),
        Index(None, "coordinator"),
    )

    programme_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    coordinator: str
    state: str
    changed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    changed_by: str
    content: str = Field(sa_column=Column(Text, nullable=False))


class DonationDeliveryRow(Row, table=True):
    """A delivery, as it was made."""

    __tablename__ = "donation_delivery"
    __table_args__ = (
        CheckConstraint("passing IN ('gift', 'loan')", name="passing"),
        CheckConstraint("(passing = 'loan') = (due IS NOT NULL)", name="due"),
        UniqueConstraint("consignment_id"),
        Index(None, "programme_id", "made_at"),
        Index(None, "coordinator", "made_at"),
        Index(None, "intermediary", "made_at"),
    )

    delivery_id: str = Field(primary_key=True)
    programme_id: str
    coordinator: str
    intermediary: str
    consignment_id: str
    passing: str
    due: date | None = None
    made_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    made_by: str


class DonationDeviceRow(Row, table=True):
    """A device of a delivery."""

    __tablename__ = "donation_device"
    __table_args__ = (
        ForeignKeyConstraint(["delivery_id"], ["donation_delivery.delivery_id"]),
        Index(None, "delivery_id", "position"),
    )

    device_key: str = Field(primary_key=True)
    delivery_id: str = Field(primary_key=True)
    position: int


class DonationEntryRow(Row, table=True):
    """One thing that was said of a delivery; `content` is the entry as canonical JSON, without its note."""

    __tablename__ = "donation_entry"
    __table_args__ = (
        ForeignKeyConstraint(["delivery_id"], ["donation_delivery.delivery_id"]),
        UniqueConstraint("delivery_id", "entry_id"),
    )

    delivery_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    entry_id: str
    said: str
    said_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))


class DonationNoteRow(Row, table=True):
    """The free text of an entry, for as long as what it is about is open."""

    __tablename__ = "donation_note"
    __table_args__ = (ForeignKeyConstraint(["delivery_id"], ["donation_delivery.delivery_id"]),)

    delivery_id: str = Field(primary_key=True)
    entry_id: str = Field(primary_key=True)
    note: str = Field(sa_column=Column(Text, nullable=False))
