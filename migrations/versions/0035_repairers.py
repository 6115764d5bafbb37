"""Repairers, and the keys by which a holder lets one see a device.

Revision 0035, after 0034.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations import triggers

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_TABLES = ("repair_key", "repair_key_guess", "repairer_registration", "repairer_registration_step", "repairer_list")
_USED = (
    "(used_at IS NULL) = (used_by IS NULL) AND (used_at IS NULL) = (used_by_account IS NULL)"
    " AND (used_at IS NULL) = (access_until IS NULL)"
)


def upgrade() -> None:
    _keys()
    _guesses()
    _registrations()
    _steps()
    _lists()
    triggers.guard("repairer_registration_step", "repairer_list")


def _keys() -> None:
    op.create_table(
        "repair_key",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("usable_until", sa.Date(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.Column("used_by", sa.String(), nullable=True),
        sa.Column("used_by_account", sa.String(), nullable=True),
        sa.Column("access_until", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", UtcTime(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.CheckConstraint(_USED, name=op.f("ck_repair_key_used")),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_repair_key_withdrawn")),
        sa.PrimaryKeyConstraint("device_key", "key_id", name=op.f("pk_repair_key")),
    )
    op.create_index(op.f("ix_repair_key_code_hash"), "repair_key", ["code_hash"], unique=True)
    op.create_index(op.f("ix_repair_key_used_by_access_until"), "repair_key", ["used_by", "access_until"])


def _guesses() -> None:
    op.create_table(
        "repair_key_guess",
        sa.Column("guess_id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("guessed_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("guess_id", name=op.f("pk_repair_key_guess")),
    )
    op.create_index(
        op.f("ix_repair_key_guess_organisation_guessed_at"), "repair_key_guess", ["organisation", "guessed_at"]
    )


def _registrations() -> None:
    op.create_table(
        "repairer_registration",
        sa.Column("registration_id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("product_groups", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("kvk", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.Column("accepted_at", UtcTime(), nullable=True),
        sa.Column("ended_from", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('professional', 'repair-cafe')", name=op.f("ck_repairer_registration_kind")),
        sa.CheckConstraint("state IN ('asked', 'accepted', 'refused')", name=op.f("ck_repairer_registration_state")),
        sa.CheckConstraint(
            "(state = 'accepted') = (accepted_at IS NOT NULL)", name=op.f("ck_repairer_registration_accepted_at")
        ),
        sa.CheckConstraint(
            "(kind = 'professional') = (number IS NOT NULL)", name=op.f("ck_repairer_registration_number")
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_repairer_registration")),
    )
    op.create_index(op.f("ix_repairer_registration_organisation"), "repairer_registration", ["organisation"])
    op.create_index(op.f("ix_repairer_registration_number"), "repairer_registration", ["number"])


def _steps() -> None:
    op.create_table(
        "repairer_registration_step",
        sa.Column("registration_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["repairer_registration.registration_id"],
            name=op.f("fk_repairer_registration_step_registration_id"),
        ),
        sa.PrimaryKeyConstraint("registration_id", "position", name=op.f("pk_repairer_registration_step")),
    )


def _lists() -> None:
    op.create_table(
        "repairer_list",
        sa.Column("list_id", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("imported_at", UtcTime(), nullable=False),
        sa.Column("imported_by", sa.String(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_repairer_list")),
    )
    op.create_index(op.f("ix_repairer_list_dated"), "repairer_list", ["dated"])


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
