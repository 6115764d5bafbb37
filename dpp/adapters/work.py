"""Transactions over one database: the unit of work of passports. That of devices extends it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from dpp.adapters.claims import SqlClaims, SqlContradictions, SqlOwnData
from dpp.adapters.database import Database
from dpp.adapters.outbox import SqlOutbox, SqlRegistrations
from dpp.adapters.stores import SqlGs1Keys, SqlLabels, SqlLeaves, SqlModels, SqlPassports


class SqlWork:
    """`PassportWork` over a session: all its stores see, and change, one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.passports = SqlPassports(session)
        self.models = SqlModels(session)
        self.labels = SqlLabels(session)
        self.gs1_keys = SqlGs1Keys(session)
        self.leaves = SqlLeaves(session)
        self.outbox = SqlOutbox(session)
        self.registrations = SqlRegistrations(session)
        self.claims = SqlClaims(session)
        self.own_data = SqlOwnData(session)
        self.contradictions = SqlContradictions(session)

    def commit(self) -> None:
        self._session.commit()


class SqlStorage:
    """`PassportStorage`, `OutboxStorage` and `ClaimStorage`: begins transactions."""

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
