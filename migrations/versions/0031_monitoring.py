"""Figures of the flow of devices, ready to be read.

Revision 0031, after 0030. `kringpas rebuild` finds the steps of the devices that were there before.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_INDEXES = (("step", "at", "hours", "passage"), ("owner", "step", "at"))


def upgrade() -> None:
    op.create_table(
        "flow_step",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("route", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("overridden", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("device_key", "passage", "step", name=op.f("pk_flow_step")),
    )
    for columns in _INDEXES:
        op.create_index(op.f(f"ix_flow_step_{'_'.join(columns)}"), "flow_step", list(columns))


def downgrade() -> None:
    op.drop_table("flow_step")
