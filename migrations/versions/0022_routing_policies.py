"""Routing policies that somebody loaded, and the runs that decide again.

Revision 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations.triggers import guard

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_register()
    _make_runs()
    guard("routing_policy_content", "routing_policy", "routing_policy_activation")


def downgrade() -> None:
    for table in (
        "routing_move",
        "routing_run",
        "routing_policy_activation",
        "routing_policy",
        "routing_policy_content",
    ):
        op.drop_table(table)


def _make_register() -> None:
    op.create_table(
        "routing_policy_content",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_routing_policy_content")),
    )
    op.create_index(op.f("ix_routing_policy_content_digest"), "routing_policy_content", ["digest"])
    op.create_table(
        "routing_policy",
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("owners", sa.Text(), nullable=False),
        sa.Column("categories", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("loaded_by", sa.String(), nullable=False),
        sa.Column("loaded_for", sa.String(), nullable=True),
        sa.Column("loaded_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["routing_policy_content.sha256"], name=op.f("fk_routing_policy_sha256")),
        sa.PrimaryKeyConstraint("policy_id", "version", name=op.f("pk_routing_policy")),
    )
    op.create_table(
        "routing_policy_activation",
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("activated_by", sa.String(), nullable=False),
        sa.Column("activated_for", sa.String(), nullable=True),
        sa.Column("activated_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_id", "version"],
            ["routing_policy.policy_id", "routing_policy.version"],
            name=op.f("fk_routing_policy_activation_policy_id_version"),
        ),
        sa.PrimaryKeyConstraint("policy_id", "version", name=op.f("pk_routing_policy_activation")),
    )


def _make_runs() -> None:
    op.create_table(
        "routing_run",
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("busy_until", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('preview', 'decide-again')", name=op.f("ck_routing_run_kind")),
        sa.CheckConstraint("state IN ('waiting', 'running', 'finished', 'failed')", name=op.f("ck_routing_run_state")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_routing_run")),
    )
    op.create_index(op.f("ix_routing_run_state_on"), "routing_run", ["state", "on"])
    op.create_index(op.f("ix_routing_run_policy_version"), "routing_run", ["policy", "version"])
    op.create_table(
        "routing_move",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["routing_run.run_id"], name=op.f("fk_routing_move_run_id")),
        sa.PrimaryKeyConstraint("device_key", "run_id", name=op.f("pk_routing_move")),
    )
    columns = ["run_id", "category", "before", "after"]
    op.create_index(op.f("ix_routing_move_run_id_category_before_after"), "routing_move", columns)
