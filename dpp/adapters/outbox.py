"""What others are told of passports, in SQL: the stores behind `dpp.service.outbox.ports`.

Two workers never take the same row: on PostgreSQL a row that another transaction holds is skipped, SQLite has one
writer at a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, case, delete, exists, func, insert, literal, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from dpp.adapters.database import Database
from dpp.adapters.mapping import stored_from, values_of
from dpp.adapters.rows.outbox import OutboxRow, PackageRow, ProofRow, ReceiptRow, RegistrationRow
from dpp.adapters.rows.passports import PassportRow, PassportVersionRow
from dpp.domain.opaque import PassportId
from dpp.domain.registration.notices import Destination, Notice, NoticeKind, rank_of
from dpp.domain.registration.standing import Registration
from dpp.service.outbox.ports import Answers, Open, Proof, Queued, Receipt, StoredPackage


class SqlOutbox:
    """`NoticeQueue` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, notice: Notice) -> None:
        self.add_many([notice])

    def add_many(self, notices: Sequence[Notice]) -> None:
        if notices:
            rows = [values_of(notice, due_at=notice.at, refusals=0, code="", detail="") for notice in notices]
            self._session.connection().execute(insert(OutboxRow), rows)

    def due(self, destination: Destination, now: datetime, limit: int) -> Sequence[Queued]:
        earlier = aliased(OutboxRow)
        older = exists().where(
            col(earlier.passport_id) == col(OutboxRow.passport_id),
            col(earlier.destination) == col(OutboxRow.destination),
            col(earlier.version) < col(OutboxRow.version),
        )
        found = self._session.exec(
            select(OutboxRow)
            .where(
                OutboxRow.destination == destination, col(OutboxRow.package).is_(None), OutboxRow.due_at <= now, ~older
            )
            .order_by(col(OutboxRow.rank), col(OutboxRow.at), col(OutboxRow.passport_id))
            .limit(limit)
            .with_for_update(skip_locked=True, of=OutboxRow)
        )
        return [_queued(row) for row in found]

    def hold(self, many: Sequence[Queued]) -> None:
        held = [_key(each.notice) | {"due_at": each.due_at, "code": each.code, "detail": each.detail} for each in many]
        self._update(held, "due_at", "code", "detail")

    def pack(self, package: StoredPackage, notices: Sequence[Queued]) -> None:
        self._session.add(PackageRow(**values_of(package)))
        self._session.flush()
        inside = {"package": package.correlation_id, "code": "", "detail": ""}
        self._update([_key(each.notice) | inside for each in notices], *inside)

    def lease(self, destination: Destination, now: datetime, until: datetime, token: str) -> StoredPackage | None:
        free = or_(col(PackageRow.lease).is_(None), col(PackageRow.leased_until) <= now)
        row = self._session.exec(
            select(PackageRow)
            .where(PackageRow.destination == destination, PackageRow.due_at <= now, free)
            .order_by(col(PackageRow.due_at), col(PackageRow.correlation_id))
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        row.lease, row.leased_until, row.attempts = token, until, row.attempts + 1
        self._session.flush()
        return _package(row)

    def held_under(self, correlation_id: str, token: str) -> StoredPackage | None:
        row = self._session.exec(
            select(PackageRow)
            .where(PackageRow.correlation_id == correlation_id, PackageRow.lease == token)
            .with_for_update()
        ).first()
        return None if row is None else _package(row)

    def release(self, package: StoredPackage) -> None:
        self._session.merge(PackageRow(**values_of(replace(package, lease=None, leased_until=None))))
        self._session.flush()

    def in_package(self, correlation_id: str) -> Sequence[Queued]:
        found = self._session.exec(
            select(OutboxRow)
            .where(OutboxRow.package == correlation_id)
            .order_by(col(OutboxRow.rank), col(OutboxRow.at), col(OutboxRow.passport_id))
        )
        return [_queued(row) for row in found]

    def unpack(self, queued: Queued) -> None:
        again = {
            "round": queued.notice.round,
            "due_at": queued.due_at,
            "refusals": queued.refusals,
            "package": None,
            "code": queued.code,
            "detail": queued.detail,
        }
        self._update([_key(queued.notice) | again], *again)

    def done(self, notices: Sequence[Notice]) -> None:
        if notices:
            self._session.connection().execute(delete(_OUTBOX).where(_THIS), [_key(notice) for notice in notices])

    def drop_package(self, correlation_id: str) -> None:
        self._session.exec(delete(PackageRow).where(col(PackageRow.correlation_id) == correlation_id))

    def of_passport(self, destination: Destination, passport_id: PassportId) -> Sequence[Queued]:
        found = self._session.exec(
            select(OutboxRow)
            .where(OutboxRow.passport_id == passport_id, OutboxRow.destination == destination)
            .order_by(col(OutboxRow.version))
        )
        return [_queued(row) for row in found]

    def hasten(self, destination: Destination, now: datetime, *, code: str | None = None) -> int:
        later = and_(col(OutboxRow.destination) == destination, col(OutboxRow.due_at) > now)
        waiting = later if code is None else and_(later, col(OutboxRow.code) == code)
        count = self._session.exec(update(OutboxRow).where(waiting).values(due_at=now)).rowcount
        if code is None:
            on_the_way = and_(col(PackageRow.destination) == destination, col(PackageRow.due_at) > now)
            self._session.exec(update(PackageRow).where(on_the_way).values(due_at=now))
        return count

    def open(self, destination: Destination) -> Open:
        packed, held = col(OutboxRow.package).is_not(None), col(OutboxRow.code) != ""
        count, on_the_way, back, oldest = self._session.exec(
            select(
                func.count(), func.count(case((packed, 1))), func.count(case((held, 1))), func.min(OutboxRow.at)
            ).where(OutboxRow.destination == destination)
        ).one()
        return Open(count - on_the_way - back, back, on_the_way, oldest)

    def _update(self, many: Sequence[dict[str, Any]], *names: str) -> None:
        """Set these columns of many rows, in one statement."""
        if many:
            changed = update(_OUTBOX).where(_THIS).values({name: bindparam(name) for name in names})
            self._session.connection().execute(changed, list(many))
            self._session.expire_all()


class SqlRegistrations:
    """`RegistrationStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, destination: Destination, passport_id: PassportId) -> Registration | None:
        row = self._session.get(RegistrationRow, (passport_id, destination.value))
        return None if row is None else _registration(row)

    def known(self, destination: Destination, passport_ids: Sequence[PassportId]) -> Mapping[PassportId, Registration]:
        found = self._session.exec(
            select(RegistrationRow).where(
                RegistrationRow.destination == destination, col(RegistrationRow.passport_id).in_(passport_ids)
            )
        )
        return {PassportId(row.passport_id): _registration(row) for row in found}

    def put(self, registrations: Sequence[Registration]) -> None:
        if not registrations:
            return
        connection = self._session.connection()
        insertion = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(_REGISTRATION)
        keys = [column.name for column in _REGISTRATION.primary_key]
        rest = {each.name: insertion.excluded[each.name] for each in _REGISTRATION.columns if each.name not in keys}
        rows = [values_of(each, destination=each.destination.value) for each in registrations]
        connection.execute(insertion.on_conflict_do_update(index_elements=keys, set_=rest), rows)
        self._session.expire_all()

    def rejected(self, destination: Destination, limit: int) -> Sequence[Registration]:
        found = self._session.exec(
            select(RegistrationRow)
            .where(RegistrationRow.destination == destination, col(RegistrationRow.rejected_version).is_not(None))
            .order_by(col(RegistrationRow.updated_at), col(RegistrationRow.passport_id))
            .limit(limit)
        )
        return [_registration(row) for row in found]

    def add_proof(self, proof: Proof) -> None:
        self._session.add(ProofRow(**values_of(proof)))
        self._session.flush()

    def proof(self, correlation_id: str) -> Proof | None:
        row = self._session.get(ProofRow, correlation_id)
        return None if row is None else stored_from(Proof, row, destination=Destination(row.destination))

    def add_receipts(self, receipts: Sequence[Receipt]) -> None:
        if receipts:
            self._session.connection().execute(insert(ReceiptRow), [values_of(receipt) for receipt in receipts])

    def receipts(self, destination: Destination, passport_id: PassportId) -> Sequence[Receipt]:
        found = self._session.exec(
            select(ReceiptRow)
            .where(ReceiptRow.passport_id == passport_id, ReceiptRow.destination == destination)
            .order_by(col(ReceiptRow.version), col(ReceiptRow.round))
        )
        return [stored_from(Receipt, row, destination=Destination(row.destination)) for row in found]

    def answers(self, destination: Destination) -> Answers:
        registered, rejected = self._session.exec(
            select(
                func.count(case((col(RegistrationRow.version) > 0, 1))),
                func.count(col(RegistrationRow.rejected_version)),
            ).where(RegistrationRow.destination == destination)
        ).one()
        return Answers(registered, rejected)


class SqlEnrolment:
    """`Enrolment` over a database: one statement, however many versions there are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __call__(self, destination: Destination, now: datetime) -> int:
        with self._database.writing() as session:
            told = insert(OutboxRow).from_select(_ENROLLED, _untold(destination, now))
            count = session.connection().execute(told, execution_options={"preserve_rowcount": True}).rowcount
            session.commit()
        return count


_OUTBOX = cast("Table", OutboxRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides it
_REGISTRATION = cast("Table", RegistrationRow.__table__)  # type: ignore[attr-defined]  # the same
_THIS = and_(
    _OUTBOX.c.passport_id == bindparam("of_passport"),
    _OUTBOX.c.version == bindparam("of_version"),
    _OUTBOX.c.destination == bindparam("of_destination"),
)


def _key(notice: Notice) -> dict[str, Any]:
    """The parameters of `_THIS`."""
    return {
        "of_passport": notice.passport_id,
        "of_version": notice.version,
        "of_destination": notice.destination.value,
    }


_ENROLLED = [
    "passport_id",
    "version",
    "destination",
    "kind",
    "rank",
    "sha256",
    "round",
    "at",
    "due_at",
    "refusals",
    "code",
    "detail",
]


def _untold(destination: Destination, now: datetime) -> Any:
    """The columns above, of every version that this destination was never told of."""
    told, queued = (
        exists().where(
            col(row.passport_id) == col(PassportVersionRow.passport_id),
            col(row.version) == col(PassportVersionRow.version),
            col(row.destination) == destination,
        )
        for row in (ReceiptRow, OutboxRow)
    )
    return (
        select(*_columns_of_existing(destination, now))
        .join(PassportRow, col(PassportRow.passport_id) == col(PassportVersionRow.passport_id))
        .where(~told, ~queued)
    )


def _columns_of_existing(destination: Destination, now: datetime) -> tuple[Any, ...]:
    ranks = {granularity: rank_of(granularity) for granularity in ("model", "batch", "item")}
    first = col(PassportVersionRow.version) == 1
    return (
        PassportVersionRow.passport_id,
        PassportVersionRow.version,
        literal(destination.value),
        case((first, NoticeKind.CREATED.value), else_=NoticeKind.REVISED.value),
        case(ranks, value=col(PassportRow.granularity)),
        PassportVersionRow.sha256,
        literal(1),
        PassportVersionRow.recorded_at,
        literal(now, type_=_OUTBOX.c.due_at.type),
        literal(0),
        literal(""),
        literal(""),
    )


def _queued(row: OutboxRow) -> Queued:
    kinds = {"destination": Destination(row.destination), "kind": NoticeKind(row.kind)}
    return stored_from(Queued, row, notice=stored_from(Notice, row, **kinds))


def _package(row: PackageRow) -> StoredPackage:
    return stored_from(StoredPackage, row, destination=Destination(row.destination))


def _registration(row: RegistrationRow) -> Registration:
    return stored_from(Registration, row, destination=Destination(row.destination))
