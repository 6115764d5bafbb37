"""What the store of erasure maps does, in memory and on both engines: all pass the same tests."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.service.erasure_map_ports import SavedErasureMap
from lifecycle.service.ports import LifecycleStorage
from tests.support.erasure_report_samples import PDF_MAP, TABLE_MAP, XML_MAP
from tests.support.fake_storage import FakeStorage

PROVIDER = OrganisationId("provider")
FIRST = SavedErasureMap(
    PROVIDER, "Wipe é", 1, XML_MAP, AccountId("anne"), datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
)
SECOND = replace(FIRST, version=2, field_map=PDF_MAP)
OTHER = replace(FIRST, name="Lijst", field_map=TABLE_MAP)
NOBODYS = replace(FIRST, organisation=None)


class Contract:
    """The tests; each class below says for which implementation."""

    def test_the_newest_version_of_each_map_of_an_organisation(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            for saved in (FIRST, SECOND, OTHER, NOBODYS):
                work.erasure_maps.add(saved)
            work.commit()
        with storage.reading() as reads:
            assert reads.erasure_maps.all(PROVIDER) == (OTHER, SECOND)
            assert reads.erasure_maps.newest(PROVIDER, "Wipe é") == SECOND
            assert reads.erasure_maps.newest(None, "Wipe é") == NOBODYS
            assert reads.erasure_maps.newest(PROVIDER, "absent") is None
            assert reads.erasure_maps.all(OrganisationId("other")) == ()

    def test_a_version_is_saved_once_and_leaving_without_commit_keeps_nothing(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.erasure_maps.add(FIRST)
            with pytest.raises(Conflict):
                work.erasure_maps.add(FIRST)
        with storage.reading() as reads:
            assert reads.erasure_maps.all(PROVIDER) == ()


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)
