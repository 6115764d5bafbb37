"""What finders of a device tell its owner.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "found_report",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("passport_id", sa.String(), nullable=False),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("reported_at", UtcTime(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('came-back', 'handed-in', 'no-use', 'left-state', 'expired')",
            name=op.f("ck_found_report_outcome"),
        ),
        sa.CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name=op.f("ck_found_report_closed_at")),
        sa.PrimaryKeyConstraint("device_key", "reference", name=op.f("pk_found_report")),
    )
    op.create_index(op.f("ix_found_report_reference"), "found_report", ["reference"])
    op.create_index(op.f("ix_found_report_told_reported_at"), "found_report", ["told", "reported_at"])
    op.create_index(op.f("ix_found_report_outcome_reported_at"), "found_report", ["outcome", "reported_at"])
    op.create_table(
        "found_report_words",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["device_key", "reference"],
            ["found_report.device_key", "found_report.reference"],
            name=op.f("fk_found_report_words_device_key_reference"),
        ),
        sa.PrimaryKeyConstraint("device_key", "reference", name=op.f("pk_found_report_words")),
    )


def downgrade() -> None:
    op.drop_table("found_report_words")
    op.drop_table("found_report")
