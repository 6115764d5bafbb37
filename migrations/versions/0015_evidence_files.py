"""Evidence lives in files; rows keep what was read from them.

What came before keeps its bytes in its row: a migration of the schema cannot see the folder of the service.

Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("evidence") as table:
        table.alter_column("content", existing_type=sa.LargeBinary(), nullable=True)
        table.add_column(sa.Column("removed", sa.Text(), nullable=True))
        table.add_column(sa.Column("erased_at", UtcTime(), nullable=True))
    op.create_index(op.f("ix_evidence_sha256"), "evidence", ["sha256"])
    op.create_index(op.f("ix_evidence_format_parser_version"), "evidence", ["format", "parser_version"])


def downgrade() -> None:
    """Refused by the database where evidence lives in files: the schema before this one cannot hold it."""
    op.drop_index(op.f("ix_evidence_format_parser_version"), "evidence")
    op.drop_index(op.f("ix_evidence_sha256"), "evidence")
    with op.batch_alter_table("evidence") as table:
        table.drop_column("erased_at")
        table.drop_column("removed")
        table.alter_column("content", existing_type=sa.LargeBinary(), nullable=False)
