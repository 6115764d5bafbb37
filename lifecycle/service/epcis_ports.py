"""Where captured EPCIS events are kept, and how events are found for a query."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Problem
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.epcis.query import EventQuery
from lifecycle.domain.epcis.terms import Term
from lifecycle.domain.events import EventId


@dataclass(frozen=True)
class CapturedEvent:
    """An EPCIS event as it came, of the organisation that captured it.

    `event_id` is the address that it gave itself, else its hash id; `declaration` is the time of its error declaration,
    empty for an event that declares none: both may be kept under one id. `context` is what its document was read under.
    `own_event` is the event of ours that it was turned into; `sha256` is the hash of its canonical JSON.
    """

    organisation: OrganisationId
    event_id: str
    declaration: str
    hash_id: str
    capture_id: str
    event_time: datetime
    record_time: datetime
    sha256: str
    context: Any
    content: Mapping[str, Any]
    own_event: EventId | None = None


@dataclass(frozen=True)
class Capture:
    """A capture job, finished: `errors` are problem documents; `events` says how many were sent."""

    capture_id: str
    organisation: OrganisationId
    account: AccountId
    created_at: datetime
    finished_at: datetime
    behaviour: str
    success: bool
    events: int
    errors: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Position:
    """A place in the order of a query: behind the event of this moment and id."""

    moment: datetime
    event_id: str


@dataclass(frozen=True)
class Seek:
    """What to look for, and for whom: None reads all.

    `devices` are those that the query names by one of their addresses. Without them an organisation sees the events
    of what it owns or has, and those that it captured; with them those devices, which the caller checks one by one.
    """

    query: EventQuery
    reader: OrganisationId | None
    devices: frozenset[DeviceKey] = frozenset()


@dataclass(frozen=True)
class Found:
    """An event of ours that may match."""

    moment: datetime
    event_id: EventId
    device: DeviceKey


class EpcisStore(Protocol):
    """Captures and captured events, insert-only; and a look along our own events in the order of a query."""

    def add_capture(self, capture: Capture) -> None: ...
    def capture(self, capture_id: str) -> Capture | None: ...
    def captures(self, organisation: OrganisationId | None, before: Position | None, limit: int) -> Sequence[Capture]:
        """Newest first; of every organisation when None."""
        ...

    def add(self, event: CapturedEvent, about: Mapping[Term, DeviceKey | None]) -> None:
        """Raises Conflict where the organisation has this id already."""
        ...

    def get(self, organisation: OrganisationId, event_id: str, declaration: str = "") -> CapturedEvent | None: ...
    def named(self, event_id: str) -> Sequence[CapturedEvent]:
        """Those with this id or hash id, whoever captured them, oldest first."""
        ...

    def devices_in(self, events: Collection[CapturedEvent]) -> Mapping[tuple[str, str], frozenset[DeviceKey]]:
        """The devices of ours that events are about, by organisation and event id."""
        ...

    def of_device(self, key: DeviceKey) -> Sequence[CapturedEvent]:
        """Events of others that name this device, oldest first."""
        ...

    def page(self, seek: Seek, after: Position | None, limit: int) -> Sequence[CapturedEvent]:
        """The next events of others that match, in the order of the query."""
        ...

    def own_page(self, seek: Seek, after: Position | None, limit: int) -> Sequence[Found]:
        """The next events of ours whose kind, time, device and id fit, in the order of the query."""
        ...

    def corrections(self, devices: Collection[DeviceKey]) -> Sequence[EventId]:
        """The corrections among the events of these devices."""
        ...

    def words(self, member: str, reader: OrganisationId | None) -> Sequence[str]:
        """The different values of `type`, `bizStep`, `disposition`, `readPoint` or `bizLocation` in captured events."""
        ...

    def things(self, reader: OrganisationId | None, after: str, limit: int) -> Sequence[str]:
        """The different things that captured events are about, in the order of their names."""
        ...


class EventSchema(Protocol):
    """Faults of form in an EPCIS document or event."""

    def __call__(self, document: Mapping[str, Any]) -> tuple[Problem, ...]: ...
