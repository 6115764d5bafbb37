"""Parts have a place, and counted goods come in by number or weight.

Revision 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations import triggers

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _parts()
    _movements()
    _balances()
    triggers.guard("goods_movement", "goods_party")


def _parts() -> None:
    op.create_table(
        "part_place",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("component", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=True),
        sa.Column("maker", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("donor", sa.String(), nullable=True),
        sa.CheckConstraint("place IN ('in-device', 'in-stock')", name=op.f("ck_part_place_place")),
        sa.PrimaryKeyConstraint("device_key", "slot", name=op.f("pk_part_place")),
    )
    op.create_index(op.f("ix_part_place_serial_component"), "part_place", ["serial", "component"])
    op.create_index(op.f("ix_part_place_donor"), "part_place", ["donor"])
    op.create_index(op.f("ix_part_place_place"), "part_place", ["place"])


def _movements() -> None:
    op.create_table(
        "goods_movement",
        sa.Column("movement_id", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("movement_id", name=op.f("pk_goods_movement")),
    )
    op.create_table(
        "goods_party",
        sa.Column("movement_id", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["movement_id"], ["goods_movement.movement_id"], name=op.f("fk_goods_party_movement_id")
        ),
        sa.PrimaryKeyConstraint("movement_id", "party", name=op.f("pk_goods_party")),
    )
    op.create_index(op.f("ix_goods_party_party_recorded_at"), "goods_party", ["party", "recorded_at"])


def _balances() -> None:
    op.create_table(
        "goods_balance",
        sa.Column("lot_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("custodian", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("offer", sa.String(), nullable=True),
        sa.Column("receiver", sa.String(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_goods_balance_quantity")),
        sa.PrimaryKeyConstraint("lot_key", name=op.f("pk_goods_balance")),
    )
    for column in ("custodian", "owner", "receiver"):
        op.create_index(op.f(f"ix_goods_balance_{column}"), "goods_balance", [column])


def downgrade() -> None:
    for table in ("goods_balance", "goods_party", "goods_movement", "part_place"):
        op.drop_table(table)
