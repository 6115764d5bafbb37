"""Who read what is not public, and what was closed.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations import triggers

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("passport", "model_part"):
        op.add_column(table, sa.Column("prepared", sa.Integer(), nullable=False, server_default="0"))
    _closures()
    _records()
    triggers.guard("closure", "closure_lifting", "access_record")


def _closures() -> None:
    op.create_table(
        "closure",
        sa.Column("closure_id", sa.String(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("passport_id", sa.String(), nullable=True),
        sa.Column("access", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("legal", sa.Text(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("by_administrator", sa.Boolean(), nullable=False),
        sa.CheckConstraint("access IN ('professional', 'authority', 'owner')", name=op.f("ck_closure_access")),
        sa.PrimaryKeyConstraint("closure_id", name=op.f("pk_closure")),
    )
    op.create_index(op.f("ix_closure_passport_id"), "closure", ["passport_id"])
    op.create_table(
        "closure_lifting",
        sa.Column("closure_id", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["closure_id"], ["closure.closure_id"], name=op.f("fk_closure_lifting_closure_id")),
        sa.PrimaryKeyConstraint("closure_id", name=op.f("pk_closure_lifting")),
    )


def _records() -> None:
    op.create_table(
        "access_record",
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("passport_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("classes", sa.String(), nullable=False),
        sa.Column("elements", sa.Text(), nullable=False),
        sa.Column("by_authority", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("legal", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('read', 'refused', 'closed', 'lifted', 'reclassified')", name=op.f("ck_access_record_kind")
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_access_record")),
    )
    op.create_index(op.f("ix_access_record_passport_id_at"), "access_record", ["passport_id", "at"])
    op.create_index(op.f("ix_access_record_at"), "access_record", ["at"])
    op.create_table(
        "access_reader",
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["access_record.record_id"], name=op.f("fk_access_reader_record_id")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_access_reader")),
    )
    op.create_index(op.f("ix_access_reader_account_kind_at"), "access_reader", ["account", "kind", "at"])
    op.create_index(op.f("ix_access_reader_at"), "access_reader", ["at"])
