"""The tables of rolls of labels. How a label stands is in `label`; here is where it came from."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime

_FAULTS = "IN ('lost', 'damaged', 'misprinted')"


class LabelRollRow(Row, table=True):
    """An order of labels for one organisation. The last three are of a roll that is retired."""

    __tablename__ = "label_roll"
    __table_args__ = (
        UniqueConstraint("organisation", "order_id"),
        CheckConstraint("labels BETWEEN 1 AND 10000", name="labels"),
        CheckConstraint(f"retired_fault {_FAULTS}", name="retired_fault"),
    )

    roll_id: str = Field(primary_key=True)
    organisation: str
    labels: int
    size: str
    issued_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    issued_by: str
    order_id: str
    retired_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    retired_by: str | None = None
    retired_fault: str | None = None


class RollLabelRow(Row, table=True):
    """The place of a label on its roll, from 1."""

    __tablename__ = "roll_label"
    __table_args__ = (
        ForeignKeyConstraint(["code"], ["label.code"]),
        ForeignKeyConstraint(["roll_id"], ["label_roll.roll_id"]),
        Index(None, "roll_id", "place", unique=True),
    )

    code: str = Field(primary_key=True)
    roll_id: str
    place: int


class LabelRetirementRow(Row, table=True):
    """Why a label that was on no device was retired by itself; that of a device's label is an event of the device."""

    __tablename__ = "label_retirement"
    __table_args__ = (
        ForeignKeyConstraint(["code"], ["label.code"]),
        CheckConstraint(f"fault {_FAULTS}", name="fault"),
    )

    code: str = Field(primary_key=True)
    fault: str
    at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    by: str
