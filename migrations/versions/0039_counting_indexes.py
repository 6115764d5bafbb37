"""Counting indexes: all that is counted of an owner's devices and their steps stands in one index each.

Revision 0039, after 0038. Each takes the place of a shorter index with the same beginning; so does that of the texts
that are searched, which tells of what each text is. PostgreSQL answers from an index alone only for pages of which it
noted that all see them: for the groups of three of the search it notes that after a fiftieth of them changed, not after
a fifth.
"""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_COUNTED = ["owner", "lifecycle", "data_state", "route", "custodian", "place", "blocked", "updated_at"]
_SOON = ("autovacuum_vacuum_scale_factor", "autovacuum_vacuum_insert_scale_factor")


def upgrade() -> None:
    op.create_index("ix_device_owner_counted", "device", _COUNTED, unique=False)
    op.drop_index(op.f("ix_device_owner_lifecycle"), table_name="device")
    name = op.f("ix_flow_step_owner_step_at_outcome")
    op.create_index(name, "flow_step", ["owner", "step", "at", "outcome"], unique=False)
    op.drop_index(op.f("ix_flow_step_owner_step_at"), table_name="flow_step")
    op.create_index("ix_search_entry_in_order", "search_entry", ["kind", "folded", "number", "subject"], unique=False)
    op.drop_index(op.f("ix_search_entry_kind_folded"), table_name="search_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE search_gram SET ({', '.join(f'{each} = 0.02' for each in _SOON)})")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE search_gram RESET ({', '.join(_SOON)})")
    op.create_index(op.f("ix_search_entry_kind_folded"), "search_entry", ["kind", "folded"], unique=False)
    op.drop_index("ix_search_entry_in_order", table_name="search_entry")
    op.create_index(op.f("ix_flow_step_owner_step_at"), "flow_step", ["owner", "step", "at"], unique=False)
    op.drop_index(op.f("ix_flow_step_owner_step_at_outcome"), table_name="flow_step")
    op.create_index(op.f("ix_device_owner_lifecycle"), "device", ["owner", "lifecycle"], unique=False)
    op.drop_index("ix_device_owner_counted", table_name="device")
