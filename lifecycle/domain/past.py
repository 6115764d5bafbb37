"""A device's past: how it stood at a moment, who had it when, and which events came late.

Rules:
1. The state at a moment is that of the events which had happened by then, as far as is known today: what was recorded
   later and happened before counts, what was declared in error does not.
2. Spans of custody follow one on another without a gap; a change of place starts a span of its own.
3. An event is late when it was recorded more than `LATE` after it happened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lifecycle.domain.axes import Custody
from lifecycle.domain.device import Device
from lifecycle.domain.events import Corrected, Event, EventId, effective
from lifecycle.domain.fold import apply, fold

LATE = timedelta(hours=1)


@dataclass(frozen=True)
class Span:
    """Who had the device, and where, from a moment until another; None where it still is so."""

    custody: Custody
    since: datetime
    until: datetime | None = None


def state_at(events: Iterable[Event], moment: datetime) -> Device | None:
    """Rule 1; None before its life began."""
    return fold(event for event in effective(events) if event.occurred_at <= moment)


def custody_of(events: Iterable[Event]) -> tuple[Span, ...]:
    """Rule 2, oldest first."""
    spans: list[Span] = []
    device: Device | None = None
    for event in effective(events):
        device = apply(device, event)
        if not spans or spans[-1].custody != device.custody:
            if spans:
                spans[-1] = replace(spans[-1], until=event.occurred_at)
            spans.append(Span(device.custody, event.occurred_at))
    return tuple(spans)


def is_late(event: Event) -> bool:
    """Rule 3."""
    return event.recorded_at - event.occurred_at > LATE


def corrections_of(events: Sequence[Event]) -> dict[EventId, EventId]:
    """Which event was declared in error, by which declaration."""
    return {each.happening.event: each.id for each in events if isinstance(each.happening, Corrected)}
