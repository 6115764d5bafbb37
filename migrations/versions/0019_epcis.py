"""Captures, and the events of others that they brought; our own events in the order in which they happened.

Revision 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations import triggers

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_TABLES = ("epcis_capture", "epcis_event", "epcis_term")


def upgrade() -> None:
    op.create_table(
        "epcis_capture",
        sa.Column("capture_id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("finished_at", UtcTime(), nullable=False),
        sa.Column("behaviour", sa.String(), nullable=False),
        sa.Column("success", sa.Boolean(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("errors", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("capture_id", name=op.f("pk_epcis_capture")),
    )
    op.create_index(
        op.f("ix_epcis_capture_organisation_created_at_capture_id"),
        "epcis_capture",
        ["organisation", "created_at", "capture_id"],
    )
    op.create_table(
        "epcis_event",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("declaration", sa.String(), nullable=False),
        sa.Column("hash_id", sa.String(), nullable=False),
        sa.Column("capture_id", sa.String(), nullable=False),
        sa.Column("own_event", sa.String(), nullable=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=True),
        sa.Column("biz_step", sa.String(), nullable=True),
        sa.Column("disposition", sa.String(), nullable=True),
        sa.Column("read_point", sa.String(), nullable=True),
        sa.Column("biz_location", sa.String(), nullable=True),
        sa.Column("event_time", UtcTime(), nullable=False),
        sa.Column("record_time", UtcTime(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "event_id", "declaration", name=op.f("pk_epcis_event")),
    )
    for columns in (["event_time", "event_id"], ["event_id"], ["hash_id"]):
        op.create_index(op.f(f"ix_epcis_event_{'_'.join(columns)}"), "epcis_event", columns)
    op.create_table(
        "epcis_term",
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("declaration", sa.String(), nullable=False),
        sa.Column("device_key", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "event_id", "declaration"],
            ["epcis_event.organisation", "epcis_event.event_id", "epcis_event.declaration"],
            name=op.f("fk_epcis_term_organisation_event_id_declaration"),
        ),
        sa.PrimaryKeyConstraint("value", "name", "organisation", "event_id", "declaration", name=op.f("pk_epcis_term")),
    )
    op.create_index(
        op.f("ix_epcis_term_organisation_event_id_declaration"),
        "epcis_term",
        ["organisation", "event_id", "declaration"],
    )
    op.create_index(op.f("ix_epcis_term_device_key"), "epcis_term", ["device_key"])
    op.create_index(op.f("ix_event_occurred_at_event_id"), "event", ["occurred_at", "event_id"])
    triggers.guard(*_TABLES)


def downgrade() -> None:
    op.drop_index(op.f("ix_event_occurred_at_event_id"), "event")
    for name in reversed(_TABLES):
        op.drop_table(name)
