"""The store of sendings, and of what was set aside, in memory."""

from dataclasses import dataclass, field, replace

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from lifecycle.domain.events import EventId
from lifecycle.domain.inbox import Attempt, ItemId, Sending, SendingId, SetAside, without_text


@dataclass
class FakeInbox:
    sendings: dict[SendingId, Sending] = field(default_factory=dict)
    rows: dict[ItemId, SetAside] = field(default_factory=dict)

    def receive(self, sending: Sending) -> Sending:
        same = (sending.account, sending.batch, sending.sent_at)
        for before in self.sendings.values():
            if (before.account, before.batch, before.sent_at) == same:
                return before
        self.sendings[sending.id] = sending
        return sending

    def add(self, item: SetAside) -> None:
        if any(each.number == item.number for each in self.of_event(item.sent.event_id)):
            raise Conflict(message("Somebody else did this at the same moment."))
        self.rows[item.id] = item

    def get(self, item: ItemId) -> SetAside | None:
        return self.rows.get(item)

    def of_event(self, event: EventId) -> tuple[SetAside, ...]:
        mine = (row for row in self.rows.values() if row.sent.event_id == event)
        return tuple(sorted(mine, key=lambda row: row.number))

    def attempt(self, item: ItemId, number: int, attempt: Attempt) -> None:
        row = self.rows[item]
        if number != len(row.attempts) + 1:
            raise Conflict(message("Somebody else did this at the same moment."))
        self.rows[item] = replace(row, attempts=(*row.attempts, attempt))

    def found(self, organisation: OrganisationId | None, *, is_open: bool, limit: int) -> tuple[SetAside, ...]:
        mine = [
            row
            for row in self.rows.values()
            if row.is_open is is_open and organisation in {None, row.sending.organisation}
        ]
        newest = sorted(sorted(mine, key=lambda row: row.id), key=lambda row: row.sending.received_at, reverse=True)
        return tuple(newest[:limit])

    def count(self, organisation: OrganisationId | None, *, is_open: bool) -> int:
        return len(self.found(organisation, is_open=is_open, limit=len(self.rows)))

    def erase_text(self, item: ItemId) -> bool:
        row = self.rows[item]
        bare = without_text(row.sent)
        if row.text_erased or bare == row.sent:
            return False
        self.rows[item] = replace(row, sent=bare, text_erased=True)
        return True
