"""Two at the same moment, on both engines with real threads: nothing is lost, and nothing is done twice."""

from dataclasses import replace

import pytest

from dpp.adapters.clock import random_bytes
from dpp.adapters.database import Database
from dpp.domain.errors import Conflict, Refused
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.events import EventId, LockFound, Place
from lifecycle.domain.vocabulary import CosmeticGrade, Lock
from lifecycle.service.consignments import NewConsignment, Receipt
from lifecycle.service.intake import Scan
from lifecycle.service.recording import Draft
from tests.support.service_world import (
    BENCH,
    CHECKER,
    GRADED,
    ICT,
    OTHER_MINISTRY,
    OTHER_OWNER,
    OWNER,
    ROUTER,
    SERIAL,
    SURPLUS,
    World,
    laptop,
)
from tests.support.together import together


@pytest.fixture
def world(database: Database) -> World:
    """The same use cases over a real database, with real chance: counted bytes would meet across threads."""
    return World(database=SqlLifecycleStorage(database), chance=random_bytes)


@pytest.fixture
def key(world: World) -> DeviceKey:
    model = world.passports.register_model(ROUTER, laptop()).passport_id
    key = world.register(model=model).device.key
    world.use.devices.record(OWNER, key, [Draft(SURPLUS)])
    world.use.intake.scan(ICT, Scan(raw=SERIAL, place=BENCH))
    return key


def kinds(world: World, key: DeviceKey) -> list[str]:
    return [entry.event.kind for entry in world.use.devices.read(ROUTER, key).timeline]


def test_events_of_one_device_at_the_same_moment_are_both_kept(world: World, key: DeviceKey) -> None:
    """Each waits for the other: both are in the life, and the line and the passport tell of both."""
    before = len(kinds(world, key))
    outcome = together(
        lambda: world.use.devices.record(ICT, key, [Draft(GRADED)]),
        lambda: world.use.devices.record(CHECKER, key, [Draft(LockFound(lock=Lock.MDM))]),
    )
    assert outcome == [None, None]
    view = world.use.devices.read(ROUTER, key)
    assert sorted(kinds(world, key)[before:]) == ["inspected", "lock_found"]
    assert (view.line.sequence, view.line.functional_grade) == (before + 2, "F5")
    assert "lock" in view.line.blocked


def test_grades_at_the_same_moment_make_a_version_each(world: World, key: DeviceKey) -> None:
    passport = world.use.devices.read(ROUTER, key).passport_id
    assert passport is not None
    outcome = together(
        *[
            lambda grade=grade: world.use.devices.record(ICT, key, [Draft(replace(GRADED, cosmetic=grade))])
            for grade in (CosmeticGrade.C3, CosmeticGrade.C4, CosmeticGrade.C6)
        ]
    )
    assert outcome == [None] * 3
    assert [each.version for each in world.passports.versions(ROUTER, passport)] == [1, 2, 3, 4]


def test_a_scan_that_is_sent_twice_at_once_is_recorded_once(world: World, key: DeviceKey) -> None:
    scan = Scan(raw=SERIAL, place=Place("another bench"), event_id=EventId("scanner-1"))
    before = len(kinds(world, key))
    outcome = together(*[lambda: world.use.intake.scan(ICT, scan)] * 2)
    assert outcome == [None, None]
    assert len(kinds(world, key)) == before + 1


def test_a_device_is_drafted_into_one_consignment(world: World, key: DeviceKey) -> None:
    wanted = NewConsignment(receiver=OTHER_MINISTRY, devices=(key,))
    outcome = together(*[lambda: world.use.consignments.create(ICT, wanted)] * 2)
    assert outcome in ([None, Refused], [Refused, None])
    assert len(world.use.consignments.find(ICT)) == 1


def test_a_consignment_is_received_once(world: World, key: DeviceKey) -> None:
    """Somebody pressed twice: one receipt, and custody passed once."""
    wanted = NewConsignment(receiver=OTHER_MINISTRY, devices=(key,))
    consignment = world.use.consignments.create(ICT, wanted).consignment.id
    world.use.consignments.offer(ICT, consignment)
    receipt = Receipt(place=Place("Depot"))
    outcome = together(*[lambda: world.use.consignments.receive(OTHER_OWNER, consignment, receipt)] * 2)
    assert outcome.count(None) == 1
    assert set(outcome) <= {None, Refused, Conflict}
    assert kinds(world, key).count("transfer_received") == 1
    assert kinds(world, key).count("custody_changed") == 2
