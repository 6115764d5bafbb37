"""Who asks for devices, and what is allocated to whom.

Revision 0027, after 0026.
"""

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
