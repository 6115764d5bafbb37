"""Where devices should go: proposed with reasons, approved in one act, overridden with a second person."""

import json
from decimal import Decimal

import pytest

from dpp.domain.actor import VISITOR, Actor
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, NotSignedIn, Refused
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.events import LockFound, RepairQuoted, RouteProposed
from lifecycle.domain.mandates import ApprovalAct
from lifecycle.domain.vocabulary import ComponentKind, Lock, Route
from tests.support.service_world import (
    ADVISER,
    AUDITOR,
    ICT,
    OTHER_OWNER,
    OWNER,
    RECEIVER,
    ROUTER,
    SECOND_ROUTER,
    World,
)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def key(world: World) -> DeviceKey:
    """A laptop that is graded and erased."""
    return world.clean_laptop()


def test_a_proposal_keeps_its_whole_trace_and_its_event_the_hashes(world: World, key: DeviceKey) -> None:
    view = world.use.routing.propose(ICT, key)
    event = world.events(key)[-1]
    assert isinstance(event.happening, RouteProposed)
    assert (view.route, view.state, view.proposed) == ("donate", "proposed", event)
    assert event.happening.trace_sha256 == sha256(canonical(view.content))
    assert event.happening.inputs_sha256 == view.inputs_hash
    assert event.happening.rule_set == f"{view.policy} {view.policy_version}"
    assert view.decision.trace
    assert json.loads(json.dumps(view.content)) == view.content, "plain data"
    line = world.storage.committed.devices.rows[key]
    assert (line.route, line.route_state) == ("donate", "proposed")


def test_the_same_facts_on_the_same_day_are_proposed_once(world: World, key: DeviceKey) -> None:
    first = world.use.routing.propose(ICT, key)
    before = world.storage.committed
    world.clock.forward(hours=1)
    again = world.use.routing.propose(ROUTER, key)
    assert world.storage.committed == before
    assert again.decision_id == first.decision_id


def test_the_proposal_itself_is_no_new_fact(world: World, key: DeviceKey) -> None:
    """The device was changed yesterday and is proposed today: asked again today, nothing is new."""
    world.clock.forward(days=1)
    first = world.use.routing.propose(ICT, key)
    assert world.use.routing.propose(ICT, key).decision_id == first.decision_id
    world.use.routing.approve(ROUTER, [key])
    assert world.use.routing.propose(ICT, key).decision_id == first.decision_id


def test_a_new_fact_is_a_new_proposal(world: World, key: DeviceKey) -> None:
    first = world.use.routing.propose(ICT, key)
    world.record(ICT, key, LockFound(lock=Lock.MDM))
    second = world.use.routing.propose(ICT, key)
    assert second.decision_id != first.decision_id
    assert [each.decision_id for each in world.use.routing.of_device(OWNER, key)] == [
        first.decision_id,
        second.decision_id,
    ]


def test_a_quote_of_several_parts_is_one_repair_with_one_price(world: World, key: DeviceKey) -> None:
    parts = (ComponentKind.BATTERY, ComponentKind.DISPLAY)
    world.record(ICT, key, RepairQuoted(parts=parts, cost_eur=Decimal(90)))
    (option,) = world.use.routing.propose(ICT, key).content["facts"]["repair_options"]["value"]
    assert (option["part"], option["besides"], option["price"]["value"]) == ("battery", ["display"], 90)


def test_approval_of_many_goes_on_where_one_is_refused(world: World, key: DeviceKey) -> None:
    """Each is told by itself, in one act; a device that is named twice is approved once."""
    other = world.collected_laptop(serial="OTHER-1", asset_tag=None)
    absent = DeviceKey("absent0000000000")
    world.use.routing.propose(ICT, key)
    answers = world.use.routing.approve(ROUTER, [other, key, absent, key])
    assert [(answer.device, answer.route) for answer in answers] == [(other, None), (key, Route.DONATE), (absent, None)]
    assert [type(answer.refusal) for answer in answers] == [NotFound, type(None), NotFound]
    assert world.kinds(key).count("route_approved") == 1
    assert world.storage.committed.devices.rows[key].route_state == "approved"
    assert world.use.routing.of_device(OWNER, key)[0].state == "approved"


def test_devices_approved_in_one_act_share_its_transaction(world: World, key: DeviceKey) -> None:
    other = world.collected_laptop(serial="OTHER-1", asset_tag=None)
    for device in (key, other):
        world.use.routing.propose(ICT, device)
    world.use.routing.approve(ROUTER, [key, other])
    assert len({world.events(device)[-1].transaction for device in (key, other)}) == 1


def test_what_was_approved_is_not_approved_again(world: World, key: DeviceKey) -> None:
    world.use.routing.propose(ICT, key)
    world.use.routing.approve(ROUTER, [key])
    before = world.storage.committed
    [again] = world.use.routing.approve(SECOND_ROUTER, [key])
    assert isinstance(again.refusal, NotFound)
    assert world.storage.committed == before


def test_another_proposal_than_the_one_that_was_read_is_not_approved(world: World, key: DeviceKey) -> None:
    read = world.use.routing.propose(ICT, key).decision_id
    world.record(ICT, key, LockFound(lock=Lock.MDM))
    world.use.routing.propose(ICT, key)
    [answer] = world.use.routing.approve(ROUTER, [key], read={key: read})
    assert isinstance(answer.refusal, Conflict)
    now = world.use.routing.of_device(ROUTER, key)[-1]
    [answer] = world.use.routing.approve(ROUTER, [key], read={key: now.standing})
    assert answer.refusal is None


def test_an_override_needs_another_persons_approval(world: World, key: DeviceKey) -> None:
    decision = world.use.routing.propose(ICT, key)
    view = world.use.routing.override(ROUTER, key, Route.REDEPLOY, "  a school asked for it ")
    assert (view.decision_id, view.state) == (decision.decision_id, "overridden")
    line = world.storage.committed.devices.rows[key]
    assert (line.route, line.route_state) == ("redeploy", "override")
    [own] = world.use.routing.approve(ROUTER, [key])
    assert isinstance(own.refusal, Refused)
    assert own.refusal.rule == "own-approval"
    [short] = world.use.routing.approve(SECOND_ROUTER, [key])
    assert isinstance(short.refusal, Refused)
    assert short.refusal.rule == "outside-mandate"
    world.mandate(SECOND_ROUTER, ApprovalAct.OVERRIDE)
    [answer] = world.use.routing.approve(SECOND_ROUTER, [key], read={key: view.standing})
    assert (answer.route, answer.refusal) == (Route.REDEPLOY, None)
    [kept] = world.use.routing.of_device(ROUTER, key)
    assert kept.state == "approved"
    assert kept.overridden is not None
    assert kept.route == "donate", "what was proposed stays what it was"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_override_needs_a_reason(world: World, key: DeviceKey, reason: str) -> None:
    world.use.routing.propose(ICT, key)
    with pytest.raises(InvalidInput):
        world.use.routing.override(ROUTER, key, Route.REDEPLOY, reason)


def test_what_was_not_proposed_cannot_be_overridden(world: World, key: DeviceKey) -> None:
    with pytest.raises(NotFound):
        world.use.routing.override(ROUTER, key, Route.REDEPLOY, "a reason")


def test_a_decision_is_read_by_its_id(world: World, key: DeviceKey) -> None:
    decision = world.use.routing.propose(ICT, key)
    assert world.use.routing.read(AUDITOR, key, decision.decision_id) == decision
    with pytest.raises(NotFound):
        world.use.routing.read(AUDITOR, key, "absent")


@pytest.mark.parametrize(
    ("actor", "refusal"), [(VISITOR, NotSignedIn), (OTHER_OWNER, NotPermitted), (ADVISER, NotPermitted)]
)
def test_who_may_not_decide_nor_read_is_told_so(
    world: World, key: DeviceKey, actor: Actor, refusal: type[Exception]
) -> None:
    decision = world.use.routing.propose(ICT, key).decision_id
    before = world.storage.committed
    with pytest.raises(refusal):
        world.use.routing.propose(actor, key)
    with pytest.raises(refusal):
        world.use.routing.override(actor, key, Route.REDEPLOY, "a reason")
    with pytest.raises(refusal):
        world.use.routing.read(actor, key, decision)
    with pytest.raises(refusal):
        world.use.routing.of_device(actor, key)
    [answer] = world.use.routing.approve(actor, [key])
    assert isinstance(answer.refusal, refusal)
    assert world.storage.committed == before


@pytest.mark.parametrize("actor", [OWNER, ICT, RECEIVER, AUDITOR])
def test_only_drz_approves(world: World, key: DeviceKey, actor: Actor) -> None:
    world.use.routing.propose(ICT, key)
    [answer] = world.use.routing.approve(actor, [key])
    assert isinstance(answer.refusal, NotPermitted)
