"""What delivery needs from outside: the queue of notices, what destinations know, and a way to reach each of them.

The one port that publishing itself needs, `Outbox`, stands in `dpp.service.ports`.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from dpp.domain.opaque import PassportId
from dpp.domain.registration.answers import Result
from dpp.domain.registration.notices import Destination, Notice
from dpp.domain.registration.packages import Entry, Package
from dpp.domain.registration.prechecks import Obstacle
from dpp.domain.registration.standing import Registration
from dpp.service.ports import Outbox, PassportReads, PassportWork


@dataclass(frozen=True)
class Queued:
    """A notice in the queue: not looked at before `due_at`.

    `refusals` counts the packages with it that were refused whole; `package` is the correlation id of the one that it
    is in; `code` and `detail` say why it is held back, and are empty where it is not.
    """

    notice: Notice
    due_at: datetime
    refusals: int = 0
    package: str | None = None
    code: str = ""
    detail: str = ""


@dataclass(frozen=True)
class StoredPackage:
    """A package on its way.

    `attempts` counts how often somebody set out with it; `sent_at` is there once the destination said that it has it.
    Whoever holds the `lease` may touch it, until `leased_until`. `fault` is why the last attempt came to nothing.
    """

    correlation_id: str
    destination: Destination
    body: bytes
    formed_at: datetime
    due_at: datetime
    attempts: int = 0
    sent_at: datetime | None = None
    lease: str | None = None
    leased_until: datetime | None = None
    fault: str = ""


@dataclass(frozen=True)
class Proof:
    """The answer to a package as it came, with the hashes of what was sent and of what was answered. Never changed."""

    correlation_id: str
    destination: Destination
    request_sha256: str
    answer: bytes
    answer_sha256: str
    formed_at: datetime
    answered_at: datetime


@dataclass(frozen=True)
class Receipt:
    """What a destination answered about one version: accepted under a registration id, or rejected. Never changed."""

    destination: Destination
    passport_id: PassportId
    version: int
    round: int
    correlation_id: str
    accepted: bool
    answered_at: datetime
    registration_id: str | None = None
    code: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Open:
    """How many versions a destination does not have yet: waiting, held back with a reason, on the way.

    `oldest` is when the oldest of them was made; None where there is none.
    """

    waiting: int
    held: int
    on_the_way: int
    oldest: datetime | None


@dataclass(frozen=True)
class Answers:
    """How many passports a destination has, and how many it rejected the newest word of."""

    registered: int
    rejected: int


class NoticeQueue(Outbox, Protocol):
    """The queue of notices, and the packages that they travel in."""

    def due(self, destination: Destination, now: datetime, limit: int) -> Sequence[Queued]:
        """Notices to send now, parents first; of each passport only the oldest, and none that is in a package.

        They are this transaction's alone.
        """
        ...

    def hold(self, many: Sequence[Queued]) -> None:
        """Store when each is looked at again, and why it waits."""
        ...

    def pack(self, package: StoredPackage, notices: Sequence[Queued]) -> None:
        """Put notices into a new package."""
        ...

    def lease(self, destination: Destination, now: datetime, until: datetime, token: str) -> StoredPackage | None:
        """A package that is due and that nobody holds, held under this token from now on; one attempt more."""
        ...

    def held_under(self, correlation_id: str, token: str) -> StoredPackage | None:
        """The package if it is still held under this token, for this transaction alone."""
        ...

    def release(self, package: StoredPackage) -> None:
        """Store what became of an attempt; nobody holds the package any longer."""
        ...

    def in_package(self, correlation_id: str) -> Sequence[Queued]: ...
    def unpack(self, queued: Queued) -> None:
        """Back into the queue, for another round."""
        ...

    def done(self, notices: Sequence[Notice]) -> None:
        """The destination answered: nothing is left to tell of these."""
        ...

    def drop_package(self, correlation_id: str) -> None:
        """The package is empty: all its notices were answered or unpacked."""
        ...

    def of_passport(self, destination: Destination, passport_id: PassportId) -> Sequence[Queued]:
        """What waits of one passport, oldest version first."""
        ...

    def hasten(self, destination: Destination, now: datetime, *, code: str | None = None) -> int:
        """Make everything due now that waits (for this reason); gives how many."""
        ...

    def open(self, destination: Destination) -> Open:
        """How much waits, and since when."""
        ...


class RegistrationStore(Protocol):
    """What each destination knows of each passport, and the proofs of it."""

    def get(self, destination: Destination, passport_id: PassportId) -> Registration | None: ...
    def known(self, destination: Destination, passport_ids: Sequence[PassportId]) -> Mapping[PassportId, Registration]:
        """Those of these passports that the destination answered about."""
        ...

    def put(self, registrations: Sequence[Registration]) -> None: ...
    def rejected(self, destination: Destination, limit: int) -> Sequence[Registration]:
        """Those whose newest answer was a rejection, oldest first."""
        ...

    def add_proof(self, proof: Proof) -> None: ...
    def proof(self, correlation_id: str) -> Proof | None: ...
    def add_receipts(self, receipts: Sequence[Receipt]) -> None: ...
    def receipts(self, destination: Destination, passport_id: PassportId) -> Sequence[Receipt]:
        """Every answer about a passport, in the order of its versions."""
        ...

    def answers(self, destination: Destination) -> Answers: ...


class OutboxReads(PassportReads, Protocol):
    """A consistent look at passports and what is told of them."""

    @property
    def outbox(self) -> NoticeQueue: ...
    @property
    def registrations(self) -> RegistrationStore: ...


class OutboxWork(PassportWork, Protocol):
    """One transaction."""

    @property
    def outbox(self) -> NoticeQueue: ...
    @property
    def registrations(self) -> RegistrationStore: ...


class OutboxStorage(Protocol):
    """Where transactions begin."""

    def reading(self) -> AbstractContextManager[OutboxReads]: ...
    def writing(self) -> AbstractContextManager[OutboxWork]: ...


class Enrolment(Protocol):
    """Queues the versions that were made before a destination was configured."""

    def __call__(self, destination: Destination, now: datetime) -> int:
        """In one transaction; gives how many. A version that is queued or answered already is left alone."""
        ...


@dataclass(frozen=True)
class Received:
    """The destination has the package, and answers it later: ask."""


@dataclass(frozen=True)
class Answered:
    """The whole answer: a result for each line, and the bytes that it came in."""

    results: tuple[Result, ...]
    answer: bytes


@dataclass(frozen=True)
class Unclear:
    """Nobody knows whether it arrived, or the destination is busy: try again, not before `wait` where it says so."""

    reason: str
    wait: timedelta | None = None


@dataclass(frozen=True)
class Unheard:
    """The destination never heard of this package: send it."""


@dataclass(frozen=True)
class RefusedWhole:
    """The destination takes no line of the package."""

    reason: str


Reply = Received | Answered | Unclear | Unheard | RefusedWhole


class Courier(Protocol):
    """Takes packages to a destination, and asks what became of them. Never raises for what the destination does."""

    def send(self, package: StoredPackage) -> Reply:
        """Sending the same package twice is one request: the correlation id says so."""
        ...

    def ask(self, package: StoredPackage) -> Reply: ...


class RegistryWire(Courier, Protocol):
    """The EU registry: how it wants to be told (its bytes), and the way there."""

    def body(self, correlation_id: str, entries: Sequence[Entry]) -> bytes: ...


@dataclass(frozen=True)
class Packed:
    """What became of due notices: packages to send, and those that are held back, with the reason."""

    packages: tuple[Package, ...]
    held: tuple[tuple[Queued, Obstacle], ...] = ()


class Packer(Protocol):
    """Makes packages for one destination. What it names neither in a package nor as held stays in the queue."""

    def pack(self, work: OutboxReads, due: Sequence[Queued]) -> Packed: ...
