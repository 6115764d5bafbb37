"""Rolls of labels that are printed before anybody knows on which device they go.

Revision 0009, after 0008. How a label stands stays in `label`, which is not touched.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations import triggers

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "label_roll",
        sa.Column("roll_id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("labels", sa.Integer(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("issued_at", UtcTime(), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("retired_at", UtcTime(), nullable=True),
        sa.Column("retired_by", sa.String(), nullable=True),
        sa.Column("retired_fault", sa.String(), nullable=True),
        sa.CheckConstraint("labels BETWEEN 1 AND 10000", name=op.f("ck_label_roll_labels")),
        sa.CheckConstraint(
            "retired_fault IN ('lost', 'damaged', 'misprinted')", name=op.f("ck_label_roll_retired_fault")
        ),
        sa.PrimaryKeyConstraint("roll_id", name=op.f("pk_label_roll")),
        sa.UniqueConstraint("organisation", "order_id", name=op.f("uq_label_roll_organisation_order_id")),
    )
    op.create_table(
        "roll_label",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("roll_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["label.code"], name=op.f("fk_roll_label_code")),
        sa.ForeignKeyConstraint(["roll_id"], ["label_roll.roll_id"], name=op.f("fk_roll_label_roll_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_roll_label")),
    )
    op.create_index(op.f("ix_roll_label_roll_id_place"), "roll_label", ["roll_id", "place"], unique=True)
    op.create_table(
        "label_retirement",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("fault IN ('lost', 'damaged', 'misprinted')", name=op.f("ck_label_retirement_fault")),
        sa.ForeignKeyConstraint(["code"], ["label.code"], name=op.f("fk_label_retirement_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_label_retirement")),
    )
    triggers.guard("label_retirement")


def downgrade() -> None:
    op.drop_table("label_retirement")
    op.drop_table("roll_label")
    op.drop_table("label_roll")
