"""Reports of erasure wait for their device, tools have a register, and a key can be that of a wiping station.

Revision 0016, after 0015. Media are not filled: they come with a device's next event, or with `kringpas rebuild`.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations.triggers import guard

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _media()
    _reports()
    op.create_table(
        "erasure_tool",
        sa.Column("tool_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("versions", sa.String(), nullable=False),
        sa.Column("methods", sa.String(), nullable=False),
        sa.Column("advice", sa.String(), nullable=True),
        sa.Column("advised_from", sa.Date(), nullable=True),
        sa.Column("advised_until", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tool_id", "number", name=op.f("pk_erasure_tool")),
    )
    op.add_column("api_key", sa.Column("use_case", sa.String(), nullable=True))
    op.add_column("api_key", sa.Column("station", sa.String(), nullable=True))
    op.create_table(
        "erasure_statement",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("issued_at", UtcTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device_key", "code", name=op.f("pk_erasure_statement")),
        sa.UniqueConstraint("code", name=op.f("uq_erasure_statement_code")),
    )
    guard("erasure_report", "erasure_statement", "erasure_tool")


def _media() -> None:
    op.create_table(
        "storage_medium",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("serial_key", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("whereabouts", sa.String(), nullable=False),
        sa.Column("custodian", sa.String(), nullable=False),
        sa.Column("tray", sa.String(), nullable=True),
        sa.Column("since", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("device_key", "serial_key", name=op.f("pk_storage_medium")),
    )
    op.create_index(op.f("ix_storage_medium_serial_key"), "storage_medium", ["serial_key"])
    op.create_index(op.f("ix_storage_medium_custodian_tray_since"), "storage_medium", ["custodian", "tray", "since"])


def _reports() -> None:
    op.create_table(
        "erasure_report",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("original_sha256", sa.String(), nullable=False),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=True),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("parser", sa.String(), nullable=False),
        sa.Column("parser_version", sa.String(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "sha256", name=op.f("pk_erasure_report")),
    )
    op.create_table(
        "erasure_report_disk",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("serial_key", sa.String(), nullable=False),
        sa.Column("happened_at", UtcTime(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("device_key", sa.String(), nullable=True),
        sa.Column("event_id", sa.String(), nullable=True),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("settled_at", UtcTime(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "sha256"],
            ["erasure_report.organisation", "erasure_report.sha256"],
            name=op.f("fk_erasure_report_disk_organisation_sha256"),
        ),
        sa.PrimaryKeyConstraint("organisation", "sha256", "number", name=op.f("pk_erasure_report_disk")),
    )
    op.create_index(
        op.f("ix_erasure_report_disk_organisation_serial_key_happened_at"),
        "erasure_report_disk",
        ["organisation", "serial_key", "happened_at"],
    )
    op.create_index(
        op.f("ix_erasure_report_disk_organisation_is_open_happened_at"),
        "erasure_report_disk",
        ["organisation", "is_open", "happened_at"],
    )


def downgrade() -> None:
    op.drop_column("api_key", "station")
    op.drop_column("api_key", "use_case")
    for table in ("erasure_statement", "erasure_tool", "erasure_report_disk", "erasure_report", "storage_medium"):
        op.drop_table(table)
