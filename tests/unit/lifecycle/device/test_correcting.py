"""Corrections: what is seen before one is made is what is there after it, and the past is never rewritten."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.domain.actor import AccountId
from dpp.domain.errors import InvalidInput, KringpasError, NotFound, Refused
from dpp.domain.links import Links
from dpp.domain.opaque import PassportId
from lifecycle.domain.correcting import Correction, admit_correction, judged
from lifecycle.domain.device import Device
from lifecycle.domain.differences import Axis, Side, differences
from lifecycle.domain.events import (
    Corrected,
    ErrorReason,
    Event,
    EventId,
    Happening,
    LockFound,
    Place,
    SanitisationFailed,
    TransactionId,
    effective,
    in_order,
)
from lifecycle.domain.fold import apply, fold
from lifecycle.domain.guards import admit
from lifecycle.domain.item_elements import item_elements
from lifecycle.domain.public import public_history
from lifecycle.domain.vocabulary import DataState, Lock
from tests.unit.lifecycle.device.lives import (
    ANNE,
    BRAM,
    CARLA,
    DISK,
    PROVIDER,
    REGISTERED,
    SCANNED,
    SURPLUS,
    Life,
    at_intake,
    clean,
    given_away,
    registered,
    verify,
    wipe,
)
from tests.unit.lifecycle.device.test_sequences import STEPS, lives, thorough

LOCKED = LockFound(lock=Lock.MDM)
LINKS = Links("https://id.example.org")


def correction(
    events: Sequence[Event],
    wrong: Event,
    *right: Happening,
    by: AccountId = CARLA,
    proposed_by: AccountId | None = None,
) -> Correction:
    """Declares an event of this life in error, an hour after the last one; what is right happened when it did."""
    now = max(each.recorded_at for each in events) + timedelta(hours=1)
    ids = tuple(EventId(f"right-{number}") for number in range(len(right)))
    it = Corrected(event=wrong.id, reason=ErrorReason.INCORRECT_DATA, corrective=ids, proposed_by=proposed_by)
    declared = Event(EventId("declared"), wrong.device, now, now, by, PROVIDER, TransactionId("t"), it)
    told = (
        replace(declared, id=each, occurred_at=wrong.occurred_at, happening=happening)
        for each, happening in zip(ids, right, strict=True)
    )
    return Correction(declared, tuple(told))


def of_kind(life: Life, kind: str) -> Event:
    return next(event for event in life.events if event.kind == kind)


def side(device: Device, events: Sequence[Event]) -> Side:
    return Side(device, item_elements(device, events, LINKS), public_history(events))


def told(before: Sequence[Event], after: Sequence[Event]) -> dict[tuple[Axis, str], tuple[str, str]]:
    old, new = fold(before), fold(after)
    assert old is not None
    assert new is not None
    found = differences(side(old, before), side(new, after), {PROVIDER: "Provider"})
    return {(each.axis, each.of): (str(each.before), str(each.after)) for each in found}


def test_what_is_told_right_takes_the_place_and_the_time_of_what_was_wrong() -> None:
    life = registered().then(SURPLUS).then(SCANNED)
    scan = of_kind(life, "intake_scanned")
    right = correction(life.events, scan, replace(SCANNED, place=Place("Hall 4")))
    device = admit_correction(life.events, right)
    assert device.custody.place == "Hall 4"
    assert (
        next(each for each in effective([*life.events, *right.events]) if each.kind == "intake_scanned").id != scan.id
    )


def test_the_beginning_of_a_life_can_be_told_right_and_not_taken_away() -> None:
    life = registered()
    moved = replace(REGISTERED, place=Place("Zwolle"))
    assert admit_correction(life.events, correction(life.events, life.events[0], moved)).custody.place == "Zwolle"
    with pytest.raises(Refused, match="unknown"):
        admit_correction(life.events, correction(life.events, life.events[0]))


def test_what_would_no_longer_hold_is_told_event_by_event_with_its_rule() -> None:
    """A verification that turns out wrong after the gift: the offer rested on it, and so did all that followed."""
    life = given_away()
    found = judged(life.events, correction(life.events, of_kind(life, "sanitisation_verified")))
    assert found.after is None
    told_of = {each.event.kind: each.refusal.rule for each in found.broken}
    assert told_of["transfer_offered"] == "unverified-medium"
    assert {"transfer_received", "custody_changed", "ownership_changed"} <= set(told_of)


def test_a_correction_is_made_once_and_is_not_corrected() -> None:
    life = registered().then(LOCKED)
    first = correction(life.events, of_kind(life, "lock_found"))
    events = [*life.events, *first.events]
    with pytest.raises(Refused) as again:
        judged(events, correction(events, of_kind(life, "lock_found")))
    assert again.value.rule == "corrected-once"
    with pytest.raises(Refused) as refused:
        judged(events, correction(events, first.declared))
    assert refused.value.rule == "correction-of-an-event"
    with pytest.raises(InvalidInput):
        judged(life.events, correction(life.events, of_kind(life, "lock_found"), first.happening))


def test_a_correction_of_nothing_is_not_found() -> None:
    life = registered()
    nothing = correction(life.events, replace(life.events[0], id=EventId("nothing")))
    with pytest.raises(NotFound):
        judged(life.events, nothing)


def test_what_other_records_hang_on_stays() -> None:
    life = registered()
    other = replace(REGISTERED, passport=PassportId("another"))
    with pytest.raises(InvalidInput) as refused:
        judged(life.events, correction(life.events, life.events[0], other))
    assert [each.path for each in refused.value.problems] == ["$.corrective[0].happening.passport"]


def test_what_has_left_the_state_takes_two_persons() -> None:
    life = given_away()
    life.then(LOCKED, CARLA)
    lock = of_kind(life, "lock_found")
    for proposed_by, rule in ((None, "second-person"), (CARLA, "own-correction")):
        with pytest.raises(Refused) as refused:
            admit_correction(life.events, correction(life.events, lock, proposed_by=proposed_by))
        assert refused.value.rule == rule
    assert admit_correction(life.events, correction(life.events, lock, proposed_by=ANNE)).locks == frozenset()


def test_the_differences_are_told_axis_by_axis() -> None:
    """The check found data after all: the medium, the stage of its life and the public page change."""
    life = clean()
    wrong = of_kind(life, "sanitisation_verified")
    right = correction(life.events, wrong, SanitisationFailed(medium=DISK), by=BRAM)
    found = told(life.events, [*life.events, *right.events])
    assert found[Axis.DATA, DISK] == ("verified (installed)", "failed (installed)")
    assert found[Axis.LIFECYCLE, ""] == ("sanitised", "intake")
    assert found[Axis.PUBLIC, "data"] == ("its data is erased and checked since 2026-03", "None")
    assert (Axis.CUSTODY, "") not in found


def test_the_digest_is_another_when_something_was_recorded_meanwhile_or_the_correction_is_another() -> None:
    life = registered().then(LOCKED)
    lock = of_kind(life, "lock_found")
    seen = judged(life.events, correction(life.events, lock)).digest
    assert judged(life.events, correction(life.events, lock, by=ANNE)).digest == seen
    assert judged(life.events, correction(life.events, lock, LockFound(lock=Lock.FIRMWARE_PASSWORD))).digest != seen
    life.then(SURPLUS)
    assert judged(life.events, correction(life.events, lock)).digest != seen


@st.composite
def corrections(draw: st.DrawFn) -> tuple[Life, Correction]:
    life = draw(lives().filter(lambda drawn: bool(drawn.events)))
    wrong = draw(st.sampled_from(life.events))
    right = draw(st.lists(st.sampled_from(STEPS), max_size=2))
    return life, correction(life.events, wrong, *right, by=draw(st.sampled_from((ANNE, BRAM))), proposed_by=CARLA)


@thorough
@given(corrections())
def test_what_was_seen_before_is_what_is_there_after(drawn: tuple[Life, Correction]) -> None:
    """The preview is the fold of all events with the correction, each admitted at its own time; nothing is deleted."""
    life, wanted = drawn
    try:
        found = judged(life.events, wanted)
    except KringpasError:
        return
    if found.after is None:
        with pytest.raises(Refused):
            admit_correction(life.events, wanted)
        return
    events = [*life.events, *wanted.events]
    assert found.after == fold(effective(events)) == fold(events)
    assert admit_correction(life.events, wanted) == found.after
    replayed: Device | None = None
    for event in in_order([each for each in events if each.id != wanted.happening.event]):
        if event in effective(events):
            admit(replayed, event)
            replayed = apply(replayed, event)
    assert replayed == found.after


@settings(thorough, max_examples=40)
@given(corrections())
def test_nothing_that_changes_is_left_out_of_the_differences(drawn: tuple[Life, Correction]) -> None:
    life, wanted = drawn
    try:
        found = judged(life.events, wanted)
    except KringpasError:
        return
    if found.after is None:
        return
    events = [*life.events, *wanted.events]
    same: dict[str, Any] = {"changed_at": found.before.changed_at}
    if replace(found.after, **same) == found.before:
        return
    assert differences(side(found.before, life.events), side(found.after, events), {})


def test_a_wrong_verification_of_a_device_that_is_still_here_is_corrected() -> None:
    life = at_intake().then(wipe()).then(verify(), BRAM)
    wrong = of_kind(life, "sanitisation_verified")
    device = admit_correction(life.events, correction(life.events, wrong))
    assert device.data is DataState.PURGED
