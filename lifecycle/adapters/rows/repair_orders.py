"""The tables of repair orders. Entries are insert-only; an order's row keeps how it stands, for lists."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKeyConstraint, Index, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class RepairOrderRow(Row, table=True):
    """An order; `content` is the order as canonical JSON. `stage` and `disputed` follow from its entries."""

    __tablename__ = "repair_order"
    __table_args__ = (
        CheckConstraint("stage IN ('open', 'waiting', 'in-work', 'done')", name="stage"),
        Index(None, "device_key", "opened_at"),
        Index(None, "repairer", "changed_at"),
        Index(None, "owner", "changed_at"),
    )

    order_id: str = Field(primary_key=True)
    device_key: str
    repairer: str
    owner: str | None = None
    stage: str
    disputed: bool = Field(sa_column=Column(Boolean(create_constraint=False), nullable=False))
    opened_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    changed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))


class RepairOrderEntryRow(Row, table=True):
    """One thing that was said of an order; `content` is the entry as canonical JSON."""

    __tablename__ = "repair_order_entry"
    __table_args__ = (ForeignKeyConstraint(["order_id"], ["repair_order.order_id"]),)

    order_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    said: str
    said_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))
