"""Rolls of labels that are printed before anybody knows on which device they go.

Revision 0009, after 0008.
"""

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
