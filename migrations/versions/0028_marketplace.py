"""Reservations, and what public servants of the State find.

Revision 0028, after 0027. `kringpas rebuild` fills in what is reserved and on offer of the devices that were there.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_OF_KIND = ("kind_id", "since", "device_key", "battery", "functional_grade", "cosmetic_grade")
_INDEXES = (
    ("reservation", ("requester", "until")),
    ("reservation", ("until",)),
    ("reservation", ("reservation_id",)),
    ("market_offer", ("owner", "group", "since")),
    ("market_offer", ("town", "since")),
    ("market_offer", ("custodian",)),
    ("device_photo", ("sha256",)),
)


def upgrade() -> None:
    op.create_table(
        "reservation",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("reservation_id", sa.String(), nullable=False),
        sa.Column("requester", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("request", sa.String(), nullable=True),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("device_key", name=op.f("pk_reservation")),
    )
    _offers()
    op.create_table(
        "place_town",
        sa.Column("custodian", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("custodian", "place", name=op.f("pk_place_town")),
    )
    op.create_table(
        "device_photo",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("removed_at", UtcTime(), nullable=True),
        sa.Column("removed_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("device_key", "sha256", name=op.f("pk_device_photo")),
    )
    op.create_index("ix_market_offer_kind", "market_offer", list(_OF_KIND))
    for table, columns in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _offers() -> None:
    op.create_table(
        "market_offer",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("passport_id", sa.String(), nullable=False),
        sa.Column("custodian", sa.String(), nullable=False),
        sa.Column("kind_id", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("functional_grade", sa.String(), nullable=True),
        sa.Column("cosmetic_grade", sa.String(), nullable=True),
        sa.Column("memory_gb", sa.Integer(), nullable=True),
        sa.Column("storage_gb", sa.Integer(), nullable=True),
        sa.Column("screen_inch", sa.Float(), nullable=True),
        sa.Column("town", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("battery", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("device_key", name=op.f("pk_market_offer")),
    )


def downgrade() -> None:
    for table in ("device_photo", "place_town", "market_offer", "reservation"):
        op.drop_table(table)
