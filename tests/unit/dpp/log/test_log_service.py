"""Numbers, checkpoints and files: what the log does with leaves, and what it never does, wherever it is broken off."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dpp.adapters.log.keys import SigningKey
from dpp.domain.errors import InvalidInput, NotFound, Refused, Unavailable
from dpp.domain.log.checkpoint import SignedCheckpoint
from dpp.domain.log.notes import KeyKind
from dpp.domain.log.proofs import is_consistent, is_included
from dpp.domain.log.tiles_check import check_tiles
from dpp.domain.log.tree import leaf_hash, root_of
from dpp.domain.log.trust import Trust
from dpp.service.log import sequencing
from tests.support.fake_log import ORIGIN, BrokenOffError, FakeSigner, LogInMemory, commitment_of


@pytest.fixture
def memory() -> LogInMemory:
    return LogInMemory()


def published(memory: LogInMemory) -> SignedCheckpoint:
    return SignedCheckpoint.parse(memory.files.files["checkpoint"].decode())


def assert_whole(memory: LogInMemory, size: int) -> None:
    """The published files hold together, are signed, and are of the first `size` leaves as they came."""
    verdict = check_tiles(memory.files.read, Trust(memory.signer.verify, memory.signer.trusted))
    assert verdict.faults == ()
    assert published(memory).checkpoint.size == size
    assert published(memory).checkpoint.root == root_of(leaf_hash(commitment_of(each)) for each in range(size))


def test_leaves_get_numbers_in_the_order_of_their_coming_and_a_signed_checkpoint(memory: LogInMemory) -> None:
    memory.add(3)
    sequenced, files = memory.log.sweep()
    assert (sequenced.added, sequenced.size, files.size) == (3, 3, 3)
    assert [key.subject for key in memory.tables.numbers] == ["device0", "device1", "device2"]
    assert published(memory).checkpoint.origin == ORIGIN
    assert_whole(memory, 3)


def test_nothing_to_do_changes_nothing(memory: LogInMemory) -> None:
    assert memory.log.sweep()[0].size == 0
    assert memory.files.files == {}
    memory.grow(4)
    before = dict(memory.files.files)
    assert memory.log.sweep()[0].added == 0
    assert memory.files.files == before


@pytest.mark.parametrize(
    "steps", [(1,), (255, 1, 1), (256,), (257, 255, 1), (300, 300), (1, 1, 1, 600), (65_530, 10, 300)], ids=str
)
def test_the_files_are_the_same_log_however_it_grew(memory: LogInMemory, steps: tuple[int, ...]) -> None:
    for step in steps:
        memory.grow(step)
        assert_whole(memory, len(memory.tables.leaves))


def test_partial_tiles_go_when_their_full_one_is_there(memory: LogInMemory) -> None:
    memory.grow(200, 100)
    assert "tile/0/000" in memory.files.files
    assert not [path for path in memory.files.files if path.startswith(("tile/0/000.p", "tile/entries/000.p"))]
    memory.grow(1)
    assert {"tile/0/001.p/44", "tile/0/001.p/45"} <= memory.files.files.keys()


def test_many_leaves_are_numbered_some_thousands_at_a_time(
    memory: LogInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step has its checkpoint, and no entry is without one; only the last one is published."""
    monkeypatch.setattr(sequencing, "AT_ONCE", 100)
    memory.grow(250)
    assert sorted(memory.tables.signed) == [100, 200, 250]
    assert_whole(memory, 250)


def test_it_stops_between_two_steps_when_it_is_asked(memory: LogInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencing, "AT_ONCE", 100)
    memory.add(250)
    asked = iter([False, True])
    assert memory.log.sequencer.run(stopping=lambda: next(asked)).added == 100
    assert memory.log.sweep()[0].added == 150


def test_a_second_sequencer_leaves_it_to_the_first(memory: LogInMemory) -> None:
    memory.add(3)
    memory.tables.held = True
    assert memory.log.sequencer.run().busy
    assert memory.tables.numbers == []


def test_broken_off_before_the_commit_nothing_has_a_number(memory: LogInMemory) -> None:
    memory.grow(5)
    memory.add(5)
    memory.storage.breaks_at_commit = True
    with pytest.raises(BrokenOffError):
        memory.log.sweep()
    assert len(memory.tables.numbers) == 5
    memory.storage.breaks_at_commit = False
    memory.log.sweep()
    assert_whole(memory, 10)


@pytest.mark.parametrize(("before", "more"), [(0, 300), (250, 10), (256, 1), (300, 400)])
def test_broken_off_between_any_two_files_the_former_log_stands_and_the_next_run_ends_it(
    memory: LogInMemory, before: int, more: int
) -> None:
    """Every reader finds whole files at each of these moments; no entry gets two numbers."""
    memory.grow(before)
    for writes in range(100):
        memory.files.writes_left = writes
        memory.add(more if writes == 0 else 0)
        try:
            memory.log.sweep()
        except BrokenOffError:
            if before:
                assert_whole(memory, before)
            continue
        break
    assert writes > 2
    assert_whole(memory, before + more)
    assert len(set(memory.tables.numbers)) == len(memory.tables.numbers) == before + more


def test_tiles_that_are_lost_are_written_again(memory: LogInMemory) -> None:
    memory.grow(700)
    for path in [each for each in memory.files.files if each.startswith("tile/")]:
        del memory.files.files[path]
    with pytest.raises(Unavailable):
        memory.log.proofs.published().inclusion(3)
    memory.grow(1)
    assert_whole(memory, 701)


def test_a_log_that_has_a_name_keeps_it(memory: LogInMemory) -> None:
    """The address of the service may change; the log that others have checkpoints of stays the same one."""
    memory.grow(1)
    memory.add(1)
    replace(memory.log, origin="elsewhere.example/log").sweep()
    assert published(memory).checkpoint.origin == ORIGIN


class TestRefusals:
    """Nothing is signed or published that contradicts what was."""

    def refused(self, memory: LogInMemory, rule: str) -> None:
        size = len(memory.tables.numbers)
        memory.add(1)
        with pytest.raises(Refused) as refusal:
            memory.log.sweep()
        assert refusal.value.rule == rule
        assert len(memory.tables.numbers) == size

    def test_by_a_key_that_did_not_sign_the_last_checkpoint(self, memory: LogInMemory) -> None:
        memory.grow(3)
        memory.signer = FakeSigner()
        self.refused(memory, "log-key")

    def test_where_the_last_checkpoint_was_changed(self, memory: LogInMemory) -> None:
        memory.grow(3)
        memory.tables.signed[3] = replace(memory.tables.signed[3], frontier=b"x" * 64)
        self.refused(memory, "log-altered")

    def test_where_what_was_signed_was_changed(self, memory: LogInMemory) -> None:
        memory.grow(3)
        note = memory.tables.signed[3].note.replace("\n3\n", "\n4\n")
        memory.tables.signed[3] = replace(memory.tables.signed[3], note=note)
        self.refused(memory, "log-altered")

    def test_where_the_database_was_put_back(self, memory: LogInMemory) -> None:
        memory.grow(3)
        before = memory.tables.numbers[:], dict(memory.tables.signed)
        memory.grow(3)
        memory.tables.numbers, memory.tables.signed = before
        self.refused(memory, "log-put-back")

    @pytest.mark.parametrize("wrong", ["size", "root"])
    def test_where_another_checkpoint_was_published(self, memory: LogInMemory, wrong: str) -> None:
        memory.grow(3)
        other = LogInMemory(signer=memory.signer)
        other.add(2 if wrong == "size" else 4)
        other.tables.leaves = dict(list(other.tables.leaves.items())[-3:])
        other.log.sweep()
        memory.files.files["checkpoint"] = other.files.files["checkpoint"]
        memory.add(1)
        with pytest.raises(Refused) as refusal:
            memory.log.sweep()
        assert refusal.value.rule == "log-files"

    def test_where_a_tile_at_the_edge_was_changed(self, memory: LogInMemory) -> None:
        memory.grow(300)
        memory.files.files["tile/0/000"] = b"x" * 8192
        memory.files.files["tile/1/000.p/1"] = b"x" * 32
        memory.add(1)
        with pytest.raises(Refused):
            memory.log.sweep()
        assert published(memory).checkpoint.size == 300

    def test_where_a_leaf_is_gone_that_is_not_published_yet(self, memory: LogInMemory) -> None:
        memory.add(3)
        memory.log.sequencer.run()
        memory.tables.leaves.popitem()
        with pytest.raises(Refused):
            memory.log.publisher.run()
        assert memory.files.files == {}


class TestKeys:
    """A new key signs beside the old one; then the old one may go."""

    def test_both_sign_and_each_reader_believes_the_one_he_knows(self, memory: LogInMemory) -> None:
        memory.grow(1)
        (old,) = memory.signer.keys
        memory.signer.signing.append(SigningKey.new(ORIGIN, KeyKind.ED25519))
        new = memory.signer.keys[1]
        memory.grow(1)
        for key in (old, new):
            assert published(memory).signed_by([key], memory.signer.verify) == (key,)

    def test_after_it_went_the_log_goes_on_and_what_the_old_one_signed_still_counts(self, memory: LogInMemory) -> None:
        memory.grow(1)
        memory.signer.signing.append(SigningKey.new(ORIGIN, KeyKind.ED25519))
        memory.grow(1)
        memory.signer.retired.append(memory.signer.signing.pop(0).verifier)
        memory.grow(1)
        assert_whole(memory, 3)
        assert not [fault for fault in memory.log.audit.run().faults if fault.kind == "signature"]

    def test_the_old_one_may_go_before_the_new_one_signed_anything(self, memory: LogInMemory) -> None:
        memory.grow(1)
        memory.signer.retired.append(memory.signer.signing.pop().verifier)
        memory.signer.signing.append(SigningKey.new(ORIGIN, KeyKind.ED25519))
        memory.grow(1)
        assert_whole(memory, 2)


class TestDays:
    """The checkpoint of a day is there to be published elsewhere."""

    def test_the_first_one_of_the_day_is_kept(self, memory: LogInMemory) -> None:
        memory.grow(1, 1)
        memory.clock.forward(days=1)
        memory.grow(1)
        memory.grow(1)
        days = [path for path in memory.files.files if path.startswith("checkpoints/")]
        assert days == ["checkpoints/2026-05-04", "checkpoints/2026-05-05"]
        sizes = [SignedCheckpoint.parse(memory.files.files[day].decode()).checkpoint.size for day in days]
        assert sizes == [1, 3]

    def test_a_day_on_which_nothing_happened_has_one_too(self, memory: LogInMemory) -> None:
        memory.grow(1)
        memory.clock.forward(days=1)
        memory.log.sweep()
        assert memory.files.files["checkpoints/2026-05-05"] == memory.files.files["checkpoint"]


class TestProofs:
    """What is published can be proven, and nothing else."""

    def test_before_anything_is_published_there_is_nothing_to_prove(self, memory: LogInMemory) -> None:
        with pytest.raises(NotFound):
            memory.log.proofs.published()

    def test_every_entry_at_every_size_that_was_published(self, memory: LogInMemory) -> None:
        memory.grow(100, 200, 300)
        log = memory.log.proofs.published()
        for index in (0, 99, 256, 599):
            for size in (100, 300, 600):
                if index < size:
                    root = root_of(leaf_hash(commitment_of(each)) for each in range(size))
                    assert is_included(index, size, leaf_hash(commitment_of(index)), log.inclusion(index, size), root)

    def test_that_it_goes_on_from_what_somebody_saw(self, memory: LogInMemory) -> None:
        memory.grow(100)
        seen = published(memory).checkpoint
        memory.grow(200)
        now = published(memory).checkpoint
        path = memory.log.proofs.published().consistency(seen.size)
        assert is_consistent(seen.size, now.size, seen.root, now.root, path)

    @pytest.mark.parametrize(("index", "size"), [(5, 5), (-1, 5), (3, 6), (0, 0)])
    def test_what_is_not_in_it_has_no_proof(self, memory: LogInMemory, index: int, size: int) -> None:
        memory.grow(5)
        with pytest.raises(InvalidInput):
            memory.log.proofs.published().inclusion(index, size)

    @pytest.mark.parametrize(("old", "size"), [(6, None), (4, 3), (-1, 2), (0, 6)])
    def test_it_goes_on_from_no_later_state(self, memory: LogInMemory, old: int, size: int | None) -> None:
        memory.grow(5)
        with pytest.raises(InvalidInput):
            memory.log.proofs.published().consistency(old, size)


def test_a_leaf_that_was_put_in_long_after_it_says_is_found(memory: LogInMemory) -> None:
    """Whoever can write to the tables can add a leaf with an old date: the log of that day did not have it."""
    memory.grow(2)
    memory.clock.forward(days=30)
    memory.grow(1)
    memory.add(1, at=memory.clock() - timedelta(days=20))
    memory.log.sweep()
    kinds = [(fault.kind, fault.entry) for fault in memory.log.audit.run().faults if fault.kind == "recorded-later"]
    assert kinds == [("recorded-later", 3)]


def test_what_waited_long_for_its_number_is_no_fault(memory: LogInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that begins to keep a log, or whose sequencer stood still: many steps, all of them made today."""
    monkeypatch.setattr(sequencing, "AT_ONCE", 100)
    for _ in range(30):
        memory.add(10)
        memory.clock.forward(days=1)
    memory.log.sweep()
    assert not [fault for fault in memory.log.audit.run().faults if fault.kind == "recorded-later"]
