"""The tables of what others are told of passports. Private to these adapters.

`outbox` and `delivery_package` are a queue: rows go when they were answered. `registration` is what a destination knows
of a passport now; `delivery_proof` (the answers as they came) and `delivery_receipt` (what they said of each version)
are insert-only.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, Text, text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime

_DESTINATIONS = "destination IN ('registry', 'backup')"
_WAITING = text("package IS NULL")


class OutboxRow(Row, table=True):
    """One version that a destination has to be told of; `package` is the one that it travels in."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(_DESTINATIONS, name="destination"),
        CheckConstraint("kind IN ('created', 'revised', 'status')", name="kind"),
        Index(None, "destination", "rank", "at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index(None, "destination", "at"),
        Index(None, "package"),
    )

    passport_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    destination: str = Field(primary_key=True)
    kind: str
    rank: int
    sha256: str
    round: int
    at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    due_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    refusals: int = 0
    package: str | None = None
    code: str = ""
    detail: str = Field(default="", sa_column=Column(Text, nullable=False))


class PackageRow(Row, table=True):
    """A request on its way, stored before it is sent."""

    __tablename__ = "delivery_package"
    __table_args__ = (CheckConstraint(_DESTINATIONS, name="destination"), Index(None, "destination", "due_at"))

    correlation_id: str = Field(primary_key=True)
    destination: str
    formed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    due_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    attempts: int = 0
    sent_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    lease: str | None = None
    leased_until: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    fault: str = Field(default="", sa_column=Column(Text, nullable=False))
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class RegistrationRow(Row, table=True):
    """What a destination knows of a passport."""

    __tablename__ = "registration"
    __table_args__ = (
        CheckConstraint(_DESTINATIONS, name="destination"),
        Index(None, "destination", "rejected_version", "updated_at"),
    )

    passport_id: str = Field(primary_key=True)
    destination: str = Field(primary_key=True)
    registration_id: str | None = None
    version: int
    sha256: str
    rejected_version: int | None = None
    code: str
    detail: str = Field(sa_column=Column(Text, nullable=False))
    updated_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class ProofRow(Row, table=True):
    """An answer as it came, byte for byte."""

    __tablename__ = "delivery_proof"

    correlation_id: str = Field(primary_key=True)
    destination: str
    request_sha256: str
    answer_sha256: str
    formed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    answered_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    answer: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ReceiptRow(Row, table=True):
    """What an answer said of one version."""

    __tablename__ = "delivery_receipt"

    passport_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    destination: str = Field(primary_key=True)
    round: int = Field(primary_key=True)
    correlation_id: str
    accepted: bool
    registration_id: str | None = None
    code: str
    detail: str = Field(sa_column=Column(Text, nullable=False))
    answered_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
