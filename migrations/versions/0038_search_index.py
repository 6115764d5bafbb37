"""Search index: by which texts everything is found.

Revision 0038, after 0037. The tables are a projection: `kringpas rebuild` fills them for what was there already.
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("parties", sa.String(), nullable=False),
        sa.Column("folded", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_entry")),
    )
    op.create_index(op.f("ix_search_entry_kind_folded"), "search_entry", ["kind", "folded"], unique=False)
    op.create_index(op.f("ix_search_entry_kind_subject"), "search_entry", ["kind", "subject"], unique=False)
    op.create_table(
        "search_reader",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", "organisation", "relation", name=op.f("pk_search_reader")),
    )
    op.create_index(
        op.f("ix_search_reader_organisation_kind_subject"),
        "search_reader",
        ["organisation", "kind", "subject"],
        unique=False,
    )
    op.create_table(
        "search_gram",
        sa.Column("gram", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("gram", "entry", name=op.f("pk_search_gram")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("search_gram", "search_reader", "search_entry"):
        op.drop_table(table)
