"""What waits for somebody: groups that are alike, exceptions first in the eye."""

from dataclasses import replace

import pytest

from dpp.domain.actor import VISITOR
from dpp.domain.errors import NotPermitted, NotSignedIn
from lifecycle.domain.events import HazardFound, LockFound
from lifecycle.domain.vocabulary import Hazard, Lock
from lifecycle.service.ports import LineFilter
from tests.support.service_world import ADVISER, ICT, OTHER_OWNER, OWNER, ROUTER, World

EVERYTHING = LineFilter()


@pytest.fixture
def world() -> World:
    return World()


def test_devices_of_one_model_and_one_proposal_are_one_group_the_largest_first(world: World) -> None:
    latitudes = [world.collected_laptop(serial=f"LATITUDE-{number}", asset_tag=None) for number in range(3)]
    elite = world.collected_laptop(model=world.model(brand="HP", modelName="EliteBook 840"), asset_tag=None)
    world.use.routing.propose(ICT, latitudes[0])
    groups = world.use.worklist.groups(ROUTER, EVERYTHING)
    found = [(group.like.brand, group.like.route_state, {line.device_key for line in group.lines}) for group in groups]
    assert found == [
        ("Dell", None, set(latitudes[1:])),
        ("Dell", "proposed", {latitudes[0]}),
        ("HP", None, {elite}),
    ]


def test_a_group_carries_the_last_decision_about_each(world: World) -> None:
    key = world.collected_laptop()
    decision = world.use.routing.propose(ICT, key)
    [group] = world.use.worklist.groups(ROUTER, EVERYTHING)
    assert {device: stored.decision_id for device, stored in group.decisions.items()} == {key: decision.decision_id}


def test_within_a_group_the_newest_change_comes_first(world: World) -> None:
    first, last = (world.collected_laptop(serial=f"LATITUDE-{number}", asset_tag=None) for number in range(2))
    [group] = world.use.worklist.groups(ROUTER, EVERYTHING)
    assert [line.device_key for line in group.lines] == [last, first]


def test_exceptions_are_what_a_person_must_look_at(world: World) -> None:
    """A lock and a hazard are; a disk is erased as a matter of course."""
    plain, locked, hazard = (world.collected_laptop(serial=f"LATITUDE-{number}", asset_tag=None) for number in range(3))
    world.record(ICT, locked, LockFound(lock=Lock.MDM))
    world.record(ICT, hazard, HazardFound(hazard=Hazard.SWOLLEN_BATTERY))
    [group] = world.use.worklist.groups(ROUTER, EVERYTHING)
    assert {line.device_key for line in group.lines} == {plain, locked, hazard}
    assert {line.device_key for line in group.exceptions} == {locked, hazard}
    assert all("media" in line.blocked for line in group.lines)


def test_what_is_in_use_or_gone_does_not_wait(world: World) -> None:
    world.register(serial="IN-USE-1", asset_tag=None)
    assert world.use.worklist.groups(ROUTER, EVERYTHING) == ()
    [group] = world.use.worklist.groups(ROUTER, LineFilter(lifecycles=("registered",)))
    assert group.like.serial == "IN-USE-1"


def test_each_organisation_has_its_own_worklist(world: World) -> None:
    key = world.collected_laptop()
    for actor in (ROUTER, ICT, OWNER):
        [group] = world.use.worklist.groups(actor, EVERYTHING)
        assert [line.device_key for line in group.lines] == [key]
    assert world.use.worklist.groups(OTHER_OWNER, EVERYTHING) == ()
    assert world.use.worklist.groups(OTHER_OWNER, LineFilter(party=OWNER.organisation)) == ()


def test_who_has_no_worklist_is_told_so(world: World) -> None:
    world.collected_laptop()
    with pytest.raises(NotPermitted):
        world.use.worklist.groups(ADVISER, EVERYTHING)
    with pytest.raises(NotPermitted):
        world.use.worklist.groups(replace(OWNER, organisation=None), EVERYTHING)
    with pytest.raises(NotSignedIn):
        world.use.worklist.groups(VISITOR, EVERYTHING)
