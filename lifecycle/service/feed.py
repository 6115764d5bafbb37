"""New events for others: polled by a cursor, over all devices that the asker may read.

Rules:
1. The order is that of the numbers in the log (`lifecycle.service.feed_ports`), so that a cursor misses nothing and
   gives nothing twice.
2. An organisation gets the events of the devices that it owns or has now; who reads all devices gets all events.
3. An event comes without the text that may have to be erased; that is read at the device.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import KINDS
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.feed_ports import FeedEntry, FeedWanted
from lifecycle.service.lines import readable
from lifecycle.service.ports import LifecycleStorage, LineFilter
from lifecycle.service.recording import state_of

LATEST = "latest"
BEGINNING = "-1"
MOST = 1000


@dataclass(frozen=True)
class FeedPage:
    """Some events, oldest number first, and the cursor to go on from; `more` says whether others wait already."""

    events: tuple[FeedEntry, ...]
    cursor: str
    more: bool


@dataclass(frozen=True)
class Feed:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage

    def after(self, actor: Actor, cursor: str, limit: int, kinds: Collection[str] = ()) -> FeedPage:
        """The events after a cursor; `latest` gives none, and the cursor of now. InvalidInput for another cursor."""
        PERMISSIONS.check("read_worklist", actor)
        party = readable(actor, LineFilter()).party
        check_kinds(kinds)
        with self.storage.reading() as reads:
            if cursor == LATEST:
                return FeedPage((), str(reads.feed.end()), more=False)
            part = reads.feed.after(FeedWanted(_entry(cursor), limit, party, kinds))
            return FeedPage(part.entries, str(part.reached), more=part.reached < reads.feed.end())

    def numbers(self, actor: Actor, key: DeviceKey) -> Mapping[int, int]:
        """The numbers in the log of a device's events, by their own; an event without one waits for the sequencer."""
        with self.storage.reading() as reads:
            PERMISSIONS.check("read_history", actor, state_of(reads, key).relations(actor.organisation))
            return reads.feed.entries_of(key)


def check_kinds(kinds: Collection[str]) -> None:
    """InvalidInput for a kind of event that does not exist."""
    unknown = sorted(set(kinds) - KINDS.keys())
    if unknown:
        what = message("There is no kind of event '{kind}'.", kind=unknown[0][:64])
        raise InvalidInput(what, (Problem("kind", what),), remedy=message("The API description lists the kinds."))


def _entry(cursor: str) -> int:
    if cursor == BEGINNING or (cursor.isascii() and cursor.isdigit() and len(cursor) < 16):
        return int(cursor)
    what = message("This is no cursor of this service.")
    raise InvalidInput(what, (Problem("after", what),), remedy=message("Begin without one, and keep the one you get."))
