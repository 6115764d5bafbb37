"""The tables of what a consignment is packed in, what it weighs, and what its recycler reports."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class LoadUnitRow(Row, table=True):
    """A pallet, cage or box. `content` has its weights, seal, photos and remark, as canonical JSON."""

    __tablename__ = "load_unit"
    __table_args__ = (
        ForeignKeyConstraint(["consignment_id"], ["consignment.consignment_id"]),
        CheckConstraint("kind IN ('pallet', 'cage', 'box')", name="kind"),
        UniqueConstraint("consignment_id", "code"),
        Index(None, "code"),
    )

    consignment_id: str = Field(primary_key=True)
    load_unit_id: str = Field(primary_key=True)
    position: int
    kind: str
    code: str
    content: str = Field(sa_column=Column(Text, nullable=False))


class ConsignmentGoodsRow(Row, table=True):
    """A line of counted goods. `content` has its lot, quantity, unit and what was received, as canonical JSON."""

    __tablename__ = "consignment_goods"
    __table_args__ = (ForeignKeyConstraint(["consignment_id"], ["consignment.consignment_id"]),)

    consignment_id: str = Field(primary_key=True)
    goods_line_id: str = Field(primary_key=True)
    position: int
    content: str = Field(sa_column=Column(Text, nullable=False))


class ConsignmentCollectionRow(Row, table=True):
    """Who collected a consignment, and which manifest that confirmed: insert-only."""

    __tablename__ = "consignment_collection"
    __table_args__ = (ForeignKeyConstraint(["consignment_id"], ["consignment.consignment_id"]),)

    consignment_id: str = Field(primary_key=True)
    collected_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    actor: str
    organisation: str
    manifest_sha256: str
    seal: str | None = None


class WeightReportRow(Row, table=True):
    """Weights that a recycler reported back: insert-only. `content` is the whole report, as canonical JSON."""

    __tablename__ = "weight_report"
    __table_args__ = (
        ForeignKeyConstraint(["consignment_id"], ["consignment.consignment_id"]),
        CheckConstraint("stage IN ('received', 'treated')", name="stage"),
        Index(None, "consignment_id", "recorded_at"),
    )

    report_id: str = Field(primary_key=True)
    consignment_id: str
    stage: str
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))


class LoadDifferenceRow(Row, table=True):
    """More or less than was sent, and how the sender explained it."""

    __tablename__ = "load_difference"
    __table_args__ = (
        ForeignKeyConstraint(["consignment_id"], ["consignment.consignment_id"]),
        CheckConstraint("kind IN ('weight', 'goods')", name="kind"),
        Index(None, "consignment_id", "found_at"),
    )

    difference_id: str = Field(primary_key=True)
    consignment_id: str
    kind: str
    found_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    answered_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    content: str = Field(sa_column=Column(Text, nullable=False))
