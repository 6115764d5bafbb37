"""The tables of reservations and of the government marketplace.

`reservation` and `market_offer` are projections of events, kept in the same transaction (`kringpas rebuild` makes them
again); `place_town` and `device_photo` are what people entered.
"""

from datetime import date, datetime

from sqlalchemy import Column, Index
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class ReservationRow(Row, table=True):
    """A device that is kept for an organisation; `reservation_id` is the event that reserved it first."""

    __tablename__ = "reservation"
    __table_args__ = (Index(None, "requester", "until"), Index(None, "until"), Index(None, "reservation_id"))

    device_key: str = Field(primary_key=True)
    reservation_id: str
    requester: str
    unit: str | None = None
    request: str | None = None
    since: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    until: date


class MarketOfferRow(Row, table=True):
    """A device on offer. `kind_id` is the same for devices that are alike; `since` the day of its approval.

    The indexes hold all that a page of kinds and its choices ask, so that no row of the table is read for them.
    """

    __tablename__ = "market_offer"
    __table_args__ = (
        Index(
            "ix_market_offer_kind", "kind_id", "since", "device_key", "battery", "functional_grade", "cosmetic_grade"
        ),
        Index(None, "owner", "group", "since"),
        Index(None, "town", "since"),
        Index(None, "custodian"),
    )

    device_key: str = Field(primary_key=True)
    passport_id: str
    custodian: str
    kind_id: str
    group: str
    brand: str
    name: str
    functional_grade: str | None = None
    cosmetic_grade: str | None = None
    memory_gb: int | None = None
    storage_gb: int | None = None
    screen_inch: float | None = None
    town: str | None = None
    owner: str
    words: str
    since: date
    battery: float | None = None


class PlaceTownRow(Row, table=True):
    """The town of a place of a custodian; an empty place is every other place of that custodian."""

    __tablename__ = "place_town"

    custodian: str = Field(primary_key=True)
    place: str = Field(primary_key=True)
    town: str
    changed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    changed_by: str


class DevicePhotoRow(Row, table=True):
    """A photo of a device; the picture is a file under its hash."""

    __tablename__ = "device_photo"
    __table_args__ = (Index(None, "sha256"),)

    device_key: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    added_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    added_by: str
    organisation: str | None = None
    removed_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    removed_by: str | None = None
