"""What the storage of repair guides does, in memory and on both engines, by the same tests."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dpp.adapters.database import Database
from dpp.adapters.work import SqlStorage
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.opaque import PassportId
from dpp.domain.repair_guide.vocabulary import FileUse
from dpp.service.ports import StoredModel, StoredPassport
from dpp.service.repair_guide_ports import GuideFile, GuideStorage, StoredGuide
from tests.support.fake_storage import FakeStorage
from tests.support.insert_only import assert_insert_only

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
MODEL, OTHER = PassportId("0a1b2c3d4e5f6g7h"), PassportId("9c5q8h2m7k4t1p3w")
FIRST = StoredGuide(MODEL, 1, '{"steps":[]}', AccountId("anne"), OrganisationId("maker"), NOW)
PICTURE = GuideFile(MODEL, "ab" * 32, FileUse.PICTURE, "image/jpeg", 12, AccountId("anne"), None, NOW)


def add_models(storage: GuideStorage) -> None:
    with storage.writing() as work:
        for model in (MODEL, OTHER):
            work.models.put(StoredModel(model, 1, NOW, "phone", "Maker", model, b""))
            work.passports.put(StoredPassport(model, "model", model, "active", 1, NOW, b"{}"))
        work.commit()


class Contract:
    """What both do; each makes its own `storage`, with two models in it."""

    def test_versions_are_added_and_the_newest_is_the_guide(self, storage: GuideStorage) -> None:
        second = replace(FIRST, version=2, content="{}", recorded_at=NOW.replace(hour=10))
        with storage.writing() as work:
            assert work.repair_guides.newest(MODEL) is None
            work.repair_guides.add(FIRST)
            work.repair_guides.add(second)
            work.repair_guides.add(replace(FIRST, model_id=OTHER))
            work.commit()
        with storage.reading() as reads:
            assert reads.repair_guides.newest(MODEL) == second
            assert reads.repair_guides.version(MODEL, 1) == FIRST
            assert reads.repair_guides.version(MODEL, 3) is None
            assert reads.repair_guides.versions(MODEL) == [FIRST, second]

    def test_the_second_who_makes_a_version_is_told(self, storage: GuideStorage) -> None:
        with storage.writing() as work:
            work.repair_guides.add(FIRST)
            with pytest.raises(Conflict):
                work.repair_guides.add(replace(FIRST, content="{}"))

    def test_a_file_belongs_to_the_model_that_it_was_sent_for(self, storage: GuideStorage) -> None:
        manual = replace(PICTURE, sha256="cd" * 32, use=FileUse.DOCUMENT, media_type="application/pdf")
        with storage.writing() as work:
            work.repair_guides.add_file(manual)
            work.repair_guides.add_file(PICTURE)
            work.commit()
        with storage.reading() as reads:
            assert reads.repair_guides.files(MODEL) == [PICTURE, manual]
            assert reads.repair_guides.file(MODEL, PICTURE.sha256) == PICTURE
            assert reads.repair_guides.file(OTHER, PICTURE.sha256) is None
            assert reads.repair_guides.files(OTHER) == []

    def test_the_same_file_twice_is_told(self, storage: GuideStorage) -> None:
        with storage.writing() as work:
            work.repair_guides.add_file(PICTURE)
            with pytest.raises(Conflict):
                work.repair_guides.add_file(PICTURE)


class TestFake(Contract):
    """The fake that unit tests use."""

    @pytest.fixture
    def storage(self) -> GuideStorage:
        storage = FakeStorage()
        add_models(storage)
        return storage


class TestSql(Contract):
    """SQLite and PostgreSQL."""

    @pytest.fixture
    def storage(self, database: Database) -> GuideStorage:
        storage = SqlStorage(database)
        add_models(storage)
        return storage

    def test_what_was_written_is_never_changed(self, storage: GuideStorage, database: Database) -> None:
        with storage.writing() as work:
            work.repair_guides.add(FIRST)
            work.repair_guides.add_file(PICTURE)
            work.commit()
        assert_insert_only(database, "repair_guide")
        assert_insert_only(database, "repair_guide_file")
