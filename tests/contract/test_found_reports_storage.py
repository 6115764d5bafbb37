"""What the store of finders' reports does, in memory and on both engines: all pass the same tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.found_reports import FoundReport, Outcome, ReportReference, Words, closed
from lifecycle.service.ports import LifecycleStorage
from tests.support.fake_storage import FakeStorage

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINISTRY, OTHER = OrganisationId("ministry"), OrganisationId("other")
FIRST = FoundReport(
    reference=ReportReference("11111111"),
    device=DeviceKey("device00"),
    passport=PassportId("passport"),
    told=MINISTRY,
    reported_at=NOW,
    words=Words("On the bench\nbehind the 'station' 🚉", "finder@example.org"),
)
SECOND = replace(FIRST, reference=ReportReference("22222222"), reported_at=NOW + HOUR, words=Words("A café"))
THIRD = replace(SECOND, reference=ReportReference("33333333"), device=DeviceKey("device01"), told=OTHER)
OVER = closed(replace(FIRST, reference=ReportReference("44444444")), Outcome.CAME_BACK, NOW + HOUR, AccountId("anne"))


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: LifecycleStorage) -> LifecycleStorage:
        with storage.writing() as work:
            for report in (THIRD, SECOND, FIRST, OVER):
                work.found_reports.put(report)
            work.commit()
        return storage

    def test_leaving_without_commit_keeps_nothing(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.found_reports.put(FIRST)
        with storage.reading() as reads:
            assert reads.found_reports.get(FIRST.reference) is None

    def test_a_report_comes_back_as_it_was(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            for report in (FIRST, SECOND, THIRD, OVER):
                assert reads.found_reports.get(report.reference) == report
            assert reads.found_reports.get(ReportReference("absent")) is None

    def test_the_open_ones_of_a_device_come_oldest_first(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.found_reports.open_of(FIRST.device) == (FIRST, SECOND)
            assert reads.found_reports.open_of(DeviceKey("absent")) == ()

    def test_lists_are_of_one_organisation_or_of_all_newest_first_without_words(self, filled: LifecycleStorage) -> None:
        without = [replace(each, words=None) for each in (SECOND, THIRD, FIRST)]
        with filled.reading() as reads:
            found = reads.found_reports.found
            assert list(found(None, is_open=True, limit=9)) == without
            assert list(found(None, is_open=True, limit=1)) == without[:1]
            assert list(found(MINISTRY, is_open=True, limit=9)) == [without[0], without[2]]
            assert list(found(MINISTRY, is_open=False, limit=9)) == [OVER]
            assert list(found(OTHER, is_open=False, limit=9)) == []

    def test_open_ones_from_before_a_moment(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.found_reports.open_before(NOW) == ()
            assert reads.found_reports.open_before(NOW + HOUR) == (FIRST,)
            assert reads.found_reports.open_before(NOW + 2 * HOUR) == (FIRST, SECOND, THIRD)

    def test_a_report_passes_to_another_and_keeps_its_words(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            work.found_reports.put(replace(FIRST, told=OTHER))
            work.commit()
        with filled.reading() as reads:
            assert reads.found_reports.get(FIRST.reference) == replace(FIRST, told=OTHER)

    def test_a_report_without_words_has_lost_them(self, filled: LifecycleStorage) -> None:
        over = closed(FIRST, Outcome.LEFT_STATE, NOW + HOUR)
        with filled.writing() as work:
            work.found_reports.put(over)
            work.commit()
        with filled.reading() as reads:
            assert reads.found_reports.get(FIRST.reference) == over
            assert reads.found_reports.open_of(FIRST.device) == (SECOND,)


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)

    def test_no_table_holds_what_was_erased(self, database: Database) -> None:
        storage = SqlLifecycleStorage(database)
        with storage.writing() as work:
            work.found_reports.put(FIRST)
            work.commit()
        with storage.writing() as work:
            work.found_reports.put(closed(FIRST, Outcome.EXPIRED, NOW + HOUR))
            work.commit()
        with database.reading() as session:
            assert session.connection().execute(text("SELECT count(*) FROM found_report_words")).scalar() == 0
            assert session.connection().execute(text("SELECT count(*) FROM found_report")).scalar() == 1
