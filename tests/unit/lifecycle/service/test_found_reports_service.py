"""A finder and an owner over storage in memory: what a stranger learns, who reads the words, and when they go."""

import json
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest

from dpp.domain.access_record import AccessKind, AccessPath
from dpp.domain.actor import VISITOR, Actor
from dpp.domain.catalogue import AccessClass
from dpp.domain.document import PassportStatus
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, NotSignedIn, Refused, TooMany
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.service.acts import Act
from lifecycle.domain.events import Found, LostOrStolen, Place
from lifecycle.domain.found_reports import FoundReport, Outcome, ReportReference, Words
from lifecycle.domain.vocabulary import Holding, Route
from lifecycle.service.consignments import NewConsignment, Receipt
from lifecycle.service.found_reports import FoundDevice, FoundReports
from tests.support.service_world import (
    ADMINISTRATOR,
    AUDITOR,
    COORDINATOR,
    ICT,
    MINISTRY,
    OTHER_MINISTRY,
    OTHER_OWNER,
    OWNER,
    RECEIVER,
    ROUTER,
    SERIAL,
    STORE,
    TAG,
    World,
)

WORDS = Words("In the train to Zwolle; now at my home", "finder@example.org")
LOST = LostOrStolen(stolen=True, report="PV-2026-1")


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def reports(world: World) -> FoundReports:
    return world.use.found_reports


def laptop(world: World, **wanted: Any) -> tuple[DeviceKey, PassportId]:
    view = world.register(**wanted)
    assert view.passport_id is not None
    return view.device.key, view.passport_id


def kept(world: World, reference: ReportReference) -> FoundReport:
    return world.storage.committed.found_reports.rows[reference]


def give_away(world: World, key: DeviceKey) -> None:
    wanted = NewConsignment(receiver=COORDINATOR, route=Route.DONATE, devices=(key,))
    consignment = world.use.consignments.create(ICT, wanted).consignment.id
    world.use.consignments.offer(ICT, consignment)
    world.use.consignments.receive(RECEIVER, consignment, Receipt(place=Place("Depot")))


def passport_of(world: World, key: DeviceKey) -> PassportId:
    passport = world.storage.committed.devices.rows[key].passport_id
    assert passport is not None
    return passport


def test_a_finder_learns_the_model_and_that_somebody_is_told(world: World, reports: FoundReports) -> None:
    """No owner, place, serial number or id of the device is in anything that the finder's methods give."""
    key, passport = laptop(world)
    reference = reports.report(passport, WORDS)
    given = json.dumps([asdict(reports.look(passport)), reference, reports.was_received(passport, reference)])
    assert reports.look(passport) == FoundDevice("Dell", "Latitude 7420", is_asked=True)
    assert not [secret for secret in (MINISTRY, STORE, SERIAL, TAG, key, "The ministry") if secret in given]


def test_a_lost_device_and_one_that_nobody_misses_look_the_same(world: World, reports: FoundReports) -> None:
    (_, one), (missing, other) = laptop(world), laptop(world, serial="OTHER-1", asset_tag=None)
    world.record(OWNER, missing, LOST)
    assert reports.look(one) == reports.look(other)
    for _ in range(3):
        assert len(reports.report(one, WORDS)) == len(reports.report(other, WORDS)) == 8


def test_who_it_is_for_reads_it_and_that_is_recorded_first(world: World, reports: FoundReports) -> None:
    _, passport = laptop(world)
    reference = reports.report(passport, WORDS)
    view = reports.read(OWNER, reference, AccessPath.PAGE)
    assert (view.report.words, view.may_answer, view.missing) == (WORDS, True, False)
    (record,) = world.storage.committed.access_records.rows.values()
    assert (record.kind, record.account, record.passport, record.path) == (
        AccessKind.READ,
        OWNER.account,
        passport,
        AccessPath.PAGE,
    )
    assert record.classes == (AccessClass.OWNER,)
    assert "train" not in str(record)


def test_the_list_and_the_auditor_see_no_words_and_leave_no_record(world: World, reports: FoundReports) -> None:
    _, passport = laptop(world)
    reference = reports.report(passport, WORDS)
    views = [*reports.find(OWNER), *reports.find(ROUTER), *reports.find(AUDITOR)]
    views.append(reports.read(AUDITOR, reference, AccessPath.PAGE))
    assert [view.report.words for view in views] == [None] * 4
    assert [view.may_answer for view in views] == [True, True, False, False]
    assert world.storage.committed.access_records.rows == {}


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [(VISITOR, NotSignedIn), (OTHER_OWNER, NotPermitted), (ICT, NotPermitted), (ADMINISTRATOR, NotPermitted)],
)
def test_nobody_else_reads_or_closes_it(
    world: World, reports: FoundReports, actor: Actor, refusal: type[Exception]
) -> None:
    """Another ministry finds no report of it in its list, and who is no owner has no list."""
    _, passport = laptop(world)
    reference = reports.report(passport, WORDS)
    with pytest.raises(refusal):
        reports.read(actor, reference, AccessPath.API)
    with pytest.raises(refusal):
        reports.close(actor, reference, Outcome.NO_USE)
    if actor is OTHER_OWNER:
        assert reports.find(actor) == ()
    else:
        with pytest.raises(refusal):
            reports.find(actor)
    assert kept(world, reference).words == WORDS


def test_the_auditor_closes_nothing(world: World, reports: FoundReports) -> None:
    _, passport = laptop(world)
    with pytest.raises(NotPermitted):
        reports.close(AUDITOR, reports.report(passport, WORDS), Outcome.NO_USE)


def test_closing_erases_the_words(world: World, reports: FoundReports) -> None:
    _, passport = laptop(world)
    reference = reports.report(passport, WORDS)
    view = reports.close(OWNER, reference, Outcome.CAME_BACK)
    assert (view.report.outcome, view.report.closed_by, view.report.words) == ("came-back", OWNER.account, None)
    assert "finder@example.org" not in str(world.storage.committed.found_reports)
    assert ([*reports.find(OWNER)], len(reports.find(OWNER, is_open=False))) == ([], 1)
    with pytest.raises(Refused, match="closed already"):
        reports.close(OWNER, reference, Outcome.NO_USE)


@pytest.mark.parametrize("outcome", [Outcome.EXPIRED, Outcome.LEFT_STATE])
def test_what_comes_by_itself_is_not_chosen(world: World, reports: FoundReports, outcome: Outcome) -> None:
    _, passport = laptop(world)
    reference = reports.report(passport, WORDS)
    with pytest.raises(InvalidInput):
        reports.close(OWNER, reference, outcome)


def test_a_second_tap_is_one_report(world: World, reports: FoundReports) -> None:
    _, passport = laptop(world)
    assert reports.report(passport, WORDS) == reports.report(passport, WORDS)
    assert len(world.storage.committed.found_reports.rows) == 1


def test_a_device_takes_three_open_reports_in_a_day(world: World, reports: FoundReports) -> None:
    """The fourth is told so, with how long to wait; a closed one makes room."""
    _, passport = laptop(world)
    references = [reports.report(passport, replace(WORDS, where=f"Place {number}")) for number in range(3)]
    world.clock.forward(hours=1)
    with pytest.raises(TooMany, match="several times today") as refusal:
        reports.report(passport, replace(WORDS, where="Place 4"))
    assert refusal.value.seconds == 23 * 3600
    reports.close(OWNER, references[0], Outcome.NO_USE)
    reports.report(passport, replace(WORDS, where="Place 4"))


def test_the_words_are_forgotten_when_their_time_is_over(world: World, reports: FoundReports) -> None:
    _, passport = laptop(world)
    reference = reports.report(passport, WORDS)
    world.clock.forward(days=reports.kept.days)
    assert reports.forget() == 0
    world.clock.forward(minutes=1)
    assert (reports.forget(), reports.forget()) == (1, 0)
    assert (kept(world, reference).outcome, kept(world, reference).words) == (Outcome.EXPIRED, None)


def test_when_the_device_leaves_the_state_its_reports_end_in_the_same_transaction(
    world: World, reports: FoundReports
) -> None:
    """Until the receiver confirms, the State still owns it; then the words are gone and the form is closed."""
    key = world.approved_laptop()
    passport = passport_of(world, key)
    reference = reports.report(passport, WORDS)
    wanted = NewConsignment(receiver=COORDINATOR, route=Route.DONATE, devices=(key,))
    consignment = world.use.consignments.create(ICT, wanted).consignment.id
    world.use.consignments.offer(ICT, consignment)
    assert reports.look(passport).is_asked
    assert kept(world, reference).words == WORDS
    world.use.consignments.receive(RECEIVER, consignment, Receipt(place=Place("Depot")))
    report = kept(world, reference)
    assert (report.outcome, report.words, report.closed_by) == (Outcome.LEFT_STATE, None, None)
    assert report.closed_at == world.clock()
    assert not reports.look(passport).is_asked
    with pytest.raises(Refused) as refusal:
        reports.report(passport, WORDS)
    assert refusal.value.rule == "belongs-to-the-state"


def test_a_change_that_is_refused_ends_no_report(world: World, reports: FoundReports) -> None:
    """The receipt fails as a whole: the device is still the State's, and so is the report."""
    key = world.approved_laptop()
    reference = reports.report(passport_of(world, key), WORDS)
    wanted = NewConsignment(receiver=COORDINATOR, route=Route.DONATE, devices=(key,))
    consignment = world.use.consignments.create(ICT, wanted).consignment.id
    world.use.consignments.offer(ICT, consignment)
    with pytest.raises(NotPermitted):
        world.use.consignments.receive(OTHER_OWNER, consignment, Receipt(place=Place("Depot")))
    assert kept(world, reference).words == WORDS


def test_a_leased_device_reports_to_its_lessee(world: World, reports: FoundReports) -> None:
    _, passport = laptop(world, owner=OTHER_MINISTRY, holding=Holding.LESSOR, lessee=MINISTRY)
    reference = reports.report(passport, WORDS)
    assert kept(world, reference).told == MINISTRY
    with pytest.raises(NotPermitted):
        reports.read(OTHER_OWNER, reference, AccessPath.PAGE)


def test_the_event_that_it_was_found_names_the_report_and_nothing_of_the_finder(
    world: World, reports: FoundReports
) -> None:
    key, passport = laptop(world)
    world.record(OWNER, key, LOST)
    reference = reports.report(passport, WORDS)
    assert reports.read(OWNER, reference, AccessPath.PAGE).missing
    world.record(OWNER, key, Found(place=STORE, report=reference))
    assert not reports.read(OWNER, reference, AccessPath.PAGE).missing
    assert kept(world, reference).words == WORDS
    assert "finder@example.org" not in str(world.storage.committed.events)


def test_a_model_a_batch_and_a_thing_that_is_not_followed_have_no_form(world: World, reports: FoundReports) -> None:
    for passport in (world.model(), PassportId("absent")):
        with pytest.raises(NotFound):
            reports.look(passport)
        with pytest.raises(NotFound):
            reports.report(passport, WORDS)
    _, item = laptop(world)
    rows = world.storage.committed.passports.rows
    rows[item] = replace(rows[item], device_key=None)
    with pytest.raises(NotFound, match="does not follow"):
        reports.look(item)


def test_an_old_label_still_reaches_the_owner(world: World, reports: FoundReports) -> None:
    """An archived passport, and one that was followed by another, are of a device that somebody may hold."""
    key, passport = laptop(world)
    with world.storage.writing() as work:
        stored = work.passports.get(passport)
        assert stored is not None
        world.publisher.set_status(work, Act(ROUTER, world.clock()), stored, PassportStatus.ARCHIVED)
        work.commit()
    world.record(OWNER, key, LOST)
    assert reports.look(passport).is_asked
    assert kept(world, reports.report(passport, WORDS)).told == MINISTRY


def test_a_reference_is_known_at_the_page_where_it_was_given(world: World, reports: FoundReports) -> None:
    (_, one), (_, other) = laptop(world), laptop(world, serial="OTHER-1", asset_tag=None)
    reference = reports.report(one, WORDS)
    assert reports.was_received(one, reference)
    assert not reports.was_received(other, reference)
    assert not reports.was_received(one, ReportReference("00000000"))


def test_a_recording_of_nothing_new_touches_no_report(world: World, reports: FoundReports) -> None:
    """A retry of an event writes nothing, and so ends nothing."""
    key, passport = laptop(world)
    reports.report(passport, WORDS)
    before = world.storage.committed
    world.clock.forward(minutes=int(timedelta(days=1) / timedelta(minutes=1)))
    world.use.devices.record(OWNER, key, [])
    assert world.storage.committed == before
