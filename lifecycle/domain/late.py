"""Admitting an event among the others of a device, at its own time.

Rules:
1. An id that is known is a retry, or a conflict: nothing is added.
2. An event is judged by the state at its own time, and every later event is judged again after it: what would have
   been refused then is refused now. Nothing is reordered silently.
3. A correction is admitted only when the life still holds without the event that it declares to be in error.
"""

from collections.abc import Sequence

from dpp.domain.errors import NotFound, Refused
from dpp.domain.message import message
from lifecycle.domain.device import Device
from lifecycle.domain.events import Corrected, Event, effective, same_event
from lifecycle.domain.fold import apply, fold
from lifecycle.domain.guards import admit


def admit_among(events: Sequence[Event], new: Event, now: Device | None = None) -> Device:
    """The device after `new` took its place among `events`, which are all of the device, in the order of recording.

    `now` is the device that they add up to, where that is known: then only a late event or a correction folds them.
    The stored state for a retry. Raises Conflict (id taken), NotFound (a correction of nothing), or Refused.
    """
    known = next((event for event in events if event.id == new.id), None)
    if known is not None:
        same_event(known, new)
        return _existing(now or fold(events))
    if isinstance(new.happening, Corrected):
        return _corrected(events, new, new.happening)
    if now is not None and new.occurred_at >= now.changed_at:
        admit(now, new)
        return apply(now, new)
    life = effective(events)
    state = fold(event for event in life if event.occurred_at <= new.occurred_at)
    admit(state, new)
    later = [event for event in life if event.occurred_at > new.occurred_at]
    return _readmitted(apply(state, new), later)


def _corrected(events: Sequence[Event], new: Event, it: Corrected) -> Device:
    wrong = next((event for event in events if event.id == it.event), None)
    if wrong is None:
        raise NotFound(message("Device {device} has no event {id}.", device=new.device, id=it.event))
    if isinstance(wrong.happening, Corrected) or wrong.occurred_at > new.occurred_at:
        raise Refused(
            "correction-of-an-event",
            message("Event {id} cannot be declared in error by this correction.", id=it.event),
            remedy=message("Record what is right as an event of its own; a correction is not corrected."),
        )
    admit(fold(events), new)
    return _readmitted(None, effective((*events, new)))


def _readmitted(state: Device | None, life: Sequence[Event]) -> Device:
    """The state after these events, each admitted once more; the refusal says which one no longer fits."""
    for event in life:
        try:
            admit(state, event)
        except Refused as refusal:
            raise _does_not_fit(event, refusal) from refusal
        state = apply(state, event)
    return _existing(state)


def _does_not_fit(event: Event, refusal: Refused) -> Refused:
    """What is told of an event that was fine, and no longer is."""
    return Refused(
        "late-event-fits",
        message(
            "With it, {kind} of {day} could not have happened: {why}",
            kind=event.kind,
            day=event.occurred_at.date().isoformat(),
            why=refusal.what,
        ),
        remedy=message("Check when it happened; a person looks at the device and corrects what is wrong."),
    )


def _existing(state: Device | None) -> Device:
    assert state is not None  # a life that holds an event has a device
    return state
