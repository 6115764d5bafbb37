"""Devices, events and claims in SQL: stores behind `lifecycle.service.ports`."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, func, or_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, delete, select

from dpp.adapters.contested import contested
from dpp.adapters.database import connection_of
from dpp.adapters.mapping import add_row, put_row, row_with, stored_from, table_of, values_of
from dpp.adapters.stores import ACTIVE_LABELS
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, LabelCode
from dpp.domain.proof import canonical
from lifecycle.adapters.codec import read_stored
from lifecycle.adapters.rows.devices import ClaimRow, DeviceRow, DeviceStateRow, EventKeyRow, EventPayloadRow, EventRow
from lifecycle.adapters.states import FOLD, read_state, write_state
from lifecycle.domain.claims import claim_key
from lifecycle.domain.events import Event, EventId, TransactionId
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.service.ports import DeviceLife, DeviceLine, KeptState, LineFilter, StoredEvent

_DEVICE, _DEVICE_STATE = table_of(DeviceRow), table_of(DeviceStateRow)
_EVENT, _EVENT_KEY, _PAYLOAD = table_of(EventRow), table_of(EventKeyRow), table_of(EventPayloadRow)

# Made once, and without the ORM: whoever reads a device waits for these.
_STORED = (
    _EVENT.c.sequence.label("number"),
    _EVENT.c.event_id,
    _EVENT.c.device_key,
    _EVENT.c.occurred_at,
    _EVENT.c.recorded_at,
    _EVENT.c.actor,
    _EVENT.c.organisation,
    _EVENT.c.transaction_id,
    _EVENT.c.content,
    _PAYLOAD.c.content.label("payload"),
)
_WITH_PAYLOAD = _EVENT.outerjoin(
    _PAYLOAD, (_PAYLOAD.c.device_key == _EVENT.c.device_key) & (_PAYLOAD.c.sequence == _EVENT.c.sequence)
)
_EVENTS: Select[*tuple[Any, ...]] = (
    sql_select(*_STORED)
    .select_from(_WITH_PAYLOAD)
    .where(_EVENT.c.device_key == bindparam("key"))
    .order_by(_EVENT.c.sequence)
)
_STATE: Select[*tuple[Any, ...]] = sql_select(col(DeviceStateRow.content), col(DeviceStateRow.sequence)).where(
    col(DeviceStateRow.device_key) == bindparam("key"), col(DeviceStateRow.fold) == bindparam("fold")
)
_AT_FIRST = case((_EVENT.c.sequence == 1, _EVENT.c.device_key))
"""The key beside the first event alone: what a device has once is read beside that."""
_LIFE: Select[*tuple[Any, ...]] = (
    sql_select(
        *_STORED,
        *(column for column in _DEVICE.c if column.name != "device_key"),  # which stands with the event
        _DEVICE_STATE.c.content.label("state"),
        _DEVICE_STATE.c.sequence.label("state_sequence"),
        ACTIVE_LABELS.c.code.label("label"),
    )
    .select_from(
        _WITH_PAYLOAD.outerjoin(_DEVICE, _DEVICE.c.device_key == _AT_FIRST)
        .outerjoin(
            _DEVICE_STATE, (_DEVICE_STATE.c.device_key == _AT_FIRST) & (_DEVICE_STATE.c.fold == bindparam("fold"))
        )
        .outerjoin(ACTIVE_LABELS, ACTIVE_LABELS.c.passport_id == _DEVICE.c.passport_id)
    )
    .where(_EVENT.c.device_key == bindparam("key"))
    .order_by(_EVENT.c.sequence, ACTIVE_LABELS.c.issued_at)
)


class SqlEvents:
    """`EventStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_device(self, key: DeviceKey) -> tuple[Event, ...]:
        return tuple(event_of(row, row.payload) for row in connection_of(self._session).execute(_EVENTS, {"key": key}))

    def find(self, event: EventId) -> Event | None:
        place = row_with(self._session, _EVENT_KEY, event)
        if place is None:
            return None
        row = row_with(self._session, _EVENT, place.device_key, place.sequence)
        payload = row_with(self._session, _PAYLOAD, place.device_key, place.sequence)
        return event_of(row, None if payload is None else payload.content)

    def devices(self, after: DeviceKey, limit: int) -> tuple[DeviceKey, ...]:
        first = select(EventRow.device_key).where(EventRow.sequence == 1, col(EventRow.device_key) > after)
        return tuple(DeviceKey(key) for key in self._session.exec(first.order_by(EventRow.device_key).limit(limit)))

    def append(self, stored: StoredEvent) -> None:
        event = stored.event
        place = {"device_key": event.device, "sequence": stored.number}
        told = {
            "event_id": event.id,
            "kind": event.kind,
            "occurred_at": event.occurred_at,
            "recorded_at": event.recorded_at,
            "actor": event.actor,
            "organisation": event.organisation,
            "transaction_id": event.transaction,
            "content": canonical(stored.kept).decode(),
        }
        taken = message("Somebody else recorded an event of this device at the same moment.")
        remedy = message("Read the device again, then repeat what you did if it is still needed.")
        with contested(self._session, taken, remedy):
            add_row(self._session, _EVENT_KEY, place | {"event_id": event.id})
            add_row(self._session, _EVENT, place | told)
            if stored.erasable_salt is not None:
                erasable = {"salt": stored.erasable_salt, "content": canonical(stored.erasable).decode()}
                add_row(self._session, _PAYLOAD, place | erasable)


class SqlDevices:
    """`DeviceStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, *keys: DeviceKey) -> None:
        """In the order of their keys, so that two who hold the same devices never wait for each other.

        On SQLite there is one writer.
        """
        if self._session.get_bind().dialect.name != "postgresql":
            return
        rows = select(DeviceRow.device_key).where(col(DeviceRow.device_key).in_(keys))
        self._session.exec(rows.order_by(col(DeviceRow.device_key)).with_for_update()).all()

    def hold_numbers(self, claims: Collection[IdentityClaim]) -> None:
        """On SQLite there is one writer; on PostgreSQL a lock for each number, in their order."""
        if self._session.get_bind().dialect.name == "postgresql":
            for number in sorted({f"{claim.kind} {claim_key(claim.value)}" for claim in claims}):
                self._session.exec(select(func.pg_advisory_xact_lock(func.hashtextextended(number, 0))))

    def get(self, key: DeviceKey) -> DeviceLine | None:
        row = row_with(self._session, _DEVICE, key)
        return None if row is None else _line(row)

    def several(self, keys: Collection[DeviceKey]) -> Mapping[DeviceKey, DeviceLine]:
        found = sql_select(_DEVICE).where(col(DeviceRow.device_key).in_(keys))
        return {line.device_key: line for line in map(_line, self._session.execute(found))}

    def put(self, line: DeviceLine, claims: Sequence[IdentityClaim] | None = None) -> None:
        put_row(self._session, _DEVICE, values_of(line, blocked=" ".join(line.blocked)))
        if claims is not None:
            self._put_claims(line.device_key, claims)

    def _put_claims(self, key: DeviceKey, claims: Sequence[IdentityClaim]) -> None:
        self._session.exec(delete(ClaimRow).where(col(ClaimRow.device_key) == key))
        newest = {(claim.kind, claim_key(claim.value)): claim for claim in claims}
        self._session.add_all(
            ClaimRow(device_key=key, kind=kind, value=value, source=claim.source, confidence=claim.confidence)
            for (kind, value), claim in newest.items()
        )
        self._session.flush()

    def state(self, key: DeviceKey) -> KeptState | None:
        row = connection_of(self._session).execute(_STATE, {"key": key, "fold": FOLD}).one_or_none()
        return None if row is None else KeptState(read_state(row.content), row.sequence)

    def life(self, key: DeviceKey) -> DeviceLife | None:
        rows = connection_of(self._session).execute(_LIFE, {"key": key, "fold": FOLD}).all()
        return _life(rows) if rows else None

    def keep(self, state: KeptState) -> None:
        kept = {"device_key": state.device.key, "sequence": state.sequence, "fold": FOLD}
        put_row(self._session, _DEVICE_STATE, kept | {"content": write_state(state.device)})

    def claims_of(self, key: DeviceKey) -> frozenset[IdentityClaim]:
        found = self._session.exec(select(ClaimRow).where(ClaimRow.device_key == key))
        return frozenset(IdentityClaim(ClaimKind(row.kind), row.value, row.source, row.confidence) for row in found)

    def claiming(self, kind: ClaimKind, value: str) -> tuple[DeviceKey, ...]:
        found = select(ClaimRow.device_key).where(ClaimRow.value == claim_key(value), ClaimRow.kind == kind)
        return tuple(DeviceKey(key) for key in self._session.exec(found.order_by(col(ClaimRow.device_key))))

    def claiming_any(self, kinds: Collection[ClaimKind], values: Collection[str]) -> tuple[tuple[DeviceKey, str], ...]:
        found = select(ClaimRow.device_key, ClaimRow.value).where(
            col(ClaimRow.value).in_({claim_key(value) for value in values}), col(ClaimRow.kind).in_(kinds)
        )
        ordered = found.distinct().order_by(col(ClaimRow.device_key), col(ClaimRow.value))
        return tuple((DeviceKey(key), value) for key, value in self._session.exec(ordered))

    def lines(self, wanted: LineFilter) -> tuple[DeviceLine, ...]:
        found = sql_select(_DEVICE).where(*_conditions(wanted)).order_by(col(DeviceRow.device_key)).limit(wanted.limit)
        return tuple(map(_line, self._session.execute(found)))


def _conditions(wanted: LineFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.lifecycles:
        conditions.append(col(DeviceRow.lifecycle).in_(wanted.lifecycles))
    if wanted.party is not None:
        conditions.append(or_(col(DeviceRow.owner) == wanted.party, col(DeviceRow.custodian) == wanted.party))
    if wanted.route_state is not None:
        conditions.append(col(DeviceRow.route_state) == wanted.route_state)
    if wanted.after is not None:
        conditions.append(col(DeviceRow.device_key) > wanted.after)
    if wanted.text:
        claimed = select(ClaimRow.device_key).where(ClaimRow.value == claim_key(wanted.text))
        named = [col(column).icontains(wanted.text, autoescape=True) for column in (DeviceRow.brand, DeviceRow.name)]
        conditions.append(or_(col(DeviceRow.device_key).in_(claimed), *named))
    return conditions


def event_of(row: Any, payload: str | None) -> Event:
    """`row` has the columns of EventRow; `payload` is the text that may have to be erased."""
    return Event(
        id=EventId(row.event_id),
        device=DeviceKey(row.device_key),
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        actor=AccountId(row.actor),
        organisation=None if row.organisation is None else OrganisationId(row.organisation),
        transaction=TransactionId(row.transaction_id),
        happening=read_stored(row.content, payload),
    )


def _life(rows: Sequence[Row[*tuple[Any, ...]]]) -> DeviceLife:
    """The first event comes once for each label, the others once."""
    first = rows[0]
    others = [row for row in rows if row.number != first.number]
    return DeviceLife(
        line=None if first.lifecycle is None else _line(first),
        kept=None if first.state is None else KeptState(read_state(first.state), first.state_sequence),
        events=tuple(event_of(row, row.payload) for row in (first, *others)),
        labels=tuple(LabelCode(row.label) for row in rows[: len(rows) - len(others)] if row.label is not None),
    )


def _line(row: Any) -> DeviceLine:
    return stored_from(DeviceLine, row, blocked=tuple(row.blocked.split()))
