"""What the store of support ends does, in memory and on both engines: all pass the same tests."""

from datetime import UTC, date, datetime

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId
from dpp.domain.errors import Conflict
from dpp.domain.opaque import PassportId
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.support.loading import Entry, Load
from lifecycle.domain.support.matching import Confirmation, NamedModel, model_keys
from lifecycle.domain.support.releases import ReleaseName
from lifecycle.service.ports import LifecycleStorage
from tests.support.fake_storage import FakeStorage
from tests.support.support_samples import releases

NOW = datetime(2026, 11, 21, 9, 0, 0, 123456, tzinfo=UTC)
ANNE, MODEL = AccountId("anne"), PassportId("0" * 16)
FIRST = Load(1, date(2026, 10, 1), NOW, ANNE, "0" * 64, ("pixel", "windows"))
SECOND = Load(2, date(2026, 11, 1), NOW, ANNE, "1" * 64, ("pixel",))
PIXEL_7, PIXEL_5 = releases()["pixel/7"], releases()["pixel/5"]
WINDOWS = releases()["windows/10-22h2"]


def fill(storage: LifecycleStorage) -> None:
    """Pixel 7 is listed twice, Pixel 5 is gone the second time."""
    with storage.writing() as work:
        work.support.add_load(FIRST)
        work.support.add_entries([Entry(1, each) for each in (PIXEL_7, PIXEL_5, WINDOWS)])
        work.support.add_load(SECOND)
        work.support.add_entries([Entry(2, PIXEL_7), Entry(2, PIXEL_5, listed=False)])
        work.commit()


class Contract:
    """The tests; each class below says for which implementation."""

    def test_the_newest_entry_of_each_release_counts_and_the_others_stay(self, storage: LifecycleStorage) -> None:
        fill(storage)
        with storage.reading() as reads:
            assert reads.support.loads() == (FIRST, SECOND)
            assert reads.support.dated() == SECOND.dated
            assert reads.support.newest(["pixel"]) == {
                PIXEL_7.name: Entry(2, PIXEL_7),
                PIXEL_5.name: Entry(2, PIXEL_5, listed=False),
            }
            assert reads.support.newest([]) == {}
            assert reads.support.history(PIXEL_5.name) == (Entry(1, PIXEL_5), Entry(2, PIXEL_5, listed=False))
            assert reads.support.history(ReleaseName("pixel", "99")) == ()

    def test_a_release_is_found_by_the_name_of_a_model(self, storage: LifecycleStorage) -> None:
        fill(storage)
        keys = model_keys(NamedModel(MODEL, "Google", "Google Pixel 7"))
        with storage.reading() as reads:
            assert set(reads.support.named(["pixel"], keys)) == {PIXEL_7.name}
            assert reads.support.named(["iphone"], keys) == {}
            assert reads.support.named([], keys) == {}

    def test_the_last_word_of_a_person_counts(self, storage: LifecycleStorage) -> None:
        one = Confirmation(MODEL, 1, PIXEL_7.name, NOW, ANNE)
        none = Confirmation(MODEL, 2, None, NOW, ANNE)
        with storage.writing() as work:
            assert (work.support.confirmation(MODEL), work.support.dated()) == (None, None)
            work.support.confirm(one)
            assert work.support.confirmation(MODEL) == one
            work.support.confirm(none)
            work.commit()
        with storage.reading() as reads:
            assert reads.support.confirmations() == {MODEL: none}

    def test_two_at_once_do_not_take_one_number(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.support.add_load(FIRST)
            with pytest.raises(Conflict):
                work.support.add_load(FIRST)
        with storage.writing() as work:
            work.support.confirm(Confirmation(MODEL, 1, None, NOW, ANNE))
            with pytest.raises(Conflict):
                work.support.confirm(Confirmation(MODEL, 1, None, NOW, ANNE))
        with storage.reading() as reads:
            assert (reads.support.loads(), reads.support.confirmations()) == ((), {})


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)
