"""The tables of spare parts.

`spare_part` and `spare_part_number` say what the last version of `spare_part_version` says: they can be made again.
`spare_reservation` changes once, when a reservation ends. All else is insert-only.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Text, text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime

_NOT_FREE = text("state IN ('kept', 'taken') AND device_key IS NOT NULL")


class SparePartRow(Row, table=True):
    """A part as it is now; `words` is what it is searched by."""

    __tablename__ = "spare_part"
    __table_args__ = (Index(None, "kind"), Index(None, "superseded_key"))

    part_id: str = Field(primary_key=True)
    version: int
    maker_key: str
    kind: str
    superseded_key: str | None = None
    words: str = Field(sa_column=Column(Text, nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))
    said_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    said_by: str
    organisation: str | None = None


class SparePartNumberRow(Row, table=True):
    """A number of a part, as numbers are compared."""

    __tablename__ = "spare_part_number"
    __table_args__ = (ForeignKeyConstraint(["part_id"], ["spare_part.part_id"]),)

    number_key: str = Field(primary_key=True)
    part_id: str = Field(primary_key=True)


class SparePartVersionRow(Row, table=True):
    """What somebody said of a part; `content` is the facts as canonical JSON."""

    __tablename__ = "spare_part_version"

    part_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    content: str = Field(sa_column=Column(Text, nullable=False))
    said_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    said_by: str
    organisation: str | None = None


class SpareFitRow(Row, table=True):
    """A word on whether a part fits a model; the last number holds."""

    __tablename__ = "spare_fit"
    __table_args__ = (Index(None, "model_id"),)

    part_id: str = Field(primary_key=True)
    model_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    fits: bool
    source: str
    note: str | None = None
    said_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    said_by: str
    organisation: str | None = None


class SpareSightingRow(Row, table=True):
    """What a supplier asked or had on a day; `content` is the sighting as canonical JSON."""

    __tablename__ = "spare_sighting"
    __table_args__ = (CheckConstraint("about IN ('part', 'model')", name="about"),)

    subject: str = Field(primary_key=True)
    sighting_id: str = Field(primary_key=True)
    about: str
    seen_on: date
    said_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))


class SpareMovementRow(Row, table=True):
    """A change of how many parts lie on a shelf."""

    __tablename__ = "spare_movement"
    __table_args__ = (
        CheckConstraint("change <> 0", name="change"),
        Index(None, "part_id", "holder", "place", "origin"),
    )

    movement_id: str = Field(primary_key=True)
    part_id: str
    holder: str
    place: str
    origin: str
    act: str
    change: int
    said_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    said_by: str
    organisation: str | None = None


class SpareReservationRow(Row, table=True):
    """One part that is kept for an organisation: one of a shelf, or a harvested one by its device and slot.

    The database itself refuses to keep one harvested part twice.
    """

    __tablename__ = "spare_reservation"
    __table_args__ = (
        CheckConstraint("state IN ('kept', 'taken', 'given-back', 'withdrawn', 'expired')", name="state"),
        CheckConstraint("(holder IS NULL) <> (device_key IS NULL)", name="held"),
        Index(
            "uq_spare_reservation_device_key_slot",
            "device_key",
            "slot",
            unique=True,
            sqlite_where=_NOT_FREE,
            postgresql_where=_NOT_FREE,
        ),
        Index(None, "part_id", "state"),
        Index(None, "requester", "state"),
        Index(None, "holder", "state"),
    )

    reservation_id: str = Field(primary_key=True)
    part_id: str
    requester: str
    since: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    by: str
    until: date
    state: str
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcTime))
    ended_by: str | None = None
    holder: str | None = None
    place: str | None = None
    origin: str | None = None
    device_key: str | None = None
    slot: str | None = None
