"""The tables of repairers and of the keys by which a holder lets one see a device."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Text
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


class RepairKeyGuessRow(Row, table=True):
    """One attempt to use a repair key; it goes when the key was right, or when the time over which they count is."""

    __tablename__ = "repair_key_guess"
    __table_args__ = (Index(None, "organisation", "guessed_at"),)

    guess_id: str = Field(primary_key=True)
    organisation: str
    guessed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class RegistrationRow(Row, table=True):
    """A repairer's registration as it stands; `product_groups` are words with spaces between them."""

    __tablename__ = "repairer_registration"
    __table_args__ = (
        CheckConstraint("kind IN ('professional', 'repair-cafe')", name="kind"),
        CheckConstraint("state IN ('asked', 'accepted', 'refused')", name="state"),
        CheckConstraint("(state = 'accepted') = (accepted_at IS NOT NULL)", name="accepted_at"),
        CheckConstraint("(kind = 'professional') = (number IS NOT NULL)", name="number"),
        Index(None, "organisation"),
        Index(None, "number"),
    )

    registration_id: str = Field(primary_key=True)
    organisation: str | None = None
    kind: str
    name: str
    town: str
    product_groups: str
    valid_from: date
    valid_until: date | None = None
    number: str | None = None
    kvk: str | None = None
    state: str
    asked_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    accepted_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    ended_from: date | None = None


class RegistrationStepRow(Row, table=True):
    """What was done about a registration, in the order of `position`: asked, accepted, refused, changed, ended."""

    __tablename__ = "repairer_registration_step"
    __table_args__ = (ForeignKeyConstraint(["registration_id"], ["repairer_registration.registration_id"]),)

    registration_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    act: str
    at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    by: str | None = None
    reason: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    day: date | None = None


class RegisterListRow(Row, table=True):
    """A list of the register that was taken over: its day, its hash, and how many rows meant what."""

    __tablename__ = "repairer_list"
    __table_args__ = (Index(None, "dated"),)

    list_id: str = Field(primary_key=True)
    dated: date
    sha256: str
    imported_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    imported_by: str
    counts: str = Field(sa_column=Column(Text, nullable=False))
