"""A correction after a device left is proposed and approved, and what turned out wrong then is listed as a case.

Revision 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "correction_proposal",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("proposal_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_at", UtcTime(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("decided_at", UtcTime(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'confirmed', 'declined')", name=op.f("ck_correction_proposal_state")),
        sa.CheckConstraint("(state = 'open') = (content IS NOT NULL)", name=op.f("ck_correction_proposal_content")),
        sa.CheckConstraint("(state = 'open') = (decided_at IS NULL)", name=op.f("ck_correction_proposal_decided_at")),
        sa.PrimaryKeyConstraint("device_key", "proposal_id", name=op.f("pk_correction_proposal")),
    )
    op.create_index(op.f("ix_correction_proposal_state_proposed_at"), "correction_proposal", ["state", "proposed_at"])
    op.create_table(
        "device_case",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device_key", "case_id", name=op.f("pk_device_case")),
    )
    op.create_index(op.f("ix_device_case_is_open_opened_at"), "device_case", ["is_open", "opened_at"])


def downgrade() -> None:
    op.drop_table("device_case")
    op.drop_table("correction_proposal")
