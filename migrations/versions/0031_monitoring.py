"""Figures of the flow of devices, ready to be read.

Revision 0031, after 0030.
"""

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
