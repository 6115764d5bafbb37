"""The inbox: who sees what was set aside, what the device's life says beside it, and how a person settles it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, Refused
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import LockFound
from lifecycle.domain.inbox import ItemId, Outcome
from lifecycle.domain.vocabulary import Lock
from lifecycle.service.inbox import ItemView
from tests.support.service_world import (
    ADMINISTRATOR,
    ADVISER,
    AUDITOR,
    CHECKER,
    ICT,
    OTHER_OWNER,
    OWNER,
    ROUTER,
    SERIAL,
    SURPLUS,
    VERIFIED,
    WIPED,
    World,
)
from tests.unit.lifecycle.inbox.test_event_batches import LOCKED, only, send, sent

REMARKED = replace(VERIFIED, remark="Bram saw it")


@pytest.fixture
def world() -> World:
    return World()


def waiting(world: World, key: DeviceKey | None = None) -> ItemId:
    """A verification of an erasure that nobody recorded yet, sent by the checker."""
    key = key or world.graded_laptop()
    world.clock.forward(minutes=2)
    answer = only(send(world, sent(REMARKED, world.clock(), 1, key), by=CHECKER))
    assert answer.item is not None
    return answer.item


def read(world: World, item: ItemId) -> ItemView:
    return world.use.inbox.read(CHECKER, item)


def test_who_sent_it_drz_and_the_auditor_see_it_and_others_do_not(world: World) -> None:
    item = waiting(world)
    for reader in (CHECKER, ICT, ROUTER, AUDITOR):
        view = world.use.inbox.find(reader)
        assert [each.item.id for each in view.items] == [item]
        assert (view.open, view.closed) == (1, 0)
    assert world.use.inbox.find(OWNER).items == ()
    for stranger in (OWNER, OTHER_OWNER, ADVISER):
        with pytest.raises(NotPermitted):
            world.use.inbox.read(stranger, item)
    with pytest.raises(NotPermitted):
        world.use.inbox.find(ADVISER)


def test_an_item_tells_what_came_why_it_waits_and_what_happened_around_it(world: World) -> None:
    key = world.graded_laptop()
    item = waiting(world, key)
    world.clock.forward(minutes=1)
    world.record(ICT, key, LOCKED)
    view = read(world, item)
    assert view.item.sent.happening == REMARKED
    assert view.item.refusal.rule == "verify-after-erasure"
    assert view.sender == "The ICT provider"
    assert [event.kind for event in view.life] == ["custody_changed", "evidence_attached", "inspected", "lock_found"]
    assert view.may_resolve
    assert not world.use.inbox.read(AUDITOR, item).may_resolve


def test_trying_again_records_it_at_its_own_time_for_who_sent_it(world: World) -> None:
    key = world.graded_laptop()
    item = waiting(world, key)
    then = read(world, item).item.sent.occurred_at
    world.record(ICT, key, LOCKED)
    send(world, sent(WIPED, then - timedelta(seconds=30), 9, key))
    view = world.use.inbox.try_again(ROUTER, item)
    assert view.item.outcome is Outcome.RECORDED
    event = next(each for each in world.events(key) if each.id == view.item.sent.event_id)
    assert (event.occurred_at, event.actor, event.organisation) == (then, CHECKER.account, CHECKER.organisation)
    attempt = view.item.attempts[-1]
    assert (attempt.account, attempt.at, attempt.outcome) == (ROUTER.account, world.clock(), Outcome.RECORDED)


def test_what_is_refused_again_stays_and_the_attempt_is_kept(world: World) -> None:
    item = waiting(world)
    view = world.use.inbox.try_again(ICT, item)
    assert view.item.is_open
    attempt = view.item.attempts[-1]
    assert attempt.outcome is Outcome.REFUSED
    assert attempt.refusal is not None
    assert attempt.refusal.rule == "verify-after-erasure"
    assert read(world, item).item.attempts == (attempt,)


def test_a_clock_that_was_wrong_refuses_once(world: World) -> None:
    """Whoever tries again has seen the skew, and believes the time."""
    key = world.collected_laptop()
    then = world.clock()
    world.clock.forward(hours=2)
    answer = only(send(world, sent(LOCKED, then, 1, key), behind=timedelta(hours=1)))
    assert answer.item is not None
    view = world.use.inbox.try_again(ICT, answer.item)
    assert view.item.outcome is Outcome.RECORDED
    assert world.events(key)[-1].occurred_at == then


def test_of_two_contents_under_one_id_a_person_picks_one(world: World) -> None:
    key = world.graded_laptop()
    first = sent(VERIFIED, world.clock(), 1, key)
    send(world, first)
    other = only(send(world, replace(first, happening=LockFound(lock=Lock.MDM))))
    assert other.item is not None
    assert world.use.inbox.try_again(ICT, other.item).item.outcome is Outcome.RECORDED
    waits = only(send(world, first))
    assert waits.item is not None
    again = world.use.inbox.try_again(ICT, waits.item)
    assert again.item.is_open
    assert again.item.attempts[-1].refusal is not None
    assert again.item.attempts[-1].refusal.rule == "conflict"


def test_a_dismissal_needs_a_reason_and_the_item_stays_readable(world: World) -> None:
    item = waiting(world)
    with pytest.raises(InvalidInput):
        world.use.inbox.dismiss(ICT, item, "  ")
    view = world.use.inbox.dismiss(ICT, item, " A test of the scanner ")
    assert (view.item.outcome, view.item.attempts[-1].reason) == (Outcome.DISMISSED, "A test of the scanner")
    found = world.use.inbox.find(ICT, is_open=False)
    assert ([each.item.id for each in found.items], found.open, found.closed) == ([item], 0, 1)
    assert read(world, item).item.sent.happening == REMARKED


def test_what_was_settled_is_not_settled_again(world: World) -> None:
    item = waiting(world)
    world.use.inbox.dismiss(ICT, item, "A test")
    with pytest.raises(Refused, match="settled before"):
        world.use.inbox.try_again(ICT, item)
    with pytest.raises(Refused, match="settled before"):
        world.use.inbox.dismiss(ICT, item, "Again")
    assert len(read(world, item).item.attempts) == 1


def test_a_dismissed_event_sent_again_is_told_as_dismissed(world: World) -> None:
    key = world.graded_laptop()
    event = sent(VERIFIED, world.clock(), 1, key)
    item = only(send(world, event)).item
    assert item is not None
    world.use.inbox.dismiss(ICT, item, "A test")
    assert only(send(world, event)).outcome == "dismissed"


def test_who_may_only_read_settles_nothing(world: World) -> None:
    item = waiting(world)
    for reader in (AUDITOR, OTHER_OWNER):
        with pytest.raises(NotPermitted):
            world.use.inbox.try_again(reader, item)
        with pytest.raises(NotPermitted):
            world.use.inbox.dismiss(reader, item, "No")


def test_a_remark_can_be_erased_and_the_event_can_be_sent_again(world: World) -> None:
    key = world.graded_laptop()
    item = waiting(world, key)
    event = read(world, item).item.sent
    with pytest.raises(NotPermitted):
        world.use.inbox.erase_text(ICT, item)
    world.use.inbox.erase_text(ADMINISTRATOR, item)
    assert read(world, item).item.sent.happening == VERIFIED
    with pytest.raises(NotFound):
        world.use.inbox.erase_text(ADMINISTRATOR, item)
    assert only(send(world, event, by=CHECKER)).item == item


def test_a_number_that_two_devices_claim_is_told_here(world: World) -> None:
    one, two = world.collected_laptop(), world.register(serial=None, asset_tag="T-2").device.key
    world.record(OWNER, two, SURPLUS)
    world.scan("T-2")
    world.attach(two)
    conflicts = world.use.inbox.find(ICT).conflicts
    assert {each.line.device_key for each in conflicts} == {one, two}
    assert {conflict.value for each in conflicts for conflict in each.conflicts} >= {SERIAL}
    assert {other for each in conflicts for other, line in each.others.items() if line is not None} == {one, two}
    assert world.use.inbox.find(OTHER_OWNER).conflicts == ()
    assert world.use.inbox.find(ICT, is_open=False).conflicts == ()


def test_an_item_that_nobody_knows(world: World) -> None:
    with pytest.raises(NotFound):
        world.use.inbox.read(ICT, ItemId("nothing"))
