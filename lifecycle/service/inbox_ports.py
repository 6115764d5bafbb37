"""Where sendings of scanners, and what was set aside of them, are kept."""

from typing import Protocol

from dpp.domain.actor import OrganisationId
from lifecycle.domain.events import EventId
from lifecycle.domain.inbox import Attempt, ItemId, Sending, SetAside


class InboxStore(Protocol):
    """Insert-only, but for the texts that may have to be erased."""

    def receive(self, sending: Sending) -> Sending:
        """Keep a sending. The one that came before where it is the same: sender, batch and time of sending."""
        ...

    def add(self, item: SetAside) -> None:
        """Set an event aside; its sending is there. Conflict where its number under the event id is taken."""
        ...

    def get(self, item: ItemId) -> SetAside | None: ...
    def of_event(self, event: EventId) -> tuple[SetAside, ...]:
        """All that was set aside under an event id, in the order of their numbers."""
        ...

    def attempt(self, item: ItemId, number: int, attempt: Attempt) -> None:
        """Attempt `number` (from 1). Conflict where it is taken: somebody else was first."""
        ...

    def found(self, organisation: OrganisationId | None, *, is_open: bool, limit: int) -> tuple[SetAside, ...]:
        """The open or the settled ones of what an organisation sent (of all when None), newest first."""
        ...

    def count(self, organisation: OrganisationId | None, *, is_open: bool) -> int:
        """How many there are."""
        ...

    def erase_text(self, item: ItemId) -> bool:
        """Whether there was one."""
        ...
