"""What is counted of an owner's devices and of what waits, in memory and on both engines: all pass the same tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.events import EventId
from lifecycle.domain.found_reports import FoundReport, ReportReference, Words
from lifecycle.domain.holdings import RULES, Alike, Standing, by_step
from lifecycle.domain.marketplace.reserving import ReservedDevice
from lifecycle.domain.monitoring.steps import FlowStep, Step
from lifecycle.domain.vocabulary import DataState, Lifecycle
from lifecycle.domain.worklists import ListName, WorkItem
from lifecycle.service.holding_ports import HoldingFilter, PlaceCount, YearCount
from lifecycle.service.ports import LifecycleStorage
from lifecycle.service.today_ports import Matter, Question
from lifecycle.service.worklist_ports import Scope, Waiting
from tests.support.device_lines import device_line
from tests.support.fake_storage import FakeStorage

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
BZK, OCW, SSC = OrganisationId("bzk"), OrganisationId("ocw"), OrganisationId("ssc")
AT_HOME, GONE, BLOCKED, OTHERS = (DeviceKey(f"device0{number}") for number in range(1, 5))
SURPLUS = FlowStep(passage=1, step=Step.SURPLUS, at=NOW - 200 * DAY, owner=BZK)
SOLD = replace(SURPLUS, step=Step.HANDED_OVER, at=NOW - DAY, outcome="sold")


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: LifecycleStorage) -> LifecycleStorage:
        home = device_line(AT_HOME, lifecycle="surplus", owner=BZK, custodian=BZK, place="Den Haag", updated_at=NOW)
        away = replace(home, device_key=BLOCKED, lifecycle="inspected", data_state="contains-data", custodian=SSC)
        with storage.writing() as work:
            work.devices.put(home, ())
            work.devices.put(replace(home, device_key=GONE, lifecycle="sold", custodian=None, place=None), ())
            old = replace(away, blocked=("lock", "media"), updated_at=NOW - 40 * DAY, route="sell")
            work.devices.put(old, ())
            work.devices.put(replace(home, device_key=OTHERS, owner=OCW), ())
            work.flow.follow(AT_HOME, (SURPLUS,))
            work.flow.follow(GONE, (SURPLUS, SOLD))
            work.flow.follow(OTHERS, (replace(SURPLUS, owner=OCW),))
            work.commit()
        return storage

    def test_every_device_of_the_owner_is_counted_once_at_a_step(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            steps = {step.standing: step for step in by_step(BZK, reads.holdings.alike(BZK, NOW - 30 * DAY))}
        assert {standing: step.count for standing, step in steps.items()} == {
            Standing.COLLECTION: 1,
            Standing.ERASURE: 1,
            Standing.GONE: 1,
        }
        assert steps[Standing.COLLECTION].since == SURPLUS.at
        assert (steps[Standing.ERASURE].still, steps[Standing.ERASURE].routes) == (1, {"sell": 1})
        assert steps[Standing.ERASURE].custodians == {SSC: 1}

    def test_behind_each_count_is_the_list_of_its_devices(self, filled: LifecycleStorage) -> None:
        mine = HoldingFilter(owner=BZK)
        with filled.reading() as reads:
            by_standing = {each: reads.holdings.keys(replace(mine, standing=each)) for each in Standing}
            assert {each: keys for each, keys in by_standing.items() if keys} == {
                Standing.COLLECTION: (AT_HOME,),
                Standing.ERASURE: (BLOCKED,),
                Standing.GONE: (GONE,),
            }
            assert reads.holdings.keys(mine) == (AT_HOME, GONE, BLOCKED)
            assert reads.holdings.keys(replace(mine, after=AT_HOME, limit=1)) == (GONE,)
            assert reads.holdings.keys(replace(mine, custodian=SSC)) == (BLOCKED,)
            assert reads.holdings.keys(replace(mine, place="")) == (GONE,)
            assert reads.holdings.keys(replace(mine, blocked="lock")) == (BLOCKED,)
            assert reads.holdings.keys(replace(mine, still=NOW - 30 * DAY)) == (BLOCKED,)

    def test_places_causes_and_years_are_counted(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.holdings.places(BZK, 2) == (PlaceCount(None, None, 1), PlaceCount(BZK, "Den Haag", 1))
            assert reads.holdings.blocked(BZK) == {"lock": 1, "media": 1}
            assert set(reads.holdings.years(BZK, NOW)) == {
                YearCount(year=2025, step="surplus", outcome=None, count=2),
                YearCount(year=2026, step="handed-over", outcome="sold", count=1),
            }
            assert reads.holdings.years(SSC, NOW) == ()

    def test_what_waits_is_told_with_its_oldest(self, filled: LifecycleStorage) -> None:
        """Each matter in its scope; what is not asked, or of somebody else, is not told."""
        report = FoundReport(ReportReference("ABCDE"), AT_HOME, PassportId("p"), BZK, NOW - DAY, Words("station", None))
        kept = ReservedDevice(AT_HOME, EventId("e1"), OCW, None, None, NOW - 2 * DAY, (NOW + DAY).date())
        with filled.writing() as work:
            work.work_items.follow(AT_HOME, (WorkItem(ListName.BLOCKED, AT_HOME, NOW, owner=BZK),))
            work.found_reports.put(report)
            work.reservations.put(kept)
            work.commit()
        own, others = Scope(owner=BZK), Scope(owner=OCW, receiver=OCW)
        matters = dict.fromkeys(frozenset(Matter) - {Matter.CONSIGNMENT, Matter.RESERVATION}, own)
        with filled.reading() as reads:
            assert reads.today.waiting(Question({ListName.BLOCKED: own}, matters)) == {
                ListName.BLOCKED: Waiting(1, NOW),
                Matter.FOUND_REPORT: Waiting(1, NOW - DAY),
            }
            assert reads.today.waiting(Question(matters=dict.fromkeys(Matter, others))) == {
                Matter.RESERVATION: Waiting(1, NOW - 2 * DAY)
            }
            assert reads.today.waiting(Question()) == {}


class TestMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestSql(Contract):
    """SQLite and PostgreSQL."""

    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)


@pytest.mark.parametrize("stage", Lifecycle)
def test_a_device_is_at_exactly_one_step(stage: Lifecycle) -> None:
    """Whoever has it, and whatever is on it: so the steps of an owner add up to its devices."""
    for at_owner in (True, False):
        for data_gone in (True, False):
            fits = [rule for rule in RULES if rule.fits(stage, at_owner=at_owner, data_gone=data_gone)]
            assert len(fits) == 1


def test_a_step_tells_its_own_dates() -> None:
    """Since the declaration on the way; elsewhere since the last event, and there nothing is called still."""
    before = NOW - DAY
    alike = Alike(
        stage=Lifecycle.IN_USE,
        data=DataState.UNKNOWN,
        route=None,
        custodian=BZK,
        count=2,
        still=2,
        oldest=NOW,
        declared=before,
    )
    in_use, collection = by_step(BZK, (alike, replace(alike, stage=Lifecycle.SURPLUS)))
    assert (in_use.standing, in_use.since, in_use.still) == (Standing.IN_USE, NOW, 0)
    assert (collection.standing, collection.since, collection.still) == (Standing.COLLECTION, before, 2)
