"""Faults and repairs of others (Open Repair Data).

Revision 0034, after 0033.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_ALIKE = ("kind", "brand", "age", "faults", "status", "barrier")


def upgrade() -> None:
    _loads()
    _others()
    _own()


def _loads() -> None:
    op.create_table(
        "fault_load",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("tables", sa.String(), nullable=False),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("last_line", "new", "changed", "same", "left_out", "refused")
        ),
        sa.Column("busy_until", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'running', 'finished', 'failed')", name=op.f("ck_fault_load_state")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_fault_load")),
    )
    op.create_table(
        "fault_refusal",
        sa.Column("load", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["load"], ["fault_load.number"], name=op.f("fk_fault_refusal_load")),
        sa.PrimaryKeyConstraint("load", "line", "field", name=op.f("pk_fault_refusal")),
    )


def _others() -> None:
    op.create_table(
        "open_repair",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("load", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("digest", "provider", "country", *_ALIKE)),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["load"], ["fault_load.number"], name=op.f("fk_open_repair_load")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_repair")),
    )
    op.create_table(
        "fault_count",
        *(sa.Column(name, sa.String(), nullable=False) for name in _ALIKE),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*_ALIKE, name=op.f("pk_fault_count")),
    )


def _own() -> None:
    op.create_table(
        "own_repair",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("years", sa.Float(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("age", "status", "barrier", "faults", "parts")),
        sa.Column("cost", sa.String(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("device_key", "number", name=op.f("pk_own_repair")),
    )
    for columns in (list(_ALIKE), ["model", "faults", "status", "barrier"]):
        op.create_index(op.f(f"ix_own_repair_{'_'.join(columns)}"), "own_repair", columns)


def downgrade() -> None:
    for table in ("own_repair", "fault_count", "open_repair", "fault_refusal", "fault_load"):
        op.drop_table(table)
