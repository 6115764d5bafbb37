"""What the storage of held copies does, in memory and on both engines: all pass the same tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dpp.adapters.database import Database
from dpp.adapters.held_copies import SqlHeldStorage
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.service.holding.ports import HeldCopy, HeldStorage, HeldVersion
from tests.support.fake_held_copies import FakeHeldStorage
from tests.support.insert_only import assert_insert_only
from tests.support.together import together

NOW = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
ONE, TWO, MODEL = (f"https://id.kringpas.nl/passports/{name}" for name in ("item1", "item2", "model"))
OURS = OrganisationId("kringpas")
COPY = HeldCopy(ONE, OURS, 2, "active", 1, NOW)
VERSION = HeldVersion(ONE, 1, "ab" * 32, NOW, NOW + HOUR, AccountId("key"), b'{"\xe2\x82\xac": 1}')


def fill(storage: HeldStorage, *versions: HeldVersion) -> None:
    with storage.writing() as work:
        for copy in (COPY, replace(COPY, address=TWO), replace(COPY, address=MODEL, rank=0)):
            work.copies.put(copy)
        for version in versions:
            work.copies.add_version(version)
        work.commit()


class Contract:
    """The tests; each class below says for which implementation."""

    def test_leaving_without_commit_changes_nothing(self, storage: HeldStorage) -> None:
        with storage.writing() as work:
            work.copies.put(COPY)
            work.copies.add_version(VERSION)
        with storage.reading() as reads:
            assert reads.copies.get(ONE) is None
            assert reads.copies.version(ONE, 1) is None

    def test_a_copy_and_its_versions_come_back_as_they_were(self, storage: HeldStorage) -> None:
        second = replace(VERSION, version=2, recorded_at=NOW + HOUR)
        fill(storage, second, VERSION)
        with storage.reading() as reads:
            assert reads.copies.get(ONE) == COPY
            assert reads.copies.version(ONE, 2) == second
            assert list(reads.copies.versions(ONE)) == [VERSION, second]

    def test_a_copy_moves_on(self, storage: HeldStorage) -> None:
        fill(storage)
        later = replace(COPY, version=2, status="archived", updated_at=NOW + HOUR)
        with storage.writing() as work:
            assert work.copies.lock(ONE) == COPY
            work.copies.put(later)
            work.commit()
        with storage.reading() as reads:
            assert reads.copies.get(ONE) == later

    def test_a_version_is_found_by_its_moment(self, storage: HeldStorage) -> None:
        second = replace(VERSION, version=2, recorded_at=NOW + HOUR)
        fill(storage, VERSION, second)
        with storage.reading() as reads:
            assert reads.copies.version_at(ONE, NOW - HOUR) is None
            assert reads.copies.version_at(ONE, NOW) == VERSION
            assert reads.copies.version_at(ONE, NOW + HOUR) == second

    def test_a_version_is_stored_once(self, storage: HeldStorage) -> None:
        fill(storage, VERSION)
        with storage.writing() as work, pytest.raises(Conflict):
            work.copies.add_version(replace(VERSION, sha256="cd" * 32))

    def test_pages_hold_one_organisations_copies_of_one_rank_in_order(self, storage: HeldStorage) -> None:
        fill(storage)
        with storage.reading() as reads:
            first = reads.copies.page(OURS, 2, "", 1)
            assert [each.address for each in first] == [ONE]
            assert [each.address for each in reads.copies.page(OURS, 2, ONE, 5)] == [TWO]
            assert [each.address for each in reads.copies.page(OURS, 0, "", 5)] == [MODEL]
            assert list(reads.copies.page(OrganisationId("other"), 2, "", 5)) == []


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> HeldStorage:
        return FakeHeldStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> HeldStorage:
        return SqlHeldStorage(database)

    def test_the_database_refuses_to_change_versions(self, database: Database) -> None:
        fill(SqlHeldStorage(database), VERSION)
        assert_insert_only(database, "held_version")

    def test_of_two_at_once_one_learns_that_it_is_second(self, storage: HeldStorage) -> None:
        def store() -> None:
            with storage.writing() as work:
                work.copies.put(COPY)
                work.copies.add_version(VERSION)
                work.commit()

        outcome = together(*[store] * 4)
        assert sorted(map(str, outcome)) == sorted(map(str, [None, Conflict, Conflict, Conflict]))
