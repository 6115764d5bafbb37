"""What the store of evidence does, in memory and on both engines: all pass the same tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dpp.adapters.database import Database
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.service.evidence_ports import StoredEvidence
from lifecycle.service.ports import LifecycleStorage
from tests.support.fake_storage import FakeStorage

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
DEVICE, OTHER = DeviceKey("device00"), DeviceKey("device01")
IN_A_FILE = StoredEvidence(
    device_key=DEVICE,
    sha256="a" * 64,
    original_sha256="b" * 64,
    format="glpi",
    parser="glpi",
    parser_version="1.0",
    recorded_at=NOW,
    reading={"claims": [{"kind": "serial", "value": "é"}]},
    removed=("e-mail-address", "software"),
)
OF_THE_OTHER = replace(IN_A_FILE, device_key=OTHER, recorded_at=NOW + HOUR)
IN_ITS_ROW = replace(IN_A_FILE, sha256="c" * 64, recorded_at=NOW - HOUR, content=b"\x00\xff{}", removed=None)
ERASED = replace(IN_A_FILE, sha256="d" * 64, reading={}, erased_at=NOW + HOUR, removed=())
NEWER = replace(IN_A_FILE, sha256="e" * 64, parser_version="2.0", recorded_at=NOW + HOUR)
ALL = (OF_THE_OTHER, IN_A_FILE, IN_ITS_ROW, ERASED, NEWER)


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: LifecycleStorage) -> LifecycleStorage:
        with storage.writing() as work:
            for evidence in ALL:
                work.evidence.put(evidence)
            work.commit()
        return storage

    def test_evidence_comes_back_as_it_was(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            for evidence in ALL:
                assert reads.evidence.get(evidence.device_key, evidence.sha256) == evidence

    def test_that_of_a_device_comes_oldest_first_and_without_its_bytes(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            found = reads.evidence.of_device(DEVICE)
            assert [each.sha256[0] for each in found] == ["c", "a", "d", "e"]
            assert {each.content for each in found} == {None}
            assert reads.evidence.of_device(DeviceKey("absent")) == ()

    def test_content_is_found_with_every_device_that_has_it(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            assert work.evidence.with_content(IN_A_FILE.sha256) == (IN_A_FILE, OF_THE_OTHER)
            assert work.evidence.with_content(IN_ITS_ROW.sha256) == (IN_ITS_ROW,)
            assert work.evidence.with_content("0" * 64) == ()
        with filled.reading() as reads:
            assert reads.evidence.with_content(ERASED.sha256) == (ERASED,)

    def test_a_change_takes_the_place_of_what_was_known(self, filled: LifecycleStorage) -> None:
        """That of another device with the same content stays."""
        changed = replace(IN_A_FILE, parser_version="2.0", reading={"claims": []})
        with filled.writing() as work:
            work.evidence.change(changed)
            work.commit()
        with filled.reading() as reads:
            assert reads.evidence.with_content(IN_A_FILE.sha256) == (changed, OF_THE_OTHER)

    def test_what_another_version_read_is_found_and_what_is_erased_is_not(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert list(reads.evidence.read_by_others({"glpi": "2.0", "edid": "9"})) == [
                (DEVICE, IN_A_FILE.sha256),
                (DEVICE, IN_ITS_ROW.sha256),
                (OTHER, OF_THE_OTHER.sha256),
            ]
            assert list(reads.evidence.read_by_others({"edid": "9"})) == []
            assert list(reads.evidence.read_by_others({})) == []

    def test_many_that_another_version_read_come_in_batches_and_each_once(
        self, storage: LifecycleStorage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("lifecycle.adapters.evidence.BATCH", 3)
        wanted = [(DeviceKey(f"device{number // 2:02}"), f"{number % 2:064}") for number in range(9)]
        with storage.writing() as work:
            for key, sha256 in wanted:
                work.evidence.put(replace(IN_A_FILE, device_key=key, sha256=sha256))
            work.commit()
        with storage.reading() as reads:
            assert list(reads.evidence.read_by_others({"glpi": "2.0"})) == wanted

    def test_every_content_is_listed_once_with_where_it_is(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert [(sha256[0], in_row, erased) for sha256, in_row, erased in reads.evidence.addresses()] == [
                ("a", False, False),
                ("c", True, False),
                ("d", False, True),
                ("e", False, False),
            ]


class TestFake(Contract):
    """In memory."""

    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestSql(Contract):
    """On both engines."""

    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)
