"""Parts across devices: a donor gave what it is said to have given, and one part is in one device."""

from dataclasses import replace

import pytest

from dpp.domain.errors import NotPermitted, Refused
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import ComponentInstalled, ComponentRemoved
from lifecycle.domain.vocabulary import ComponentKind, PartOrigin
from lifecycle.service.parts import BomEntry
from tests.support.service_world import (
    ADVISER,
    AUDITOR,
    DISK,
    ICT,
    INVENTORY,
    OTHER_OWNER,
    RECEIVER,
    SERIAL,
    World,
)

BATTERY, STORAGE = ComponentKind.BATTERY, ComponentKind.STORAGE
OUT = ComponentRemoved(component=BATTERY, serial="BAT 001", kept=True, maker="Sanyo")


@pytest.fixture
def world() -> World:
    return World()


def second(world: World) -> DeviceKey:
    """Another laptop on the same bench."""
    return world.collected_laptop(serial="SECOND-1", asset_tag="DEMO-000200")


def from_donor(donor: DeviceKey, serial: str | None = "BAT001") -> ComponentInstalled:
    return ComponentInstalled(component=BATTERY, origin=PartOrigin.HARVESTED, serial=serial, donor=donor)


def parts(world: World, key: DeviceKey) -> list[tuple[str, str | None]]:
    return [(each.line.component.value, each.line.serial) for each in bill(world, key)]


def bill(world: World, key: DeviceKey) -> tuple[BomEntry, ...]:
    return world.use.parts.bill_of_materials(ICT, key).parts


def stock(world: World) -> list[str | None]:
    return [each.part.serial for each in world.use.parts.stock(ICT)]


def test_a_harvested_part_goes_into_stock_and_out_of_it_into_another_device(world: World) -> None:
    donor, taker = world.collected_laptop(), second(world)
    world.record(ICT, donor, OUT)
    assert stock(world) == ["BAT001"]
    world.record(ICT, taker, from_donor(donor))
    assert stock(world) == []
    (part,) = (each.line for each in bill(world, taker) if each.line.component is BATTERY)
    assert (part.serial, part.donor, part.origin) == ("BAT001", donor, PartOrigin.HARVESTED)


def test_what_did_not_come_out_of_the_donor_is_refused(world: World) -> None:
    donor, taker = world.collected_laptop(), second(world)
    with pytest.raises(Refused) as nothing_came_out:
        world.record(ICT, taker, from_donor(donor))
    world.record(ICT, donor, OUT)
    with pytest.raises(Refused) as another_number:
        world.record(ICT, taker, from_donor(donor, "BAT002"))
    with pytest.raises(Refused) as nowhere:
        world.record(ICT, taker, from_donor(DeviceKey("nowhere000000000")))
    rules = {each.value.rule for each in (nothing_came_out, another_number, nowhere)}
    assert rules == {"part-out-of-donor"}
    assert world.kinds(taker)[-1] != "component_installed"


def test_a_part_is_given_once(world: World) -> None:
    donor, taker = world.collected_laptop(), second(world)
    world.record(ICT, donor, replace(OUT, serial=None))
    world.record(ICT, taker, from_donor(donor, None))
    with pytest.raises(Refused, match="still free"):
        world.record(ICT, taker, from_donor(donor, None))


def test_a_new_part_has_no_donor(world: World) -> None:
    donor, taker = world.collected_laptop(), second(world)
    world.record(ICT, donor, OUT)
    with pytest.raises(Refused, match="part"):
        world.record(ICT, taker, replace(from_donor(donor), origin=PartOrigin.NEW_ORIGINAL))


def test_a_part_with_one_number_is_put_into_one_device(world: World) -> None:
    first, other = world.collected_laptop(), second(world)
    installed = ComponentInstalled(component=BATTERY, origin=PartOrigin.USED, serial="BAT009")
    world.record(ICT, first, installed)
    with pytest.raises(Refused) as refusal:
        world.record(ICT, other, replace(installed, serial="bat 009"))
    assert refusal.value.rule == "part-in-one-device"
    world.record(ICT, first, ComponentRemoved(component=BATTERY, serial="BAT009"))
    world.record(ICT, other, installed)
    assert ("battery", "BAT009") in parts(world, other)


def test_a_number_of_a_few_signs_tells_nothing_across_devices(world: World) -> None:
    """Makers number batteries per batch: 1902 is in many laptops."""
    installed = ComponentInstalled(component=BATTERY, origin=PartOrigin.USED, serial="1902")
    for key in (world.collected_laptop(), second(world)):
        world.record(ICT, key, installed)
        assert world.use.parts.bill_of_materials(ICT, key).conflicts == ()


def test_evidence_that_shows_one_disk_in_two_devices_is_kept_and_told_on_both(world: World) -> None:
    """Evidence is never refused: what two machines say is for a person to compare."""
    first, other = world.collected_laptop(), second(world)
    world.attach(first)
    assert world.use.parts.bill_of_materials(ICT, first).conflicts == ()
    world.attach(other, INVENTORY.replace(SERIAL.encode(), b"SECOND-1"))
    for key, rival in ((first, other), (other, first)):
        conflicts = world.use.parts.bill_of_materials(ICT, key).conflicts
        assert {(each.line.component, each.line.serial, each.also_in) for each in conflicts} >= {
            (STORAGE, DISK, (rival,))
        }


def test_a_disk_that_a_repair_swapped_is_told_with_the_days_on_which_it_was_there(world: World) -> None:
    key = world.graded_laptop()
    before = world.clock()
    disk = next(serial for component, serial in parts(world, key) if component == "storage")
    out = ComponentRemoved(component=STORAGE, serial=disk)
    put_in = ComponentInstalled(component=STORAGE, origin=PartOrigin.NEW_ORIGINAL, serial="NEW-DISK-1")
    world.record(ICT, key, out, put_in)
    then = world.use.parts.bill_of_materials(ICT, key, before).parts
    assert ("storage", disk) in [(each.line.component.value, each.line.serial) for each in then]
    assert ("storage", "NEW-DISK-1") in parts(world, key)
    assert ("storage", disk) not in parts(world, key)
    assert not world.use.devices.read(ICT, key).device.missing_media


def test_who_may_not_read_the_device_reads_no_bill_of_materials(world: World) -> None:
    key = world.collected_laptop()
    for stranger in (OTHER_OWNER, ADVISER):
        with pytest.raises(NotPermitted):
            world.use.parts.bill_of_materials(stranger, key)


def test_the_stock_is_that_of_ones_own_devices_and_the_auditor_sees_all(world: World) -> None:
    world.record(ICT, world.collected_laptop(), OUT)
    assert world.use.parts.stock(RECEIVER) == ()
    assert len(world.use.parts.stock(AUDITOR)) == 1
