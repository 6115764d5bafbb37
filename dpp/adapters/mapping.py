"""Between rows and the frozen classes of a port that have the same names: only what differs is spelled out."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Table, Update, bindparam, select
from sqlmodel import Session

from dpp.adapters.database import Row, connection_of

Stored = TypeVar("Stored")


def values_of(stored: Any, **changed: Any) -> dict[str, Any]:
    """The fields of a frozen class as keyword arguments for its row; `changed` for those that a row keeps otherwise."""
    names = _names(type(stored))  # type: ignore[arg-type]  # a class is hashable, whatever its instances are
    return {name: getattr(stored, name) for name in names} | changed


def stored_from(kind: type[Stored], row: Any, /, **changed: Any) -> Stored:
    """The frozen class of a row; `changed` for the fields that a row keeps otherwise."""
    names = _names(kind)  # type: ignore[arg-type]  # a class is hashable, whatever its instances are
    return kind(**{name: changed[name] if name in changed else getattr(row, name) for name in names})


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def table_of(row: type[Row]) -> Table:
    """The table of a row class, for statements that are made once and run without the ORM."""
    table = row.metadata.tables[str(row.__tablename__)]
    assert isinstance(table, Table)
    return table


def row_with(session: Session, table: Table, *key: Any) -> Any | None:
    """The row with this primary key, read without the ORM; None where there is none."""
    names = [f"its_{column.name}" for column in table.primary_key]
    return connection_of(session).execute(_find_in(table), dict(zip(names, key, strict=True))).one_or_none()


def add_row(session: Session, table: Table, values: Mapping[str, Any]) -> None:
    """Add one row without the ORM, after what the session still has to write."""
    session.flush()
    session.connection().execute(table.insert(), dict(values))


def put_row(session: Session, table: Table, values: Mapping[str, Any]) -> None:
    """Change the row with this primary key, or add it. Read such a table without the ORM, which remembers rows."""
    connection = session.connection()
    where = {f"its_{column.name}": values[column.name] for column in table.primary_key}
    if connection.execute(_change_of(table), {**values, **where}).rowcount == 0:
        connection.execute(table.insert(), dict(values))


@cache
def _find_in(table: Table) -> Select[*tuple[Any, ...]]:
    return select(table).where(*_by_key(table))


@cache
def _change_of(table: Table) -> Update:
    """Made once for each table: which columns it sets, the values say."""
    return table.update().where(*_by_key(table))


def _by_key(table: Table) -> list[ColumnElement[bool]]:
    return [column == bindparam(f"its_{column.name}") for column in table.primary_key]
