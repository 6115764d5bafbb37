"""Finders and owners at the same moment, on both engines with real threads."""

from functools import partial

import pytest

from dpp.adapters.clock import random_bytes
from dpp.adapters.database import Database
from dpp.domain.access_record import AccessPath
from dpp.domain.errors import Refused, TooMany
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.events import Place
from lifecycle.domain.found_reports import Outcome, Words
from lifecycle.domain.vocabulary import Holding, Route
from lifecycle.service.consignments import NewConsignment, Receipt
from tests.support.service_world import COORDINATOR, MINISTRY, OWNER, RECEIVER, ROUTER, World, laptop
from tests.support.together import together


@pytest.fixture
def world(database: Database) -> World:
    return World(database=SqlLifecycleStorage(database), chance=random_bytes)


@pytest.fixture
def display(world: World) -> tuple[DeviceKey, PassportId]:
    """Leased, so that it can leave the State by going back; it keeps no data."""
    content = laptop(productGroup="display", modelName="E2423H")
    model = world.passports.register_model(ROUTER, content).passport_id
    view = world.register(model=model, owner=COORDINATOR, holding=Holding.LESSOR, lessee=MINISTRY)
    assert view.passport_id is not None
    return view.device.key, view.passport_id


def test_of_many_finders_at_once_three_are_kept(world: World, display: tuple[DeviceKey, PassportId]) -> None:
    _, passport = display
    report = world.use.found_reports.report
    outcome = together(*(partial(report, passport, Words(f"Place {number}")) for number in range(6)))
    assert sorted(map(str, outcome)) == sorted(map(str, [None] * 3 + [TooMany] * 3))
    assert len(world.use.found_reports.find(OWNER)) == 3


def test_two_taps_at_once_are_one_report(world: World, display: tuple[DeviceKey, PassportId]) -> None:
    _, passport = display
    assert together(*[lambda: world.use.found_reports.report(passport, Words("Here"))] * 4) == [None] * 4
    assert len(world.use.found_reports.find(OWNER)) == 1


def test_a_report_is_closed_once(world: World, display: tuple[DeviceKey, PassportId]) -> None:
    reports = world.use.found_reports
    reference = reports.report(display[1], Words("Here"))
    outcome = together(*[lambda: reports.close(OWNER, reference, Outcome.CAME_BACK)] * 3)
    assert sorted(map(str, outcome)) == sorted(map(str, [None, Refused, Refused]))


def test_no_report_outlives_the_ownership_of_the_state(world: World, display: tuple[DeviceKey, PassportId]) -> None:
    """A finder sends while the receiver confirms: kept and then closed, or refused; never open without an owner."""
    key, passport = display
    reports, consignments = world.use.found_reports, world.use.consignments
    wanted = NewConsignment(receiver=COORDINATOR, devices=(key,), route=Route.RETURN_TO_LESSOR, contract="L-1")
    consignment = consignments.create(OWNER, wanted).consignment.id
    consignments.offer(OWNER, consignment)
    early = reports.report(passport, Words("Early"))
    left, sent = together(
        lambda: consignments.receive(RECEIVER, consignment, Receipt(place=Place("Depot"))),
        lambda: reports.report(passport, Words("Late")),
    )
    assert left is None
    assert sent in {None, Refused}
    assert reports.find(ROUTER) == ()
    over = [view.report for view in reports.find(ROUTER, is_open=False)]
    assert {report.outcome for report in over} == {Outcome.LEFT_STATE}
    assert reports.read(ROUTER, early, AccessPath.API).report.words is None
