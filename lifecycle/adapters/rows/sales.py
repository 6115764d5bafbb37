"""The tables of sale. All but `lot_device` are insert-only: a lot has versions, and a bid is never changed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class LotRow(Row, table=True):
    """One version of a lot; `content` is the lot as canonical JSON."""

    __tablename__ = "sale_lot"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'offered', 'chosen', 'awarded', 'handed-over', 'closed')", name="state"),
    )

    lot_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    seller: str
    state: str
    changed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    changed_by: str
    content: str = Field(sa_column=Column(Text, nullable=False))


class LotBuyerRow(Row, table=True):
    """To whom a lot was offered."""

    __tablename__ = "sale_buyer"

    buyer: str = Field(primary_key=True)
    lot_id: str = Field(primary_key=True)


class LotDeviceRow(Row, table=True):
    """In which open lot a device is. The row goes when the lot is handed over or closed."""

    __tablename__ = "lot_device"
    __table_args__ = (Index(None, "lot_id"),)

    device_key: str = Field(primary_key=True)
    lot_id: str


class BidRow(Row, table=True):
    """One bid, or the withdrawal of the one before (`cents` is null). In cents of a euro, without VAT."""

    __tablename__ = "sale_bid"
    __table_args__ = (UniqueConstraint("bid_id"), CheckConstraint("cents > 0", name="cents"))

    lot_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    bid_id: str
    buyer: str
    cents: int | None = None
    country: str
    made_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    made_by: str


class SaleRow(Row, table=True):
    """An award: a lot has one at most."""

    __tablename__ = "sale"
    __table_args__ = (Index(None, "awarded_at"), CheckConstraint("cents > 0", name="cents"))

    lot_id: str = Field(primary_key=True)
    seller: str
    buyer: str
    devices: int
    cents: int
    ground: str
    country: str
    awarded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
