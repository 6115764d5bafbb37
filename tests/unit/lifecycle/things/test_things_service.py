"""Things without a passport: any tag on a pallet becomes a thing of a kind, with an owner and a life of its own."""

import pytest

from dpp.domain.errors import Conflict, NotPermitted, Refused
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import Classified, DeclaredSurplus, EventId, Inspected
from lifecycle.domain.vocabulary import Classification, CosmeticGrade, FunctionalGrade, Route
from lifecycle.service.things import NewThing
from tests.support.service_world import (
    CHECKER,
    DISK,
    ICT,
    MINISTRY,
    OTHER_OWNER,
    OWNER,
    PROVIDER,
    ROUTER,
    SERIAL,
    STORE,
    SURPLUS,
    VERIFIED,
    WIPED,
    World,
)


@pytest.fixture
def world() -> World:
    return World()


def desktop(**more: object) -> NewThing:
    usual = {"thing": "desktop", "owner": MINISTRY, "place": STORE, "custodian": PROVIDER, "maker": "Dell"}
    return NewThing(**(usual | more))  # type: ignore[arg-type]  # fields of a thing


def test_a_placeholder_from_a_scan_becomes_a_thing_in_one_act(world: World) -> None:
    key = world.scan("PALLET-77").device
    assert key is not None
    assert world.use.things.register(ICT, desktop(device=key, serial="D-1")) == key
    view = world.use.devices.read(ICT, key)
    assert (view.line.group, view.line.brand, view.line.placeholder) == ("desktop", "Dell", False)
    assert view.passport_id is None
    assert world.kinds(key) == ["intake_scanned", "identity_matched", "thing_registered"]
    assert [line.device_key for line in world.use.intake.named(ICT, "D-1")] == [key]


def test_a_thing_without_a_scan_begins_its_life_by_its_registration(world: World) -> None:
    key = world.use.things.register(OWNER, desktop(serial="D-1"))
    assert world.kinds(key) == ["thing_registered"]


def test_a_retry_is_one_thing(world: World) -> None:
    wanted = desktop(serial="D-1", event_id=EventId("registration-1"))
    key = world.use.things.register(ICT, wanted)
    assert world.use.things.register(ICT, wanted) == key
    assert len(world.kinds(key)) == 1


def test_the_number_of_a_device_that_is_known_is_a_conflict(world: World) -> None:
    world.use.things.register(ICT, desktop(serial="D-1"))
    with pytest.raises(Conflict):
        world.use.things.register(ICT, desktop(serial="d-1"))
    world.use.things.register(ICT, desktop(serial="D-1", maker="HP"))


def test_an_owner_registers_only_its_own(world: World) -> None:
    with pytest.raises(NotPermitted):
        world.use.things.register(OTHER_OWNER, desktop(serial="D-1"))


def test_whether_it_bears_data_follows_from_its_kind(world: World) -> None:
    dock = world.use.things.register(ICT, desktop(thing="dock", serial="K-1"))
    server = world.use.things.register(ICT, desktop(thing="server", serial="S-1"))
    assert world.use.devices.read(ICT, dock).device.is_data_safe
    assert not world.use.devices.read(ICT, server).device.is_data_safe


def erased(world: World, thing: str = "desktop") -> DeviceKey:
    key = world.use.things.register(ICT, desktop(thing=thing, serial=SERIAL, classification=Classification.NONE))
    world.record(OWNER, key, DeclaredSurplus(**{**vars(SURPLUS), "intake_by": None}))
    world.scan()
    world.attach(key)
    world.record(ICT, key, Inspected(functional=FunctionalGrade.F5, cosmetic=CosmeticGrade.C5, charger=True))
    world.record(ICT, key, WIPED)
    world.record(CHECKER, key, VERIFIED)
    return key


def test_a_desktop_is_erased_and_checked_as_a_laptop_is(world: World) -> None:
    device = world.use.devices.read(ICT, erased(world)).device
    assert device.is_data_safe
    assert [medium.serial for medium in device.media] == [DISK]


def test_a_kind_that_the_policy_has_no_line_for_gets_a_clear_reason_and_a_person_decides(world: World) -> None:
    key = erased(world, "printer")
    decision = world.use.routing.propose(ICT, key).decision
    assert decision.route is Route.HOLD
    assert any("no line for this kind of device (printer)" in str(line.why) for line in decision.trace)
    view = world.use.routing.override(ROUTER, key, Route.RECYCLE, "worn out")
    assert view.state == "overridden"


def test_a_kind_that_the_policy_knows_is_routed_without_a_passport(world: World) -> None:
    assert world.use.routing.propose(ICT, erased(world)).decision.route is Route.REDEPLOY


def test_a_thing_is_registered_once(world: World) -> None:
    key = world.use.things.register(ICT, desktop(serial="D-1"))
    with pytest.raises(Refused) as refusal:
        world.use.things.register(ICT, desktop(device=key))
    assert refusal.value.rule == "registered-once"
    world.record(OWNER, key, Classified(classification=Classification.DEP_V))
