"""What is sold in lots, to whom, on which ground and for which price.

Revision 0030, after 0029.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations.triggers import guard

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_STATES = "state IN ('draft', 'offered', 'chosen', 'awarded', 'handed-over', 'closed')"


def upgrade() -> None:
    _lots()
    op.create_table(
        "sale_bid",
        sa.Column("lot_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.String(), nullable=False),
        sa.Column("buyer", sa.String(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.CheckConstraint("cents > 0", name=op.f("ck_sale_bid_cents")),
        sa.PrimaryKeyConstraint("lot_id", "number", name=op.f("pk_sale_bid")),
        sa.UniqueConstraint("bid_id", name=op.f("uq_sale_bid_bid_id")),
    )
    op.create_table(
        "sale",
        sa.Column("lot_id", sa.String(), nullable=False),
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("buyer", sa.String(), nullable=False),
        sa.Column("devices", sa.Integer(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("awarded_at", UtcTime(), nullable=False),
        sa.CheckConstraint("cents > 0", name=op.f("ck_sale_cents")),
        sa.PrimaryKeyConstraint("lot_id", name=op.f("pk_sale")),
    )
    op.create_index(op.f("ix_sale_awarded_at"), "sale", ["awarded_at"])
    guard("sale_lot", "sale_buyer", "sale_bid", "sale")


def _lots() -> None:
    op.create_table(
        "sale_lot",
        sa.Column("lot_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint(_STATES, name=op.f("ck_sale_lot_state")),
        sa.PrimaryKeyConstraint("lot_id", "number", name=op.f("pk_sale_lot")),
    )
    op.create_table(
        "sale_buyer",
        sa.Column("buyer", sa.String(), nullable=False),
        sa.Column("lot_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("buyer", "lot_id", name=op.f("pk_sale_buyer")),
    )
    op.create_table(
        "lot_device",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("lot_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("device_key", name=op.f("pk_lot_device")),
    )
    op.create_index(op.f("ix_lot_device_lot_id"), "lot_device", ["lot_id"])


def downgrade() -> None:
    for table in ("sale", "sale_bid", "lot_device", "sale_buyer", "sale_lot"):
        op.drop_table(table)
