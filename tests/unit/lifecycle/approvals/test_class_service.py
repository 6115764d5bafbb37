"""A class is decided at once: its exceptions are singled out, its sample is looked at, and the rest is approved."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, Refused
from dpp.domain.opaque import DeviceKey
from dpp.domain.stretch import Onward, Stretch
from lifecycle.domain.class_decisions import ClassDecision, ClassId, Closing, Selection, Why
from lifecycle.domain.events import LockFound, RouteApproved
from lifecycle.domain.mandates import ApprovalAct
from lifecycle.domain.vocabulary import CosmeticGrade, Lock, OverrideGround, Route
from lifecycle.service.mandates import NewMandate
from lifecycle.service.recording import Draft
from tests.support.service_world import (
    ADMINISTRATOR,
    CHECKER,
    DRZ,
    ICT,
    MINISTRY,
    OWNER,
    RECEIVER,
    ROUTER,
    SECOND_ROUTER,
    THIRD_ROUTER,
    World,
)


@pytest.fixture(scope="module")
def stocked() -> tuple[World, tuple[DeviceKey, ...]]:
    """Six laptops that wait: four are alike, the fifth is locked, the sixth was never inspected."""
    world = World()
    found = [world.alike_laptop(number) for number in range(5)]
    world.record(CHECKER, found[4], LockFound(lock=Lock.MDM))
    return world, (*found, world.alike_laptop(5, graded=False))


@pytest.fixture
def world(stocked: tuple[World, tuple[DeviceKey, ...]]) -> World:
    return stocked[0].copied()


@pytest.fixture
def keys(stocked: tuple[World, tuple[DeviceKey, ...]]) -> tuple[DeviceKey, ...]:
    return stocked[1]


def route_of(world: World, key: DeviceKey) -> Route:
    return Route(world.use.routing.propose(ROUTER, key).route)


def selection(world: World, keys: tuple[DeviceKey, ...], **more: object) -> Selection:
    wanted = {"category": "laptop", "cosmetic_at_least": CosmeticGrade.C5}
    return Selection(route=route_of(world, keys[0]), **(wanted | more))  # type: ignore[arg-type]  # any field


def decided(world: World, keys: tuple[DeviceKey, ...]) -> ClassDecision:
    return world.use.approvals.classes.decide(ROUTER, "Latitudes", selection(world, keys)).decision


def looked_at(world: World, decision: ClassDecision) -> None:
    for member in decision.sample:
        world.use.approvals.classes.look(THIRD_ROUTER, decision.id, member.device, right=True)


def test_exceptions_are_singled_out_and_the_rest_agrees(world: World, keys: tuple[DeviceKey, ...]) -> None:
    decision = decided(world, keys)
    why = {it.device: {each.why for each in it.exceptions} for it in decision.exceptions}
    assert {it.device for it in decision.members} == set(keys)
    assert Why.LOCK in why[keys[4]]
    assert Why.FACT_MISSING in why[keys[5]]
    assert {it.device for it in decision.agreeing}.isdisjoint(why)


def test_all_members_are_proposed_for_in_one_act(world: World, keys: tuple[DeviceKey, ...]) -> None:
    """One transaction over the proposals; what stood already on the same facts is not proposed again."""
    decision = decided(world, keys)
    acts = [event.transaction for key in keys[1:] for event in world.events(key) if event.kind == "route_proposed"]
    assert acts == [decision.transaction] * 5
    assert world.kinds(keys[0]).count("route_proposed") == 1


def test_a_class_is_approved_in_one_act_without_its_exceptions(world: World, keys: tuple[DeviceKey, ...]) -> None:
    decision, mandate = decided(world, keys), world.mandate(SECOND_ROUTER, ApprovalAct.CLASS)
    looked_at(world, decision)
    view = world.use.approvals.classes.approve(SECOND_ROUTER, decision.id)
    closed = view.decision.closed
    assert closed is not None
    assert (closed.how, closed.signed.by, closed.mandate) == (Closing.APPROVED, "second-router", mandate.id)
    approved = {it.device for it in view.decision.approved}
    assert approved == {it.device for it in decision.agreeing}
    for key in keys:
        events = [event for event in world.events(key) if event.kind == "route_approved"]
        assert [str(event.transaction) for event in events] == [str(decision.id)] * (key in approved)
        assert all(event.happening.mandate == mandate.id for event in events)  # type: ignore[union-attr]


def test_the_sample_is_looked_at_first(world: World, keys: tuple[DeviceKey, ...]) -> None:
    decision = decided(world, keys)
    world.mandate()
    assert decision.sample
    with pytest.raises(Refused) as refusal:
        world.use.approvals.classes.approve(SECOND_ROUTER, decision.id)
    assert refusal.value.rule == "sample-first"


def test_a_wrong_one_in_the_sample_stops_the_class(world: World, keys: tuple[DeviceKey, ...]) -> None:
    decision, classes = decided(world, keys), world.use.approvals.classes
    world.mandate()
    first, *others = decision.sample
    classes.look(THIRD_ROUTER, decision.id, first.device, right=False)
    for each in others:
        classes.look(THIRD_ROUTER, decision.id, each.device, right=True)
    with pytest.raises(Refused) as refusal:
        classes.approve(SECOND_ROUTER, decision.id)
    assert refusal.value.rule == "sample-wrong"
    assert classes.withdraw(ROUTER, decision.id).decision.approved == ()
    with pytest.raises(Conflict):
        classes.approve(SECOND_ROUTER, decision.id)


def test_only_what_was_drawn_is_looked_at_and_once(world: World, keys: tuple[DeviceKey, ...]) -> None:
    decision, classes = decided(world, keys), world.use.approvals.classes
    with pytest.raises(Refused):
        classes.look(THIRD_ROUTER, decision.id, keys[4], right=True)
    drawn = decision.sample[0].device
    classes.look(THIRD_ROUTER, decision.id, drawn, right=True)
    with pytest.raises(Conflict):
        classes.look(ROUTER, decision.id, drawn, right=False)


def test_who_decided_the_class_does_not_approve_it(world: World, keys: tuple[DeviceKey, ...]) -> None:
    decision = decided(world, keys)
    world.mandate(ROUTER)
    looked_at(world, decision)
    with pytest.raises(Refused) as refusal:
        world.use.approvals.classes.approve(ROUTER, decision.id)
    assert refusal.value.rule == "own-class"


def test_a_class_is_not_approved_outside_a_mandate(world: World, keys: tuple[DeviceKey, ...]) -> None:
    """Without one, with one for too few, with one for single devices: refused, and told who could."""
    decision, classes = decided(world, keys), world.use.approvals.classes
    looked_at(world, decision)
    with pytest.raises(Refused) as nobody:
        classes.approve(SECOND_ROUTER, decision.id)
    assert "Nobody has a mandate" in str(nobody.value.remedy)
    world.mandate(SECOND_ROUTER, ApprovalAct.DEVICE)
    world.mandate(SECOND_ROUTER, devices_at_most=1)
    world.mandate(replace(RECEIVER, organisation=DRZ), ApprovalAct.CLASS)
    with pytest.raises(Refused) as short:
        classes.approve(SECOND_ROUTER, decision.id)
    assert short.value.rule == "outside-mandate"
    assert str(short.value.remedy) == "It can be approved by: Receiver."
    assert "route_approved" not in world.kinds(keys[0])


def test_a_deputy_approves_on_the_days_of_standing_in(world: World, keys: tuple[DeviceKey, ...]) -> None:
    decision, classes = decided(world, keys), world.use.approvals.classes
    looked_at(world, decision)
    mandate, today = world.mandate(Actor(CHECKER.account, DRZ)), world.clock().date()
    world.use.approvals.mandates.deputise(ADMINISTRATOR, mandate.id, SECOND_ROUTER.account, today, today)
    closed = classes.approve(SECOND_ROUTER, decision.id).decision.closed
    assert closed is not None
    assert closed.deputy


def test_what_changed_since_is_left_out_of_the_approval_and_told(world: World, keys: tuple[DeviceKey, ...]) -> None:
    decision = decided(world, keys)
    world.mandate()
    looked_at(world, decision)
    locked, deviating = decision.agreeing[0].device, decision.agreeing[1].device
    world.record(CHECKER, locked, LockFound(lock=Lock.MDM))
    world.use.routing.override(
        ROUTER, deviating, Route.RECYCLE, "Its housing is broken", OverrideGround.OTHER_CONDITION
    )
    closed = world.use.approvals.classes.approve(SECOND_ROUTER, decision.id).decision.closed
    assert closed is not None
    assert {key: it.why for key, it in closed.left_out.items()} == {
        locked: Why.LOCK,
        deviating: Why.DECIDED_SINCE,
    }
    assert "route_approved" not in world.kinds(locked) + world.kinds(deviating)


def test_what_was_decided_in_the_meantime_is_told_before_anybody_approves(
    world: World, keys: tuple[DeviceKey, ...]
) -> None:
    """One that was approved by itself goes with the class no more; where none is left, that is what stops it."""
    decision, classes = decided(world, keys), world.use.approvals.classes
    world.mandate()
    world.mandate(SECOND_ROUTER, ApprovalAct.DEVICE)
    first, *others = decision.agreeing
    world.use.routing.approve(SECOND_ROUTER, [first.device])
    view = classes.read(SECOND_ROUTER, decision.id)
    assert {key: it.why for key, it in view.left_out.items()} == {first.device: Why.DECIDED_SINCE}
    assert view.together == tuple(others)
    for each in others:
        world.use.routing.approve(SECOND_ROUTER, [each.device])
    view = classes.read(SECOND_ROUTER, decision.id)
    assert isinstance(view.obstacle, Refused)
    assert (view.together, view.obstacle.rule) == ((), "nothing-left")
    looked_at(world, decision)
    with pytest.raises(Refused) as refusal:
        classes.approve(SECOND_ROUTER, decision.id)
    assert refusal.value.rule == "nothing-left"


def test_what_somebody_proposed_instead_of_the_rules_stays_and_is_an_exception(
    world: World, keys: tuple[DeviceKey, ...]
) -> None:
    wanted = selection(world, keys)
    world.use.routing.override(ROUTER, keys[0], Route.RECYCLE, "Its housing is broken")
    decision = world.use.approvals.classes.decide(ROUTER, "Latitudes", wanted).decision
    member = next(it for it in decision.members if it.device == keys[0])
    assert Why.OVERRIDDEN in {each.why for each in member.exceptions}
    assert world.device(keys[0]).proposal.is_override  # type: ignore[union-attr]


def test_a_class_is_described_by_the_facts_of_its_members(world: World, keys: tuple[DeviceKey, ...]) -> None:
    """A higher grade, another owner or another kind is no member; a grade that is not known is an exception."""
    classes = world.use.approvals.classes
    better = classes.decide(ROUTER, "Better", selection(world, keys, cosmetic_at_least=CosmeticGrade.C6))
    assert [it.device for it in better.decision.members] == [keys[5]]
    for nothing in ({"owner": DRZ}, {"category": "smartphone"}):
        with pytest.raises(InvalidInput, match="No device"):
            classes.decide(ROUTER, "None", selection(world, keys, **nothing))
    whole = classes.decide(ROUTER, "Whole", selection(world, keys, owner=MINISTRY, age_at_most=600))
    assert len(whole.decision.members) == 6


def test_what_is_approved_is_no_member_of_another_class(world: World, keys: tuple[DeviceKey, ...]) -> None:
    decision = decided(world, keys)
    world.mandate()
    looked_at(world, decision)
    world.use.approvals.classes.approve(SECOND_ROUTER, decision.id)
    again = decided_again(world, decision)
    assert {it.device for it in again.members} == {it.device for it in decision.exceptions}
    with pytest.raises(Refused) as refusal:
        world.use.approvals.classes.approve(SECOND_ROUTER, again.id)
    assert refusal.value.rule == "nothing-agrees"


def decided_again(world: World, decision: ClassDecision) -> ClassDecision:
    return world.use.approvals.classes.decide(ROUTER, "Again", decision.selection).decision


def test_a_class_without_name_or_facts_is_told_so(world: World) -> None:
    with pytest.raises(InvalidInput) as error:
        world.use.approvals.classes.decide(ROUTER, " ", Selection(route=Route.DONATE))
    assert {it.path for it in error.value.problems} == {"$.name", "$.category"}


def test_only_drz_decides_about_classes(world: World, keys: tuple[DeviceKey, ...]) -> None:
    decision, classes = decided(world, keys), world.use.approvals.classes
    for actor in (OWNER, ICT, ADMINISTRATOR):
        with pytest.raises(NotPermitted):
            classes.decide(actor, "Mine", decision.selection)
        with pytest.raises(NotPermitted):
            classes.read(actor, decision.id)
        with pytest.raises(NotPermitted):
            classes.look(actor, decision.id, decision.sample[0].device, right=True)
        with pytest.raises(NotPermitted):
            classes.approve(actor, decision.id)
        with pytest.raises(NotPermitted):
            classes.withdraw(actor, decision.id)
    with pytest.raises(NotFound):
        classes.read(ROUTER, ClassId("nowhere"))


def test_the_hash_of_a_class_does_not_change_while_it_is_closed(world: World, keys: tuple[DeviceKey, ...]) -> None:
    decision = decided(world, keys)
    world.mandate()
    looked_at(world, decision)
    world.clock.forward(minutes=5)
    after = world.use.approvals.classes.approve(SECOND_ROUTER, decision.id).decision
    assert after.digest == decision.digest
    assert world.use.approvals.classes.newest(ROUTER) == (after,)


def test_deviations_of_a_period_are_found_with_what_was_before_and_after(
    world: World, keys: tuple[DeviceKey, ...]
) -> None:
    before = route_of(world, keys[0])
    world.mandate(SECOND_ROUTER, ApprovalAct.OVERRIDE)
    world.use.routing.override(ROUTER, keys[0], Route.RECYCLE, "Its housing is broken", OverrideGround.OTHER_CONDITION)
    world.use.routing.approve(SECOND_ROUTER, [keys[0]])
    today = world.clock().date()
    [found] = world.use.approvals.overrides.list(ROUTER, today, today).overrides
    assert (found.before, found.after, found.ground) == (before, Route.RECYCLE, OverrideGround.OTHER_CONDITION)
    assert (found.owner, found.proposed_by, found.approved_by) == (MINISTRY, "router", "second-router")
    yesterday = today - timedelta(days=1)
    assert world.use.approvals.overrides.list(ROUTER, yesterday, yesterday).overrides == ()
    with pytest.raises(NotPermitted):
        world.use.approvals.overrides.list(OWNER, today, today)


def test_no_way_of_recording_goes_around_a_mandate(world: World, keys: tuple[DeviceKey, ...]) -> None:
    """Whoever hands an approval to the recorder is asked for the same authority, and names the mandate."""
    route, first = route_of(world, keys[0]), keys[0]
    decision = world.device(first).proposal.decision  # type: ignore[union-attr]
    plainly = RouteApproved(decision=decision, route=route)

    def record(actor: Actor, happening: RouteApproved) -> None:
        with world.storage.writing() as work:
            world.recorder.record(work, actor, first, [Draft(happening)])

    world.mandate(SECOND_ROUTER, ApprovalAct.CLASS)
    with pytest.raises(Refused) as refusal:
        record(ROUTER, plainly)
    assert refusal.value.rule == "outside-mandate"
    mandate = world.mandate(SECOND_ROUTER, ApprovalAct.DEVICE)
    with pytest.raises(Refused) as unnamed:
        record(SECOND_ROUTER, plainly)
    assert mandate.id in str(unnamed.value.remedy)
    record(SECOND_ROUTER, replace(plainly, mandate=mandate.id))


def test_many_at_once_are_counted_together(world: World, keys: tuple[DeviceKey, ...]) -> None:
    """A mandate for one device is not stretched by approving one after the other in one act."""
    for key in keys[:2]:
        route_of(world, key)
    world.mandate(SECOND_ROUTER, ApprovalAct.DEVICE, devices_at_most=1)
    both = world.use.routing.approve(SECOND_ROUTER, keys[:2])
    assert [getattr(it.refusal, "rule", None) for it in both] == ["outside-mandate"] * 2
    [one] = world.use.routing.approve(SECOND_ROUTER, keys[:1])
    assert one.refusal is None


def test_mandates_are_the_administrators_and_read_by_colleagues(world: World) -> None:
    mandate, mandates = world.mandate(), world.use.approvals.mandates
    wanted = NewMandate(
        organisation=DRZ,
        account=ROUTER.account,
        acts=frozenset({ApprovalAct.DEVICE}),
        routes=frozenset({Route.DONATE}),
        from_day=world.clock().date(),
        reference="MB-1",
    )
    for actor in (ROUTER, OWNER):
        with pytest.raises(NotPermitted):
            mandates.grant(actor, wanted)
        with pytest.raises(NotPermitted):
            mandates.end(actor, mandate.id, world.clock().date())
    assert [it.mandate.id for it in mandates.some(ROUTER, Onward(0, 9)).rows] == [mandate.id]
    elsewhere = replace(ROUTER, organisation=MINISTRY)
    assert mandates.some(elsewhere, Onward(0, 9)) == Stretch((), 0, 0)
    near = timedelta(days=30)
    assert [mandates.tally(each, near).counting for each in (ROUTER, ADMINISTRATOR, elsewhere)] == [1, 1, 0]
    with pytest.raises(NotPermitted):
        mandates.tally(OWNER, near)
    with pytest.raises(NotPermitted):
        mandates.read(elsewhere, mandate.id)
    over = mandates.end(ADMINISTRATOR, mandate.id, world.clock().date())
    assert over.counts
    world.clock.forward(days=1)
    assert not mandates.read(ROUTER, mandate.id).counts
