"""The folded state of each device is kept, so that nobody folds its events again at each reading.

Revision 0012, after 0011. Nothing is filled: a device without a kept state is folded from its events, until its next
event or `kringpas rebuild` keeps one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device_state",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("fold", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device_key", name=op.f("pk_device_state")),
    )


def downgrade() -> None:
    op.drop_table("device_state")
