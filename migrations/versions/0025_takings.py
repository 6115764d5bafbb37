"""Who works on which item of a worklist.

Revision 0025, after 0024. `kringpas rebuild` puts the devices that were there before on their lists.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_INDEXES = (
    ("list", "since", "device_key"),
    ("custodian", "list", "since"),
    ("owner", "list", "since"),
    ("lessee", "list"),
    ("receiver", "list", "since"),
    ("list", "model"),
    ("taken_by",),
)


def upgrade() -> None:
    op.create_table(
        "work_item",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("list", sa.String(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("lessee", sa.String(), nullable=True),
        sa.Column("custodian", sa.String(), nullable=True),
        sa.Column("receiver", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("taken_by", sa.String(), nullable=True),
        sa.Column("taken_for", sa.String(), nullable=True),
        sa.Column("taken_until", UtcTime(), nullable=True),
        sa.CheckConstraint("(taken_by IS NULL) = (taken_until IS NULL)", name=op.f("ck_work_item_taken_until")),
        sa.PrimaryKeyConstraint("device_key", "list", name=op.f("pk_work_item")),
    )
    for columns in _INDEXES:
        op.create_index(op.f(f"ix_work_item_{'_'.join(columns)}"), "work_item", list(columns))
    op.create_table(
        "bulk_batch",
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("asked_sha256", sa.String(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_bulk_batch")),
    )


def downgrade() -> None:
    op.drop_table("bulk_batch")
    op.drop_table("work_item")
