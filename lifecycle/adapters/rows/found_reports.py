"""The tables of what finders report. What a finder wrote goes when the report is closed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class FoundReportRow(Row, table=True):
    """That somebody found a device, for whom that is, and how it ended; nothing of the finder."""

    __tablename__ = "found_report"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('came-back', 'handed-in', 'no-use', 'left-state', 'expired')",
            name="outcome",
        ),
        CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="closed_at"),
        Index(None, "reference"),
        Index(None, "told", "reported_at"),
        Index(None, "outcome", "reported_at"),
    )

    device_key: str = Field(primary_key=True)
    reference: str = Field(primary_key=True)
    passport_id: str
    told: str
    reported_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    outcome: str | None = None
    closed_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    closed_by: str | None = None


class FoundReportWordsRow(Row, table=True):
    """What the finder wrote: personal data, for as long as the report is open."""

    __tablename__ = "found_report_words"
    __table_args__ = (
        ForeignKeyConstraint(["device_key", "reference"], ["found_report.device_key", "found_report.reference"]),
    )

    device_key: str = Field(primary_key=True)
    reference: str = Field(primary_key=True)
    place: str = Field(sa_column=Column(Text, nullable=False))
    contact: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
