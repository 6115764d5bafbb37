"""Which devices wait on which lists, for whom, and in whose hands they are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.domain.actor import AccountId, Actor, OrganisationId
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import (
    DeclaredSurplus,
    HazardFound,
    HoldPlaced,
    Inspected,
    LockFound,
    LockReleased,
    LostOrStolen,
    SanitisationFailed,
)
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Hazard, Lifecycle, Lock, Route
from lifecycle.domain.worklists import LISTS, ListName, Taking, WorkItem, items_of
from lifecycle.service.consignments import NewConsignment
from lifecycle.service.worklist_ports import ItemFilter, Scope
from lifecycle.service.worklists import MOST, Wanted
from tests.support.device_lines import NOW, device_line
from tests.support.fake_worklists import FakeWorkItems
from tests.support.service_world import (
    ADVISER,
    AUDITOR,
    CHECKER,
    DISK,
    GRADED,
    ICT,
    MINISTRY,
    OTHER_OWNER,
    OWNER,
    RECEIVER,
    REPAIRER,
    ROUTER,
    WIPED,
    World,
)

INSPECTION, WIPE, VERIFICATION, DECISION = (
    ListName.INSPECTION,
    ListName.WIPE,
    ListName.VERIFICATION,
    ListName.DECISION,
)
APPROVAL, OFFER, RECEIVE, BLOCKED = ListName.APPROVAL, ListName.OFFER, ListName.RECEIVE, ListName.BLOCKED


@pytest.fixture
def world() -> World:
    return World()


def lists_of(world: World, key: DeviceKey) -> set[ListName]:
    return {item.list for item in world.storage.committed.work_items.of_device(key)}


def registered(world: World) -> DeviceKey:
    return world.register().device.key


def wiped(world: World) -> DeviceKey:
    key = world.graded_laptop()
    world.record(ICT, key, WIPED)
    return key


def failed(world: World) -> DeviceKey:
    key = wiped(world)
    world.record(CHECKER, key, SanitisationFailed(medium=DISK))
    return key


def proposed(world: World) -> DeviceKey:
    key = world.clean_laptop()
    world.use.routing.propose(ICT, key)
    return key


def unknown_tag(world: World) -> DeviceKey:
    device = world.scan("SSC-000777").device
    assert device is not None
    return device


def then(make: Callable[[World], DeviceKey], actor: Actor, *happenings: object) -> Callable[[World], DeviceKey]:
    def made(world: World) -> DeviceKey:
        key = make(world)
        world.record(actor, key, *happenings)  # type: ignore[arg-type]  # each row names a kind of event
        return key

    return made


STATES: dict[str, tuple[Callable[[World], DeviceKey], set[ListName]]] = {
    "registered, and in use or in store": (registered, set()),
    "surplus, and not collected": (
        then(registered, OWNER, DeclaredSurplus(decision="1", decided_on=NOW.date(), authority=MINISTRY)),
        set(),
    ),
    "collected, and nobody looked at it": (World.collected_laptop, {INSPECTION, WIPE}),
    "graded, with a disk that holds data": (World.graded_laptop, {WIPE, DECISION}),
    "erased, and not verified": (wiped, {VERIFICATION, DECISION}),
    "erased, and found not to be": (failed, {WIPE, DECISION}),
    "erased and verified": (World.clean_laptop, {DECISION}),
    "proposed": (proposed, {APPROVAL}),
    "approved to go to others": (World.approved_laptop, {OFFER}),
    "locked": (then(World.clean_laptop, ICT, LockFound(lock=Lock.MDM)), {DECISION, BLOCKED}),
    "unlocked": (
        then(World.clean_laptop, ICT, LockFound(lock=Lock.MDM), LockReleased(lock=Lock.MDM, proof="MDM-1")),
        {DECISION},
    ),
    "dangerous": (
        then(World.collected_laptop, ICT, HazardFound(hazard=Hazard.SWOLLEN_BATTERY)),
        {INSPECTION, WIPE, BLOCKED},
    ),
    "under a legal hold on the bench": (
        then(World.clean_laptop, OWNER, HoldPlaced(hold="H-1", reason="Inquiry")),
        {DECISION, BLOCKED},
    ),
    "under a legal hold in store": (then(registered, OWNER, HoldPlaced(hold="H-1", reason="Inquiry")), set()),
    "an unknown tag": (unknown_tag, {BLOCKED}),
    "missing": (then(World.graded_laptop, ICT, LostOrStolen(stolen=False, report="R-1")), set()),
}


@pytest.mark.parametrize(("make", "lists"), STATES.values(), ids=STATES)
def test_a_device_waits_on_the_lists_of_its_state(
    world: World, make: Callable[[World], DeviceKey], lists: set[ListName]
) -> None:
    assert lists_of(world, make(world)) == lists


def test_what_is_approved_waits_for_its_route(world: World) -> None:
    """Under repair, to be taken apart, or to be offered, also what is left of it; what is kept, or gone, is not."""
    device = world.device(world.approved_laptop())
    assert device.approval is not None
    rows: tuple[tuple[Route, dict[str, Any], set[ListName]], ...] = (
        (Route.REPAIR, {"under_repair": True, "stage": Lifecycle.SANITISED}, {ListName.REPAIR}),
        (Route.PARTS, {}, {ListName.TAKE_APART}),
        (Route.PARTS, {"stage": Lifecycle.IN_PARTS}, {OFFER}),
        (Route.HOLD, {"stage": Lifecycle.SANITISED}, set()),
        (Route.RECYCLE, {}, {OFFER}),
        (Route.RECYCLE, {"stage": Lifecycle.RECYCLED}, set()),
    )
    for route, changed, lists in rows:
        choice = replace(device.approval, route=route)
        approved = replace(device, approval=choice, proposal=choice, **changed)
        assert {item.list for item in items_of(approved, "laptop", asks=False)} == lists


def test_what_is_offered_waits_for_its_receiver_alone(world: World) -> None:
    key = world.approved_laptop()
    route = world.device(key).approval
    assert route is not None
    sent = world.use.consignments.create(ICT, NewConsignment(receiver=OTHER_OWNER.organisation, devices=(key,)))  # type: ignore[arg-type]  # it has one
    world.use.consignments.offer(ICT, sent.consignment.id)
    assert lists_of(world, key) == {RECEIVE}
    assert {each.name: each.waiting and each.waiting.count for each in counts(world, OTHER_OWNER)}[RECEIVE] == 1
    assert {each.name: each.waiting for each in counts(world, ICT)}[RECEIVE] is None


def test_a_proposal_that_waits_for_an_answer_asks_for_a_fact_as_well(world: World) -> None:
    """Until it is approved, or proposed anew with the answer."""
    key = world.collected_laptop(model=world.model(modelName="Latitude 1", brand="Dell"))
    world.record(ICT, key, Inspected(functional=FunctionalGrade.F5, cosmetic=CosmeticGrade.C5))
    view = world.use.routing.propose(ICT, key)
    asked = view.route == Route.HOLD and bool(view.decision.questions)
    assert lists_of(world, key) == {WIPE, APPROVAL} | ({ListName.FACT} if asked else set())
    assert asked
    world.use.routing.approve(ROUTER, [key])
    assert lists_of(world, key) == {WIPE}


def counts(world: World, actor: Actor) -> list:  # type: ignore[type-arg]  # of ListCount
    return list(world.use.worklists.overview(actor))


@pytest.mark.parametrize(
    ("actor", "lists"),
    [
        (ROUTER, set(ListName) - {ListName.REPAIR, ListName.TAKE_APART}),
        (ICT, set(ListName) - {APPROVAL}),
        (OWNER, {ListName.FACT, OFFER, RECEIVE, BLOCKED}),
        (RECEIVER, set(ListName) - {DECISION, APPROVAL, ListName.TAKE_APART}),
        (REPAIRER, {ListName.REPAIR, OFFER, RECEIVE, BLOCKED}),
        (AUDITOR, set(ListName)),
    ],
    ids=lambda each: each.account if isinstance(each, Actor) else "",
)
def test_each_role_has_the_lists_whose_work_it_does(world: World, actor: Actor, lists: set[ListName]) -> None:
    """In the order of a device's way."""
    names = [each.name for each in counts(world, actor)]
    assert set(names) == lists
    assert names == [name for name in LISTS if name in lists]


def test_a_list_holds_the_devices_on_which_one_may_do_its_work(world: World) -> None:
    """The provider grades what it has; the second ministry has nothing; DRZ decides about everything."""
    key = world.graded_laptop()
    seen = {
        actor.account: [item.item.device for item in world.use.worklists.open(actor, name, Wanted()).items]
        for actor, name in ((ICT, WIPE), (ROUTER, DECISION), (ROUTER, WIPE), (OTHER_OWNER, BLOCKED), (AUDITOR, WIPE))
    }
    assert seen == {"ict": [key], "router": [], "other-owner": [], "auditor": [key]}
    assert [each.item.device for each in world.use.worklists.open(ROUTER, DECISION, Wanted()).items] == [key]


def test_who_has_no_such_list_is_told_so(world: World) -> None:
    with pytest.raises(NotFound):
        world.use.worklists.open(OWNER, WIPE, Wanted())
    with pytest.raises(NotPermitted):
        world.use.worklists.overview(ADVISER)


def test_an_item_waits_since_its_device_came_on_the_list(world: World) -> None:
    """What happens to it there meanwhile does not make it young again."""
    key = world.collected_laptop()
    came = world.clock()
    world.clock.forward(days=3)
    world.record(ICT, key, GRADED)
    [item] = world.use.worklists.open(ICT, WIPE, Wanted()).items
    assert item.item.since == came
    assert not world.use.worklists.open(ICT, WIPE, Wanted(days=4)).items
    assert world.use.worklists.open(ICT, WIPE, Wanted(days=3)).count == 1


def test_a_list_tells_of_what_it_consists(world: World) -> None:
    keys = [world.collected_laptop(serial=f"LATITUDE-{number}", asset_tag=None) for number in range(2)]
    elite = world.collected_laptop(model=world.model(brand="HP", modelName="EliteBook 840"), asset_tag=None)
    view = world.use.worklists.open(ICT, INSPECTION, Wanted(), limit=2)
    assert [(each.name, each.count) for each in view.models] == [("Dell Latitude 7420", 2), ("HP EliteBook 840", 1)]
    assert (view.count, [each.item.device for each in view.items], view.names) == (3, keys, {MINISTRY: "The ministry"})
    rest = world.use.worklists.open(ICT, INSPECTION, Wanted(after=view.more), limit=2)
    assert ([each.item.device for each in rest.items], rest.more) == ([elite], None)


class TestTaking:
    """Two persons never have the same item."""

    def test_what_is_taken_is_not_taken_by_a_second_person(self, world: World) -> None:
        """A colleague reads who has it; somebody of another organisation reads only which organisation."""
        key = world.collected_laptop()
        mine = world.use.worklists.take(ICT, WIPE, [key])
        assert (mine.taken, mine.until) == ((key,), world.clock() + timedelta(minutes=30))
        theirs = world.use.worklists.take(CHECKER, WIPE, [key])
        assert theirs.taken == ()
        assert (theirs.others[key].by, theirs.others[key].until) == (ICT.account, mine.until)
        [seen] = world.use.worklists.open(AUDITOR, WIPE, Wanted()).items
        assert seen.taken is not None
        assert (seen.taken.by, seen.taken.organisation, seen.taken.is_mine) == (None, ICT.organisation, False)

    def test_one_may_take_again_what_one_has_and_give_it_back(self, world: World) -> None:
        key = world.collected_laptop()
        world.use.worklists.take(ICT, WIPE, [key])
        world.clock.forward(minutes=20)
        assert world.use.worklists.take(ICT, WIPE, [key]).until == world.clock() + timedelta(minutes=30)
        world.use.worklists.give_back(CHECKER, WIPE, [key])
        assert world.use.worklists.take(CHECKER, WIPE, [key]).taken == ()
        world.use.worklists.give_back(ICT, WIPE, [key])
        assert world.use.worklists.take(CHECKER, WIPE, [key]).taken == (key,)

    def test_a_taking_ends_by_itself(self, world: World) -> None:
        key = world.collected_laptop()
        world.use.worklists.take(ICT, WIPE, [key])
        world.clock.forward(minutes=30)
        [free] = world.use.worklists.open(CHECKER, WIPE, Wanted(whose="free")).items
        assert free.taken is None
        assert world.use.worklists.take(CHECKER, WIPE, [key]).taken == (key,)

    def test_a_taking_is_of_one_list_and_ends_with_its_work(self, world: World) -> None:
        """Who inspects a device does not keep another from erasing it."""
        key = world.collected_laptop()
        world.use.worklists.take(ICT, INSPECTION, [key])
        assert world.use.worklists.take(CHECKER, WIPE, [key]).taken == (key,)
        world.record(ICT, key, GRADED)
        assert world.use.worklists.take(CHECKER, INSPECTION, [key]).absent == (key,)
        assert {each.name: each.mine for each in counts(world, CHECKER)}[WIPE] == 1
        assert {each.name: each.mine for each in counts(world, ICT)}[INSPECTION] == 0

    def test_only_who_does_the_work_takes_it(self, world: World) -> None:
        key = world.collected_laptop()
        with pytest.raises(NotPermitted):
            world.use.worklists.take(AUDITOR, WIPE, [key])
        assert world.use.worklists.take(ROUTER, WIPE, [key]).absent == (key,)
        with pytest.raises(InvalidInput):
            world.use.worklists.take(ICT, WIPE, [key] * (MOST + 1))

    def test_lists_are_filtered_by_whose_hands_they_are_in(self, world: World) -> None:
        first, second = (world.collected_laptop(serial=f"L-{number}", asset_tag=None) for number in range(2))
        world.use.worklists.take(ICT, WIPE, [first])
        found = {
            whose: [each.item.device for each in world.use.worklists.open(actor, WIPE, Wanted(whose=whose)).items]
            for actor, whose in ((ICT, "mine"), (CHECKER, "others"), (ICT, "free"))
        }
        assert found == {"mine": [first], "others": [first], "free": [second]}


PEOPLE = st.sampled_from(("anne", "bram", "carla"))
STEPS = st.lists(st.tuples(st.sampled_from(("take", "give back")), PEOPLE, st.integers(0, 40)), max_size=30)


@settings(max_examples=50)
@given(STEPS)
def test_an_item_is_never_in_two_hands(steps: list[tuple[str, str, int]]) -> None:
    """Whatever people do in whatever order: who is told that it is theirs has it until the moment that was told."""
    key, store, now = DeviceKey("device00"), FakeWorkItems(), NOW
    store.devices = {key: device_line(key)}
    store.follow(key, [WorkItem(WIPE, key, NOW)])
    holder: Taking | None = None
    for act, name, minutes in steps:
        now += timedelta(minutes=minutes)
        account = AccountId(name)
        if act == "give back":
            store.give_back(WIPE, [key], account)
            holder = None if holder is not None and holder.by == account else holder
            continue
        wanted = Taking(account, OrganisationId("provider"), now + timedelta(minutes=30))
        got = bool(store.take(WIPE, [key], wanted, now))
        assert got is (holder is None or not holder.binds(account, now))
        holder = wanted if got else holder
        [listed] = store.find(ItemFilter(list=WIPE, scope=Scope(everything=True)))
        assert listed.taking == holder
