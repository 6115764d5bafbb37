"""Transactions over one database: the unit of work of passports. That of devices extends it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError
from sqlmodel import Session

from dpp.adapters.access import SqlAccessRecords, SqlClosures
from dpp.adapters.claims import SqlClaims, SqlOwnData
from dpp.adapters.contradictions import SqlContradictions
from dpp.adapters.database import Database, unstorable
from dpp.adapters.imports.stores import SqlColumnMaps, SqlImports
from dpp.adapters.log.erasures import SqlErasures
from dpp.adapters.outbox import SqlOutbox, SqlRegistrations
from dpp.adapters.repair_guides import SqlRepairGuides
from dpp.adapters.rolls import SqlRolls
from dpp.adapters.search import SqlSearch
from dpp.adapters.search_index import SqlSearchIndex
from dpp.adapters.stores import SqlGs1Keys, SqlLabels, SqlLeaves, SqlModels, SqlPassports


class SqlWork:
    """`PassportWork` over a session: all its stores see, and change, one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.passports = SqlPassports(session)
        self.models = SqlModels(session)
        self.search = SqlSearch(session)
        self.search_index = SqlSearchIndex(session)
        self.labels = SqlLabels(session)
        self.gs1_keys = SqlGs1Keys(session)
        self.leaves = SqlLeaves(session)
        self.erasures = SqlErasures(session)
        self.closures = SqlClosures(session)
        self.access_records = SqlAccessRecords(session)
        self.outbox = SqlOutbox(session)
        self.registrations = SqlRegistrations(session)
        self.claims = SqlClaims(session)
        self.own_data = SqlOwnData(session)
        self.contradictions = SqlContradictions(session)

        self.rolls = SqlRolls(session)
        self.repair_guides = SqlRepairGuides(session)
        self.imports = SqlImports(session)
        self.column_maps = SqlColumnMaps(session)

    def commit(self) -> None:
        self._session.commit()

    @contextmanager
    def undoing(self) -> Iterator[Callable[[], None]]:
        """A savepoint: rolled back where an error leaves it, or where the function that it gives was called."""
        part = self._session.begin_nested()
        asked: list[None] = []
        try:
            yield lambda: asked.append(None)
            self._session.flush()
        except DataError as error:
            part.rollback()
            raise unstorable() from error
        except BaseException:
            part.rollback()
            raise
        if asked:
            part.rollback()
        else:
            part.commit()


class SqlStorage:
    """`PassportStorage`, `OutboxStorage`, `ClaimStorage` and `ImportStorage`: begins transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[SqlWork]:
        with self._database.reading() as session:
            yield SqlWork(session)

    @contextmanager
    def writing(self) -> Iterator[SqlWork]:
        with self._database.writing() as session:
            yield SqlWork(session)
