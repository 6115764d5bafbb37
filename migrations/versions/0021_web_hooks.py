"""Who wants to hear of new events, and what is on its way to them.

Revision 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "web_hook",
        sa.Column("hook_id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("reads_all", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("hook_id", name=op.f("pk_web_hook")),
    )
    op.create_index(op.f("ix_web_hook_organisation_created_at"), "web_hook", ["organisation", "created_at"])
    op.create_table(
        "web_hook_delivery",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("hook_id", sa.String(), nullable=False),
        sa.Column("entry", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("leased_until", UtcTime(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'dead')", name=op.f("ck_web_hook_delivery_state")),
        sa.ForeignKeyConstraint(["hook_id"], ["web_hook.hook_id"], name=op.f("fk_web_hook_delivery_hook_id")),
        sa.PrimaryKeyConstraint("device_key", "hook_id", "entry", name=op.f("pk_web_hook_delivery")),
    )
    op.create_index(op.f("ix_web_hook_delivery_state_due_at"), "web_hook_delivery", ["state", "due_at"])
    op.create_index(op.f("ix_web_hook_delivery_hook_id_entry"), "web_hook_delivery", ["hook_id", "entry"])


def downgrade() -> None:
    op.drop_table("web_hook_delivery")
    op.drop_table("web_hook")
