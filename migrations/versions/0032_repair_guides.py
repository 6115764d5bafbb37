"""Repair guides of models.

Revision 0032, after 0031.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations.triggers import guard

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "repair_guide",
        sa.Column("model_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_repair_guide_version")),
        sa.ForeignKeyConstraint(["model_id"], ["passport.passport_id"], name=op.f("fk_repair_guide_model_id")),
        sa.PrimaryKeyConstraint("model_id", "version", name=op.f("pk_repair_guide")),
    )
    op.create_table(
        "repair_guide_file",
        sa.Column("model_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.CheckConstraint("use IN ('picture', 'document')", name=op.f("ck_repair_guide_file_use")),
        sa.CheckConstraint("size >= 1", name=op.f("ck_repair_guide_file_size")),
        sa.ForeignKeyConstraint(["model_id"], ["passport.passport_id"], name=op.f("fk_repair_guide_file_model_id")),
        sa.PrimaryKeyConstraint("model_id", "sha256", name=op.f("pk_repair_guide_file")),
    )
    guard("repair_guide", "repair_guide_file")


def downgrade() -> None:
    for table in ("repair_guide_file", "repair_guide"):
        op.drop_table(table)
