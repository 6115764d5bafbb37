"""Events that arrive late, again, or as a correction."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dpp.domain.errors import Conflict, NotFound, Refused
from lifecycle.domain.events import (
    Corrected,
    ErrorReason,
    Event,
    EventId,
    Happening,
    HoldPlaced,
    LockFound,
    LockReleased,
)
from lifecycle.domain.fold import fold
from lifecycle.domain.late import admit_among
from lifecycle.domain.vocabulary import DataState, Lock
from tests.unit.lifecycle.device.lives import (
    BRAM,
    DISK,
    SCANNED,
    Life,
    at_intake,
    clean,
    given_away,
    inventory,
    registered,
    routed,
    wipe,
)

LOCKED = LockFound(lock=Lock.MDM)


def late(life: Life, happening: Happening, after: str) -> Event:
    """An event that happened half a minute after the first one of this kind, and is recorded now."""
    then = next(event for event in life.events if event.kind == after)
    life.now += timedelta(hours=1)
    return replace(life.event(happening), occurred_at=then.occurred_at + timedelta(seconds=30))


def correction(life: Life, kind: str) -> Event:
    wrong = next(event for event in life.events if event.kind == kind)
    life.now += timedelta(hours=1)
    return life.event(Corrected(event=wrong.id, reason=ErrorReason.DID_NOT_OCCUR))


def test_the_next_event_is_admitted_at_the_end() -> None:
    life = at_intake()
    life.now += timedelta(minutes=1)
    new = life.event(LOCKED)
    assert admit_among(life.events, new) == fold([*life.events, new])


def test_the_first_event_of_a_device_is_admitted_among_none() -> None:
    event = Life().event(SCANNED)
    assert admit_among([], event).key == event.device


def test_an_event_that_fits_at_its_own_time_takes_its_place_there() -> None:
    life = clean()
    new = late(life, LOCKED, after="intake_scanned")
    device = admit_among(life.events, new)
    assert device.locks == {Lock.MDM}
    assert device == fold([*life.events, new])


def test_an_event_that_would_have_been_refused_at_its_own_time_is_refused() -> None:
    life = registered().then(LOCKED)
    with pytest.raises(Refused, match="has no mdm") as refused:
        admit_among(life.events, late(life, LockReleased(lock=Lock.MDM, proof="x"), after="passport_registered"))
    assert refused.value.rule == "was-not-found"


def test_an_event_before_the_life_began_is_refused() -> None:
    life = registered()
    early = replace(life.event(LOCKED), occurred_at=life.events[0].occurred_at - timedelta(days=1))
    with pytest.raises(Refused, match="unknown"):
        admit_among(life.events, early)


@pytest.mark.parametrize(
    ("happening", "what"),
    [
        (LOCKED, "transfer_offered"),
        (HoldPlaced(hold="court-7", reason="claim"), "transfer_offered"),
        (inventory(DISK, "SECOND"), "transfer_offered"),
    ],
)
def test_a_late_event_after_which_a_later_one_could_not_have_happened_is_refused(
    happening: Happening, what: str
) -> None:
    life = given_away()
    with pytest.raises(Refused, match=what) as refused:
        admit_among(life.events, late(life, happening, after="route_approved"))
    assert refused.value.rule == "late-event-fits"


def test_a_retry_gives_the_state_as_it_is() -> None:
    life = routed()
    first = replace(life.events[0], recorded_at=life.now + timedelta(days=1))
    assert admit_among(life.events, first) == life.device


def test_the_same_id_with_other_content_is_a_conflict() -> None:
    life = routed()
    with pytest.raises(Conflict):
        admit_among(life.events, replace(life.events[-1], happening=LOCKED))


def test_a_corrected_event_never_counted() -> None:
    life = registered().then(LOCKED)
    assert admit_among(life.events, correction(life, "lock_found")).locks == frozenset()


def test_a_correction_of_nothing_is_not_found() -> None:
    life = registered()
    nothing = Corrected(event=EventId("nothing"), reason=ErrorReason.INCORRECT_DATA)
    with pytest.raises(NotFound, match="nothing"):
        admit_among(life.events, life.event(nothing))


def test_a_correction_cannot_take_away_what_later_events_rest_on() -> None:
    life = given_away()
    with pytest.raises(Refused, match="transfer_offered"):
        admit_among(life.events, correction(life, "sanitisation_verified"))


def test_a_life_cannot_lose_its_beginning() -> None:
    life = registered()
    with pytest.raises(Refused, match="unknown"):
        admit_among(life.events, correction(life, "passport_registered"))


def test_a_correction_is_not_corrected() -> None:
    life = registered().then(LOCKED)
    life.events.append(correction(life, "lock_found"))
    with pytest.raises(Refused, match="declared in error") as refused:
        admit_among(life.events, correction(life, "corrected"))
    assert refused.value.rule == "correction-of-an-event"


def test_after_a_correction_the_right_event_can_be_told() -> None:
    """A wipe was recorded of a medium that was not wiped: it is unknown again, and can be wiped."""
    life = at_intake().then(wipe())
    life.events.append(correction(life, "sanitisation_performed"))
    life.device = fold(life.events)
    assert life.state.data is DataState.UNKNOWN
    assert life.then(wipe(), BRAM).state.data is DataState.PURGED
