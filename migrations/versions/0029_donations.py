"""Donation programmes, and what intermediaries report back.

Revision 0029, after 0028.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations.triggers import guard

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "donation_programme",
        sa.Column("programme_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("coordinator", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'open', 'paused', 'closed')", name=op.f("ck_donation_programme_state")),
        sa.PrimaryKeyConstraint("programme_id", "number", name=op.f("pk_donation_programme")),
    )
    op.create_index(op.f("ix_donation_programme_coordinator"), "donation_programme", ["coordinator"])
    _deliveries()
    _entries()
    guard("donation_programme", "donation_delivery", "donation_device", "donation_entry")


def _deliveries() -> None:
    op.create_table(
        "donation_delivery",
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("programme_id", sa.String(), nullable=False),
        sa.Column("coordinator", sa.String(), nullable=False),
        sa.Column("intermediary", sa.String(), nullable=False),
        sa.Column("consignment_id", sa.String(), nullable=False),
        sa.Column("passing", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.CheckConstraint("passing IN ('gift', 'loan')", name=op.f("ck_donation_delivery_passing")),
        sa.CheckConstraint("(passing = 'loan') = (due IS NOT NULL)", name=op.f("ck_donation_delivery_due")),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_donation_delivery")),
        sa.UniqueConstraint("consignment_id", name=op.f("uq_donation_delivery_consignment_id")),
    )
    for column in ("programme_id", "coordinator", "intermediary"):
        op.create_index(op.f(f"ix_donation_delivery_{column}_made_at"), "donation_delivery", [column, "made_at"])
    op.create_table(
        "donation_device",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["donation_delivery.delivery_id"], name=op.f("fk_donation_device_delivery_id")
        ),
        sa.PrimaryKeyConstraint("device_key", "delivery_id", name=op.f("pk_donation_device")),
    )
    op.create_index(op.f("ix_donation_device_delivery_id_position"), "donation_device", ["delivery_id", "position"])


def _entries() -> None:
    op.create_table(
        "donation_entry",
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("said_at", UtcTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["donation_delivery.delivery_id"], name=op.f("fk_donation_entry_delivery_id")
        ),
        sa.PrimaryKeyConstraint("delivery_id", "number", name=op.f("pk_donation_entry")),
        sa.UniqueConstraint("delivery_id", "entry_id", name=op.f("uq_donation_entry_delivery_id_entry_id")),
    )
    op.create_table(
        "donation_note",
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["donation_delivery.delivery_id"], name=op.f("fk_donation_note_delivery_id")
        ),
        sa.PrimaryKeyConstraint("delivery_id", "entry_id", name=op.f("pk_donation_note")),
    )


def downgrade() -> None:
    for table in ("donation_note", "donation_entry", "donation_device", "donation_delivery", "donation_programme"):
        op.drop_table(table)
