"""The tables of what breaks: files of Open Repair Data, the repairs in them, what is counted of them, our own repairs.

`fault_count` is made anew from `open_repair` when a file is in; `own_repair` is a projection of events, which can be
thrown away and made again (`kringpas rebuild`). No table has free text.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class FaultLoadRow(Row, table=True):
    """A file that was handed in, and how far its work is."""

    __tablename__ = "fault_load"
    __table_args__ = (CheckConstraint("state IN ('waiting', 'running', 'finished', 'failed')", name="state"),)

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str
    sha256: str
    dated: date
    tables: str
    asked_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    asked_by: str
    state: str
    last_line: int
    new: int
    changed: int
    same: int
    left_out: int
    refused: int
    busy_until: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    why: str = Field(default="", sa_column=Column(Text, nullable=False))


class FaultRefusalRow(Row, table=True):
    """What was wrong with a field of a row that was refused; the value is not kept."""

    __tablename__ = "fault_refusal"
    __table_args__ = (ForeignKeyConstraint(["load"], ["fault_load.number"]),)

    load: int = Field(primary_key=True)
    line: int = Field(primary_key=True)
    field: str = Field(primary_key=True)
    expected: str = Field(sa_column=Column(Text, nullable=False))


class OpenRepairRow(Row, table=True):
    """A repair of somebody else, of the load that said it last."""

    __tablename__ = "open_repair"
    __table_args__ = (ForeignKeyConstraint(["load"], ["fault_load.number"]),)

    id: str = Field(primary_key=True)
    load: int
    digest: str
    provider: str
    country: str
    kind: str
    brand: str
    age: str
    status: str
    barrier: str
    faults: str
    happened_on: date


ALL = "*"
"""In the place of a kind, brand or age: without regard to it."""


class FaultCountRow(Row, table=True):
    """How many repairs of others are alike; and, with `ALL`, the sums of these that figures ask for."""

    __tablename__ = "fault_count"

    kind: str = Field(primary_key=True)
    brand: str = Field(primary_key=True)
    age: str = Field(primary_key=True)
    faults: str = Field(primary_key=True)
    status: str = Field(primary_key=True)
    barrier: str = Field(primary_key=True)
    number: int


class OwnRepairRow(Row, table=True):
    """A repair of one of our devices. `age` is the band of `years`."""

    __tablename__ = "own_repair"
    __table_args__ = (
        Index(None, "kind", "brand", "age", "faults", "status", "barrier"),
        Index(None, "model", "faults", "status", "barrier"),
    )

    device_key: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    event_id: str
    happened_on: date
    kind: str
    brand: str
    model: str | None = None
    years: float | None = None
    age: str
    status: str
    barrier: str
    faults: str
    parts: str
    cost: str | None = None
    minutes: int | None = None
