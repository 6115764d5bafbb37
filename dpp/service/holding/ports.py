"""What keeping copies, and restoring from them, needs from outside."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.version_record import VersionRecord
from dpp.service.ports import ClosuresInForce


@dataclass(frozen=True)
class HeldCopy:
    """A passport of another registry: its address there, whose key sent it, and where its newest version stands."""

    address: str
    organisation: OrganisationId
    rank: int
    status: str
    version: int
    updated_at: datetime


@dataclass(frozen=True)
class HeldVersion:
    """One version of such a passport. `sha256` is that of the received bytes; `record` holds them. Never changed."""

    address: str
    version: int
    sha256: str
    recorded_at: datetime
    held_at: datetime
    account: AccountId
    record: bytes


class HeldCopyStore(Protocol):
    """Copies by the addresses of their passports."""

    def get(self, address: str) -> HeldCopy | None: ...
    def lock(self, address: str) -> HeldCopy | None:
        """As `get`, for this transaction alone."""
        ...

    def put(self, copy: HeldCopy) -> None:
        """Raises Conflict when somebody else was first to store it."""
        ...

    def add_version(self, version: HeldVersion) -> None:
        """Raises Conflict when that version is there already."""
        ...

    def version(self, address: str, number: int) -> HeldVersion | None: ...
    def version_at(self, address: str, moment: datetime) -> HeldVersion | None:
        """The newest that was recorded at that moment or before."""
        ...

    def versions(self, address: str) -> Sequence[HeldVersion]:
        """Oldest first."""
        ...

    def page(self, organisation: OrganisationId, rank: int, after: str, limit: int) -> Sequence[HeldCopy]:
        """The copies of one organisation and rank with addresses beyond `after`, in the order of their addresses."""
        ...


class HeldReads(Protocol):
    """A consistent look at the copies, and at what is closed at this place."""

    @property
    def copies(self) -> HeldCopyStore: ...
    @property
    def closures(self) -> ClosuresInForce: ...


class HeldWork(HeldReads, Protocol):
    """One transaction."""

    def commit(self) -> None: ...


class HeldStorage(Protocol):
    """Where transactions begin."""

    def reading(self) -> AbstractContextManager[HeldReads]: ...
    def writing(self) -> AbstractContextManager[HeldWork]: ...


class CopySource(Protocol):
    """Where our own passports are held: all their versions, parents before children."""

    def passports(self) -> Iterator[Sequence[VersionRecord]]:
        """The records of one passport at a time; Unavailable or InvalidInput for what cannot be read."""
        ...
