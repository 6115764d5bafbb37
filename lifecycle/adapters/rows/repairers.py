"""The tables of repairers and of the keys by which a holder lets one see a device."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class RepairKeyRow(Row, table=True):
    """A repair key: the hash of its code, who made it, who used it once, and whether it was withdrawn."""

    __tablename__ = "repair_key"
    __table_args__ = (
        CheckConstraint(
            "(used_at IS NULL) = (used_by IS NULL) AND (used_at IS NULL) = (used_by_account IS NULL)"
            " AND (used_at IS NULL) = (access_until IS NULL)",
            name="used",
        ),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn"),
        Index(None, "code_hash", unique=True),
        Index(None, "used_by", "access_until"),
    )

    device_key: str = Field(primary_key=True)
    key_id: str = Field(primary_key=True)
    code_hash: str
    holder: str
    made_by: str
    made_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    usable_until: date
    used_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    used_by: str | None = None
    used_by_account: str | None = None
    access_until: date | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    withdrawn_by: str | None = None
