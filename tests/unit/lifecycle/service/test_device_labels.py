"""Printing the labels of devices: with the owner's own number, by who owns or has them, one or a whole consignment."""

import pytest

from dpp.domain.errors import InvalidInput, NotFound, NotPermitted
from dpp.domain.opaque import DeviceKey
from dpp.service.labels.printing import PrintJob
from lifecycle.domain.events import ConsignmentId
from lifecycle.service.consignments import NewConsignment
from tests.support.service_world import (
    AUDITOR,
    COORDINATOR,
    ICT,
    OTHER_OWNER,
    OWNER,
    RECEIVER,
    ROUTER,
    SERIAL,
    TAG,
    World,
)


@pytest.fixture
def world() -> World:
    return World()


def test_the_label_of_a_device_has_the_number_that_its_owner_gave_it(world: World) -> None:
    view = world.register()
    label = world.device_labels.label(OWNER, view.device.key)
    assert (label.asset_tag, label.title) == (TAG, "Dell Latitude 7420")
    assert SERIAL not in repr(label)


def test_the_label_of_its_passport_has_it_only_for_who_may_print_that_of_the_device(world: World) -> None:
    passport = world.register().passport_id
    assert passport is not None
    tags = {actor.account: world.device_labels.of_passport(actor, passport).asset_tag for actor in (OWNER, OTHER_OWNER)}
    assert tags == {OWNER.account: TAG, OTHER_OWNER.account: ""}


def test_a_device_that_is_not_yours_is_named_and_nothing_is_printed(world: World) -> None:
    """Also one that is not there: who may not know of a device learns no difference from a wrong key but the words."""
    key, absent = world.register().device.key, DeviceKey("absent0000000000")
    with pytest.raises(InvalidInput) as fault:
        world.device_labels.many(OTHER_OWNER, [key, absent], PrintJob())
    assert [problem.path for problem in fault.value.problems] == ["$.devices[0]", "$.devices[1]"]
    assert world.printer.printed == []


def test_who_has_a_device_prints_its_label_and_drz_prints_any(world: World) -> None:
    key = world.collected_laptop()
    for actor in (OWNER, ICT, ROUTER):
        assert world.device_labels.many(actor, [key], PrintJob()).count == 1
    for actor in (AUDITOR, RECEIVER):
        with pytest.raises(NotPermitted):
            world.device_labels.label(actor, key)


def test_a_placeholder_that_nobody_knows_has_no_label(world: World) -> None:
    key = world.scan("UNKNOWN-77").device
    assert key is not None
    with pytest.raises(NotFound, match="no passport yet"):
        world.device_labels.label(ICT, key)


def test_the_labels_of_a_consignment_come_in_its_order(world: World) -> None:
    keys = [world.collected_laptop(serial=f"S{number:04}", asset_tag=f"T{number:04}") for number in range(3)]
    consignment = world.use.consignments.create(
        ICT, NewConsignment(receiver=COORDINATOR, devices=tuple(keys))
    ).consignment
    assert world.device_labels.of_consignment(ICT, consignment.id, PrintJob("avery-l7160")).count == 3
    order = [line.asset_tag for line in world.use.consignments.read(ICT, consignment.id).lines]
    assert [label.asset_tag for label in world.printer.printed] == order
    with pytest.raises(NotPermitted):
        world.device_labels.of_consignment(OTHER_OWNER, consignment.id, PrintJob())
    with pytest.raises(NotFound):
        world.device_labels.of_consignment(ICT, ConsignmentId("absent"), PrintJob())
