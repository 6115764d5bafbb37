"""The envelope of an event: which device, when, by whom.

Rules:
1. Times are in UTC with their zone. `occurred_at` is when it happened and may be late (an offline scanner);
   `recorded_at` is ours.
2. The order of a device's life is that of `occurred_at`; events of one instant keep the order of recording.
3. The same id with the same content is one event (scanners retry); the same id with other content is a conflict.
   Content is everything but `recorded_at`.
4. An event that a later correction declares to be in error never counted.
5. What a newer parser reads in a file counts in the place of what an older one did, at the time of that event.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events.base import EventId, TransactionId
from lifecycle.domain.events.correction import Corrected
from lifecycle.domain.events.evidence import EvidenceAttached, EvidenceReadAgain, as_read_again
from lifecycle.domain.events.kinds import Happening


@dataclass(frozen=True)
class Event:
    """One thing that happened to one device. `actor` is an opaque account id; `organisation` the one it acted for."""

    id: EventId
    device: DeviceKey
    occurred_at: datetime
    recorded_at: datetime
    actor: AccountId
    organisation: OrganisationId | None
    transaction: TransactionId
    happening: Happening

    def __post_init__(self) -> None:
        """ValueError for a time that is not in UTC: an adapter converts, the domain compares."""
        for moment in (self.occurred_at, self.recorded_at):
            if moment.utcoffset() != timedelta(0):
                raise ValueError(f"event {self.id}: times are in UTC, got {moment.isoformat()}")

    @property
    def kind(self) -> str:
        return self.happening.kind


def same_event(stored: Event, new: Event) -> Event:
    """The stored event when `new` is a retry of it; Conflict when the id was used for other content."""
    if replace(new, recorded_at=stored.recorded_at) == stored:
        return stored
    raise Conflict(
        message(
            "Event id {id} is taken by other content ({kind}, {occurred_at}).",
            id=stored.id,
            kind=stored.kind,
            occurred_at=stored.occurred_at.isoformat(),
        ),
        remedy=message("Give a new event an id of its own; send a retry unchanged."),
    )


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events, given in the order of recording, in the order in which they happened."""
    return tuple(sorted(events, key=lambda event: event.occurred_at))


def effective(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events that count, in order: without those in error (rule 4), with the last reading of a file (rule 5)."""
    ordered = in_order(events)
    wrong = {event.happening.event for event in ordered if isinstance(event.happening, Corrected)}
    return _as_read_last(tuple(event for event in ordered if event.id not in wrong))


def _as_read_last(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Rule 5. The last reading of each file counts."""
    again = {each.happening.sha256: each.happening for each in events if isinstance(each.happening, EvidenceReadAgain)}
    return tuple(_with_reading(event, again) for event in events) if again else events


def _with_reading(event: Event, again: Mapping[str, EvidenceReadAgain]) -> Event:
    it = event.happening
    if not isinstance(it, EvidenceAttached) or it.sha256 not in again:
        return event
    return replace(event, happening=as_read_again(it, again[it.sha256]))
