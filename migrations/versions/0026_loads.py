"""What a consignment is packed in, what it weighs, and what its recycler reports.

Revision 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations import triggers

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_TABLES = ("load_difference", "weight_report", "consignment_collection", "consignment_goods", "load_unit")


def upgrade() -> None:
    op.add_column("consignment", sa.Column("goods_offer", sa.String(), nullable=True))
    op.add_column("consignment_device", sa.Column("packed_in", sa.String(), nullable=True))
    _units()
    _goods()
    _collections()
    _weights()
    _differences()
    triggers.guard("consignment_collection", "weight_report")


def _of_consignment(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consignment_id"], ["consignment.consignment_id"], name=op.f(f"fk_{table}_consignment_id")
    )


def _units() -> None:
    op.create_table(
        "load_unit",
        sa.Column("consignment_id", sa.String(), nullable=False),
        sa.Column("load_unit_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('pallet', 'cage', 'box')", name=op.f("ck_load_unit_kind")),
        _of_consignment("load_unit"),
        sa.PrimaryKeyConstraint("consignment_id", "load_unit_id", name=op.f("pk_load_unit")),
        sa.UniqueConstraint("consignment_id", "code", name=op.f("uq_load_unit_consignment_id_code")),
    )
    op.create_index(op.f("ix_load_unit_code"), "load_unit", ["code"])


def _goods() -> None:
    op.create_table(
        "consignment_goods",
        sa.Column("consignment_id", sa.String(), nullable=False),
        sa.Column("goods_line_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        _of_consignment("consignment_goods"),
        sa.PrimaryKeyConstraint("consignment_id", "goods_line_id", name=op.f("pk_consignment_goods")),
    )


def _collections() -> None:
    op.create_table(
        "consignment_collection",
        sa.Column("consignment_id", sa.String(), nullable=False),
        sa.Column("collected_at", UtcTime(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("manifest_sha256", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=True),
        _of_consignment("consignment_collection"),
        sa.PrimaryKeyConstraint("consignment_id", name=op.f("pk_consignment_collection")),
    )


def _weights() -> None:
    op.create_table(
        "weight_report",
        sa.Column("report_id", sa.String(), nullable=False),
        sa.Column("consignment_id", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("stage IN ('received', 'treated')", name=op.f("ck_weight_report_stage")),
        _of_consignment("weight_report"),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_weight_report")),
    )
    op.create_index(
        op.f("ix_weight_report_consignment_id_recorded_at"), "weight_report", ["consignment_id", "recorded_at"]
    )


def _differences() -> None:
    op.create_table(
        "load_difference",
        sa.Column("difference_id", sa.String(), nullable=False),
        sa.Column("consignment_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("found_at", UtcTime(), nullable=False),
        sa.Column("answered_at", UtcTime(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('weight', 'goods')", name=op.f("ck_load_difference_kind")),
        _of_consignment("load_difference"),
        sa.PrimaryKeyConstraint("difference_id", name=op.f("pk_load_difference")),
    )
    op.create_index(
        op.f("ix_load_difference_consignment_id_found_at"), "load_difference", ["consignment_id", "found_at"]
    )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    op.drop_column("consignment_device", "packed_in")
    op.drop_column("consignment", "goods_offer")
