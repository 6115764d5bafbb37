"""Repair orders.

Revision 0036, after 0035.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations.triggers import guard

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "repair_order",
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("repairer", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("stage IN ('open', 'waiting', 'in-work', 'done')", name=op.f("ck_repair_order_stage")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_repair_order")),
    )
    op.create_index(op.f("ix_repair_order_device_key_opened_at"), "repair_order", ["device_key", "opened_at"])
    for party in ("repairer", "owner"):
        op.create_index(op.f(f"ix_repair_order_{party}_changed_at"), "repair_order", [party, "changed_at"])
    op.create_table(
        "repair_order_entry",
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("said_at", UtcTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["repair_order.order_id"], name=op.f("fk_repair_order_entry_order_id")),
        sa.PrimaryKeyConstraint("order_id", "number", name=op.f("pk_repair_order_entry")),
    )
    guard("repair_order_entry")


def downgrade() -> None:
    for table in ("repair_order_entry", "repair_order"):
        op.drop_table(table)
