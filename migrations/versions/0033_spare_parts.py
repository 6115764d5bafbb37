"""Spare parts, their prices and stock.

Revision 0033, after 0032.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations.triggers import guard

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _catalogue()
    _facts()
    _stock()
    guard("spare_part_version", "spare_fit", "spare_sighting", "spare_movement")


def _said() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("said_at", UtcTime(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
    )


def _catalogue() -> None:
    op.create_table(
        "spare_part",
        sa.Column("part_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("maker_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("superseded_key", sa.String(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        *_said(),
        sa.PrimaryKeyConstraint("part_id", name=op.f("pk_spare_part")),
    )
    for column in ("kind", "superseded_key"):
        op.create_index(op.f(f"ix_spare_part_{column}"), "spare_part", [column])
    op.create_table(
        "spare_part_number",
        sa.Column("number_key", sa.String(), nullable=False),
        sa.Column("part_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["part_id"], ["spare_part.part_id"], name=op.f("fk_spare_part_number_part_id")),
        sa.PrimaryKeyConstraint("number_key", "part_id", name=op.f("pk_spare_part_number")),
    )
    op.create_table(
        "spare_part_version",
        sa.Column("part_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        *_said(),
        sa.PrimaryKeyConstraint("part_id", "version", name=op.f("pk_spare_part_version")),
    )


def _facts() -> None:
    op.create_table(
        "spare_fit",
        sa.Column("part_id", sa.String(), nullable=False),
        sa.Column("model_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fits", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        *_said(),
        sa.PrimaryKeyConstraint("part_id", "model_id", "number", name=op.f("pk_spare_fit")),
    )
    op.create_index(op.f("ix_spare_fit_model_id"), "spare_fit", ["model_id"])
    op.create_table(
        "spare_sighting",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("sighting_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("said_at", UtcTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("about IN ('part', 'model')", name=op.f("ck_spare_sighting_about")),
        sa.PrimaryKeyConstraint("subject", "sighting_id", name=op.f("pk_spare_sighting")),
    )


def _stock() -> None:
    op.create_table(
        "spare_movement",
        sa.Column("movement_id", sa.String(), nullable=False),
        sa.Column("part_id", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        *_said(),
        sa.CheckConstraint("change <> 0", name=op.f("ck_spare_movement_change")),
        sa.PrimaryKeyConstraint("movement_id", name=op.f("pk_spare_movement")),
    )
    shelf = ["part_id", "holder", "place", "origin"]
    op.create_index(op.f("ix_spare_movement_part_id_holder_place_origin"), "spare_movement", shelf)
    _reservations()


def _reservations() -> None:
    op.create_table(
        "spare_reservation",
        sa.Column("reservation_id", sa.String(), nullable=False),
        sa.Column("part_id", sa.String(), nullable=False),
        sa.Column("requester", sa.String(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("device_key", sa.String(), nullable=True),
        sa.Column("slot", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state IN ('kept', 'taken', 'given-back', 'withdrawn', 'expired')",
            name=op.f("ck_spare_reservation_state"),
        ),
        sa.CheckConstraint("(holder IS NULL) <> (device_key IS NULL)", name=op.f("ck_spare_reservation_held")),
        sa.PrimaryKeyConstraint("reservation_id", name=op.f("pk_spare_reservation")),
    )
    not_free = sa.text("state IN ('kept', 'taken') AND device_key IS NOT NULL")
    op.create_index(
        "uq_spare_reservation_device_key_slot",
        "spare_reservation",
        ["device_key", "slot"],
        unique=True,
        sqlite_where=not_free,
        postgresql_where=not_free,
    )
    for column in ("part_id", "requester", "holder"):
        op.create_index(op.f(f"ix_spare_reservation_{column}_state"), "spare_reservation", [column, "state"])


def downgrade() -> None:
    for table in (
        "spare_reservation",
        "spare_movement",
        "spare_sighting",
        "spare_fit",
        "spare_part_version",
        "spare_part_number",
        "spare_part",
    ):
        op.drop_table(table)
