"""The tables of the erasure bench.

`storage_medium` is a projection of the devices' events. `erasure_report`, `erasure_statement` and
`erasure_tool` are insert-only; what
became of a disk of a report is in a row of its own, which changes as its device is found.
"""

from datetime import date, datetime

from sqlalchemy import Column, ForeignKeyConstraint, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class StorageMediumRow(Row, table=True):
    """A storage medium of a device; an empty serial stands for media that nobody knows."""

    __tablename__ = "storage_medium"
    __table_args__ = (Index(None, "serial_key"), Index(None, "custodian", "tray", "since"))

    device_key: str = Field(primary_key=True)
    serial_key: str = Field(primary_key=True)
    serial: str
    kind: str
    data: str
    whereabouts: str
    custodian: str
    tray: str | None = None
    since: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class ErasureReportRow(Row, table=True):
    """A report of a wiping tool, stripped of personal data, with what was read from it."""

    __tablename__ = "erasure_report"

    organisation: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    original_sha256: str
    received_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    sent_by: str
    station: str | None = None
    format: str
    parser: str
    parser_version: str
    reading: str = Field(sa_column=Column(Text, nullable=False))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ReportedDiskRow(Row, table=True):
    """One disk of a report, and what became of it. `is_open` is what trays look at."""

    __tablename__ = "erasure_report_disk"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "sha256"], ["erasure_report.organisation", "erasure_report.sha256"]),
        Index(None, "organisation", "serial_key", "happened_at"),
        Index(None, "organisation", "is_open", "happened_at"),
    )

    organisation: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    serial_key: str
    happened_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    is_open: bool
    outcome: str
    device_key: str | None = None
    event_id: str | None = None
    rule: str | None = None
    settled_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    settled_by: str | None = None


class ErasureStatementRow(Row, table=True):
    """An erasure statement as it was drawn. Whoever holds the paper knows its code."""

    __tablename__ = "erasure_statement"
    __table_args__ = (UniqueConstraint("code"),)

    device_key: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    issued_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))


class ErasureToolRow(Row, table=True):
    """One number of one entry of the register; `versions` and `methods` are lists in JSON."""

    __tablename__ = "erasure_tool"

    tool_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    product: str
    versions: str
    methods: str
    advice: str | None = None
    advised_from: date | None = None
    advised_until: date | None = None
    source: str | None = None
    withdrawn: bool
    changed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    changed_by: str
