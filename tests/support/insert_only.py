"""Every way in which a row of a table could be changed or taken away, and trying each."""
# ruff: noqa: S608 - the names of tables and columns are our own

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from dpp.adapters.database import Database


def assert_insert_only(database: Database, table: str) -> None:
    """The database itself refuses to change the rows of this table, of which there is at least one."""
    before = _run(database, f"SELECT count(*) FROM {table}")
    assert before
    for statement in _forbidden(database, table):
        with pytest.raises(DBAPIError, match=f"{table} is insert-only"):
            _run(database, statement)
    assert _run(database, f"SELECT count(*) FROM {table}") == before


def _forbidden(database: Database, table: str) -> list[str]:
    column = inspect(database.engine).get_columns(table)[0]["name"]
    changes = [f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"]
    if database.is_sqlite:
        return [*changes, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"]
    return [*changes, f"TRUNCATE {table} CASCADE"]


def _run(database: Database, statement: str) -> object:
    """The first value of the answer, where there is one; committed."""
    with database.writing() as session:
        answer = session.connection().exec_driver_sql(statement)
        found = answer.scalar() if answer.returns_rows else None
        session.commit()
        return found
