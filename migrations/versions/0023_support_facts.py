"""Until when models and their systems get security updates.

Revision 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations.triggers import guard

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "support_load",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("retrieved_at", UtcTime(), nullable=False),
        sa.Column("loaded_by", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("products", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_support_load")),
    )
    op.create_table(
        "support_entry",
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("release", sa.String(), nullable=False),
        sa.Column("load", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["load"], ["support_load.number"], name=op.f("fk_support_entry_load")),
        sa.PrimaryKeyConstraint("product", "release", "load", name=op.f("pk_support_entry")),
    )
    op.create_index(op.f("ix_support_entry_product_name_key"), "support_entry", ["product", "name_key"])
    op.create_table(
        "support_match",
        sa.Column("model_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(), nullable=True),
        sa.Column("release", sa.String(), nullable=True),
        sa.Column("confirmed_at", UtcTime(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.CheckConstraint("(product IS NULL) = (release IS NULL)", name=op.f("ck_support_match_release")),
        sa.PrimaryKeyConstraint("model_id", "number", name=op.f("pk_support_match")),
    )
    guard("support_load", "support_entry", "support_match")


def downgrade() -> None:
    op.drop_table("support_match")
    op.drop_table("support_entry")
    op.drop_table("support_load")
