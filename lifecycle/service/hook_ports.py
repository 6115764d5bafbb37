"""Where web hooks and their deliveries are kept, and how one is sent."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from dpp.domain.actor import OrganisationId
from lifecycle.domain.events import Event, EventId
from lifecycle.domain.hooks import Delivery, DeliveryState, Hook, HookId
from lifecycle.service.feed_ports import FeedStore


class HookStore(Protocol):
    """Web hooks and their deliveries."""

    def put(self, hook: Hook) -> None: ...
    def get(self, hook: HookId) -> Hook | None: ...
    def of(self, organisation: OrganisationId) -> tuple[Hook, ...]:
        """Newest first, ended ones too."""
        ...

    def active(self) -> tuple[Hook, ...]: ...
    def hold(self, hook: HookId) -> Hook | None:
        """The hook, held so that nobody else moves its position; None where another worker has it."""
        ...

    def add(self, deliveries: Sequence[Delivery]) -> None:
        """One that is there already stays as it is."""
        ...

    def keep(self, delivery: Delivery) -> None: ...
    def delivery(self, hook: HookId, entry: int) -> Delivery | None: ...
    def deliveries(self, hook: HookId, state: DeliveryState | None, *, limit: int) -> tuple[Delivery, ...]:
        """The newest first."""
        ...

    def lease(self, now: datetime, until: datetime) -> Delivery | None:
        """One that is due, of an active hook, with nothing before it of the same device; held until then.

        Its attempts are counted. What another worker holds is passed over.
        """
        ...

    def forget(self, before: datetime) -> int:
        """Drop what was delivered and due before this moment; gives how many."""
        ...


class EventFinder(Protocol):
    """Events by their id."""

    def find(self, event: EventId) -> Event | None: ...


class HookReads(Protocol):
    """A look at web hooks and the events that they tell of."""

    @property
    def hooks(self) -> HookStore: ...
    @property
    def feed(self) -> FeedStore: ...
    @property
    def events(self) -> EventFinder: ...


class HookWork(HookReads, Protocol):
    """One transaction over them."""

    def commit(self) -> None: ...


class HookStorage(Protocol):
    """Where transactions begin."""

    def reading(self) -> AbstractContextManager[HookReads]: ...
    def writing(self) -> AbstractContextManager[HookWork]: ...


@dataclass(frozen=True)
class HookReply:
    """What the receiver answered: whether it took it, in words, and how long it asks us to wait."""

    taken: bool
    said: str
    wait: timedelta | None = None


class HookCourier(Protocol):
    """Sends one delivery, once."""

    def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> HookReply: ...
