"""The bench: label and device scanned in turn."""

from dataclasses import replace

import pytest

from dpp.domain.actor import Role
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, Refused
from dpp.domain.labels.pairing import Half, Scanned, Told
from dpp.domain.labels.rolls import LabelFault
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import EventId
from lifecycle.service.label_views import LinkOutcome, LinkView
from lifecycle.service.labelling import Pair, Withdrawal
from tests.support.rolls_world import RollsWorld
from tests.support.service_world import AUDITOR, DRIVER, ICT, OWNER, SERIAL


@pytest.fixture
def world() -> RollsWorld:
    return RollsWorld()


@pytest.fixture
def key(world: RollsWorld) -> DeviceKey:
    """A laptop of the ministry, in the hands of the ICT provider."""
    return world.collected_laptop()


def link(world: RollsWorld, code: str, device: str, event: str | None = None) -> LinkView:
    event_id = None if event is None else EventId(event)
    return world.use.labelling.link(ICT, Pair(label=code, device=device, event_id=event_id))


def test_label_and_device_in_turn_make_a_link_in_either_order(world: RollsWorld, key: DeviceKey) -> None:
    codes = world.roll_codes()
    scan = world.bench.scan
    first = scan(ICT, None, codes[0])
    assert (first.waiting, first.told) == (Scanned(Half.LABEL, codes[0]), Told.WAITS_FOR_DEVICE)
    linked = scan(ICT, first.waiting, SERIAL).link
    assert linked is not None
    assert linked.outcome is LinkOutcome.LINKED
    second = scan(ICT, None, SERIAL)
    assert second.waiting == Scanned(Half.DEVICE, key)
    other = scan(ICT, second.waiting, codes[1]).link
    assert other is not None
    assert (other.outcome, other.label) == (LinkOutcome.LINKED, codes[1])


def test_a_label_that_is_on_a_device_stands_for_that_device(world: RollsWorld, key: DeviceKey) -> None:
    """The worn label on the device names it; the new one in the hand is linked to it."""
    codes = world.roll_codes()
    link(world, codes[0], key)
    assert world.bench.scan(ICT, None, codes[0]).waiting == Scanned(Half.DEVICE, key)
    linked = world.bench.scan(ICT, Scanned(Half.LABEL, codes[1]), codes[0]).link
    assert linked is not None
    assert (linked.label, linked.device) == (codes[1], key)


def test_a_claimed_label_after_a_device_is_refused_or_known(world: RollsWorld, key: DeviceKey) -> None:
    codes = world.roll_codes()
    link(world, codes[0], key)
    other = world.register(serial="DEMO7420A2", asset_tag=None, custodian=ICT.organisation).device.key
    with pytest.raises(Refused, match="on another device"):
        world.bench.scan(ICT, Scanned(Half.DEVICE, other), codes[0])
    again = world.bench.scan(ICT, Scanned(Half.DEVICE, key), codes[0]).link
    assert again is not None
    assert again.outcome is LinkOutcome.ALREADY


def test_a_retired_label_that_was_on_no_device_is_told_at_once(world: RollsWorld) -> None:
    code, *_ = world.roll_codes()
    world.use.labelling.retire(ICT, Withdrawal(label=code, fault=LabelFault.LOST))
    with pytest.raises(Refused, match="was retired"):
        world.bench.scan(ICT, None, code)


@pytest.mark.parametrize("raw", ["NEVER-SEEN-1", "https://example.com/x", " "])
def test_what_is_neither_label_nor_device_is_told(world: RollsWorld, raw: str) -> None:
    with pytest.raises((NotFound, InvalidInput)):
        world.bench.scan(ICT, None, raw)


def test_one_sees_ones_own_links_again_and_no_others(world: RollsWorld, key: DeviceKey) -> None:
    code, *_ = world.roll_codes()
    event = link(world, code, key, event="scan-1").event_id
    assert event is not None
    assert [view.label for view in world.bench.recall(ICT, [event, EventId("none")])] == [code]
    assert world.bench.recall(OWNER, [event]) == ()


def test_the_bench_is_for_those_who_label(world: RollsWorld) -> None:
    for actor in (AUDITOR, DRIVER, replace(ICT, roles=frozenset({Role.BUYER}))):
        with pytest.raises(NotPermitted):
            world.bench.scan(actor, None, SERIAL)
