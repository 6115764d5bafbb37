"""Reports of wiping tools look for their devices: over storage in memory, with logs as nwipe writes them."""

from datetime import UTC, timedelta

import pytest

from dpp.domain.actor import AccountId, Actor, Capability
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, Refused, TooMany
from lifecycle.domain.erasure.reports import EARLY_DAYS, Outcome
from lifecycle.domain.erasure.trays import Tray
from lifecycle.domain.events import (
    Assigned,
    Classified,
    HoldPlaced,
    HoldReleased,
    MediaRemoved,
    SanitisationFailed,
    SanitisationPerformed,
    SanitisationVerified,
)
from lifecycle.domain.vocabulary import Classification, DataState, SanitisationCategory
from lifecycle.service.erasure_reports import ErasureReports, ReportView
from tests.support.erasure_samples import Disk, nwipe_log
from tests.support.erasure_world import laptop
from tests.support.fake_erasure import HereReader
from tests.support.service_world import (
    AUDITOR,
    CHECKER,
    DISK,
    ICT,
    OWNER,
    PROVIDER,
    ROUTER,
    SERIAL,
    SURPLUS,
    World,
)

STATION = Actor(AccountId("ict"), PROVIDER, capability=Capability("post_erasure_report", "Bench 3"))


@pytest.fixture
def world() -> World:
    return World()


def send(world: World, *disks: Disk, by: Actor = ICT, machine: str | None = None, ago: int = 0) -> ReportView:
    world.clock.forward(minutes=1)
    at = world.clock() - timedelta(seconds=1, days=ago)
    return world.use.erasure.reports.receive(by, nwipe_log(*disks, at=at, machine=machine))


def outcomes(view: ReportView) -> list[Outcome]:
    return [each.disk.outcome for each in view.disks]


def waits(world: World, tray: Tray, by: Actor = ICT) -> int:
    counts = {each.tray: each.waiting for each in world.use.erasure.bench.trays(by)}
    waiting = counts[tray]
    return 0 if waiting is None else waiting.count


def test_one_report_with_many_disks_is_recorded_on_the_device_of_each(world: World) -> None:
    one, two = laptop(world), laptop(world, "OTHER-1", "DISK-2")
    view = send(world, Disk(DISK), Disk("DISK-2", failed=True))
    assert outcomes(view) == [Outcome.RECORDED, Outcome.RECORDED]
    wiped, failed = (world.events(key)[-1].happening for key in (one, two))
    assert isinstance(wiped, SanitisationPerformed)
    assert (wiped.category, wiped.technique, wiped.tool, wiped.tool_version) == (
        SanitisationCategory.CLEAR,
        "PRNG Stream",
        "nwipe",
        "0.38",
    )
    assert wiped.tool_verified
    assert wiped.evidence == view.report.sha256
    assert isinstance(failed, SanitisationFailed)
    assert (failed.tool, failed.detail) == ("nwipe", "the table says FAILED")
    assert [world.storage.committed.devices.rows[key].data_state for key in (one, two)] == ["cleared", "failed"]


def test_the_moment_of_the_wipe_is_that_of_the_report_and_the_performer_is_who_sent_it(world: World) -> None:
    key = laptop(world)
    view = send(world, Disk(DISK), by=STATION)
    event = world.events(key)[-1]
    assert event.occurred_at == world.clock() - timedelta(seconds=1)
    assert event.actor == STATION.account
    assert isinstance(event.happening, SanitisationPerformed)
    assert event.happening.station == "Bench 3"
    assert view.disks[0].line is None, "a station is told nothing of the device"
    assert view.disks[0].disk.device is None


def test_who_owns_the_key_of_the_station_does_not_verify_its_erasures(world: World) -> None:
    key = laptop(world)
    send(world, Disk(DISK), by=STATION)
    with pytest.raises(Refused) as refused:
        world.record(ICT, key, SanitisationVerified(medium=DISK))
    assert refused.value.rule == "own-verification"
    world.record(CHECKER, key, SanitisationVerified(medium=DISK))


def test_serials_are_compared_without_case_and_spaces_and_a_near_miss_is_another_disk(world: World) -> None:
    key = laptop(world, disk="S3Z8 NB0K")
    assert outcomes(send(world, Disk("s3z8nb0k"))) == [Outcome.RECORDED]
    assert outcomes(send(world, Disk("S3Z8NBOK"))) == [Outcome.NO_DEVICE], "O is not 0"
    assert [medium.serial for medium in world.use.devices.read(ICT, key).device.media] == ["S3Z8 NB0K"]


def test_the_same_report_again_changes_nothing(world: World) -> None:
    laptop(world)
    log = nwipe_log(Disk(DISK), at=world.clock())
    first = world.use.erasure.reports.receive(ICT, log)
    before = world.storage.committed
    again = world.use.erasure.reports.receive(CHECKER, log)
    assert again.repeated
    assert not first.repeated
    assert again.disks == first.disks
    assert world.storage.committed == before


def test_the_same_disk_and_moment_in_another_report_is_one_erasure(world: World) -> None:
    key, at = laptop(world), world.clock()
    reports = world.use.erasure.reports
    reports.receive(ICT, nwipe_log(Disk(DISK), at=at))
    second = reports.receive(ICT, nwipe_log(Disk(DISK), Disk("LATER-1"), at=at))
    assert outcomes(second) == [Outcome.REPEATED, Outcome.NO_DEVICE]
    assert world.kinds(key).count("sanitisation_performed") == 1


def test_a_report_without_a_device_waits_and_is_recorded_when_the_disk_is_seen(world: World) -> None:
    view = send(world, Disk(DISK))
    assert outcomes(view) == [Outcome.NO_DEVICE]
    assert waits(world, Tray.UNPLACED) == 1
    key = world.collected_laptop()
    assert waits(world, Tray.UNPLACED) == 1
    world.attach(key)
    assert waits(world, Tray.UNPLACED) == 0
    assert world.kinds(key)[-1] == "sanitisation_performed"
    (disk,) = world.use.erasure.reports.read(ICT, view.report.sha256).disks
    assert (disk.disk.outcome, disk.disk.device) == (Outcome.RECORDED, key)
    assert waits(world, Tray.TO_VERIFY) == 1


def test_a_report_that_came_long_before_the_device_does_not_count(world: World) -> None:
    """Nobody knows what happened to the disk between."""
    send(world, Disk(DISK))
    world.clock.forward(days=EARLY_DAYS + 1)
    laptop(world)
    (waiting,) = world.use.erasure.bench.open(ICT, Tray.UNPLACED).disks
    assert waiting.outcome is Outcome.STALE


def test_a_device_of_another_organisation_is_not_found(world: World) -> None:
    laptop(world)
    assert outcomes(send(world, Disk(DISK), by=ROUTER)) == [Outcome.NO_DEVICE]
    assert (waits(world, Tray.UNPLACED), waits(world, Tray.UNPLACED, ROUTER)) == (0, 1)


def test_two_devices_with_one_disk_are_a_question_for_a_person(world: World) -> None:
    one, two = laptop(world), laptop(world, "OTHER-1", DISK)
    view = send(world, Disk(DISK))
    assert outcomes(view) == [Outcome.SEVERAL_DEVICES]
    reports = world.use.erasure.reports
    assert reports.match(CHECKER, view.report.sha256, 1, two).disk.outcome is Outcome.RECORDED
    event = world.events(two)[-1]
    assert (event.kind, event.actor) == ("sanitisation_performed", ICT.account), "not of who matched it"
    assert "sanitisation_performed" not in world.kinds(one)
    with pytest.raises(Refused, match="settled"):
        reports.match(CHECKER, view.report.sha256, 1, one)


def test_a_report_from_before_the_last_use_does_not_count_and_says_so(world: World) -> None:
    """Used after the wipe: what the report says is true, and worth nothing."""
    key = world.register().device.key
    wiped_at = world.clock() + timedelta(minutes=2)
    world.clock.forward(days=1)
    world.record(OWNER, key, Assigned(unit="Unit 1"))
    world.record(OWNER, key, SURPLUS)
    world.scan(SERIAL)
    world.attach(key)
    report = world.use.erasure.reports.receive(ICT, nwipe_log(Disk(DISK), at=wiped_at))
    assert outcomes(report) == [Outcome.STALE]
    assert "sanitisation_performed" not in world.kinds(key)
    with pytest.raises(Refused) as refused:
        world.use.erasure.reports.match(ICT, report.report.sha256, 1, key)
    assert refused.value.rule == "report-counts"


def test_an_older_report_does_not_undo_a_newer_erasure(world: World) -> None:
    key = laptop(world)
    send(world, Disk(DISK))
    old = nwipe_log(Disk(DISK, failed=True), at=world.clock() - timedelta(minutes=2))
    assert outcomes(world.use.erasure.reports.receive(ICT, old)) == [Outcome.STALE]
    assert world.storage.committed.devices.rows[key].data_state == "cleared"


def test_a_disk_seen_at_intake_and_missing_at_the_wipe_quarantines_the_device(world: World) -> None:
    """Through a report that names the machine: all disks that it saw are in it, and no other."""
    key = laptop(world)
    view = send(world, Disk("SWAPPED-1"), machine=SERIAL)
    assert outcomes(view) == [Outcome.RECORDED], "a disk first seen at the wipe of its machine"
    device = world.use.devices.read(ICT, key).device
    assert [medium.serial for medium in device.missing_media] == [DISK]
    assert device.lifecycle == "quarantined"
    assert not device.is_data_safe


def test_a_failed_wipe_tells_which_disks_were_there_too(world: World) -> None:
    key = laptop(world)
    world.attach(key, nwipe_log(Disk("SECOND-1", wiped=False), at=world.clock(), machine=SERIAL))
    send(world, Disk("SECOND-1", failed=True), machine=SERIAL)
    device = world.use.devices.read(ICT, key).device
    assert {medium.serial: medium.data for medium in device.media} == {
        DISK: DataState.UNKNOWN,
        "SECOND-1": DataState.FAILED,
    }
    assert [medium.serial for medium in device.missing_media] == [DISK]


def test_a_rig_that_wipes_disks_of_many_devices_makes_nothing_missing(world: World) -> None:
    one, two = laptop(world), laptop(world, "OTHER-1", "DISK-2")
    send(world, Disk(DISK), Disk("DISK-2"), Disk("STRANGER"), machine="RIG-1")
    devices = [world.use.devices.read(ICT, key).device for key in (one, two)]
    assert not any(device.missing_media for device in devices)
    assert waits(world, Tray.UNPLACED) == 1


def test_data_that_must_be_destroyed_is_recorded_as_erased_and_never_verified(world: World) -> None:
    key = laptop(world)
    world.record(OWNER, key, Classified(classification=Classification.STG_C))
    assert outcomes(send(world, Disk(DISK))) == [Outcome.RECORDED], "the wiping happened"
    with pytest.raises(Refused) as refused:
        world.record(CHECKER, key, SanitisationVerified(medium=DISK))
    assert refused.value.rule == "category-for-classification"


def test_a_report_that_a_rule_refuses_is_kept_and_told_with_the_rule(world: World) -> None:
    key = laptop(world)
    world.record(OWNER, key, HoldPlaced(hold="H-1", reason="Asked for"))
    view = send(world, Disk(DISK))
    assert outcomes(view) == [Outcome.REFUSED]
    assert view.disks[0].disk.rule == "keep-under-hold"
    assert waits(world, Tray.UNPLACED) == 1
    world.record(OWNER, key, HoldReleased(hold="H-1", reason="Over"))
    (still,) = world.use.erasure.reports.read(ICT, view.report.sha256).disks
    assert still.disk.outcome is Outcome.REFUSED, "at its own time the hold was on it"


def test_a_disk_that_was_taken_out_by_a_recorded_act_is_not_matched(world: World) -> None:
    key = laptop(world)
    world.record(ICT, key, MediaRemoved(medium=DISK, kept_by=PROVIDER))
    assert outcomes(send(world, Disk(DISK))) == [Outcome.NO_DEVICE]


def test_a_disk_that_no_device_will_come_for_is_closed_and_kept(world: World) -> None:
    view = send(world, Disk("STRANGER"))
    closed = world.use.erasure.reports.close(CHECKER, view.report.sha256, 1)
    assert (closed.disk.outcome, closed.disk.settled_by) == (Outcome.CLOSED, CHECKER.account)
    assert waits(world, Tray.UNPLACED) == 0
    assert outcomes(world.use.erasure.reports.read(ICT, view.report.sha256)) == [Outcome.CLOSED]


def test_a_clock_that_runs_ahead_says_when_the_report_came(world: World) -> None:
    key = laptop(world)
    world.use.erasure.reports.receive(ICT, nwipe_log(Disk(DISK), at=world.clock() + timedelta(days=2)))
    event = world.events(key)[-1]
    assert event.occurred_at == world.clock()
    assert isinstance(event.happening, SanitisationPerformed)
    assert event.happening.finished_at is not None
    assert event.happening.finished_at.replace(tzinfo=UTC) > event.occurred_at


def test_a_file_without_an_erasure_is_refused_and_not_kept(world: World) -> None:
    with pytest.raises(InvalidInput, match="no erasure"):
        world.use.erasure.reports.receive(ICT, nwipe_log(Disk(DISK, wiped=False), at=world.clock()))
    assert not world.storage.committed.erasure_reports.reports


def test_who_may_send_and_who_may_read(world: World) -> None:
    log, reports = nwipe_log(Disk(DISK), at=world.clock()), world.use.erasure.reports
    for actor in (OWNER, AUDITOR):
        with pytest.raises(NotPermitted):
            reports.receive(actor, log)
    sha256 = reports.receive(STATION, log).report.sha256
    with pytest.raises(NotPermitted):
        reports.read(STATION, sha256)
    with pytest.raises(NotPermitted):
        world.use.erasure.bench.trays(STATION)
    with pytest.raises(NotFound):
        reports.read(ROUTER, sha256)


def test_an_account_sends_so_many_a_minute(world: World) -> None:
    slow = ErasureReports(world.storage, world.recorder, HereReader(), lambda _account: 7.2)
    with pytest.raises(TooMany) as refused:
        slow.receive(ICT, nwipe_log(Disk(DISK), at=world.clock()))
    assert refused.value.seconds == 8
