"""What the log needs from outside: its tables, its files, its keys, and what its entries commit to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dpp.domain.log.bundle import Erased
from dpp.domain.log.faults import Fault, LeafKey
from dpp.domain.log.notes import Signature, VerifierKey
from dpp.domain.log.tiles import Tile


@dataclass(frozen=True)
class Entry:
    """A leaf and its number in the log: without a number it waits for one, without a commitment the leaf is gone."""

    index: int | None
    key: LeafKey
    commitment: bytes | None
    salt: bytes | None
    recorded_at: datetime | None


@dataclass(frozen=True)
class StoredCheckpoint:
    """A signed checkpoint; `frontier` is what the next one goes on from (`dpp.domain.log.tree.Frontier`)."""

    size: int
    root: str
    frontier: bytes
    note: str
    made_at: datetime


@dataclass(frozen=True)
class StoredCosignature:
    """A signature line that a witness gave for the checkpoint of this size."""

    size: int
    witness: str
    key_id: str
    line: str
    added_at: datetime


@dataclass(frozen=True)
class Content:
    """What a leaf commits to, read back from where it is kept.

    `said` are the forms that it may have been committed in, as canonical bytes, newest first. `faults` are what differs
    besides, with `about` left open. `received` are the bytes of a passport version. `opaque` says in words why the
    content cannot be told any more, though nothing is wrong.
    """

    said: tuple[bytes, ...]
    at: datetime | None
    faults: tuple[Fault, ...] = ()
    received: bytes | None = None
    erased: Erased | None = None
    opaque: str | None = None


class Contents(Protocol):
    """What the leaves of one kind commit to."""

    def of(self, keys: Sequence[LeafKey]) -> Mapping[LeafKey, Content]:
        """Those of these that are there; ValueError, KeyError or TypeError where one cannot be read at all."""
        ...

    def without_leaf(self) -> Iterable[LeafKey]:
        """What is kept and has no leaf: nothing proves it."""
        ...


class LogReads(Protocol):
    """A consistent look at the log."""

    def newest(self) -> StoredCheckpoint | None: ...
    def checkpoint(self, size: int) -> StoredCheckpoint | None: ...
    def checkpoints(self) -> Iterator[StoredCheckpoint]:
        """From the smallest."""
        ...

    def cosignatures(self, size: int) -> Sequence[StoredCosignature]: ...
    def waiting(self, limit: int, *, thorough: bool, after: Entry | None = None) -> Sequence[Entry]:
        """Leaves without a number, oldest first.

        Quickly those that came after the ones numbered last; `thorough` looks at every leaf. Whoever goes through them
        piece by piece names the last one that it had (`after`): what came before it is not looked at again.
        """
        ...

    def all_counted(self) -> bool:
        """Whether there are as many numbers as leaves: then looking at every leaf finds nothing that waits."""
        ...

    def commitments(self, start: int, end: int) -> Sequence[bytes]:
        """Those of the entries from `start` up to `end`; fewer where some are not there."""
        ...

    def numbered(self) -> Iterator[Entry]:
        """Every entry, in the order of the log."""
        ...

    def of_subject(self, subject: str, kind: str) -> Sequence[Entry]:
        """The leaves of one device or passport, with a number or waiting, in the order of their own numbers."""
        ...

    @property
    def contents(self) -> Mapping[str, Contents]:
        """By the kind of the leaf."""
        ...


class LogWork(LogReads, Protocol):
    """One transaction."""

    def hold(self) -> bool:
        """Whether this is the only sequencer until the transaction ends; False where another one is at work."""
        ...

    def number(self, first: int, keys: Sequence[LeafKey]) -> None: ...
    def add_checkpoint(self, checkpoint: StoredCheckpoint) -> None: ...
    def add_cosignature(self, cosignature: StoredCosignature) -> None: ...
    def commit(self) -> None: ...


class LogStorage(Protocol):
    """Where transactions begin."""

    def reading(self) -> AbstractContextManager[LogReads]: ...
    def writing(self) -> AbstractContextManager[LogWork]: ...


class Signer(Protocol):
    """The keys of the log, and Ed25519."""

    @property
    def keys(self) -> tuple[VerifierKey, ...]:
        """Those that sign now."""
        ...

    @property
    def trusted(self) -> tuple[VerifierKey, ...]:
        """Those and the ones that signed before."""
        ...

    def sign(self, text: str) -> tuple[Signature, ...]:
        """By every key that signs now."""
        ...

    def verify(self, public: bytes, signature: bytes, message: bytes) -> bool: ...


class LogFiles(Protocol):
    """The log as static files. Each file is there as a whole or not at all."""

    def alone(self) -> AbstractContextManager[None]:
        """Wait until nobody else writes."""
        ...

    def read(self, path: str) -> bytes | None: ...
    def write(self, path: str, content: bytes) -> None: ...
    def drop_partials(self, tile: Tile) -> None:
        """Take away the partial tiles of a tile that is full now."""
        ...

    def days(self) -> Sequence[str]:
        """The days of which a checkpoint is kept, oldest first."""
        ...
