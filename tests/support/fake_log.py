"""The log in memory: its tables, its files (which can break off), and a folder-less set of keys."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from dpp.adapters.log.keys import SigningKey, verify
from dpp.domain.log.faults import LeafKey
from dpp.domain.log.notes import KeyKind, Signature, VerifierKey
from dpp.domain.log.tiles import Tile
from dpp.service.log.log import Log
from dpp.service.log.ports import Content, Entry, StoredCheckpoint, StoredCosignature
from tests.support.accounts_world import SetClock

ORIGIN = "id.kringpas.nl/log"


class BrokenOffError(Exception):
    """The process ended here."""


@dataclass
class FakeContents:
    """`Contents` that are a dictionary."""

    found: dict[LeafKey, Content] = field(default_factory=dict)
    strangers: list[LeafKey] = field(default_factory=list)

    def of(self, keys: Sequence[LeafKey]) -> Mapping[LeafKey, Content]:
        return {key: self.found[key] for key in keys if key in self.found}

    def without_leaf(self) -> Sequence[LeafKey]:
        return self.strangers


@dataclass
class FakeLog:
    """`LogWork` over a copy of the tables."""

    leaves: dict[LeafKey, Entry] = field(default_factory=dict)
    numbers: list[LeafKey] = field(default_factory=list)
    signed: dict[int, StoredCheckpoint] = field(default_factory=dict)
    cosigned: list[StoredCosignature] = field(default_factory=list)
    contents: dict[str, FakeContents] = field(default_factory=lambda: {"event": FakeContents()})
    held: bool = False
    done: Callable[["FakeLog"], None] = lambda _log: None

    def hold(self) -> bool:
        return not self.held

    def newest(self) -> StoredCheckpoint | None:
        return self.signed[max(self.signed)] if self.signed else None

    def checkpoint(self, size: int) -> StoredCheckpoint | None:
        return self.signed.get(size)

    def checkpoints(self) -> Iterator[StoredCheckpoint]:
        return (self.signed[size] for size in sorted(self.signed))

    def cosignatures(self, size: int) -> Sequence[StoredCosignature]:
        return [each for each in self.cosigned if each.size == size]

    def waiting(self, limit: int, *, thorough: bool, after: Entry | None = None) -> Sequence[Entry]:  # noqa: ARG002 (it always looks at all)
        keys, numbered = list(self.leaves), set(self.numbers)
        later = keys if after is None else keys[keys.index(after.key) + 1 :]
        return [self.leaves[key] for key in later if key not in numbered][:limit]

    def all_counted(self) -> bool:
        return len(self.leaves) == len(self.numbers)

    def commitments(self, start: int, end: int) -> Sequence[bytes]:
        found = (self.leaves[key].commitment for key in self.numbers[start:end] if key in self.leaves)
        return [each for each in found if each is not None]

    def numbered(self) -> Iterator[Entry]:
        return (self._entry(key, index) for index, key in enumerate(self.numbers))

    def of_subject(self, subject: str, kind: str) -> Sequence[Entry]:
        mine = sorted(key for key in self.leaves if (key.subject, key.kind) == (subject, kind))
        return [self._entry(key, self.numbers.index(key) if key in self.numbers else None) for key in mine]

    def number(self, first: int, keys: Sequence[LeafKey]) -> None:
        assert first == len(self.numbers)
        self.numbers.extend(keys)

    def add_checkpoint(self, checkpoint: StoredCheckpoint) -> None:
        assert checkpoint.size not in self.signed
        self.signed[checkpoint.size] = checkpoint

    def add_cosignature(self, cosignature: StoredCosignature) -> None:
        self.cosigned.append(cosignature)

    def commit(self) -> None:
        self.done(self)

    def _entry(self, key: LeafKey, index: int | None) -> Entry:
        leaf = self.leaves.get(key)
        return Entry(index, key, None, None, None) if leaf is None else replace(leaf, index=index)


@dataclass
class FakeLogStorage:
    """`LogStorage`: a transaction works on a copy, which takes the place of the tables at commit."""

    committed: FakeLog = field(default_factory=FakeLog)
    breaks_at_commit: bool = False

    @contextmanager
    def reading(self) -> Iterator[FakeLog]:
        yield self.committed

    @contextmanager
    def writing(self) -> Iterator[FakeLog]:
        now = self.committed
        yield replace(now, numbers=now.numbers[:], signed=dict(now.signed), cosigned=now.cosigned[:], done=self._commit)

    def _commit(self, work: FakeLog) -> None:
        if self.breaks_at_commit:
            raise BrokenOffError
        self.committed = work


@dataclass
class FakeFiles:
    """`LogFiles` that are a dictionary. With `writes_left` the process ends before the write after these."""

    files: dict[str, bytes] = field(default_factory=dict)
    writes_left: int | None = None

    @contextmanager
    def alone(self) -> Iterator[None]:
        yield

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def write(self, path: str, content: bytes) -> None:
        if self.writes_left == 0:
            raise BrokenOffError
        if self.writes_left is not None:
            self.writes_left -= 1
        self.files[path] = content

    def drop_partials(self, tile: Tile) -> None:
        for path in [each for each in self.files if each.startswith(f"{tile.full_path}.p/")]:
            del self.files[path]

    def days(self) -> Sequence[str]:
        return sorted(path.removeprefix("checkpoints/") for path in self.files if path.startswith("checkpoints/"))


@dataclass
class FakeSigner:
    """`Signer` with real keys that are in no file."""

    signing: list[SigningKey] = field(default_factory=lambda: [SigningKey.new(ORIGIN, KeyKind.ED25519)])
    retired: list[VerifierKey] = field(default_factory=list)

    @property
    def keys(self) -> tuple[VerifierKey, ...]:
        return tuple(key.verifier for key in self.signing)

    @property
    def trusted(self) -> tuple[VerifierKey, ...]:
        return (*self.keys, *self.retired)

    def sign(self, text: str) -> tuple[Signature, ...]:
        return tuple(Signature(key.verifier.name, key.verifier.key_id, key.sign(text.encode())) for key in self.signing)

    def verify(self, public: bytes, signature: bytes, message: bytes) -> bool:
        return verify(public, signature, message)


@dataclass
class LogInMemory:
    """A whole log, and the leaves that a test puts into it."""

    storage: FakeLogStorage = field(default_factory=FakeLogStorage)
    files: FakeFiles = field(default_factory=FakeFiles)
    signer: FakeSigner = field(default_factory=FakeSigner)
    clock: SetClock = field(default_factory=SetClock)

    @property
    def log(self) -> Log:
        return Log(self.storage, self.files, self.signer, self.clock, ORIGIN)

    @property
    def tables(self) -> FakeLog:
        return self.storage.committed

    def add(self, count: int, at: datetime | None = None) -> None:
        """So many leaves of devices with an event each, which wait for a number."""
        before = len(self.tables.leaves)
        for number in range(before, before + count):
            key = LeafKey("event", f"device{number}", 1)
            self.tables.leaves[key] = Entry(None, key, commitment_of(number), b"s" * 16, at or self.clock())

    def grow(self, *counts: int) -> None:
        """Add so many, and number and publish them; once for each."""
        for count in counts:
            self.add(count)
            self.log.sweep()


def commitment_of(number: int) -> bytes:
    """32 bytes that differ for every number."""
    return number.to_bytes(32, "big")
