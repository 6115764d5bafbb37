"""What the store of steps does, in memory and on both engines: all pass the same tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.monitoring.calendar import parts
from lifecycle.domain.monitoring.counted import Approved, Decided, Deliveries, Ended, Held, Passed
from lifecycle.domain.monitoring.steps import FlowStep, Step
from lifecycle.domain.worklists import ListName, WorkItem
from lifecycle.service.monitoring_ports import Span, StepFilter
from lifecycle.service.ports import LifecycleStorage
from tests.support.device_lines import device_line
from tests.support.fake_storage import FakeStorage

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
BZK, OCW = OrganisationId("bzk"), OrganisationId("ocw")
FIRST, SECOND = DeviceKey("device01"), DeviceKey("device02")
DELL = PassportId("model-dell")
SURPLUS = FlowStep(passage=1, step=Step.SURPLUS, at=NOW - DAY, owner=BZK, group="laptop", model=DELL)
DECIDED = replace(SURPLUS, step=Step.DECIDED, at=NOW, hours=24, route="donate", reason="data.media")
GIVEN = replace(SURPLUS, step=Step.HANDED_OVER, at=NOW, hours=24, outcome="donated")
OTHERS = tuple(replace(each, owner=OCW, passage=2) for each in (SURPLUS, DECIDED, GIVEN))
YEAR = Span(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: LifecycleStorage) -> LifecycleStorage:
        line = device_line(FIRST, lifecycle="inspected", blocked=("lock", "media"), owner=BZK)
        item = WorkItem(ListName.BLOCKED, FIRST, NOW, owner=BZK)
        with storage.writing() as work:
            work.devices.put(line, ())
            work.devices.put(replace(line, device_key=SECOND, owner=OCW, blocked=("lock",)), ())
            work.work_items.follow(FIRST, (item, replace(item, list=ListName.WIPE)))
            work.work_items.follow(SECOND, (replace(item, device=SECOND, owner=OCW),))
            work.flow.follow(FIRST, (SURPLUS, DECIDED, GIVEN))
            work.flow.follow(SECOND, OTHERS)
            work.commit()
        return storage

    def test_what_is_noted_comes_back_and_follows(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            assert work.flow.of_device(FIRST) == (SURPLUS, DECIDED, GIVEN)
            work.flow.follow(FIRST, (SURPLUS, replace(DECIDED, route="sell")))
            assert work.flow.of_device(FIRST) == (SURPLUS, replace(DECIDED, route="sell"))
            assert work.flow.of_device(SECOND) == OTHERS

    def test_what_is_alike_is_counted_together(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert set(reads.flow.ended(YEAR)) == {
                Ended("donated", BZK, "laptop", DELL, again=False, count=1),
                Ended("donated", OCW, "laptop", DELL, again=True, count=1),
            }
            own = replace(YEAR, owner=BZK)
            assert reads.flow.decided(own) == (Decided(BZK, "donate", "data.media", overridden=False, count=1),)
            assert reads.flow.hours(YEAR) == {Step.DECIDED: {24: 2}, Step.HANDED_OVER: {24: 2}}
            assert (reads.flow.came_back(YEAR), reads.flow.came_back(own)) == (1, 0)
            assert reads.flow.delivered(YEAR) == Deliveries(0, 0)

    def test_a_period_has_its_first_moment_and_not_its_last(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.flow.ended(Span(NOW - DAY, NOW)) == ()
            assert len(reads.flow.ended(Span(NOW, NOW + DAY))) == 2

    def test_the_stock_is_counted_as_it_is(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.flow.stock(None) == {"inspected": 2}
            assert reads.flow.blocked(None) == {"lock": 2, "media": 1}
            assert reads.flow.blocked(OCW) == {"lock": 1}
            assert reads.flow.waiting(None) == {"blocked": 2, "wipe": 1}

    def test_passages_are_counted_as_they_stood_at_the_end_of_a_period(self, filled: LifecycleStorage) -> None:
        """Under way on the day between, handed over by the next; of an owner its own alone."""
        received = replace(SURPLUS, step=Step.RECEIVED, at=NOW - DAY / 2)
        with filled.writing() as work:
            work.flow.follow(FIRST, (SURPLUS, received, DECIDED, GIVEN))
            work.commit()
        with filled.reading() as reads:
            assert set(reads.flow.passed(YEAR)) == {
                Passed(before=False, again=False, taken_in=True, decided=True, outcome="donated", count=1),
                Passed(before=False, again=True, taken_in=False, decided=True, outcome="donated", count=1),
            }
            until = Span(YEAR.start, NOW, BZK)
            under_way = Passed(before=False, again=False, taken_in=True, decided=False, outcome=None, count=1)
            assert reads.flow.passed(until) == (under_way,)
            [ending] = reads.flow.passed(Span(NOW, NOW + DAY, BZK))
            assert (ending.before, ending.outcome) == (True, "donated")
            assert reads.flow.passed(Span(NOW + DAY, NOW + 2 * DAY)) == ()

    def test_what_went_back_to_its_owner_is_not_under_way(self, filled: LifecycleStorage) -> None:
        back = replace(GIVEN, step=Step.RETURNED, outcome="returned_to_owner")
        with filled.writing() as work:
            work.flow.follow(FIRST, (SURPLUS, back))
            work.commit()
        with filled.reading() as reads:
            assert {each.outcome for each in reads.flow.passed(YEAR)} == {"returned_to_owner", "donated"}
            assert reads.flow.ended(replace(YEAR, owner=BZK)) == ()

    def test_destinations_are_counted_by_month(self, filled: LifecycleStorage) -> None:
        year = parts(date(2026, 1, 1), date(2026, 12, 31))
        with filled.reading() as reads:
            assert reads.flow.approved(year, None) == (Approved("2026-05", "donate", 2),)
            assert reads.flow.approved(year, BZK) == (Approved("2026-05", "donate", 1),)
            assert reads.flow.approved(parts(date(2026, 5, 5), date(2026, 12, 31)), None) == ()

    def test_the_owners_behind_figures_and_devices_are_known(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.flow.owners(YEAR) == reads.flow.device_owners() == {BZK, OCW}
            assert reads.flow.owners(Span(NOW + DAY, NOW + 2 * DAY)) == frozenset()

    def test_stock_is_counted_by_holder_place_and_grade(self, filled: LifecycleStorage) -> None:
        line = device_line(FIRST)
        alike = Held(line.custodian, line.place, line.functional_grade, 2)
        with filled.reading() as reads:
            assert reads.flow.held(None, {"inspected"}) == (alike,)
            assert reads.flow.held(OCW, {"inspected"}) == (replace(alike, count=1),)
            assert reads.flow.held(None, {"donated"}) == ()

    def test_the_devices_behind_a_count_are_found_page_by_page(self, filled: LifecycleStorage) -> None:
        donated = StepFilter(step=Step.HANDED_OVER, span=YEAR, outcome="donated")
        with filled.reading() as reads:
            assert reads.flow.devices(donated) == (FIRST, SECOND)
            assert reads.flow.devices(replace(donated, limit=1)) == (FIRST,)
            assert reads.flow.devices(replace(donated, after=FIRST)) == (SECOND,)
            assert reads.flow.devices(replace(donated, again=True, owner=OCW)) == (SECOND,)
            assert reads.flow.devices(replace(donated, outcome="sold")) == ()
            assert reads.flow.devices(replace(donated, span=replace(YEAR, owner=BZK))) == (FIRST,)


class TestFake(Contract):
    """In memory."""

    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestSql(Contract):
    """On SQLite and on PostgreSQL."""

    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)
