"""Where the items of worklists are kept with who works on them, and what became of batches of acts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NewType, Protocol

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.inbox import Refusal
from lifecycle.domain.worklists import ListName, Taking, WorkItem

BulkId = NewType("BulkId", str)


@dataclass(frozen=True)
class Scope:
    """Whose devices: all, or those to which an organisation stands in one of these ways. Without any: none."""

    everything: bool = False
    owner: OrganisationId | None = None
    custodian: OrganisationId | None = None
    receiver: OrganisationId | None = None


@dataclass(frozen=True)
class Cursor:
    """The last item of the page before."""

    since: datetime
    device: DeviceKey


@dataclass(frozen=True)
class Hands:
    """In whose hands an item is, as seen by an account at a moment: `mine`, `others` or `free`."""

    whose: str
    account: AccountId
    now: datetime


@dataclass(frozen=True, kw_only=True)
class ItemFilter:
    """Which items of a list, the oldest first; empty fields ask for nothing.

    `place` is a part of it, `grade` a functional or a cosmetic one, `cause` a word of `DeviceLine.blocked`, `until` the
    last moment at which it came on the list.
    """

    list: ListName
    scope: Scope
    owner: OrganisationId | None = None
    group: str | None = None
    model: PassportId | None = None
    place: str | None = None
    route: str | None = None
    grade: str | None = None
    cause: str | None = None
    until: datetime | None = None
    hands: Hands | None = None
    after: Cursor | None = None
    limit: int = 50


@dataclass(frozen=True)
class Waiting:
    """How many items there are, and since when the oldest waits."""

    count: int
    oldest: datetime


@dataclass(frozen=True)
class ListedItem:
    """An item, and who works on it or last did."""

    item: WorkItem
    taking: Taking | None = None


@dataclass(frozen=True)
class Alike:
    """How many items of a list are of one model; none while it is not known."""

    model: PassportId | None
    count: int


class WorkItemStore(Protocol):
    """The items of all worklists: a projection of the devices' events, with the takings of people."""

    def of_device(self, key: DeviceKey) -> tuple[WorkItem, ...]:
        """In the order of the lists' names."""
        ...

    def follow(self, key: DeviceKey, items: Sequence[WorkItem]) -> None:
        """The device is on these lists and on no others; one on which it was keeps its moment and its taking."""
        ...

    def waiting(self, scopes: Mapping[ListName, Scope]) -> Mapping[ListName, Waiting]:
        """How much waits on each list in its scope; lists on which nothing does are left out."""
        ...

    def taken_by(self, account: AccountId, now: datetime) -> Mapping[ListName, int]:
        """How many items of each list are in this account's hands."""
        ...

    def find(self, wanted: ItemFilter) -> tuple[ListedItem, ...]: ...
    def count(self, wanted: ItemFilter) -> int:
        """How many there are, wherever the page begins and however long it is."""
        ...

    def models(self, name: ListName, scope: Scope) -> tuple[Alike, ...]:
        """Of what the items of a list are, the most first."""
        ...

    def on_list(self, name: ListName, keys: Collection[DeviceKey], scope: Scope) -> frozenset[DeviceKey]:
        """Which of these devices are on a list in this scope."""
        ...

    def take(self, name: ListName, keys: Collection[DeviceKey], taking: Taking, now: datetime) -> frozenset[DeviceKey]:
        """Take those that are on the list and free, or the taker's own already; which these were."""
        ...

    def give_back(self, name: ListName, keys: Collection[DeviceKey], account: AccountId) -> None:
        """Only what this account took."""
        ...

    def takings(
        self, names: Collection[ListName], keys: Collection[DeviceKey], now: datetime
    ) -> Mapping[DeviceKey, tuple[Taking, ...]]:
        """The takings of these devices on these lists that are not over."""
        ...


@dataclass(frozen=True)
class BulkAnswer:
    """What became of one device: `done`, `repeated` (it was so already) or refused, with the reason.

    `seen` is what the answer rests on (a decision, erasures); whoever acts sends it back.
    """

    device: DeviceKey
    outcome: str
    refusal: Refusal | None = None
    seen: str = ""


@dataclass(frozen=True, kw_only=True)
class BulkBatch:
    """A batch as it was sent, by the hash of what it asks, and what became of it; no answers while it is under way."""

    id: BulkId
    account: AccountId
    action: str
    started_at: datetime
    asked_sha256: str
    answers: tuple[BulkAnswer, ...] | None = None


class BulkBatchStore(Protocol):
    """Batches of acts on many devices, by the id that a form or a program made."""

    def get(self, batch: BulkId) -> BulkBatch | None: ...
    def begin(self, batch: BulkBatch) -> None:
        """Conflict where the id is taken."""
        ...

    def finish(self, batch: BulkId, answers: Sequence[BulkAnswer]) -> None: ...
