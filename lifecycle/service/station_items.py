"""What was set aside of what an intake station sent, settled at the station.

Rules, besides those of `lifecycle.service.inbox`:
1. A station settles what it could have sent (`lifecycle.domain.station.KINDS`), and by dismissing alone: whoever is to
   try it again, or settles anything else, does that in the inbox with a password.
2. It is dismissed on the authority of who settled it. In a shift that is the shift's person; a shift that stands for
   nothing settles nothing.
3. An item that is said to be recorded after all names the event that took its place: one of the same kind, that the
   same organisation recorded.
4. What was settled before stays as it is: saying it again changes nothing.
"""

from dataclasses import dataclass

from dpp.domain.errors import NotPermitted, Refused
from dpp.domain.message import message
from lifecycle.domain.events import EventId
from lifecycle.domain.inbox import ItemId, SetAside
from lifecycle.domain.station import KINDS, MadeBy
from lifecycle.service.inbox import Inbox, ItemView
from lifecycle.service.ports import LifecycleStorage

_IN_THE_INBOX = message("Settle it in the inbox, signed in with your password.")


@dataclass(frozen=True)
class StationItems:
    """Checks who is there first."""

    storage: LifecycleStorage
    inbox: Inbox

    def dismiss(self, made: MadeBy, item: ItemId, reason: str, event: EventId | None = None) -> ItemView:
        """Close it, with the reason and the event that took its place, if one did; safe to repeat.

        NotFound, NotPermitted (rules 1 and 2), Refused `recorded-after-all` (rule 3).
        """
        view = self.inbox.read(made.person, item)
        if not view.item.is_open:
            return view
        if view.item.sent.happening.kind not in KINDS:
            raise NotPermitted(message("A station did not send this, and does not settle it."), remedy=_IN_THE_INBOX)
        if not made.stands:
            raise NotPermitted(message("Nobody stands for this shift (any more)."), remedy=_IN_THE_INBOX)
        if event is not None:
            self._check_took_its_place(view.item, event)
        return self.inbox.dismiss(made.person, item, reason)

    def _check_took_its_place(self, item: SetAside, event: EventId) -> None:
        """Rule 3."""
        with self.storage.reading() as reads:
            found = reads.events.find(event)
        wanted = (item.sent.happening.kind, item.sending.organisation)
        if found is None or (found.happening.kind, found.organisation) != wanted:
            raise Refused(
                "recorded-after-all",
                message("Event {event} did not take the place of this: it was not recorded.", event=event[:64]),
                remedy=_IN_THE_INBOX,
            )
