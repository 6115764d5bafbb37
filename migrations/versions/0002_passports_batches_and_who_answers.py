"""Batches between models and items, who answers for a passport, and the catalogue version of every part.

Revision 0002, after 0001. What passports lack is filled in from what they said: all of it was written in catalogue 1.0,
and the head names the economic operator. Rows of versions stay as they were: leaves of the log commit to them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_FIRST = "https://kringpas.nl/schemas/passport/1.0"
_OPENING = f'{{"@context":"{_FIRST}/context.jsonld",'
_SPECIFIED = f',"contentSpecificationIds":["{_FIRST}"]'


def upgrade() -> None:
    with op.batch_alter_table("passport") as table:
        table.add_column(sa.Column("batch_id", sa.String(), nullable=True))
        table.add_column(sa.Column("organisation", sa.String(), nullable=True))
        table.add_column(sa.Column("operator", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("schema_version", sa.String(), nullable=False, server_default="1.0"))
        table.drop_constraint(op.f("ck_passport_granularity"), type_="check")
        table.create_check_constraint(op.f("ck_passport_granularity"), "granularity IN ('model', 'batch', 'item')")
    op.create_index(op.f("ix_passport_batch_id"), "passport", ["batch_id"])
    op.create_index(op.f("ix_passport_organisation"), "passport", ["organisation"])
    op.add_column("model_part", sa.Column("schema_version", sa.String(), nullable=False, server_default="1.0"))
    for name in ("status", "operator", "evidence", "pins"):
        column = sa.Column(name, sa.String(), nullable=False, server_default="")
        op.add_column("passport_version", column)  # added in place, so that the table keeps its triggers
    _fill_in()


def _fill_in() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    text, blob, member = (
        ("convert_from(head, 'UTF8')", "convert_to({}, 'UTF8')", "({} || '}}')::json ->> 'economicOperatorId'")
        if postgresql
        else ("CAST(head AS TEXT)", "CAST({} AS BLOB)", "json_extract({} || '}}', '$.economicOperatorId')")
    )
    bare = f"replace(replace({text}, '{_OPENING}', ''), '{_SPECIFIED}', '')"
    _execute(f"UPDATE passport SET operator = {member.format(text)}")  # noqa: S608 - no input of anybody
    _execute(f"UPDATE passport SET head = {blob.format(bare)}")  # noqa: S608 - the same
    _execute(
        "UPDATE passport SET organisation = (SELECT v.organisation FROM passport_version v"
        " WHERE v.passport_id = passport.passport_id AND v.version = 1)"
    )


def _execute(statement: str) -> None:
    """As it stands: a colon in it is no parameter."""
    op.get_bind().exec_driver_sql(statement)
