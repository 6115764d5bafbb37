"""Claims of makers on their models, and contradictions of their data.

Revision 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations import triggers

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_GUARDED = ("model_claim", "model_claim_step", "contradiction", "contradiction_step")


def upgrade() -> None:
    op.create_table(
        "model_claim",
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("scope_kind", sa.String(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "capacity IN ('maker', 'importer', 'authorised-representative')", name=op.f("ck_model_claim_capacity")
        ),
        sa.CheckConstraint(
            "scope_kind IN ('eprel-numbers', 'gtins', 'company-prefix', 'supplier')",
            name=op.f("ck_model_claim_scope_kind"),
        ),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_model_claim")),
    )
    op.create_index(op.f("ix_model_claim_organisation"), "model_claim", ["organisation"], unique=False)
    op.create_table(
        "model_claim_step",
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('requested', 'approved', 'refused', 'withdrawn', 'ended')",
            name=op.f("ck_model_claim_step_state"),
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["model_claim.claim_id"], name=op.f("fk_model_claim_step_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", "number", name=op.f("pk_model_claim_step")),
    )
    op.create_table(
        "model_own_data",
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("passport_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("received", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["model_claim.claim_id"], name=op.f("fk_model_own_data_claim_id")),
        sa.ForeignKeyConstraint(["passport_id"], ["passport.passport_id"], name=op.f("fk_model_own_data_passport_id")),
        sa.PrimaryKeyConstraint("claim_id", "passport_id", name=op.f("pk_model_own_data")),
    )
    _contradictions()
    triggers.guard(*_GUARDED)


def _contradictions() -> None:
    op.create_table(
        "contradiction",
        sa.Column("contradiction_id", sa.String(), nullable=False),
        sa.Column("passport_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("declared", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("filed_at", UtcTime(), nullable=False),
        sa.Column("term_days", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "party IN ('authority', 'repairer', 'refurbisher', 'registry')", name=op.f("ck_contradiction_party")
        ),
        sa.CheckConstraint(
            "method IN ('measured', 'taken-apart', 'recomputed', 'document')", name=op.f("ck_contradiction_method")
        ),
        sa.ForeignKeyConstraint(["passport_id"], ["passport.passport_id"], name=op.f("fk_contradiction_passport_id")),
        sa.PrimaryKeyConstraint("contradiction_id", name=op.f("pk_contradiction")),
    )
    op.create_index(op.f("ix_contradiction_organisation"), "contradiction", ["organisation"], unique=False)
    op.create_index(op.f("ix_contradiction_passport_id"), "contradiction", ["passport_id"], unique=False)
    op.create_table(
        "contradiction_step",
        sa.Column("contradiction_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('replied', 'withdrawn', 'accepted')", name=op.f("ck_contradiction_step_kind")),
        sa.ForeignKeyConstraint(
            ["contradiction_id"],
            ["contradiction.contradiction_id"],
            name=op.f("fk_contradiction_step_contradiction_id"),
        ),
        sa.PrimaryKeyConstraint("contradiction_id", "number", name=op.f("pk_contradiction_step")),
    )


def downgrade() -> None:
    for table in ("contradiction_step", "contradiction", "model_own_data", "model_claim_step", "model_claim"):
        op.drop_table(table)
