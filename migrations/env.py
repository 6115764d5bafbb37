"""How Alembic runs a migration here; `dpp.adapters.migrate` hands in the connection, and nobody else starts it.

The only code outside the adapters that sees the rows: it imports them, so that their tables can be compared.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.engine import Connection
from sqlmodel import AutoString

from dpp.adapters.database import Row, UtcTime

ROWS = ("dpp.adapters.rows", "lifecycle.adapters.rows", "web.accounts.adapters.rows")


def _render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Our own column type is written as its name, with its import; SQLModel's strings are plain strings."""
    if kind == "type" and isinstance(item, UtcTime):
        autogen.imports.add("from dpp.adapters.database import UtcTime")
        return "UtcTime()"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


def _run(connection: Connection) -> None:
    for module in ROWS:
        if find_spec(module):
            import_module(module)
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=True,  # what one engine generates runs on both
        render_item=_render_item,
        compare_type=True,
        transactional_ddl=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


_run(context.config.attributes["connection"])
