"""Closures and access records in SQL: the stores behind `dpp.service.access.ports`."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, exists, func, or_
from sqlmodel import Session, col, select

from dpp.adapters.contested import add_contested
from dpp.adapters.mapping import stored_from, values_of
from dpp.adapters.rows.access import AccessReaderRow, AccessRecordRow, ClosureRow, LiftingRow
from dpp.adapters.rows.passports import PassportRow
from dpp.domain.access_record import AccessKind, AccessPath, AccessRecord, Seal
from dpp.domain.actor import AccountId, Role
from dpp.domain.audience import Closure
from dpp.domain.catalogue import AccessClass
from dpp.domain.message import message
from dpp.service.access.ports import Lifting, RecordFilter, StoredClosure

_STANDS = ~exists().where(col(LiftingRow.closure_id) == col(ClosureRow.closure_id))


class SqlClosures:
    """`ClosureStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, passport: str) -> None:
        held = select(PassportRow.passport_id).where(PassportRow.passport_id == passport)
        self._session.exec(held.with_for_update())  # SQLite has one writer, and needs no such words

    def add(self, closure: StoredClosure) -> None:
        self._session.add(ClosureRow(**values_of(closure, access=closure.access.value)))
        self._session.flush()

    def lift(self, lifting: Lifting) -> None:
        add_contested(self._session, LiftingRow(**values_of(lifting)), message("This was lifted by somebody else."))

    def get(self, closure_id: str) -> StoredClosure | None:
        row = self._session.get(ClosureRow, closure_id)
        return None if row is None else _closure(row)

    def lifted(self, closure_ids: Sequence[str]) -> Mapping[str, Lifting]:
        rows = self._session.exec(select(LiftingRow).where(col(LiftingRow.closure_id).in_(closure_ids)))
        return {row.closure_id: stored_from(Lifting, row) for row in rows}

    def standing(self) -> int:
        return self._session.exec(select(func.count()).select_from(ClosureRow).where(_STANDS)).one()

    def all(self, *, passport: str | None = None) -> Sequence[StoredClosure]:
        found = select(ClosureRow).order_by(col(ClosureRow.since).desc(), col(ClosureRow.closure_id))
        if passport is not None:
            found = found.where(_of([passport]))
        return [_closure(row) for row in self._session.exec(found)]

    def in_force(self, passports: Collection[str]) -> Sequence[Closure]:
        return self._standing(_of(passports))

    def of(self, passport: str) -> Sequence[Closure]:
        self.hold(passport)
        return self._standing(ClosureRow.passport_id == passport)

    def _standing(self, which: Any) -> Sequence[Closure]:
        rows = self._session.exec(
            select(ClosureRow).where(which, _STANDS).order_by(col(ClosureRow.since), col(ClosureRow.closure_id))
        )
        return [_closure(row).closure for row in rows]


class SqlAccessRecords:
    """`AccessRecordStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, record: AccessRecord, seal: Seal | None = None) -> None:
        self._session.add(
            AccessRecordRow(
                record_id=record.record_id,
                kind=record.kind.value,
                at=record.at,
                path=record.path.value,
                roles=" ".join(record.roles),
                passport_id=record.passport,
                version=record.version,
                classes=" ".join(record.classes),
                elements=json.dumps(record.elements),
                by_authority=record.by_authority,
                subject=record.subject,
                reason=record.reason,
                legal=record.legal,
                reader=None if seal is None else seal.commitment,
            )
        )
        self._session.flush()
        if record.account is not None:
            who = {name: getattr(record, name) for name in _READER}
            self._session.add(AccessReaderRow(**who, salt=None if seal is None else seal.salt))
            self._session.flush()

    def readings(self, account: AccountId, since: datetime) -> int:
        return self._session.exec(select(func.count()).where(*_of_account(account, AccessKind.READ, since))).one()

    def was_refused(self, account: AccountId, since: datetime) -> bool:
        found = select(AccessReaderRow.record_id).where(*_of_account(account, AccessKind.REFUSED, since))
        return self._session.exec(found.limit(1)).first() is not None

    def page(self, wanted: RecordFilter) -> Sequence[AccessRecord]:
        row, reader = AccessRecordRow, AccessReaderRow
        found = (
            select(row, reader)
            .join(reader, col(reader.record_id) == col(row.record_id), isouter=True)
            .where(*self._conditions(wanted))
            .order_by(col(row.at).desc(), col(row.record_id).desc())
            .limit(wanted.limit)
        )
        return [record_of(each, who) for each, who in self._session.exec(found)]

    def forget_readers(self, before: datetime) -> int:
        forgotten = self._session.exec(delete(AccessReaderRow).where(col(AccessReaderRow.at) < before))
        return int(forgotten.rowcount)

    def _conditions(self, wanted: RecordFilter) -> Sequence[Any]:
        row = AccessRecordRow
        asked: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
            (wanted.passport, lambda passport: row.passport_id == passport),
            (wanted.account, lambda account: AccessReaderRow.account == account),
            (wanted.kinds != frozenset(AccessKind), lambda _: col(row.kind).in_(sorted(wanted.kinds))),
            (wanted.since, lambda since: col(row.at) >= since),
            (wanted.until, lambda until: col(row.at) < until),
            (wanted.without_authorities, lambda _: ~col(row.by_authority)),
        )
        return [condition(given) for given, condition in asked if given] + self._after(wanted.after)

    def _after(self, seen: str | None) -> list[Any]:
        last = self._session.get(AccessRecordRow, seen) if seen else None
        if last is None:
            return []
        earlier, same = col(AccessRecordRow.at) < last.at, col(AccessRecordRow.at) == last.at
        return [or_(earlier, and_(same, col(AccessRecordRow.record_id) < last.record_id))]


_READER = ("record_id", "account", "organisation", "kind", "at")


def _of(passports: Collection[str]) -> Any:
    return or_(col(ClosureRow.passport_id).is_(None), col(ClosureRow.passport_id).in_(passports))


def _of_account(account: AccountId, kind: AccessKind, since: datetime) -> tuple[Any, ...]:
    row = AccessReaderRow
    return row.account == account, row.kind == kind.value, col(row.at) >= since


def _closure(row: ClosureRow) -> StoredClosure:
    return stored_from(StoredClosure, row, access=AccessClass(row.access))


def record_of(row: AccessRecordRow, reader: AccessReaderRow | None) -> AccessRecord:
    return stored_from(
        AccessRecord,
        row,
        kind=AccessKind(row.kind),
        path=AccessPath(row.path),
        passport=row.passport_id,
        account=reader and reader.account,
        organisation=reader and reader.organisation,
        roles=tuple(map(Role, row.roles.split())),
        classes=tuple(map(AccessClass, row.classes.split())),
        elements=tuple(json.loads(row.elements)),
    )
