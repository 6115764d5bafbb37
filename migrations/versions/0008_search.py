"""What models are found and compared by.

Revision 0008, after 0007. The tables are an index: `kringpas migrate` fills them for the models that are there
already (`dpp.service.finding_models`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "model_search",
        sa.Column("model_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["model_id"], ["model_part.model_id"], name=op.f("fk_model_search_model_id")),
        sa.PrimaryKeyConstraint("model_id", name=op.f("pk_model_search")),
    )
    op.create_index(
        op.f("ix_model_search_brand_name_model_id"), "model_search", ["brand", "name", "model_id"], unique=False
    )
    op.create_table(
        "model_facet",
        sa.Column("model_id", sa.String(), nullable=False),
        sa.Column("facet", sa.String(), nullable=False),
        sa.Column("number", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["model_id"], ["model_part.model_id"], name=op.f("fk_model_facet_model_id")),
        sa.PrimaryKeyConstraint("model_id", "facet", name=op.f("pk_model_facet")),
    )
    op.create_index(op.f("ix_model_facet_facet_number"), "model_facet", ["facet", "number"], unique=False)
    op.drop_index(op.f("ix_passport_model_id"), "passport")
    op.create_index(op.f("ix_passport_model_id_granularity"), "passport", ["model_id", "granularity"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_passport_model_id_granularity"), "passport")
    op.create_index(op.f("ix_passport_model_id"), "passport", ["model_id"], unique=False)
    op.drop_table("model_facet")
    op.drop_table("model_search")
