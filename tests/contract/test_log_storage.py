"""What the storage of the log does, in memory and on both engines; and two sequencers at the same moment."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import text

from dpp.adapters.database import Database
from dpp.adapters.log.store import SqlLogStorage
from dpp.adapters.work import SqlStorage
from dpp.domain.log.faults import LeafKey
from dpp.service.log import sequencing
from dpp.service.log.ports import Entry, LogStorage, StoredCheckpoint, StoredCosignature
from dpp.service.log.sequencing import Sequenced
from dpp.service.ports import Leaf
from lifecycle.service.recording import Draft
from tests.support.claims_world import HMD, ClaimsWorld
from tests.support.fake_log import FakeLogStorage, commitment_of
from tests.support.insert_only import assert_insert_only
from tests.support.log_world import LogWorld
from tests.support.service_world import ADMINISTRATOR, OWNER, ROUTER, SURPLUS, laptop
from tests.support.together import together
from web.bootstrap import LEAF_CONTENTS

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
SALT = b"s" * 16
KEYS = [LeafKey("event", f"device{number}", 1) for number in range(5)]
CHECKPOINT = StoredCheckpoint(3, "ab" * 32, b"f" * 64, "note\n", NOW)
COSIGNATURE = StoredCosignature(3, "witness.example", "00112233", "line\n", NOW)


def entry(number: int, index: int | None = None) -> Entry:
    return Entry(index, KEYS[number], commitment_of(number), SALT, NOW)


class Contract:
    """The tests; each class below says for which implementation."""

    def add_leaves(self, count: int) -> None:
        raise NotImplementedError

    @pytest.fixture
    def filled(self, storage: LogStorage) -> LogStorage:
        """Five leaves, of which three have a number."""
        self.add_leaves(5)
        with storage.writing() as work:
            assert work.hold()
            work.number(0, KEYS[:3])
            work.add_checkpoint(CHECKPOINT)
            work.commit()
        return storage

    @pytest.mark.parametrize("thorough", [True, False])
    def test_what_has_no_number_waits_in_the_order_of_its_coming(self, filled: LogStorage, *, thorough: bool) -> None:
        with filled.reading() as reads:
            assert list(reads.waiting(9, thorough=thorough)) == [entry(3), entry(4)]
            assert list(reads.waiting(1, thorough=thorough)) == [entry(3)]

    @pytest.mark.parametrize("thorough", [True, False])
    def test_whoever_goes_through_them_goes_on_behind_the_last_one(self, filled: LogStorage, *, thorough: bool) -> None:
        with filled.reading() as reads:
            assert list(reads.waiting(9, thorough=thorough, after=entry(3))) == [entry(4)]
            assert list(reads.waiting(9, thorough=thorough, after=entry(4))) == []

    def test_what_has_a_number_is_read_in_its_order(self, filled: LogStorage) -> None:
        with filled.reading() as reads:
            assert list(reads.numbered()) == [entry(number, number) for number in range(3)]
            assert list(reads.commitments(1, 3)) == [commitment_of(1), commitment_of(2)]
            assert list(reads.commitments(2, 9)) == [commitment_of(2)]

    def test_the_leaves_of_one_subject_are_found_with_a_number_or_without(self, filled: LogStorage) -> None:
        with filled.reading() as reads:
            assert list(reads.of_subject("device1", "event")) == [entry(1, 1)]
            assert list(reads.of_subject("device4", "event")) == [entry(4)]
            assert list(reads.of_subject("device4", "version")) == []

    def test_leaves_and_numbers_are_counted(self, filled: LogStorage) -> None:
        with filled.writing() as work:
            assert not work.all_counted()
            work.number(3, KEYS[3:])
            assert work.all_counted()

    def test_checkpoints_are_kept_by_their_size(self, filled: LogStorage) -> None:
        larger = replace(CHECKPOINT, size=4)
        with filled.writing() as work:
            work.add_checkpoint(larger)
            work.commit()
        with filled.reading() as reads:
            assert reads.newest() == larger
            assert list(reads.checkpoints()) == [CHECKPOINT, larger]
            assert reads.checkpoint(3) == CHECKPOINT
            assert reads.checkpoint(5) is None

    def test_cosignatures_are_kept_with_their_checkpoint(self, filled: LogStorage) -> None:
        with filled.writing() as work:
            work.add_cosignature(COSIGNATURE)
            work.commit()
        with filled.reading() as reads:
            assert list(reads.cosignatures(3)) == [COSIGNATURE]
            assert list(reads.cosignatures(4)) == []

    def test_what_is_not_committed_never_was(self, filled: LogStorage) -> None:
        with filled.writing() as work:
            work.number(3, KEYS[3:])
        with filled.reading() as reads:
            assert len(list(reads.numbered())) == 3

    def test_a_log_that_has_not_begun_has_nothing(self, storage: LogStorage) -> None:
        with storage.reading() as reads:
            assert reads.newest() is None
            assert list(reads.numbered()) == []
            assert list(reads.checkpoints()) == []


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LogStorage:
        self.log = FakeLogStorage()
        return self.log

    def add_leaves(self, count: int) -> None:
        self.log.committed.leaves |= {KEYS[number]: entry(number) for number in range(count)}


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LogStorage:
        self.database = database
        return SqlLogStorage(database, {})

    def add_leaves(self, count: int) -> None:
        with SqlStorage(self.database).writing() as work:
            work.leaves.add_all([_leaf(number) for number in range(count)])
            work.commit()

    def test_the_tables_only_grow(self, filled: LogStorage) -> None:
        with filled.writing() as work:
            work.add_cosignature(COSIGNATURE)
            work.commit()
        for table in ("log_entry", "log_checkpoint", "log_cosignature"):
            assert_insert_only(self.database, table)

    def test_a_leaf_that_came_late_is_found_by_the_thorough_look_at_the_latest(self, filled: LogStorage) -> None:
        """A package brings versions that were recorded elsewhere, long before."""
        late = Leaf("passport", "version", 1, commitment_of(9).hex(), SALT, NOW - timedelta(days=400))
        with SqlStorage(self.database).writing() as work:
            work.leaves.add(late)
            work.commit()
        with filled.reading() as reads:
            subjects = {each.key.subject for each in reads.waiting(9, thorough=True)}
            quick = {each.key.subject for each in reads.waiting(9, thorough=False)}
        assert subjects == {"device3", "device4", "passport"}
        assert quick <= subjects


def _leaf(number: int) -> Leaf:
    key = KEYS[number]
    return Leaf(key.subject, key.kind, key.number, commitment_of(number).hex(), SALT, NOW)


class TestAtTheSameMoment:
    """With real threads and connections of their own, as two processes have."""

    @pytest.fixture
    def worlds(self, database_url: str, tmp_path: Path) -> Sequence[LogWorld]:
        return [LogWorld.over(Database(database_url), tmp_path) for _ in range(3)]

    def test_two_sequencers_give_every_leaf_one_number(
        self, worlds: Sequence[LogWorld], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One works; the other one waits for it, or leaves it to it."""
        monkeypatch.setattr(sequencing, "AT_ONCE", 20)
        with SqlStorage(worlds[0].database).writing() as work:
            leaves = [Leaf(f"d{number}", "event", 1, commitment_of(number).hex(), SALT, NOW) for number in range(200)]
            work.leaves.add_all(leaves)
            work.commit()
        start = Barrier(3)

        def sequence(world: LogWorld) -> Sequenced:
            start.wait()
            return world.log.sequencer.run()

        with ThreadPoolExecutor(3) as threads:
            done = list(threads.map(sequence, worlds))
        worlds[0].log.sweep()
        assert sum(each.added for each in done) <= 200
        with worlds[0].log.storage.reading() as reads:
            numbered = list(reads.numbered())
            sizes = [checkpoint.size for checkpoint in reads.checkpoints()]
        assert [each.index for each in numbered] == list(range(200))
        assert len({each.key for each in numbered}) == 200
        assert sizes[-1] == 200
        for world in worlds:
            world.database.close()

    def test_events_that_are_recorded_meanwhile_are_all_in_the_log_in_the_end(self, worlds: Sequence[LogWorld]) -> None:
        recording, sequencing_world = worlds[0], worlds[1]
        model = recording.world.passports.register_model(ROUTER, laptop()).passport_id
        keys = [
            recording.world.register(model=model, serial=f"S{number}", asset_tag=f"T{number}").device.key
            for number in range(4)
        ]

        def record() -> None:
            for key in keys:
                recording.world.use.devices.record(OWNER, key, [Draft(SURPLUS)])

        def sequence() -> None:
            for _ in range(6):
                sequencing_world.log.sweep()

        assert together(record, sequence, sequence) == [None] * 3
        recording.log.sweep_all()
        verdict = recording.log.audit.run()
        assert verdict.faults == ()
        assert verdict.notes == ()
        for world in worlds:
            world.database.close()


@pytest.fixture
def everything(database: Database, tmp_path: Path) -> LogWorld:
    """Every kind of leaf that the use cases make."""
    world = LogWorld.over(database, tmp_path)
    world.erasing.erase(ADMINISTRATOR, world.life(), 2)
    claims = ClaimsWorld(world.world)
    filed = claims.filed(claims.taken_over())
    claims.contradictions.reply(HMD, filed.contradiction_id, "We measured A.")
    world.log.sweep_all()
    return world


def test_every_kind_of_leaf_is_read_back_to_the_same_bytes_on_both_engines(everything: LogWorld) -> None:
    with everything.log.storage.reading() as reads:
        assert {each.key.kind for each in reads.numbered()} == LEAF_CONTENTS.keys()
    verdict = everything.log.audit.run()
    assert verdict.faults == ()
    assert verdict.notes == ()


def test_who_read_is_forgotten_in_time_and_the_record_is_proven_as_before(everything: LogWorld) -> None:
    """The salt goes with the reader: nobody can find out by trying every account."""
    everything.world.clock.forward(days=800)
    everything.world.reviewing.forget()
    with everything.database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM access_reader")).scalar() == 0
        assert session.execute(text("SELECT count(*) FROM access_record WHERE reader IS NULL")).scalar() == 0
    assert everything.log.audit.run().faults == ()
