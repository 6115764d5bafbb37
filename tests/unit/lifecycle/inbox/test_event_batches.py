"""A scanner that was offline sends what happened: what is recorded, what is repeated, what waits for a person."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, NotPermitted
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import (
    EventId,
    Happening,
    IdentityMatched,
    IntakeScanned,
    LockFound,
    LostOrStolen,
)
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.inbox import BatchId, SentEvent
from lifecycle.domain.vocabulary import Lock
from lifecycle.service.event_batches import BatchAnswer, EventAnswer, EventBatch
from tests.support.service_world import (
    ADVISER,
    BENCH,
    CHECKER,
    GRADED,
    ICT,
    OTHER_OWNER,
    OWNER,
    SERIAL,
    SURPLUS,
    VERIFIED,
    WIPED,
    World,
)

LOCKED = LockFound(lock=Lock.MDM, remark="Anna says so")
SCAN = IntakeScanned(raw=SERIAL, symbology="typed", place=BENCH)


@pytest.fixture
def world() -> World:
    return World()


def sent(happening: Happening, at: datetime, number: int = 1, key: DeviceKey | None = None, **more: Any) -> SentEvent:
    event = EventId(f"scanner-event-{number}")
    return SentEvent(event_id=event, occurred_at=at, happening=happening, device=key, **more)


def send(world: World, *events: SentEvent, by: Actor = ICT, behind: timedelta = timedelta()) -> BatchAnswer:
    """Sent now, by a scanner whose clock is behind ours by this much."""
    now = world.clock().astimezone(UTC)
    batch = EventBatch(batch=BatchId("batch-1"), scanner="scanner-7", sent_at=now - behind, events=events)
    return world.use.event_batches.send(by, batch)


def only(answer: BatchAnswer) -> EventAnswer:
    (one,) = answer.events
    return one


def rule(answer: EventAnswer) -> str | None:
    return None if answer.refusal is None else answer.refusal.rule


def test_events_of_many_devices_are_recorded_at_their_own_times(world: World) -> None:
    one = world.collected_laptop()
    two = world.collected_laptop(serial="DEMO0000B2", asset_tag="DEMO-000777")
    then = world.clock()
    world.clock.forward(hours=3)
    answer = send(world, sent(GRADED, then, 1, one), sent(LOCKED, then, 2, two))
    assert [(each.outcome, each.device) for each in answer.events] == [("recorded", one), ("recorded", two)]
    event = world.events(one)[-1]
    assert (event.id, event.occurred_at, event.recorded_at) == ("scanner-event-1", then, world.clock())


def test_sending_again_repeats_and_records_nothing(world: World) -> None:
    key = world.collected_laptop()
    events = sent(GRADED, world.clock(), 1, key), sent(replace(SCAN, raw="UNKNOWN-77"), world.clock(), 2)
    first = send(world, *events)
    before = len(world.storage.committed.events.rows)
    world.clock.forward(minutes=1)
    again = send(world, *events)
    assert [each.outcome for each in first.events] == ["recorded", "recorded"]
    assert [each.outcome for each in again.events] == ["repeated", "repeated"]
    assert [each.device for each in again.events] == [each.device for each in first.events]
    assert len(world.storage.committed.events.rows) == before


def test_a_refused_event_is_set_aside_with_its_rule_and_the_others_are_recorded(world: World) -> None:
    key = world.graded_laptop()
    then = world.clock()
    world.clock.forward(minutes=9)
    answer = send(world, sent(VERIFIED, then, 1, key), sent(LOCKED, then, 2, key))
    refused, recorded = answer.events
    assert (refused.outcome, rule(refused)) == ("set-aside", "verify-after-erasure")
    assert refused.refusal is not None
    assert refused.refusal.remedy is not None
    assert recorded.outcome == "recorded"
    assert world.kinds(key)[-1] == "lock_found"


def test_what_was_set_aside_is_not_set_aside_twice(world: World) -> None:
    key = world.graded_laptop()
    event = sent(VERIFIED, world.clock(), 1, key)
    first, again = only(send(world, event)), only(send(world, event))
    assert (again.outcome, again.item) == ("set-aside", first.item)
    assert len(world.storage.committed.inbox.rows) == 1


def test_a_known_id_with_other_content_is_a_conflict_for_a_person_and_never_merged(world: World) -> None:
    key = world.collected_laptop()
    event = sent(LOCKED, world.clock(), 1, key)
    send(world, event)
    answer = only(send(world, replace(event, happening=replace(LOCKED, lock=Lock.ABSOLUTE))))
    assert (answer.outcome, rule(answer)) == ("set-aside", "conflict")
    assert world.use.devices.read(ICT, key).device.locks == {Lock.MDM}


def test_an_id_that_waits_in_the_inbox_is_not_recorded_with_other_content(world: World) -> None:
    key = world.graded_laptop()
    event = sent(VERIFIED, world.clock(), 1, key)
    first = only(send(world, event))
    other = only(send(world, replace(event, happening=LOCKED)))
    assert (other.outcome, rule(other)) == ("set-aside", "conflict")
    assert other.item != first.item
    assert world.kinds(key)[-1] == "inspected"


@pytest.mark.parametrize("minutes", [-6, 6, 600])
def test_beyond_the_tolerated_skew_the_whole_batch_waits(world: World, minutes: int) -> None:
    key = world.collected_laptop()
    behind = timedelta(minutes=minutes)
    then = world.clock() - behind
    answer = send(world, sent(LOCKED, then, 1, key), sent(SCAN, then, 2), behind=behind)
    assert answer.whole
    assert (answer.skew_seconds, answer.tolerated_seconds) == (minutes * 60, 300)
    assert {rule(each) for each in answer.events} == {"clock-skew"}
    assert "lock_found" not in world.kinds(key)


def test_within_it_the_skew_is_told_and_the_times_stay_as_the_scanner_gave_them(world: World) -> None:
    key = world.collected_laptop()
    world.clock.forward(hours=1)
    then, behind = world.clock() - timedelta(minutes=30), timedelta(minutes=4)
    answer = send(world, sent(LOCKED, then, 1, key), behind=behind)
    assert (answer.skew_seconds, answer.whole, only(answer).outcome) == (240, False, "recorded")
    assert world.events(key)[-1].occurred_at == then


def test_what_was_recorded_before_is_repeated_whatever_the_clock_says_now(world: World) -> None:
    key = world.collected_laptop()
    event = sent(LOCKED, world.clock(), 1, key)
    send(world, event)
    assert only(send(world, event, behind=timedelta(hours=2))).outcome == "repeated"


def test_what_happened_after_it_was_sent_waits(world: World) -> None:
    key = world.collected_laptop()
    answer = send(world, sent(LOCKED, world.clock() + timedelta(minutes=1), 1, key))
    assert rule(only(answer)) == "happened-before-sending"


def test_who_may_record_it_is_judged_at_its_own_time(world: World) -> None:
    """The provider looked at the device before it went to another organisation, and could not send until after."""
    key = world.collected_laptop()
    inside = world.clock()
    world.clock.forward(minutes=5)
    before_intake = world.events(key)[0].occurred_at
    late, early = sent(GRADED, inside, 1, key), sent(LOCKED, before_intake, 2, key)
    graded, locked = send(world, late, early).events
    assert graded.outcome == "recorded"
    assert (locked.outcome, rule(locked)) == ("set-aside", "not-permitted")


def test_a_stranger_to_the_device_is_set_aside(world: World) -> None:
    key = world.collected_laptop()
    answer = only(send(world, sent(LOCKED, world.clock(), 1, key), by=OTHER_OWNER))
    assert (answer.outcome, rule(answer)) == ("set-aside", "not-permitted")


def test_an_event_that_breaks_what_happened_later_is_set_aside(world: World) -> None:
    """Found on its way by somebody else's later event: nothing is reordered."""
    key = world.collected_laptop()
    then = world.clock()
    world.clock.forward(minutes=1)
    world.record(ICT, key, GRADED)
    answer = only(send(world, sent(LostOrStolen(stolen=False, report="R-1"), then + timedelta(seconds=1), 1, key)))
    assert (answer.outcome, rule(answer)) == ("set-aside", "late-event-fits")


def test_a_late_scan_makes_a_placeholder_and_events_can_name_the_scan(world: World) -> None:
    scan = sent(replace(SCAN, raw="UNKNOWN-77"), world.clock(), 1)
    claims = (IdentityClaim(ClaimKind.SERIAL, "UNKNOWN-77", "seen", 1.0),)
    matched = sent(IdentityMatched(claims=claims), world.clock(), 2, scan=scan.event_id)
    of_nothing = sent(GRADED, world.clock(), 3, scan=EventId("no-such-scan"))
    scanned, known, nowhere = send(world, scan, matched, of_nothing).events
    assert scanned.outcome == known.outcome == "recorded"
    assert scanned.device == known.device is not None
    assert rule(nowhere) == "scanned-first"


def test_the_order_of_happening_counts_not_the_order_in_a_message(world: World) -> None:
    key = world.graded_laptop()
    world.record(ICT, key, WIPED)
    then = world.clock()
    world.clock.forward(minutes=10)
    lost, found_first = replace(SCAN, raw="LATE-1"), then + timedelta(minutes=1)
    matched = sent(
        IdentityMatched(claims=(IdentityClaim(ClaimKind.SERIAL, "LATE-1", "seen", 1.0),)),
        found_first,
        2,
        scan=EventId("scanner-event-3"),
    )
    answers = send(world, matched, sent(lost, then, 3)).events
    assert [each.outcome for each in answers] == ["recorded", "recorded"]
    assert [each.event_id for each in answers] == ["scanner-event-2", "scanner-event-3"]


def test_a_scan_that_several_devices_may_mean_waits_for_a_person(world: World) -> None:
    world.register()
    world.register(model=world.model(brand="HP", modelName="EliteBook"), asset_tag="DEMO-9")
    answer = only(send(world, sent(SCAN, world.clock())))
    assert (answer.outcome, rule(answer)) == ("set-aside", "scan-names-one-device")


def test_the_same_device_in_the_same_stack_is_a_repetition(world: World) -> None:
    world.register()
    first = sent(SCAN, world.clock(), 1)
    second = sent(SCAN, world.clock() + timedelta(seconds=1), 2)
    world.clock.forward(minutes=1)
    assert [each.outcome for each in send(world, first, second).events] == ["recorded", "repeated"]


def test_a_kind_that_comes_with_more_than_an_event_is_not_lost(world: World) -> None:
    key = world.collected_laptop()
    registered = world.events(key)[0].happening
    answer = only(send(world, sent(registered, world.clock(), 1, key)))
    assert (answer.outcome, rule(answer)) == ("set-aside", "invalid-input")


def test_an_event_of_no_device_makes_the_batch_invalid_and_nothing_is_kept(world: World) -> None:
    key = world.collected_laptop()
    before = len(world.events(key))
    with pytest.raises(InvalidInput) as raised:
        send(world, sent(LOCKED, world.clock(), 1, key), sent(GRADED, world.clock(), 2))
    assert [problem.path for problem in raised.value.problems] == ["$.events[1].device"]
    assert len(world.events(key)) == before
    with pytest.raises(InvalidInput):
        send(world)


def test_who_records_nothing_sends_nothing(world: World) -> None:
    with pytest.raises(NotPermitted):
        send(world, sent(SCAN, world.clock()), by=ADVISER)


def test_a_verification_by_the_one_who_wiped_is_told_by_its_rule(world: World) -> None:
    """The sender stays who acted: four eyes hold for what comes late."""
    key = world.graded_laptop()
    world.record(ICT, key, WIPED)
    world.clock.forward(minutes=2)
    then = world.clock() - timedelta(minutes=1)
    assert rule(only(send(world, sent(VERIFIED, then, 1, key)))) == "own-verification"
    assert only(send(world, sent(VERIFIED, then, 2, key), by=CHECKER)).outcome == "recorded"


def test_the_owner_sends_too(world: World) -> None:
    key = world.register().device.key
    assert only(send(world, sent(SURPLUS, world.clock(), 1, key), by=OWNER)).outcome == "recorded"
