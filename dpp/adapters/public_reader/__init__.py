"""`PublicReader` on SQLite and on PostgreSQL: plain SQL, one indexed statement for each question.

Both open their connections when the first question comes. SQLite answers from the page cache faster than a thread
could be found, so it is asked in the loop itself; PostgreSQL is asked without blocking, by a pool of that loop. Each is
imported where it is used: whoever serves SQLite does not wait for PostgreSQL's driver.
"""

from collections.abc import Collection
from importlib import import_module

from dpp.adapters.database import Database
from dpp.service.reading import PublicReader


def public_reader(database: Database, closed: Collection[str] = ()) -> PublicReader:
    """The reader for this database; `closed` are elements that it shows nobody (`AccessRules.closed_since`)."""
    engine = "sqlite" if database.is_sqlite else "postgresql"
    reader: PublicReader = import_module(f"{__name__}.{engine}").reader(database.url, frozenset(closed))
    return reader
