"""What a consignment is packed in, what it weighs, and what its recycler reports.

Revision 0026, after 0025.
"""

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
