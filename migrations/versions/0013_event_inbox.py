"""What scanners sent late and could not be recorded waits for a person.

Revision 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations import triggers

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_INSERT_ONLY = ("sending", "set_aside", "set_aside_attempt")


def upgrade() -> None:
    op.create_table(
        "sending",
        sa.Column("sending_id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("scanner", sa.String(), nullable=False),
        sa.Column("sent_at", UtcTime(), nullable=False),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("sending_id", name=op.f("pk_sending")),
        sa.UniqueConstraint("account", "batch", "sent_at", name=op.f("uq_sending_account_batch_sent_at")),
    )
    op.create_table(
        "set_aside",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sending_id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.Column("occurred_at", UtcTime(), nullable=False),
        sa.Column("device_key", sa.String(), nullable=True),
        sa.Column("scan", sa.String(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("has_text", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["sending_id"], ["sending.sending_id"], name=op.f("fk_set_aside_sending_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_set_aside")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_set_aside_event_id_number")),
    )
    op.create_index(op.f("ix_set_aside_organisation_received_at"), "set_aside", ["organisation", "received_at"])
    op.create_index(op.f("ix_set_aside_received_at"), "set_aside", ["received_at"])
    op.create_table(
        "set_aside_text",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["set_aside.item_id"], name=op.f("fk_set_aside_text_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_set_aside_text")),
    )
    op.create_table(
        "set_aside_attempt",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('recorded', 'refused', 'dismissed')", name=op.f("ck_set_aside_attempt_outcome")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["set_aside.item_id"], name=op.f("fk_set_aside_attempt_item_id")),
        sa.PrimaryKeyConstraint("item_id", "number", name=op.f("pk_set_aside_attempt")),
    )
    triggers.guard(*_INSERT_ONLY)


def downgrade() -> None:
    op.drop_table("set_aside_attempt")
    op.drop_table("set_aside_text")
    op.drop_table("set_aside")
    op.drop_table("sending")
