"""Back-up copies that are kept for other registries.

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations import triggers

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "held_copy",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.CheckConstraint("status IN ('active', 'inactive', 'archived', 'invalid')", name=op.f("ck_held_copy_status")),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_held_copy")),
    )
    op.create_index(op.f("ix_held_copy_organisation_rank_address"), "held_copy", ["organisation", "rank", "address"])
    op.create_table(
        "held_version",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("held_at", UtcTime(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["address"], ["held_copy.address"], name=op.f("fk_held_version_address")),
        sa.PrimaryKeyConstraint("address", "version", name=op.f("pk_held_version")),
    )
    triggers.guard("held_version")
