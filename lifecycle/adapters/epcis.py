"""Captured EPCIS events in SQL, and a look along our own: the store behind `lifecycle.service.epcis_ports`."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC
from typing import Any

from sqlalchemy import ColumnElement, and_, collate, exists, or_
from sqlmodel import Session, col, select

from dpp.adapters.contested import add_contested
from dpp.adapters.mapping import stored_from
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.rows.devices import DeviceRow, EventRow
from lifecycle.adapters.rows.epcis import EpcisCaptureRow, EpcisEventRow, EpcisTermRow
from lifecycle.domain.epcis.query import EventQuery, kinds_for
from lifecycle.domain.epcis.terms import EPC, INPUT, OUTPUT, PARENT, TRANSACTION, Term, identifier, transaction
from lifecycle.domain.epcis.vocabulary import full_word
from lifecycle.domain.events import EventId
from lifecycle.service.epcis_ports import Capture, CapturedEvent, Found, Position, Seek

_THINGS = (EPC, PARENT, INPUT, OUTPUT)
_MEMBERS = {
    "type": EpcisEventRow.type,
    "bizStep": EpcisEventRow.biz_step,
    "disposition": EpcisEventRow.disposition,
    "readPoint": EpcisEventRow.read_point,
    "bizLocation": EpcisEventRow.biz_location,
}


class SqlEpcis:
    """`EpcisStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_capture(self, capture: Capture) -> None:
        values = {**vars(capture), "errors": json.dumps(list(capture.errors), ensure_ascii=False)}
        self._session.add(EpcisCaptureRow(**values))
        self._session.flush()

    def capture(self, capture_id: str) -> Capture | None:
        row = self._session.get(EpcisCaptureRow, capture_id)
        return None if row is None else _capture(row)

    def captures(self, organisation: OrganisationId | None, before: Position | None, limit: int) -> Sequence[Capture]:
        row = EpcisCaptureRow
        wanted = select(row).order_by(col(row.created_at).desc(), col(row.capture_id).desc()).limit(limit)
        if organisation is not None:
            wanted = wanted.where(row.organisation == organisation)
        if before is not None:
            wanted = wanted.where(_behind(col(row.created_at), col(row.capture_id), before, ascending=False))
        return [_capture(each) for each in self._session.exec(wanted)]

    def add(self, event: CapturedEvent, about: Mapping[Term, DeviceKey | None]) -> None:
        key = {
            "organisation": event.organisation,
            "event_id": event.event_id,
            "declaration": event.declaration,
        }
        add_contested(
            self._session,
            _row(event),
            message("Event {id} was captured at the same moment.", id=event.event_id),
            message("Send it again: if it is the same event, nothing more happens."),
        )
        self._session.add_all(
            EpcisTermRow(value=term.value, name=term.name, device_key=device, **key) for term, device in about.items()
        )
        self._session.flush()

    def get(self, organisation: OrganisationId, event_id: str, declaration: str = "") -> CapturedEvent | None:
        row = self._session.get(EpcisEventRow, (organisation, event_id, declaration))
        return None if row is None else _event(row)

    def named(self, event_id: str) -> Sequence[CapturedEvent]:
        row = EpcisEventRow
        wanted = select(row).where(or_(col(row.event_id) == event_id, col(row.hash_id) == event_id))
        return [_event(each) for each in self._session.exec(wanted.order_by(col(row.record_time)))]

    def devices_in(self, events: Collection[CapturedEvent]) -> Mapping[tuple[str, str], frozenset[DeviceKey]]:
        row, ids = EpcisTermRow, {event.event_id for event in events}
        wanted = select(row.organisation, row.event_id, row.device_key)
        wanted = wanted.where(col(row.event_id).in_(ids), col(row.device_key).is_not(None))
        found: dict[tuple[str, str], frozenset[DeviceKey]] = {}
        for organisation, event_id, device in self._session.exec(wanted):
            key = (organisation, event_id)
            found[key] = found.get(key, frozenset()) | {DeviceKey(str(device))}
        return found

    def of_device(self, key: DeviceKey) -> Sequence[CapturedEvent]:
        row = EpcisEventRow
        wanted = select(row).where(_about(EpcisTermRow.device_key == key), col(row.own_event).is_(None))
        return [_event(each) for each in self._session.exec(wanted.order_by(col(row.event_time), col(row.event_id)))]

    def page(self, seek: Seek, after: Position | None, limit: int) -> Sequence[CapturedEvent]:
        row, query = EpcisEventRow, seek.query
        wanted = select(row).where(col(row.own_event).is_(None), *_filters(seek), *_visible(seek))
        moment, name = col(row.event_time), self._by_bytes(row.event_id)
        if after is not None:
            wanted = wanted.where(_behind(moment, name, after, ascending=query.ascending))
        order = (moment, name) if query.ascending else (moment.desc(), name.desc())
        return [_event(each) for each in self._session.exec(wanted.order_by(*order).limit(limit))]

    def own_page(self, seek: Seek, after: Position | None, limit: int) -> Sequence[Found]:
        row, query = EventRow, seek.query
        moment, name = col(row.occurred_at), self._by_bytes(row.event_id)
        wanted = select(row.occurred_at, row.event_id, row.device_key).where(*_own_filters(seek))
        if seek.devices:
            wanted = wanted.where(col(row.device_key).in_(seek.devices))
        elif seek.reader is not None:
            wanted = wanted.where(col(row.device_key).in_(_of_party(seek.reader)))
        if after is not None:
            wanted = wanted.where(_behind(moment, name, after, ascending=query.ascending))
        order = (moment, name) if query.ascending else (moment.desc(), name.desc())
        found = self._session.execute(wanted.order_by(*order).limit(limit))
        return [Found(at.astimezone(UTC), EventId(event), DeviceKey(device)) for at, event, device in found]

    def corrections(self, devices: Collection[DeviceKey]) -> Sequence[EventId]:
        row = EventRow
        wanted = select(row.event_id).where(col(row.device_key).in_(devices), row.kind == "corrected")
        return [EventId(each) for each in self._session.exec(wanted.order_by(col(row.occurred_at)))]

    def _by_bytes(self, column: Any) -> Any:
        """A column in the order of its bytes, as Python compares: PostgreSQL has the order of a language."""
        is_server = self._session.get_bind().dialect.name == "postgresql"
        return collate(col(column), "C") if is_server else col(column)

    def words(self, member: str, reader: OrganisationId | None) -> Sequence[str]:
        column = col(_MEMBERS[member])
        wanted = select(column).where(column.is_not(None), col(EpcisEventRow.own_event).is_(None)).distinct()
        if reader is not None:
            wanted = wanted.where(EpcisEventRow.organisation == reader)
        return sorted(str(each) for each in self._session.exec(wanted))

    def things(self, reader: OrganisationId | None, after: str, limit: int) -> Sequence[str]:
        row = EpcisTermRow
        value = self._by_bytes(row.value)
        wanted = select(value).where(col(row.name).in_(_THINGS), value > after).distinct()
        if reader is not None:
            wanted = wanted.where(row.organisation == reader)
        return list(self._session.exec(wanted.order_by(value).limit(limit)))


def _behind(moment: Any, name: Any, after: Position, *, ascending: bool) -> ColumnElement[bool]:
    if ascending:
        return or_(moment > after.moment, and_(moment == after.moment, name > after.event_id))
    return or_(moment < after.moment, and_(moment == after.moment, name < after.event_id))


def _times(query: EventQuery, event: Any, record: Any) -> list[ColumnElement[bool]]:
    bounds = (
        (query.event_from, event.__ge__),
        (query.event_before, event.__lt__),
        (query.record_from, record.__ge__),
        (query.record_before, record.__lt__),
    )
    return [compare(bound) for bound, compare in bounds if bound is not None]


def _filters(seek: Seek) -> list[ColumnElement[bool]]:
    row, query = EpcisEventRow, seek.query
    wanted = _times(query, col(row.event_time), col(row.record_time))
    columns = (
        (query.types, row.type),
        (query.actions, row.action),
        (query.biz_steps, row.biz_step),
        (query.dispositions, row.disposition),
        (query.read_points, row.read_point),
        (query.biz_locations, row.biz_location),
    )
    wanted += [col(column).in_(values) for values, column in columns if values]
    if query.event_ids:
        wanted.append(or_(col(row.event_id).in_(query.event_ids), col(row.hash_id).in_(query.event_ids)))
    if query.epcs:
        wanted.append(_about(and_(_naming(query.epcs, seek), col(EpcisTermRow.name) == EPC)))
    if query.any_epcs:
        anywhere = col(EpcisTermRow.name).in_(_THINGS)
        wanted.append(_about(and_(_naming(query.any_epcs, seek), anywhere)))
    for kind, values in query.transactions:
        name = col(EpcisTermRow.name)
        typed = name == transaction(kind) if kind else name.startswith(TRANSACTION)
        wanted.append(_about(and_(col(EpcisTermRow.value).in_(values), typed)))
    return wanted


def _naming(values: frozenset[str], seek: Seek) -> ColumnElement[bool]:
    """Terms of these names, or of these devices of ours under any other name."""
    term = EpcisTermRow
    return or_(col(term.value).in_(values), col(term.device_key).in_(seek.devices))


def _own_filters(seek: Seek) -> list[ColumnElement[bool]]:
    row, query = EventRow, seek.query
    wanted = _times(query, col(row.occurred_at), col(row.recorded_at))
    if query.types or query.actions or query.biz_steps or query.dispositions:
        wanted.append(col(row.kind).in_(kinds_for(query)))
    if query.event_ids:
        wanted.append(col(row.event_id).in_(query.event_ids))
    return wanted


def _about(condition: Any) -> ColumnElement[bool]:
    """Events of which a term fits."""
    row, term = EpcisEventRow, EpcisTermRow
    same = and_(
        col(term.organisation) == col(row.organisation),
        col(term.event_id) == col(row.event_id),
        col(term.declaration) == col(row.declaration),
    )
    return exists().where(same, condition)


def _visible(seek: Seek) -> list[ColumnElement[bool]]:
    """Whoever reads for an organisation sees what that captured, and what names its devices."""
    if seek.reader is None:
        return []
    device = col(EpcisTermRow.device_key)
    named = or_(device.in_(_of_party(seek.reader)), device.in_(seek.devices))
    return [or_(col(EpcisEventRow.organisation) == seek.reader, _about(named))]


def _of_party(organisation: OrganisationId) -> Any:
    party = or_(col(DeviceRow.owner) == organisation, col(DeviceRow.custodian) == organisation)
    return select(DeviceRow.device_key).where(party)


def _row(event: CapturedEvent) -> EpcisEventRow:
    content = event.content
    step, state = content.get("bizStep"), content.get("disposition")
    return EpcisEventRow(
        organisation=event.organisation,
        event_id=event.event_id,
        declaration=event.declaration,
        hash_id=event.hash_id,
        capture_id=event.capture_id,
        own_event=event.own_event,
        type=content["type"],
        action=content.get("action"),
        biz_step=full_word("BizStep", step) if step else None,
        disposition=full_word("Disp", state) if state else None,
        read_point=identifier(content["readPoint"]["id"]) if "readPoint" in content else None,
        biz_location=identifier(content["bizLocation"]["id"]) if "bizLocation" in content else None,
        event_time=event.event_time,
        record_time=event.record_time,
        sha256=event.sha256,
        context=json.dumps(event.context, ensure_ascii=False),
        content=json.dumps(content, ensure_ascii=False),
    )


def _event(row: EpcisEventRow) -> CapturedEvent:
    return stored_from(
        CapturedEvent,
        row,
        organisation=OrganisationId(row.organisation),
        event_time=row.event_time.astimezone(UTC),
        record_time=row.record_time.astimezone(UTC),
        context=json.loads(row.context),
        content=json.loads(row.content),
        own_event=None if row.own_event is None else EventId(row.own_event),
    )


def _capture(row: EpcisCaptureRow) -> Capture:
    return stored_from(
        Capture,
        row,
        organisation=OrganisationId(row.organisation),
        account=AccountId(row.account),
        created_at=row.created_at.astimezone(UTC),
        finished_at=row.finished_at.astimezone(UTC),
        errors=json.loads(row.errors),
    )
