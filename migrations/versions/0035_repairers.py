"""Repairers, and the keys by which a holder lets one see a device.

Revision 0035, after 0034.
"""

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
