"""Stations.

Revision 0037, after 0036.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _stations()
    _persons()


def downgrade() -> None:
    for table in ("station_pin", "station_badge", "station_shift", "station_day", "station"):
        op.drop_table(table)


def _stations() -> None:
    op.create_table(
        "station",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("code_until", UtcTime(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("enrolled_on", sa.Date(), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_station_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_station_organisation_id_name")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_station_code_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_station_token_hash")),
    )
    op.create_table(
        "station_day",
        sa.Column("station_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_station_day_station_id")),
        sa.PrimaryKeyConstraint("station_id", "day", name=op.f("pk_station_day")),
    )


def _persons() -> None:
    op.create_table(
        "station_shift",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("station_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_station_shift_account_id")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_station_shift_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station_shift")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_station_shift_token_hash")),
    )
    for column in ("station_id", "started_at"):
        op.create_index(op.f(f"ix_station_shift_{column}"), "station_shift", [column])
    op.create_table(
        "station_badge",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_station_badge_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station_badge")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_station_badge_token_hash")),
    )
    op.create_index(op.f("ix_station_badge_account_id"), "station_badge", ["account_id"])
    op.create_table(
        "station_pin",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_station_pin_account_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_station_pin_organisation_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_station_pin")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_station_pin_organisation_id_name")),
    )
