"""Faults and repairs of others (Open Repair Data).

Revision 0034, after 0033.
"""

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
