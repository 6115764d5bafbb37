"""A witness cosigns what goes on from what it cosigned last, and nothing else; and we take its cosignature."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from dpp.adapters.log.keys import SigningKey, verify
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotFound, NotPermitted, Refused
from dpp.domain.log.checkpoint import Checkpoint, SignedCheckpoint
from dpp.domain.log.notes import KeyKind, Note, Signature
from dpp.domain.log.trust import Head, Trust
from dpp.domain.log.witness import AddCheckpoint
from dpp.service.log.witnessing import Witness
from tests.support.accounts_world import SetClock
from tests.support.fake_log import FakeSigner, LogInMemory

WITNESS = SigningKey.new("witness.example/w1", KeyKind.COSIGNATURE)


@dataclass
class FakeMemory:
    """`Memory` in memory."""

    seen: dict[str, Checkpoint] = field(default_factory=dict)

    @contextmanager
    def alone(self, origin: str) -> Iterator[None]:
        assert origin
        yield

    def last(self, origin: str) -> Checkpoint | None:
        return self.seen.get(origin)

    def remember(self, note: Note, checkpoint: Checkpoint) -> None:
        assert note.text == checkpoint.text
        self.seen[checkpoint.origin] = checkpoint


@dataclass
class Pair:
    """A log, and a witness that knows its key."""

    memory: LogInMemory = field(default_factory=LogInMemory)
    seen: FakeMemory = field(default_factory=FakeMemory)

    @property
    def trust(self) -> Trust:
        return Trust(verify, self.memory.signer.keys)

    def request(self, old: int) -> AddCheckpoint:
        return AddCheckpoint.parse(self.memory.log.proofs.published().request(old).content)

    def cosign(self, request: AddCheckpoint) -> Signature:
        return Witness(WITNESS.verifier, WITNESS.sign, self.seen, SetClock()).cosign(request, self.trust)


@pytest.fixture
def pair() -> Pair:
    return Pair()


def test_a_witness_cosigns_every_checkpoint_that_goes_on(pair: Pair) -> None:
    old = 0
    for more in (3, 5, 300, 1):
        pair.memory.grow(more)
        line = pair.cosign(pair.request(old))
        taken = pair.memory.log.cosignatures.take(line.line, WITNESS.verifier)
        old += more
        assert taken.size == old
    pair.memory.log.publisher.run()
    note = SignedCheckpoint.parse(pair.memory.files.files["checkpoint"].decode())
    assert [each.key for each in note.cosigned_by([WITNESS.verifier], verify)] == [WITNESS.verifier]


def test_a_witness_that_has_seen_nothing_takes_a_bare_checkpoint(pair: Pair) -> None:
    pair.memory.grow(3)
    pair.cosign(AddCheckpoint.parse(pair.memory.files.files["checkpoint"].decode()))
    assert [each.size for each in pair.seen.seen.values()] == [3]


def test_the_same_checkpoint_is_cosigned_again(pair: Pair) -> None:
    pair.memory.grow(3)
    pair.cosign(pair.request(0))
    assert pair.cosign(pair.request(3)) is not None


def test_a_request_is_read_as_it_was_written(pair: Pair) -> None:
    pair.memory.grow(3, 300)
    request = pair.memory.log.proofs.published().request(3)
    assert AddCheckpoint.parse(request.content) == request


@pytest.mark.parametrize("old", [0, 2, 4])
def test_a_request_since_another_size_is_told_the_right_one(pair: Pair, old: int) -> None:
    pair.memory.grow(3)
    pair.cosign(pair.request(0))
    pair.memory.grow(3)
    with pytest.raises(Conflict, match="cosigned 3 entries"):
        pair.cosign(pair.request(old))


def refusal_of(pair: Pair, request: AddCheckpoint) -> type[KringpasError]:
    """Refused, and what is remembered stays."""
    before = dict(pair.seen.seen)
    with pytest.raises(KringpasError) as refusal:
        pair.cosign(request)
    assert pair.seen.seen == before
    return type(refusal.value)


def test_a_log_that_was_rewritten_gets_no_cosignature(pair: Pair) -> None:
    pair.memory.grow(3)
    pair.cosign(pair.request(0))
    forked = LogInMemory(signer=pair.memory.signer)
    forked.add(1)
    forked.tables.leaves.clear()
    forked.add(8)
    forked.tables.leaves.pop(next(iter(forked.tables.leaves)))
    forked.log.sweep()
    assert refusal_of(pair, forked.log.proofs.published().request(3)) is Refused


def test_another_history_of_the_same_size_is_a_fork(pair: Pair) -> None:
    pair.memory.grow(3)
    pair.cosign(pair.request(0))
    forked = LogInMemory(signer=pair.memory.signer)
    forked.add(4)
    forked.tables.leaves.pop(next(iter(forked.tables.leaves)))
    forked.log.sweep()
    assert refusal_of(pair, forked.log.proofs.published().request(3)) is Conflict


def test_what_is_not_signed_by_the_log_gets_no_cosignature(pair: Pair) -> None:
    pair.memory.grow(3)
    request = pair.request(0)
    pair.memory.signer = FakeSigner()
    assert refusal_of(pair, request) is NotPermitted


def test_a_log_that_is_not_known_gets_no_cosignature(pair: Pair) -> None:
    pair.memory.grow(3)
    request = pair.request(0)
    pair.memory.signer = FakeSigner([SigningKey.new("another.example/log", KeyKind.ED25519)])
    assert refusal_of(pair, request) is NotFound


def test_a_size_beyond_the_checkpoint_is_refused(pair: Pair) -> None:
    pair.memory.grow(3)
    request = pair.request(0)
    assert refusal_of(pair, AddCheckpoint(4, (), request.signed)) is InvalidInput


def test_a_proof_of_nothing_is_empty(pair: Pair) -> None:
    pair.memory.grow(3)
    request = pair.request(0)
    assert refusal_of(pair, AddCheckpoint(0, (b"x" * 32,), request.signed)) is Refused


@pytest.mark.parametrize("content", ["", "old x\n\n", "old 01\n\n", "old 1\nshort\n\n", "no note at all\n"])
def test_what_is_no_request_is_refused(content: str) -> None:
    with pytest.raises(InvalidInput):
        AddCheckpoint.parse(content)


class TestTaking:
    """A cosignature of ours is kept where it is of the witness that is named, over what we signed."""

    def test_once(self, pair: Pair) -> None:
        pair.memory.grow(3)
        line = pair.cosign(pair.request(0)).line
        for _ in range(2):
            pair.memory.log.cosignatures.take(line, WITNESS.verifier)
        assert len(pair.memory.tables.cosigned) == 1

    def test_also_of_an_earlier_checkpoint_and_it_is_added_to_that_of_the_day(self, pair: Pair) -> None:
        pair.memory.grow(3)
        line = pair.cosign(pair.request(0)).line
        pair.memory.grow(3)
        pair.memory.log.cosignatures.take(line, WITNESS.verifier)
        pair.memory.log.publisher.run()
        assert line in pair.memory.files.files["checkpoints/2026-05-04"].decode()
        assert line not in pair.memory.files.files["checkpoint"].decode()

    def test_not_of_another_log(self, pair: Pair) -> None:
        pair.memory.grow(3)
        other = Pair()
        other.memory.grow(4)
        line = other.cosign(other.request(0)).line
        with pytest.raises(NotFound):
            pair.memory.log.cosignatures.take(line, WITNESS.verifier)

    def test_not_where_there_is_no_line_of_that_witness(self, pair: Pair) -> None:
        pair.memory.grow(3)
        with pytest.raises(InvalidInput):
            pair.memory.log.cosignatures.take(pair.memory.files.files["checkpoint"].decode(), WITNESS.verifier)


class TestTrust:
    """So many of the witnesses that a reader knows must have cosigned."""

    @pytest.mark.parametrize(("cosigned", "holds"), [(True, True), (False, False)])
    def test_a_quorum(self, pair: Pair, *, cosigned: bool, holds: bool) -> None:
        pair.memory.grow(3)
        if cosigned:
            pair.memory.log.cosignatures.take(pair.cosign(pair.request(0)).line, WITNESS.verifier)
            pair.memory.log.publisher.run()
        signed = SignedCheckpoint.parse(pair.memory.files.files["checkpoint"].decode())
        trust = Trust(verify, pair.memory.signer.keys, (WITNESS.verifier,), quorum=1)
        assert (trust.faults_of(Head("it", signed).signed, "it") == ()) is holds
