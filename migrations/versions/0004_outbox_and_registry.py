"""What still has to go to the EU registry and to the back-up provider.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations import triggers

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_DESTINATIONS = "destination IN ('registry', 'backup')"


def upgrade() -> None:
    _queue()
    _knowledge()
    triggers.guard("delivery_proof", "delivery_receipt")


def _queue() -> None:
    op.create_table(
        "outbox",
        sa.Column("passport_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("package", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.CheckConstraint(_DESTINATIONS, name=op.f("ck_outbox_destination")),
        sa.CheckConstraint("kind IN ('created', 'revised', 'status')", name=op.f("ck_outbox_kind")),
        sa.PrimaryKeyConstraint("passport_id", "version", "destination", name=op.f("pk_outbox")),
    )
    waiting = sa.text("package IS NULL")
    op.create_index(
        op.f("ix_outbox_destination_rank_at"),
        "outbox",
        ["destination", "rank", "at"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_index(op.f("ix_outbox_destination_at"), "outbox", ["destination", "at"])
    op.create_index(op.f("ix_outbox_package"), "outbox", ["package"])
    op.create_table(
        "delivery_package",
        sa.Column("correlation_id", sa.String(), nullable=False),
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("formed_at", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", UtcTime(), nullable=True),
        sa.Column("lease", sa.String(), nullable=True),
        sa.Column("leased_until", UtcTime(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(_DESTINATIONS, name=op.f("ck_delivery_package_destination")),
        sa.PrimaryKeyConstraint("correlation_id", name=op.f("pk_delivery_package")),
    )
    op.create_index(op.f("ix_delivery_package_destination_due_at"), "delivery_package", ["destination", "due_at"])


def _knowledge() -> None:
    op.create_table(
        "registration",
        sa.Column("passport_id", sa.String(), nullable=False),
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("registration_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("rejected_version", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.CheckConstraint(_DESTINATIONS, name=op.f("ck_registration_destination")),
        sa.PrimaryKeyConstraint("passport_id", "destination", name=op.f("pk_registration")),
    )
    op.create_index(
        op.f("ix_registration_destination_rejected_version_updated_at"),
        "registration",
        ["destination", "rejected_version", "updated_at"],
    )
    op.create_table(
        "delivery_proof",
        sa.Column("correlation_id", sa.String(), nullable=False),
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("request_sha256", sa.String(), nullable=False),
        sa.Column("answer_sha256", sa.String(), nullable=False),
        sa.Column("formed_at", UtcTime(), nullable=False),
        sa.Column("answered_at", UtcTime(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("correlation_id", name=op.f("pk_delivery_proof")),
    )
    op.create_table(
        "delivery_receipt",
        sa.Column("passport_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("correlation_id", sa.String(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("registration_id", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("passport_id", "version", "destination", "round", name=op.f("pk_delivery_receipt")),
    )
