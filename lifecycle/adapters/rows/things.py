"""The tables of parts and of counted goods.

`goods_movement` is insert-only. `goods_balance` and `part_place` are projections: they can be made again.
"""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKeyConstraint, Index, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class PartPlaceRow(Row, table=True):
    """A part as a device tells of it: in the device, or in the stock of who has the device that gave it."""

    __tablename__ = "part_place"
    __table_args__ = (
        CheckConstraint("place IN ('in-device', 'in-stock')", name="place"),
        Index(None, "serial", "component"),
        Index(None, "donor"),
        Index(None, "place"),
    )

    device_key: str = Field(primary_key=True)
    slot: str = Field(primary_key=True)
    component: str
    place: str
    serial: str | None = None
    maker: str | None = None
    model: str | None = None
    donor: str | None = None


class GoodsMovementRow(Row, table=True):
    """One entry in the ledger; `content` is the whole movement as canonical JSON."""

    __tablename__ = "goods_movement"

    movement_id: str = Field(primary_key=True)
    act: str
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))


class GoodsPartyRow(Row, table=True):
    """Whom a movement concerns, so that each finds its own."""

    __tablename__ = "goods_party"
    __table_args__ = (
        ForeignKeyConstraint(["movement_id"], ["goods_movement.movement_id"]),
        Index(None, "party", "recorded_at"),
    )

    movement_id: str = Field(primary_key=True)
    party: str = Field(primary_key=True)
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class GoodsBalanceRow(Row, table=True):
    """How much there is of a lot, in thousandths of its unit. The database itself refuses less than nothing."""

    __tablename__ = "goods_balance"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="quantity"),
        Index(None, "custodian"),
        Index(None, "owner"),
        Index(None, "receiver"),
    )

    lot_key: str = Field(primary_key=True)
    kind: str
    unit: str
    condition: str
    owner: str
    custodian: str
    place: str
    offer: str | None = None
    receiver: str | None = None
    quantity: int = Field(sa_column=Column(BigInteger, nullable=False))
