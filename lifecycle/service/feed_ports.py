"""The events of all devices in one order that stays: that of their numbers in the log.

One sequencer numbers what was committed (`dpp.service.log.sequencing`), and never gives a number below one that it
gave: whoever read up to a number has read everything below it, however many transactions were under way.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import Event


@dataclass(frozen=True)
class FeedEntry:
    """An event with its number in the log, from 0, and its number among those of its device, from 1.

    The event is without the text that may have to be erased: what was sent on cannot be taken back.
    """

    entry: int
    number: int
    event: Event


@dataclass(frozen=True)
class FeedWanted:
    """Which events. `party` owns or has the device now (any device when None); no `kinds` are all kinds."""

    after: int
    limit: int
    party: OrganisationId | None = None
    kinds: Collection[str] = ()


@dataclass(frozen=True)
class FeedPart:
    """Some entries in their order. `reached` is the number up to which everything was looked at."""

    entries: tuple[FeedEntry, ...]
    reached: int


class FeedStore(Protocol):
    """Events by their numbers in the log; an event without a number yet is not there."""

    def after(self, wanted: FeedWanted) -> FeedPart: ...
    def end(self) -> int:
        """The last number that was given; -1 while there is none."""
        ...

    def entries_of(self, key: DeviceKey) -> Mapping[int, int]:
        """The numbers in the log of a device's events, by their own numbers."""
        ...
