"""The ports of accounts on SQL: one session is one unit of work, and its stores share it.

SQLite has one writer at a time, so that reading before writing is safe there. On PostgreSQL a writing unit of work
locks what it decides by: the rows of an account (`FOR UPDATE`), and an advisory lock for a name that may have no row.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlmodel import Session

from dpp.adapters.database import Database
from web.accounts.adapters.sql_choosing import SqlOrganisationChoice, SqlPersonChoice
from web.accounts.adapters.sql_passes import SqlKeys, SqlLinks, SqlSessions
from web.accounts.adapters.sql_people import SqlAccounts, SqlOrganisations
from web.accounts.adapters.sql_records import SqlAttempts, SqlJournal
from web.accounts.adapters.sql_stations import SqlBadges, SqlShifts, SqlStations
from web.accounts.adapters.sql_tallies import SqlTallies


class SqlAccountUnits:
    """The port `AccountUnits` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def writing(self) -> Iterator["SqlAccountWork"]:
        with self._database.writing() as session:
            yield SqlAccountWork(session, writes=True)

    @contextmanager
    def reading(self) -> Iterator["SqlAccountWork"]:
        with self._database.reading() as session:
            yield SqlAccountWork(session, writes=False)

    @contextmanager
    def asking(self) -> Iterator["SqlAccountWork"]:
        with self._database.asking() as session:
            yield SqlAccountWork(session, writes=False)


class SqlAccountWork:
    """The port `AccountWork` on one session."""

    def __init__(self, session: Session, *, writes: bool) -> None:
        self._session = session
        self._writes = writes

    @cached_property
    def organisations(self) -> SqlOrganisations:
        return SqlOrganisations(self._session)

    @cached_property
    def accounts(self) -> SqlAccounts:
        return SqlAccounts(self._session, writes=self._writes)

    @cached_property
    def sessions(self) -> SqlSessions:
        return SqlSessions(self._session)

    @cached_property
    def keys(self) -> SqlKeys:
        return SqlKeys(self._session)

    @cached_property
    def links(self) -> SqlLinks:
        return SqlLinks(self._session)

    @cached_property
    def attempts(self) -> SqlAttempts:
        return SqlAttempts(self._session)

    @cached_property
    def journal(self) -> SqlJournal:
        return SqlJournal(self._session)

    @cached_property
    def stations(self) -> SqlStations:
        return SqlStations(self._session, writes=self._writes)

    @cached_property
    def shifts(self) -> SqlShifts:
        return SqlShifts(self._session)

    @cached_property
    def badges(self) -> SqlBadges:
        return SqlBadges(self._session)

    @cached_property
    def tallies(self) -> SqlTallies:
        return SqlTallies(self._session)

    @cached_property
    def organisation_choice(self) -> SqlOrganisationChoice:
        return SqlOrganisationChoice(self._session)

    @cached_property
    def person_choice(self) -> SqlPersonChoice:
        return SqlPersonChoice(self._session)

    def commit(self) -> None:
        self._session.commit()
