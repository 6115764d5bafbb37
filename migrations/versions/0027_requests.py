"""Who asks for devices, and what is allocated to whom.

Revision 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations import triggers

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _requests()
    _allotments()
    op.create_table(
        "allocation",
        sa.Column("allocation_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_at", UtcTime(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("inputs_hash", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcTime(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('proposed', 'confirmed', 'cancelled')", name=op.f("ck_allocation_state")),
        sa.CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name=op.f("ck_allocation_decided_at")),
        sa.PrimaryKeyConstraint("allocation_id", name=op.f("pk_allocation")),
    )
    op.create_index(op.f("ix_allocation_proposed_at"), "allocation", ["proposed_at"])
    triggers.guard("device_request_step")


def _requests() -> None:
    op.create_table(
        "device_request",
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("requester", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.CheckConstraint("stage IN ('draft', 'open', 'withdrawn')", name=op.f("ck_device_request_stage")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_device_request_number")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_device_request")),
    )
    op.create_index(op.f("ix_device_request_requester_made_at"), "device_request", ["requester", "made_at"])
    op.create_index(op.f("ix_device_request_stage_deadline"), "device_request", ["stage", "deadline"])
    op.create_table(
        "device_request_step",
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["device_request.request_id"],
            name=op.f("fk_device_request_step_request_id_device_request"),
        ),
        sa.PrimaryKeyConstraint("request_id", "number", name=op.f("pk_device_request_step")),
    )


def _allotments() -> None:
    op.create_table(
        "allotment",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("allocation_id", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("requester", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("given_at", UtcTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.CheckConstraint("state IN ('kept', 'arrived', 'taken-away')", name=op.f("ck_allotment_state")),
        sa.CheckConstraint("(state = 'kept') = (ended_at IS NULL)", name=op.f("ck_allotment_ended_at")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["device_request.request_id"], name=op.f("fk_allotment_request_id_device_request")
        ),
        sa.PrimaryKeyConstraint("device_key", "allocation_id", name=op.f("pk_allotment")),
    )
    op.create_index(op.f("ix_allotment_request_id_state"), "allotment", ["request_id", "state"])
    op.create_index(op.f("ix_allotment_allocation_id"), "allotment", ["allocation_id"])
    kept = sa.text("state = 'kept'")
    op.create_index(
        "ux_allotment_kept",
        "allotment",
        ["device_key"],
        unique=True,
        sqlite_where=kept,
        postgresql_where=kept,
    )


def downgrade() -> None:
    op.drop_table("allocation")
    op.drop_table("allotment")
    op.drop_table("device_request_step")
    op.drop_table("device_request")
