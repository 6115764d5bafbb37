"""Who may approve which destinations, and decisions about a class of devices.

Revision 0024, after 0023. Events in which somebody chose another route get an index of their own, for monitoring.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations.triggers import guard

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_TABLES = (
    "class_left_out",
    "class_closing",
    "class_look",
    "class_member",
    "class_decision",
    "mandate_step",
    "mandate",
)


def upgrade() -> None:
    _mandates()
    _classes()
    _closings()
    overridden = sa.text("kind = 'route_overridden'")
    op.create_index(
        "ix_event_overridden", "event", ["recorded_at"], sqlite_where=overridden, postgresql_where=overridden
    )
    guard(*_TABLES)


def _mandates() -> None:
    op.create_table(
        "mandate",
        sa.Column("mandate_id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("acts", sa.String(), nullable=False),
        sa.Column("routes", sa.String(), nullable=False),
        sa.Column("categories", sa.String(), nullable=False),
        sa.Column("devices_at_most", sa.Integer(), nullable=True),
        sa.Column("value_eur_at_most", sa.Integer(), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("granted_at", UtcTime(), nullable=False),
        sa.CheckConstraint("(account IS NULL) <> (role IS NULL)", name=op.f("ck_mandate_holder")),
        sa.PrimaryKeyConstraint("mandate_id", name=op.f("pk_mandate")),
    )
    op.create_index(op.f("ix_mandate_organisation_granted_at"), "mandate", ["organisation", "granted_at"])
    op.create_table(
        "mandate_step",
        sa.Column("mandate_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("signed_at", UtcTime(), nullable=False),
        sa.CheckConstraint("kind IN ('confirmed', 'deputy', 'ended')", name=op.f("ck_mandate_step_kind")),
        sa.CheckConstraint(
            "(kind = 'deputy') = (account IS NOT NULL AND first_day IS NOT NULL)", name=op.f("ck_mandate_step_deputy")
        ),
        sa.CheckConstraint("(kind = 'confirmed') = (last_day IS NULL)", name=op.f("ck_mandate_step_last_day")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.mandate_id"], name=op.f("fk_mandate_step_mandate_id")),
        sa.PrimaryKeyConstraint("mandate_id", "number", name=op.f("pk_mandate_step")),
    )


def _classes() -> None:
    op.create_table(
        "class_decision",
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("transaction_id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", UtcTime(), nullable=False),
        sa.Column("sampling", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("class_id", name=op.f("pk_class_decision")),
    )
    op.create_index(op.f("ix_class_decision_proposed_at"), "class_decision", ["proposed_at"])
    op.create_table(
        "class_member",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("decision_id", sa.String(), nullable=True),
        sa.Column("inputs_hash", sa.String(), nullable=True),
        sa.Column("exceptions", sa.Text(), nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["class_decision.class_id"], name=op.f("fk_class_member_class_id")),
        sa.PrimaryKeyConstraint("device_key", "class_id", name=op.f("pk_class_member")),
    )
    op.create_index(op.f("ix_class_member_class_id"), "class_member", ["class_id"])


def _of_member(table: str, *columns: sa.Column) -> None:  # type: ignore[type-arg]  # columns of any type
    """A table with a row for some of the members."""
    op.create_table(
        table,
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["device_key", "class_id"],
            ["class_member.device_key", "class_member.class_id"],
            name=op.f(f"fk_{table}_device_key_class_id"),
        ),
        sa.PrimaryKeyConstraint("device_key", "class_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_class_id"), table, ["class_id"])


def _closings() -> None:
    _of_member(
        "class_look",
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("signed_at", UtcTime(), nullable=False),
    )
    op.create_table(
        "class_closing",
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("signed_at", UtcTime(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("mandate_id", sa.String(), nullable=True),
        sa.Column("deputy", sa.Boolean(), nullable=False),
        sa.CheckConstraint("how IN ('approved', 'withdrawn')", name=op.f("ck_class_closing_how")),
        sa.ForeignKeyConstraint(["class_id"], ["class_decision.class_id"], name=op.f("fk_class_closing_class_id")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.mandate_id"], name=op.f("fk_class_closing_mandate_id")),
        sa.PrimaryKeyConstraint("class_id", name=op.f("pk_class_closing")),
    )
    _of_member("class_left_out", sa.Column("why", sa.Text(), nullable=False))


def downgrade() -> None:
    op.drop_index("ix_event_overridden", table_name="event")
    for table in _TABLES:
        op.drop_table(table)
