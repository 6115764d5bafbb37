"""The tables of mandates and of decisions about classes of devices: all insert-only."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class MandateRow(Row, table=True):
    """A mandate as it was granted; `acts`, `routes` and `categories` are words with spaces between them."""

    __tablename__ = "mandate"
    __table_args__ = (
        CheckConstraint("(account IS NULL) <> (role IS NULL)", name="holder"),
        Index(None, "organisation", "granted_at"),
    )

    mandate_id: str = Field(primary_key=True)
    organisation: str
    account: str | None = None
    role: str | None = None
    acts: str
    routes: str
    categories: str
    devices_at_most: int | None = None
    value_eur_at_most: int | None = None
    from_day: date
    until: date | None = None
    reference: str
    granted_by: str
    granted_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class MandateStepRow(Row, table=True):
    """What happened to a mandate: confirmed, a deputy (`account`) named between two days, ended with a last day."""

    __tablename__ = "mandate_step"
    __table_args__ = (
        ForeignKeyConstraint(["mandate_id"], ["mandate.mandate_id"]),
        CheckConstraint("kind IN ('confirmed', 'deputy', 'ended')", name="kind"),
        CheckConstraint("(kind = 'deputy') = (account IS NOT NULL AND first_day IS NOT NULL)", name="deputy"),
        CheckConstraint("(kind = 'confirmed') = (last_day IS NULL)", name="last_day"),
    )

    mandate_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    kind: str
    account: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    signed_by: str
    signed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class ClassDecisionRow(Row, table=True):
    """A decision about a class as it was made; `content` has its selection and its policies, as JSON."""

    __tablename__ = "class_decision"
    __table_args__ = (Index(None, "proposed_at"),)

    class_id: str = Field(primary_key=True)
    name: str
    transaction_id: str
    organisation: str | None = None
    proposed_by: str
    proposed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    sampling: str
    seed: str
    content: str = Field(sa_column=Column(Text, nullable=False))


class ClassMemberRow(Row, table=True):
    """A device of a class; `exceptions` is JSON: why a person decides about it by itself, empty where nobody need."""

    __tablename__ = "class_member"
    __table_args__ = (
        ForeignKeyConstraint(["class_id"], ["class_decision.class_id"]),
        Index(None, "class_id"),
    )

    device_key: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    decision_id: str | None = None
    inputs_hash: str | None = None
    exceptions: str = Field(sa_column=Column(Text, nullable=False))
    drawn: bool


class ClassLookRow(Row, table=True):
    """Somebody looked at a drawn device of a class."""

    __tablename__ = "class_look"
    __table_args__ = (
        ForeignKeyConstraint(["device_key", "class_id"], ["class_member.device_key", "class_member.class_id"]),
        Index(None, "class_id"),
    )

    device_key: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    is_right: bool
    signed_by: str
    signed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class ClassClosingRow(Row, table=True):
    """How a class decision ended: once, by its primary key."""

    __tablename__ = "class_closing"
    __table_args__ = (
        ForeignKeyConstraint(["class_id"], ["class_decision.class_id"]),
        ForeignKeyConstraint(["mandate_id"], ["mandate.mandate_id"]),
        CheckConstraint("how IN ('approved', 'withdrawn')", name="how"),
    )

    class_id: str = Field(primary_key=True)
    how: str
    signed_by: str
    signed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    organisation: str | None = None
    mandate_id: str | None = None
    deputy: bool = False


class ClassLeftOutRow(Row, table=True):
    """A member that agreed when the class was decided and not any more when it was approved; `why` is JSON."""

    __tablename__ = "class_left_out"
    __table_args__ = (
        ForeignKeyConstraint(["device_key", "class_id"], ["class_member.device_key", "class_member.class_id"]),
        Index(None, "class_id"),
    )

    device_key: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    why: str = Field(sa_column=Column(Text, nullable=False))
