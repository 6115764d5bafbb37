"""The log that proves that nothing was rewritten: numbered leaves and signed checkpoints.

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations import triggers

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TABLES = ("log_entry", "log_checkpoint", "log_cosignature", "erasure")


def upgrade() -> None:
    op.create_table(
        "log_entry",
        sa.Column("entry", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject", "kind", "number"],
            ["log_leaf.subject", "log_leaf.kind", "log_leaf.number"],
            name=op.f("fk_log_entry_subject_kind_number"),
        ),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_log_entry")),
        sa.UniqueConstraint("subject", "kind", "number", name=op.f("uq_log_entry_subject_kind_number")),
    )
    op.create_table(
        "log_checkpoint",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_log_checkpoint")),
    )
    op.create_table(
        "log_cosignature",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("witness", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["size"], ["log_checkpoint.size"], name=op.f("fk_log_cosignature_size")),
        sa.PrimaryKeyConstraint("size", "witness", "key_id", name=op.f("pk_log_cosignature")),
    )
    op.create_table(
        "erasure",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("erased_at", UtcTime(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("subject", "number", name=op.f("pk_erasure")),
    )
    op.add_column("access_record", sa.Column("reader", sa.String(), nullable=True))
    op.add_column("access_reader", sa.Column("salt", sa.LargeBinary(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":  # SQLite finds new leaves by the order in which they came
        op.create_index(op.f("ix_log_leaf_recorded_at"), "log_leaf", ["recorded_at"], postgresql_using="brin")
    triggers.guard(*_TABLES)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index(op.f("ix_log_leaf_recorded_at"), "log_leaf")
    with op.batch_alter_table("access_reader") as table:
        table.drop_column("salt")
    with op.batch_alter_table("access_record") as table:
        table.drop_column("reader")
    triggers.guard("access_record")
    for name in reversed(_TABLES):
        op.drop_table(name)
