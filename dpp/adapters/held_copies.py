"""Copies that are kept for other registries, in SQL: what stands behind `dpp.service.holding.ports`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session, col, select

from dpp.adapters.access import SqlClosures
from dpp.adapters.contested import add_contested, contested
from dpp.adapters.database import Database
from dpp.adapters.mapping import stored_from, values_of
from dpp.adapters.rows.held_copies import HeldCopyRow, HeldVersionRow
from dpp.domain.actor import OrganisationId
from dpp.domain.message import message
from dpp.service.holding.ports import HeldCopy, HeldVersion


class SqlHeldCopies:
    """`HeldCopyStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, address: str) -> HeldCopy | None:
        row = self._session.get(HeldCopyRow, address)
        return None if row is None else stored_from(HeldCopy, row)

    def lock(self, address: str) -> HeldCopy | None:
        row = self._session.get(HeldCopyRow, address, with_for_update=True)
        return None if row is None else stored_from(HeldCopy, row)

    def put(self, copy: HeldCopy) -> None:
        taken = message("A copy of this passport was stored by somebody else at the same moment.")
        with contested(self._session, taken):
            self._session.merge(HeldCopyRow(**values_of(copy)))

    def add_version(self, version: HeldVersion) -> None:
        taken = message("Version {number} of this passport is held already.", number=version.version)
        add_contested(self._session, HeldVersionRow(**values_of(version)), taken)

    def version(self, address: str, number: int) -> HeldVersion | None:
        row = self._session.get(HeldVersionRow, (address, number))
        return None if row is None else stored_from(HeldVersion, row)

    def version_at(self, address: str, moment: datetime) -> HeldVersion | None:
        row = self._session.exec(
            select(HeldVersionRow)
            .where(HeldVersionRow.address == address, HeldVersionRow.recorded_at <= moment)
            .order_by(col(HeldVersionRow.version).desc())
            .limit(1)
        ).first()
        return None if row is None else stored_from(HeldVersion, row)

    def versions(self, address: str) -> Sequence[HeldVersion]:
        found = self._session.exec(
            select(HeldVersionRow).where(HeldVersionRow.address == address).order_by(col(HeldVersionRow.version))
        )
        return [stored_from(HeldVersion, row) for row in found]

    def page(self, organisation: OrganisationId, rank: int, after: str, limit: int) -> Sequence[HeldCopy]:
        found = self._session.exec(
            select(HeldCopyRow)
            .where(HeldCopyRow.organisation == organisation, HeldCopyRow.rank == rank, HeldCopyRow.address > after)
            .order_by(col(HeldCopyRow.address))
            .limit(limit)
        )
        return [stored_from(HeldCopy, row) for row in found]


class SqlHeldWork:
    """`HeldWork` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.copies = SqlHeldCopies(session)
        self.closures = SqlClosures(session)

    def commit(self) -> None:
        self._session.commit()


class SqlHeldStorage:
    """`HeldStorage`: begins transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[SqlHeldWork]:
        with self._database.reading() as session:
            yield SqlHeldWork(session)

    @contextmanager
    def writing(self) -> Iterator[SqlHeldWork]:
        with self._database.writing() as session:
            yield SqlHeldWork(session)
