"""Admitting an event among the others of a device, at its own time.

Rules:
1. An id that is known is a retry, or a conflict: nothing is added.
2. An event is judged by the state at its own time, and every later event is judged again after it: what would have
   been refused then is refused now. Nothing is reordered silently.
3. A correction is admitted by the rules of `lifecycle.domain.correcting`.
4. A case names an event that is there.
5. A newer reading of a file counts at the time of the older one: every event is judged again with it.
"""

from collections.abc import Sequence

from dpp.domain.errors import NotFound
from dpp.domain.message import message
from lifecycle.domain.correcting import Correction, admit_correction, does_not_fit
from lifecycle.domain.device import Device
from lifecycle.domain.events import CaseOpened, Corrected, Event, EvidenceReadAgain, effective, same_event
from lifecycle.domain.fold import apply, fold
from lifecycle.domain.guards import admit
from lifecycle.domain.replaying import replay


def admit_among(events: Sequence[Event], new: Event, now: Device | None = None) -> Device:
    """The device after `new` took its place among `events`, which are all of the device, in the order of recording.

    `now` is the device that they add up to, where that is known: then only a late event, a correction or a newer
    reading folds them.
    The stored state for a retry. Raises Conflict (id taken), NotFound (a correction of nothing), or Refused.
    """
    known = next((event for event in events if event.id == new.id), None)
    if known is not None:
        same_event(known, new)
        return _existing(now or fold(events))
    if isinstance(new.happening, Corrected):
        return admit_correction(events, Correction(new))
    _check_case(events, new)
    if isinstance(new.happening, EvidenceReadAgain):
        admit(now or fold(events), new)
        return _replayed(None, effective((*events, new)))
    if now is not None and new.occurred_at >= now.changed_at:
        admit(now, new)
        return apply(now, new)
    life = effective(events)
    state = fold(event for event in life if event.occurred_at <= new.occurred_at)
    admit(state, new)
    later = [event for event in life if event.occurred_at > new.occurred_at]
    return _replayed(apply(state, new), later)


def _replayed(state: Device | None, life: Sequence[Event]) -> Device:
    """The state after these events, each admitted once more; the refusal says which one no longer fits."""
    lived = replay(life, state)
    for broken in lived.broken:
        raise does_not_fit(broken) from broken.refusal
    return _existing(lived.device)


def _check_case(events: Sequence[Event], new: Event) -> None:
    """A case is about something that is on record."""
    it = new.happening
    if isinstance(it, CaseOpened) and all(event.id != it.event for event in events):
        raise NotFound(message("Device {device} has no event {id}.", device=new.device, id=it.event))


def _existing(state: Device | None) -> Device:
    assert state is not None  # a life that holds an event has a device
    return state
