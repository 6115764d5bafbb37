"""Reservations, and what public servants of the State find.

Revision 0028, after 0027.
"""

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
