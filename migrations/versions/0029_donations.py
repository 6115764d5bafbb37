"""Donation programmes, and what intermediaries report back.

Revision 0029, after 0028.
"""

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
