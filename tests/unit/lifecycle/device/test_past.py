"""A device's past: its state at any moment, who had it when, and what came late."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from lifecycle.domain.events import Corrected, ErrorReason, LockFound
from lifecycle.domain.fold import apply, fold
from lifecycle.domain.past import corrections_of, custody_of, is_late, state_at
from lifecycle.domain.vocabulary import Lock
from tests.unit.lifecycle.device.lives import COORDINATOR, PROVIDER, START, Life, given_away, registered
from tests.unit.lifecycle.device.test_sequences import lives, thorough


@thorough
@given(lives())
def test_the_state_at_each_event_is_what_it_left(life: Life) -> None:
    """And before the first event there is none; after the last one it is the state of now."""
    device = None
    for event in life.events:
        device = apply(device, event)
        assert state_at(life.events, event.occurred_at) == device
    assert state_at(life.events, START - timedelta(days=1)) is None
    assert state_at(life.events, life.now + timedelta(days=1)) == life.device


@thorough
@given(lives())
def test_spans_of_custody_follow_one_on_another_and_end_with_who_has_it_now(life: Life) -> None:
    spans = custody_of(life.events)
    assert [span.until for span in spans[:-1]] == [span.since for span in spans[1:]]
    if life.device is not None:
        assert (spans[-1].custody, spans[-1].until) == (life.state.custody, None)


def test_who_had_a_device_that_was_given_away() -> None:
    custodians = [span.custody.custodian for span in custody_of(given_away().events)]
    assert dict.fromkeys(custodians) == {PROVIDER: None, COORDINATOR: None}


def test_a_past_state_leaves_out_what_was_declared_in_error_later() -> None:
    life = registered().then(LockFound(lock=Lock.MDM))
    found = life.events[-1]
    assert state_at(life.events, found.occurred_at).locks == {Lock.MDM}  # type: ignore[union-attr]  # it has begun
    life.then(Corrected(event=found.id, reason=ErrorReason.DID_NOT_OCCUR))
    assert state_at(life.events, found.occurred_at).locks == frozenset()  # type: ignore[union-attr]  # the same
    assert corrections_of(life.events) == {found.id: life.events[-1].id}
    assert fold(life.events) == state_at(life.events, life.now)


def test_an_event_is_late_when_it_was_recorded_more_than_an_hour_after_it_happened() -> None:
    event = registered().events[0]
    assert not is_late(replace(event, recorded_at=event.occurred_at + timedelta(hours=1)))
    assert is_late(replace(event, recorded_at=event.occurred_at + timedelta(hours=1, seconds=1)))
