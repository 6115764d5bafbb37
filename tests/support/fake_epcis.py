"""Captured EPCIS events in memory."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.epcis.query import EventQuery, kinds_for, matches
from lifecycle.domain.epcis.terms import EPC, INPUT, OUTPUT, PARENT, Term, identifier
from lifecycle.domain.epcis.vocabulary import full_word
from lifecycle.domain.events import Event, EventId
from lifecycle.service.epcis_ports import Capture, CapturedEvent, Found, Position, Seek

Key = tuple[str, str, str]


@dataclass
class FakeEpcis:
    """`devices` and `events` are the rows of the other fakes: lines by key, and stored events by device."""

    captured: dict[str, Capture] = field(default_factory=dict)
    rows: dict[Key, CapturedEvent] = field(default_factory=dict)
    about: dict[Key, Mapping[Term, DeviceKey | None]] = field(default_factory=dict)
    devices: dict[Any, Any] = field(default_factory=dict)
    events: dict[Any, Any] = field(default_factory=dict)

    def add_capture(self, capture: Capture) -> None:
        self.captured[capture.capture_id] = capture

    def capture(self, capture_id: str) -> Capture | None:
        return self.captured.get(capture_id)

    def captures(self, organisation: OrganisationId | None, before: Position | None, limit: int) -> Sequence[Capture]:
        mine = [each for each in self.captured.values() if organisation in {None, each.organisation}]
        ordered = sorted(mine, key=lambda each: (each.created_at, each.capture_id), reverse=True)
        place = None if before is None else (before.moment, before.event_id)
        return [each for each in ordered if place is None or (each.created_at, each.capture_id) < place][:limit]

    def add(self, event: CapturedEvent, about: Mapping[Term, DeviceKey | None]) -> None:
        key = (event.organisation, event.event_id, event.declaration)
        if key in self.rows:
            raise Conflict(message("Event {id} was captured at the same moment.", id=event.event_id))
        self.rows[key] = event
        self.about[key] = about

    def get(self, organisation: OrganisationId, event_id: str, declaration: str = "") -> CapturedEvent | None:
        return self.rows.get((organisation, event_id, declaration))

    def named(self, event_id: str) -> Sequence[CapturedEvent]:
        found = (each for each in self.rows.values() if event_id in {each.event_id, each.hash_id})
        return sorted(found, key=lambda each: each.record_time)

    def devices_in(self, events: Collection[CapturedEvent]) -> Mapping[tuple[str, str], frozenset[DeviceKey]]:
        ids, found = {event.event_id for event in events}, dict[tuple[str, str], frozenset[DeviceKey]]()
        for (organisation, event_id, _), about in self.about.items():
            devices = frozenset(each for each in about.values() if each is not None)
            if event_id in ids and devices:
                found[organisation, event_id] = found.get((organisation, event_id), frozenset()) | devices
        return found

    def of_device(self, key: DeviceKey) -> Sequence[CapturedEvent]:
        found = [row for name, row in self._foreign() if key in self.about[name].values()]
        return sorted(found, key=lambda each: (each.event_time, each.event_id))

    def page(self, seek: Seek, after: Position | None, limit: int) -> Sequence[CapturedEvent]:
        found = [
            row
            for name, row in self._foreign()
            if self._is_visible(seek, name) and _fits(seek.query, row) and matches(self._named(seek, name), row.content)
        ]
        return _next(found, lambda each: (each.event_time, each.event_id), seek.query, after, limit)

    def own_page(self, seek: Seek, after: Position | None, limit: int) -> Sequence[Found]:
        found = [
            Found(event.occurred_at, event.id, event.device)
            for event in self._own()
            if self._may(seek, event.device) and event.kind in kinds_for(seek.query) and _own_fits(seek.query, event)
        ]
        return _next(found, lambda each: (each.moment, each.event_id), seek.query, after, limit)

    def corrections(self, devices: Collection[DeviceKey]) -> Sequence[EventId]:
        wrong = [event for event in self._own() if event.device in devices and event.kind == "corrected"]
        return [event.id for event in sorted(wrong, key=lambda each: each.occurred_at)]

    def words(self, member: str, reader: OrganisationId | None) -> Sequence[str]:
        found = set()
        for _, row in self._foreign():
            value = row.content.get(member)
            if value and reader in {None, row.organisation}:
                found.add(_word(member, value))
        return sorted(found)

    def things(self, reader: OrganisationId | None, after: str, limit: int) -> Sequence[str]:
        names = {EPC, PARENT, INPUT, OUTPUT}
        found = {
            term.value
            for (organisation, *_), about in self.about.items()
            for term in about
            if reader in {None, organisation} and term.name in names and term.value > after
        }
        return sorted(found)[:limit]

    def _foreign(self) -> Iterable[tuple[Key, CapturedEvent]]:
        return [(name, row) for name, row in self.rows.items() if row.own_event is None]

    def _named(self, seek: Seek, name: Key) -> EventQuery:
        """The query with the names that the event itself has for the devices that are asked for."""
        query = seek.query
        own = {term.value for term, device in self.about[name].items() if device in seek.devices}
        return replace(
            query,
            epcs=query.epcs | own if query.epcs else query.epcs,
            any_epcs=query.any_epcs | own if query.any_epcs else query.any_epcs,
        )

    def _own(self) -> list[Event]:
        return [stored.event for stored in self.events.values()]

    def _party(self, organisation: OrganisationId) -> set[DeviceKey]:
        return {key for key, line in self.devices.items() if organisation in {line.owner, line.custodian}}

    def _may(self, seek: Seek, device: DeviceKey) -> bool:
        if seek.devices:
            return device in seek.devices
        return seek.reader is None or device in self._party(seek.reader)

    def _is_visible(self, seek: Seek, name: Key) -> bool:
        if seek.reader is None or name[0] == seek.reader:
            return True
        mine = self._party(seek.reader) | seek.devices
        return any(device in mine for device in self.about[name].values())


def _word(member: str, value: Any) -> str:
    if member in {"readPoint", "bizLocation"}:
        return identifier(value["id"])
    group = {"bizStep": "BizStep", "disposition": "Disp"}.get(member)
    return full_word(group, value) if group else str(value)


def _between(query: EventQuery, event: Any, record: Any) -> bool:
    return (
        (query.event_from is None or event >= query.event_from)
        and (query.event_before is None or event < query.event_before)
        and (query.record_from is None or record >= query.record_from)
        and (query.record_before is None or record < query.record_before)
    )


def _fits(query: EventQuery, row: CapturedEvent) -> bool:
    named = not query.event_ids or not query.event_ids.isdisjoint({row.event_id, row.hash_id})
    return named and _between(query, row.event_time, row.record_time)


def _own_fits(query: EventQuery, event: Event) -> bool:
    named = not query.event_ids or event.id in query.event_ids
    return named and _between(query, event.occurred_at, event.recorded_at)


def _next(found: list[Any], key: Any, query: EventQuery, after: Position | None, limit: int) -> list[Any]:
    ordered = sorted(found, key=key, reverse=not query.ascending)
    if after is None:
        return ordered[:limit]
    place = (after.moment, after.event_id)
    behind = (each for each in ordered if (key(each) > place if query.ascending else key(each) < place))
    return list(behind)[:limit]
