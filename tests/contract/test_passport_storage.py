"""What the storage of passports does, in memory and on both engines: the fake and the real one pass the same tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from dpp.adapters.database import Database
from dpp.adapters.work import SqlStorage
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.opaque import DeviceKey, LabelCode, PassportId
from dpp.service.ports import (
    Leaf,
    PassportStorage,
    PassportWork,
    StoredLabel,
    StoredModel,
    StoredPassport,
    StoredVersion,
)
from tests.support.fake_storage import FakeStorage
from tests.support.insert_only import assert_insert_only
from tests.support.together import together

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
MODEL_ID, ITEM_ID, SUCCESSOR_ID = PassportId("model000"), PassportId("item0000"), PassportId("item0001")
ABSENT = PassportId("absent00")

MODEL_PART = StoredModel(MODEL_ID, 1, NOW, "laptop", "Dell", "Latitude 7420", b',"brand":"Dell"\n')
MODEL = StoredPassport(MODEL_ID, "model", MODEL_ID, "active", 1, NOW, b'{"model":true')
ITEM = StoredPassport(
    passport_id=ITEM_ID,
    granularity="item",
    model_id=MODEL_ID,
    status="active",
    version=1,
    updated_at=NOW,
    head=b'{"item":true',
    elements=b',"memory":"\xe2\x82\xac"\n',
    overrides=("memory", "mass"),
    device_key=DeviceKey("device00"),
)
SUCCESSOR = replace(ITEM, passport_id=SUCCESSOR_ID, successor_of=ITEM_ID, overrides=())
VERSION = StoredVersion(
    passport_id=ITEM_ID,
    version=1,
    received=b'{ "brand" : "D\xc3\xa9ll" }\n',
    media_type="application/json",
    schema_version="1.0",
    sha256="a" * 64,
    actor=AccountId("anne"),
    organisation=OrganisationId("ministry"),
    recorded_at=NOW,
    changed=("brand", "memory"),
)
LABEL = StoredLabel(LabelCode("0123456789ab"), ITEM_ID, "active", NOW)
LEAF = Leaf(ITEM_ID, "version", 1, "c" * 64, b"\x00" * 16, NOW)
PATH = "/01/09521234543213/21/A"


def fill(work: PassportWork) -> None:
    """A model and an item of it."""
    work.models.put(MODEL_PART)
    work.passports.put(MODEL)
    work.passports.put(ITEM)


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: PassportStorage) -> PassportStorage:
        with storage.writing() as work:
            fill(work)
            work.commit()
        return storage

    def test_leaving_without_commit_changes_nothing(self, storage: PassportStorage) -> None:
        with storage.writing() as work:
            fill(work)
            work.passports.add_version(VERSION)
            work.labels.add(LABEL)
            work.leaves.add(LEAF)
        with storage.reading() as reads:
            assert reads.models.all() == []
            assert reads.passports.get(ITEM_ID) is None
            assert reads.passports.versions(ITEM_ID) == []
            assert reads.labels.get(LABEL.code) is None

    def test_an_error_before_commit_changes_nothing(self, filled: PassportStorage) -> None:
        def fail() -> None:
            with filled.writing() as work:
                work.passports.put(replace(ITEM, version=2))
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        with filled.reading() as reads:
            assert reads.passports.get(ITEM_ID) == ITEM

    def test_a_reader_sees_only_what_was_committed_and_the_writer_sees_its_own(self, filled: PassportStorage) -> None:
        changed = replace(ITEM, status="inactive")
        with filled.writing() as work:
            work.passports.put(changed)
            assert work.passports.get(ITEM_ID) == changed
            with filled.reading() as reads:
                assert reads.passports.get(ITEM_ID) == ITEM
            work.commit()
        with filled.reading() as reads:
            assert reads.passports.get(ITEM_ID) == changed

    def test_what_is_changed_after_a_commit_is_not_committed(self, filled: PassportStorage) -> None:
        with filled.writing() as work:
            work.commit()
            work.passports.put(replace(ITEM, version=2))
        with filled.reading() as reads:
            assert reads.passports.get(ITEM_ID) == ITEM

    def test_a_passport_comes_back_as_it_was(self, filled: PassportStorage) -> None:
        with filled.reading() as reads:
            assert reads.passports.get(MODEL_ID) == MODEL
            assert reads.passports.get(ITEM_ID) == ITEM
            assert reads.passports.get(ABSENT) is None

    def test_a_passport_takes_the_place_of_what_it_was(self, filled: PassportStorage) -> None:
        later = replace(
            ITEM, status="inactive", version=7, updated_at=NOW + HOUR, head=b"{", elements=b"", overrides=()
        )
        with filled.writing() as work:
            work.passports.put(later)
            work.passports.put(SUCCESSOR)
            work.commit()
        with filled.reading() as reads:
            assert reads.passports.get(ITEM_ID) == later
            assert reads.passports.get(SUCCESSOR_ID) == SUCCESSOR

    def test_a_time_in_another_zone_is_the_same_moment(self, filled: PassportStorage) -> None:
        elsewhere = NOW.astimezone(timezone(timedelta(hours=2)))
        with filled.writing() as work:
            work.passports.put(replace(ITEM, updated_at=elsewhere))
            work.passports.add_version(replace(VERSION, recorded_at=elsewhere))
            work.commit()
        with filled.reading() as reads:
            assert reads.passports.get(ITEM_ID) == ITEM
            assert reads.passports.version(ITEM_ID, 1) == VERSION
            assert reads.passports.version_at(ITEM_ID, elsewhere) == VERSION

    def test_a_version_keeps_the_bytes_that_were_received(self, filled: PassportStorage) -> None:
        by_nobodys = replace(VERSION, version=2, organisation=None, changed=())
        with filled.writing() as work:
            work.passports.add_version(VERSION)
            work.passports.add_version(by_nobodys)
            work.commit()
        with filled.reading() as reads:
            assert reads.passports.version(ITEM_ID, 1) == VERSION
            assert reads.passports.version(ITEM_ID, 2) == by_nobodys
            assert reads.passports.version(ITEM_ID, 3) is None
            assert reads.passports.versions(ITEM_ID) == [VERSION, by_nobodys]
            assert reads.passports.versions(ABSENT) == []

    def test_the_version_at_a_moment_is_the_newest_that_was_there(self, filled: PassportStorage) -> None:
        second = replace(VERSION, version=2, recorded_at=NOW + HOUR)
        with filled.writing() as work:
            work.passports.add_version(VERSION)
            work.passports.add_version(second)
            work.commit()
        with filled.reading() as reads:
            at = {
                hours: reads.passports.version_at(ITEM_ID, NOW + timedelta(hours=hours)) for hours in (-1, 0, 0.5, 1, 2)
            }
        assert at == {-1: None, 0: VERSION, 0.5: VERSION, 1: second, 2: second}

    def test_a_version_that_is_there_is_a_conflict(self, filled: PassportStorage) -> None:
        with filled.writing() as work:
            work.passports.add_version(VERSION)
            work.commit()
        with pytest.raises(Conflict, match="1"), filled.writing() as work:
            work.passports.add_version(replace(VERSION, sha256="b" * 64))
        with filled.reading() as reads:
            assert reads.passports.versions(ITEM_ID) == [VERSION]

    def test_a_history_is_empty_until_it_is_pushed_and_then_what_was_pushed_last(self, filled: PassportStorage) -> None:
        with filled.writing() as work:
            assert work.passports.history(ITEM_ID) == b""
            for body in (b',"history":1\n', b',"history":1\n', b',"history":2\n'):
                work.passports.put_history(ITEM_ID, body)
            work.commit()
        with filled.reading() as reads:
            assert reads.passports.history(ITEM_ID) == b',"history":2\n'
            assert reads.passports.history(MODEL_ID) == b""

    def test_a_model_is_found_by_its_name_whatever_the_case_and_the_spaces(self, filled: PassportStorage) -> None:
        with filled.reading() as reads:
            assert reads.models.get(MODEL_ID) == MODEL_PART
            assert reads.models.named("dell", "  LATITUDE   7420 ") == MODEL_PART
            assert reads.models.named("", " dell latitude 7420") == MODEL_PART
            assert reads.models.named("Dell", "Latitude") is None
            assert reads.models.get(ABSENT) is None
            assert reads.models.known([ABSENT, MODEL_ID]) == {MODEL_ID: MODEL_PART}

    def test_a_model_that_got_another_name_is_found_by_that_alone(self, filled: PassportStorage) -> None:
        renamed = replace(MODEL_PART, version=2, updated_at=NOW + HOUR, name="Latitude 7430")
        with filled.writing() as work:
            work.models.put(renamed)
            work.commit()
        with filled.reading() as reads:
            assert reads.models.named("Dell", "Latitude 7420") is None
            assert reads.models.named("Dell", "Latitude 7430") == renamed
            assert reads.models.all() == [renamed]

    def test_models_are_listed_by_group_brand_and_name(self, filled: PassportStorage) -> None:
        named = [("phone", "Apple", "A"), ("laptop", "HP", "A"), ("laptop", "Dell", "A"), ("display", "HP", "Z")]
        with filled.writing() as work:
            for number, (group, brand, name) in enumerate(named):
                identity = PassportId(f"model{number}")
                work.models.put(replace(MODEL_PART, model_id=identity, group=group, brand=brand, name=name))
            work.commit()
        with filled.reading() as reads:
            found = [(model.group, model.brand, model.name) for model in reads.models.all()]
            assert found == sorted([*named, ("laptop", "Dell", "Latitude 7420")])
            assert [model.brand for model in reads.models.all(group="laptop")] == ["Dell", "Dell", "HP"]
            assert reads.models.all(group="toaster") == []

    def test_the_models_that_changed_last_come_first(self, filled: PassportStorage) -> None:
        later = {"B": 1, "A": 1, "C": 3}
        with filled.writing() as work:
            for name, hours in later.items():
                changed = NOW + hours * HOUR
                work.models.put(replace(MODEL_PART, model_id=PassportId(name), name=name, updated_at=changed))
            work.commit()
        with filled.reading() as reads:
            assert [model.name for model in reads.models.newest(3)] == ["C", "A", "B"]
            assert [model.name for model in reads.models.holding(["dell", "c"], 9)] == ["C"]
            assert [model.name for model in reads.models.holding(["dell"], 2)] == ["A", "B"]
            assert reads.models.holding(["%"], 9) == []
            assert len(reads.models.newest(9)) == 4

    def test_the_labels_of_a_passport_come_oldest_first(self, filled: PassportStorage) -> None:
        newer = replace(LABEL, code=LabelCode("000000000000"), issued_at=NOW + HOUR, state="retired")
        blank = StoredLabel(LabelCode("zzzzzzzzzzzz"), None, "unclaimed", NOW)
        with filled.writing() as work:
            for label in (newer, LABEL, blank):
                work.labels.add(label)
            work.commit()
        with filled.reading() as reads:
            assert reads.labels.of_passport(ITEM_ID) == [LABEL, newer]
            assert reads.labels.of_passport(MODEL_ID) == []
            assert reads.labels.get(blank.code) == blank
            assert reads.labels.get(LabelCode("absent")) is None

    def test_a_label_moves_to_another_passport(self, filled: PassportStorage) -> None:
        moved = replace(LABEL, passport_id=SUCCESSOR_ID)
        with filled.writing() as work:
            work.passports.put(SUCCESSOR)
            work.labels.add(LABEL)
            work.labels.put(moved)
            work.commit()
        with filled.reading() as reads:
            assert reads.labels.get(LABEL.code) == moved
            assert (reads.labels.of_passport(ITEM_ID), reads.labels.of_passport(SUCCESSOR_ID)) == ([], [moved])

    def test_a_label_code_is_given_once(self, filled: PassportStorage) -> None:
        with filled.writing() as work:
            work.labels.add(LABEL)
            work.commit()
        with pytest.raises(Conflict, match=LABEL.code), filled.writing() as work:
            work.labels.add(replace(LABEL, passport_id=None, state="unclaimed"))
        with filled.reading() as reads:
            assert reads.labels.get(LABEL.code) == LABEL

    def test_a_gs1_path_names_one_passport(self, filled: PassportStorage) -> None:
        with filled.writing() as work:
            work.gs1_keys.put(PATH, ITEM_ID)
            work.gs1_keys.put(PATH, ITEM_ID)
            work.commit()
        with pytest.raises(Conflict, match=PATH), filled.writing() as work:
            work.gs1_keys.put(PATH, MODEL_ID)
        with filled.reading() as reads:
            assert reads.gs1_keys.get(PATH) == ITEM_ID
            assert reads.gs1_keys.get("/01/09521234543213") is None

    def test_gs1_paths_move_to_the_successor_and_others_stay(self, filled: PassportStorage) -> None:
        with filled.writing() as work:
            work.passports.put(SUCCESSOR)
            for path, passport in ((PATH, ITEM_ID), ("/8004/1", ITEM_ID), ("/01/09521234543213", MODEL_ID)):
                work.gs1_keys.put(path, passport)
            work.gs1_keys.move(ITEM_ID, SUCCESSOR_ID)
            assert work.gs1_keys.get(PATH) == SUCCESSOR_ID
            work.commit()
        with filled.reading() as reads:
            assert [reads.gs1_keys.get(path) for path in (PATH, "/8004/1")] == [SUCCESSOR_ID] * 2
            assert reads.gs1_keys.get("/01/09521234543213") == MODEL_ID


class TestFake(Contract):
    """The fake that unit tests use."""

    @pytest.fixture
    def storage(self) -> PassportStorage:
        return FakeStorage()


class TestSql(Contract):
    """SQLite and PostgreSQL."""

    @pytest.fixture
    def storage(self, database: Database) -> PassportStorage:
        return SqlStorage(database)

    def test_a_history_that_says_the_same_keeps_its_version(self, filled: PassportStorage, database: Database) -> None:
        """The ETag of a scan is made of it: what did not change must not seem to."""

        def pushed(body: bytes) -> int:
            with filled.writing() as work:
                work.passports.put_history(ITEM_ID, body)
                work.commit()
            with database.reading() as session:
                return int(session.execute(text("SELECT version FROM history_part")).scalar_one())

        assert [pushed(body) for body in (b"1", b"1", b"2", b"1")] == [1, 1, 2, 3]

    @pytest.mark.parametrize("table", ["passport_version", "log_leaf"])
    def test_what_was_recorded_cannot_be_changed(self, filled: PassportStorage, database: Database, table: str) -> None:
        with filled.writing() as work:
            work.passports.add_version(VERSION)
            work.leaves.add(LEAF)
            work.commit()
        assert_insert_only(database, table)

    def test_of_two_who_make_the_same_version_at_once_one_is_told(self, filled: PassportStorage) -> None:
        def revise(sha256: str) -> None:
            with filled.writing() as work:
                work.passports.add_version(replace(VERSION, sha256=sha256))
                work.commit()

        outcome = together(lambda: revise("1" * 64), lambda: revise("2" * 64))
        assert outcome in ([None, Conflict], [Conflict, None])
        with filled.reading() as reads:
            [kept] = reads.passports.versions(ITEM_ID)
            assert kept.sha256 == ("1" if outcome[0] is None else "2") * 64
