"""Answers queries for EPCIS events: our own, made on demand, and those of others, as they came.

Rules:
1. An actor reads the events of a device when it may read that device's history, and the events that its organisation
   captured; nothing else, and a visitor nothing. Who reads every device reads every event.
2. Without a device in the question, the answer holds what the organisation owns or has; a device that is named is
   judged by every relation.
3. An event that was captured in our vocabulary is answered once, as ours; under its own id it is found as well.
4. The hash id of an event of ours is not kept, because it changes with the name of the device: by it an event is found
   where the device is named too.
5. An answer looks at `MOST_SEEN` events at most: a page may be short, and the next one goes on where it stopped.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from types import MappingProxyType
from typing import Any

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import NotFound
from dpp.domain.links import Links
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.service.ports import Clock
from lifecycle.domain.epcis.hash_id import hash_id
from lifecycle.domain.epcis.naming import Naming
from lifecycle.domain.epcis.query import EventQuery, addresses, matches
from lifecycle.domain.epcis.table import TELLINGS, possible_dispositions
from lifecycle.domain.epcis.vocabulary import CONTEXT, EventType, full_word
from lifecycle.domain.epcis.writing import declared_wrong, to_epcis
from lifecycle.domain.events import KINDS, Event, EventId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.epcis_documents import EventPage
from lifecycle.service.epcis_naming import devices_named, naming
from lifecycle.service.epcis_ports import CapturedEvent, Found, Position, Seek
from lifecycle.service.lines import readable
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, LineFilter
from lifecycle.service.recording import find_state

MOST_SEEN = 2000
_BATCH = 100
OWN_PREFIXES: Mapping[str, str] = MappingProxyType(CONTEXT[1])
_MOST_PLACES = 1000


@dataclass(frozen=True)
class ForeignEvent:
    """An event of others that names a device of ours, for its page."""

    event_id: str
    type: str
    biz_step: str | None
    disposition: str | None
    event_time: datetime
    record_time: datetime
    captured_by: OrganisationId
    content: Mapping[str, Any]


@dataclass(frozen=True)
class EpcisQueries:
    """Each method is one look, and checks its actor first."""

    storage: LifecycleStorage
    links: Links
    clock: Clock

    def find(self, actor: Actor, query: EventQuery, after: Position | None, limit: int) -> EventPage:
        """A page of the events that match and that this actor may read."""
        PERMISSIONS.check("query_epcis", actor)
        with self.storage.reading() as reads:
            return _Look(reads, actor, self.links).page(query, after, limit)

    def event(self, actor: Actor, event_id: str) -> tuple[Any, Mapping[str, Any]]:
        """One event with its context, by our id, its own id or its hash id; NotFound where this actor reads none."""
        found = self.find(actor, EventQuery(event_ids=frozenset({event_id})), None, 1)
        if not found.events:
            raise NotFound(
                message("There is no event '{id}' that you may read.", id=event_id[:200]),
                remedy=message("Look for it among the events of its device."),
            )
        return found.events[0]

    def foreign_events_of(self, actor: Actor, key: DeviceKey) -> tuple[ForeignEvent, ...]:
        """What others tell of a device, oldest first; for whoever may read its history."""
        with self.storage.reading() as reads:
            state = find_state(reads, key)
            relations = frozenset() if state is None else state.relations(actor.organisation)
            PERMISSIONS.check("read_history", actor, relations)
            return tuple(_foreign(event) for event in reads.epcis.of_device(key))

    def may_read_passport(self, actor: Actor, passport: PassportId) -> bool:
        """Whether this actor may ask for the events of the device that this passport is of."""
        if not PERMISSIONS.allows("query_epcis", actor):
            return False
        with self.storage.reading() as reads:
            stored = reads.passports.get(passport)
            state = None if stored is None or stored.device_key is None else find_state(reads, stored.device_key)
            relations = frozenset() if state is None else state.relations(actor.organisation)
            return state is not None and PERMISSIONS.allows("read_history", actor, relations)

    def words(self, actor: Actor, member: str) -> tuple[str, ...]:
        """The values of a member in events of this registry and in those that the actor's organisation captured."""
        PERMISSIONS.check("query_epcis", actor)
        with self.storage.reading() as reads:
            captured = set(reads.epcis.words(member, _reader(actor)))
            return tuple(sorted(captured | self._own_words(reads, actor, member)))

    def things(self, actor: Actor, after: str, limit: int) -> tuple[str, ...]:
        """The names of the actor's devices, and of what its organisation captured, in the order of their names."""
        PERMISSIONS.check("query_epcis", actor)
        with self.storage.reading() as reads:
            captured = reads.epcis.things(_reader(actor), after, limit)
            lines = reads.devices.lines(readable(actor, LineFilter(limit=_MOST_PLACES)))
            named = naming(reads, self.links, (line.device_key for line in lines)).epcs.values()
            return tuple(sorted({*captured, *(name for name in named if name > after)})[:limit])

    def _own_words(self, reads: LifecycleReads, actor: Actor, member: str) -> set[str]:
        if member == "type":
            return {kind.value for kind in EventType}
        if member == "bizStep":
            return {full_word("BizStep", TELLINGS[kind].biz_step) for kind in KINDS if kind in TELLINGS}
        if member == "disposition":
            return {full_word("Disp", state) for kind in KINDS for state in possible_dispositions(kind)}
        lines = reads.devices.lines(readable(actor, LineFilter(limit=_MOST_PLACES)))
        return {Naming(self.links.public_url).place(line.place) for line in lines if line.place}


def _is_hash(event_id: str) -> bool:
    return event_id.startswith("ni:")


def _reader(actor: Actor) -> OrganisationId | None:
    """None for who reads every device (rule 1)."""
    if PERMISSIONS.allows("read_history", actor):
        return None
    return actor.organisation or OrganisationId("")


class _Look:
    """One query over one state of the database."""

    def __init__(self, reads: LifecycleReads, actor: Actor, links: Links) -> None:
        self._reads, self._actor, self._links = reads, actor, links
        self._may_read: dict[DeviceKey, bool] = {}
        self._names: dict[DeviceKey, str] = {}
        self._seen: dict[EventId, Event] = {}

    def page(self, query: EventQuery, after: Position | None, limit: int) -> EventPage:
        named = devices_named(self._reads, self._links, query.sought)
        devices = frozenset(key for key in named.values() if self._may(key))
        query = self._by_all_names(query, devices)
        candidates = islice(self._candidates(Seek(query, _reader(self._actor), devices), after), MOST_SEEN + 1)
        chosen: list[Found | CapturedEvent] = []
        place = None
        for seen, each in enumerate(candidates):
            if len(chosen) == limit or seen == MOST_SEEN:
                return EventPage(self._told(chosen), place)
            place = _position(each)
            if self._is_wanted(query, each):
                chosen.append(each)
        return EventPage(self._told(chosen), None)

    def _by_all_names(self, query: EventQuery, devices: frozenset[DeviceKey]) -> EventQuery:
        """Our events name a device in one way, whichever was asked for; ids that came with an event lead to ours."""
        names = addresses([self._naming(*devices).device(key) for key in devices])
        own = {Naming(self._links.public_url).event_id(each) or each for each in query.event_ids}
        own |= {
            captured.own_event
            for each in query.event_ids
            for captured in self._reads.epcis.named(each)
            if captured.own_event is not None
        }
        return replace(
            query,
            epcs=query.epcs | names if query.epcs else query.epcs,
            any_epcs=query.any_epcs | names if query.any_epcs else query.any_epcs,
            event_ids=query.event_ids | own,
        )

    def _candidates(self, seek: Seek, after: Position | None) -> Iterator[Found | CapturedEvent]:
        streams: list[Iterator[Found | CapturedEvent]] = [self._others(seek, after)]
        if not seek.query.sought or seek.devices:
            hashed = seek.devices and any(map(_is_hash, seek.query.event_ids))
            own = replace(seek, query=replace(seek.query, event_ids=frozenset())) if hashed else seek
            streams.append(self._own(own, after))
        return merge(*streams, key=_order, reverse=not seek.query.ascending)

    def _own(self, seek: Seek, after: Position | None) -> Iterator[Found | CapturedEvent]:
        while True:
            batch = self._reads.epcis.own_page(seek, after, _BATCH)
            yield from batch
            if len(batch) < _BATCH:
                return
            after = _position(batch[-1])

    def _others(self, seek: Seek, after: Position | None) -> Iterator[Found | CapturedEvent]:
        while True:
            batch = self._reads.epcis.page(seek, after, _BATCH)
            yield from batch
            if len(batch) < _BATCH:
                return
            after = _position(batch[-1])

    def _is_wanted(self, query: EventQuery, each: Found | CapturedEvent) -> bool:
        if not isinstance(each, Found):
            return self._may_see(each)
        if not self._may(each.device):
            return False
        told = to_epcis(self._event(each), self._naming(each.device))
        ids = query.event_ids
        return matches(query, told) and (not ids or each.event_id in ids or hash_id(told, OWN_PREFIXES) in ids)

    def _may(self, key: DeviceKey) -> bool:
        if _reader(self._actor) is None:
            return True
        if key not in self._may_read:
            state = find_state(self._reads, key)
            relations = frozenset() if state is None else state.relations(self._actor.organisation)
            self._may_read[key] = PERMISSIONS.allows("read_history", self._actor, relations)
        return self._may_read[key]

    def _may_see(self, event: CapturedEvent) -> bool:
        if _reader(self._actor) in {None, event.organisation}:
            return True
        about = self._reads.epcis.devices_in([event]).get((event.organisation, event.event_id), frozenset())
        return any(self._may(key) for key in about)

    def _event(self, found: Found) -> Event:
        if found.event_id not in self._seen:
            event = self._reads.events.find(found.event_id)
            assert event is not None
            self._seen[found.event_id] = event
        return self._seen[found.event_id]

    def _naming(self, *keys: DeviceKey) -> Naming:
        self._names |= naming(self._reads, self._links, set(keys) - self._names.keys()).epcs
        return Naming(self._links.public_url, self._names)

    def _told(self, chosen: list[Found | CapturedEvent]) -> tuple[tuple[Any, Mapping[str, Any]], ...]:
        own = [each for each in chosen if isinstance(each, Found)]
        devices = {each.device for each in own}
        names = self._naming(*devices)
        wrong = self._declared_wrong(devices)
        return tuple(
            (list(CONTEXT), to_epcis(self._event(each), names, wrong.get(each.event_id)))
            if isinstance(each, Found)
            else (each.context, each.content)
            for each in chosen
        )

    def _declared_wrong(self, devices: set[DeviceKey]) -> Mapping[str, Event]:
        if not devices:
            return {}
        found = (self._reads.events.find(EventId(each)) for each in self._reads.epcis.corrections(devices))
        return declared_wrong(event for event in found if event is not None)


def _position(each: Found | CapturedEvent) -> Position:
    return Position(*_order(each))


def _order(each: Found | CapturedEvent) -> tuple[datetime, str]:
    moment = each.moment if isinstance(each, Found) else each.event_time
    return moment.astimezone(UTC), each.event_id


def _foreign(event: CapturedEvent) -> ForeignEvent:
    content = event.content
    return ForeignEvent(
        event_id=event.event_id,
        type=content["type"],
        biz_step=content.get("bizStep"),
        disposition=content.get("disposition"),
        event_time=event.event_time,
        record_time=event.record_time,
        captured_by=event.organisation,
        content=content,
    )
