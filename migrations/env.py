"""How Alembic runs a migration here; `dpp.adapters.migrate` hands in the connection, and nobody else starts it."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.engine import Connection
from sqlmodel import AutoString

from dpp.adapters.database import UtcTime
from migrations.tables import METADATA


def _render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Our own column type is written as its name, with its import; SQLModel's strings are plain strings."""
    if kind == "type" and isinstance(item, UtcTime):
        autogen.imports.add("from dpp.adapters.database import UtcTime")
        return "UtcTime()"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


def _belongs_here(item: Any, _name: str | None, _kind: str, reflected: bool, _other: Any) -> bool:  # noqa: FBT001
    """Whether an item of the rows is for this engine: `info={"engine": ...}` names the only one that has it."""
    engine = context.get_context().dialect.name
    return reflected or str(item.info.get("engine", engine)) == engine


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,  # what one engine generates runs on both
        render_item=_render_item,
        include_object=_belongs_here,
        compare_type=True,
        transactional_ddl=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


_run(context.config.attributes["connection"])
