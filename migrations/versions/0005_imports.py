"""Imports with their reports, and column maps.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations import triggers

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_GUARDED = ("import_row", "column_map")


def upgrade() -> None:
    op.create_table(
        "import_run",
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", UtcTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("column_map", sa.Text(), nullable=False),
        sa.Column("map_name", sa.String(), nullable=True),
        sa.Column("map_version", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("revised", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("last_line", sa.Integer(), nullable=False),
        sa.Column("busy_until", UtcTime(), nullable=True),
        sa.Column("began_at", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'waiting', 'running', 'finished', 'failed')", name=op.f("ck_import_run_state")
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_import_run")),
    )
    op.create_index(op.f("ix_import_run_fingerprint"), "import_run", ["fingerprint"], unique=False)
    op.create_index(
        op.f("ix_import_run_organisation_submitted_at"), "import_run", ["organisation", "submitted_at"], unique=False
    )
    op.create_index(op.f("ix_import_run_state_submitted_at"), "import_run", ["state", "submitted_at"], unique=False)
    op.create_table(
        "import_row",
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('created', 'revised', 'unchanged', 'refused')", name=op.f("ck_import_row_outcome")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.run_id"], name=op.f("fk_import_row_run_id")),
        sa.PrimaryKeyConstraint("run_id", "line", name=op.f("pk_import_row")),
    )
    op.create_index(
        op.f("ix_import_row_run_id_outcome_line"), "import_row", ["run_id", "outcome", "line"], unique=False
    )
    op.create_table(
        "import_said",
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.run_id"], name=op.f("fk_import_said_run_id")),
        sa.PrimaryKeyConstraint("run_id", "thing", name=op.f("pk_import_said")),
    )
    op.create_table(
        "import_reference",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("passport_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passport_id"], ["passport.passport_id"], name=op.f("fk_import_reference_passport_id")
        ),
        sa.PrimaryKeyConstraint("organisation", "reference", name=op.f("pk_import_reference")),
    )
    op.create_table(
        "import_file",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", "part", name=op.f("pk_import_file")),
    )
    op.create_table(
        "column_map",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "name", "version", name=op.f("pk_column_map")),
    )
    triggers.guard(*_GUARDED)
