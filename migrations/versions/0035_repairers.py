"""Repairers, and the keys by which a holder lets one see a device.

Revision 0035, after 0034.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_TABLES = ("repair_key",)
_USED = (
    "(used_at IS NULL) = (used_by IS NULL) AND (used_at IS NULL) = (used_by_account IS NULL)"
    " AND (used_at IS NULL) = (access_until IS NULL)"
)


def upgrade() -> None:
    _keys()


def _keys() -> None:
    op.create_table(
        "repair_key",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("usable_until", sa.Date(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.Column("used_by", sa.String(), nullable=True),
        sa.Column("used_by_account", sa.String(), nullable=True),
        sa.Column("access_until", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", UtcTime(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.CheckConstraint(_USED, name=op.f("ck_repair_key_used")),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_repair_key_withdrawn")),
        sa.PrimaryKeyConstraint("device_key", "key_id", name=op.f("pk_repair_key")),
    )
    op.create_index(op.f("ix_repair_key_code_hash"), "repair_key", ["code_hash"], unique=True)
    op.create_index(op.f("ix_repair_key_used_by_access_until"), "repair_key", ["used_by", "access_until"])


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
