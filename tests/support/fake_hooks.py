"""Web hooks and their deliveries in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from dpp.domain.actor import OrganisationId
from lifecycle.domain.hooks import Delivery, DeliveryState, Hook, HookId


@dataclass
class FakeHooks:
    rows: dict[HookId, Hook] = field(default_factory=dict)
    sent: dict[tuple[HookId, int], Delivery] = field(default_factory=dict)

    def put(self, hook: Hook) -> None:
        self.rows[hook.id] = hook

    def get(self, hook: HookId) -> Hook | None:
        return self.rows.get(hook)

    def of(self, organisation: OrganisationId) -> tuple[Hook, ...]:
        mine = sorted((row for row in self.rows.values() if row.organisation == organisation), key=lambda row: row.id)
        return tuple(sorted(mine, key=lambda row: row.created_at, reverse=True))

    def active(self) -> tuple[Hook, ...]:
        return tuple(self.rows[each] for each in sorted(self.rows) if self.rows[each].ended_at is None)

    def hold(self, hook: HookId) -> Hook | None:
        """Nobody else is here."""
        return self.rows.get(hook)

    def add(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            self.sent.setdefault((delivery.hook, delivery.entry), delivery)

    def keep(self, delivery: Delivery) -> None:
        self.sent[delivery.hook, delivery.entry] = delivery

    def delivery(self, hook: HookId, entry: int) -> Delivery | None:
        return self.sent.get((hook, entry))

    def deliveries(self, hook: HookId, state: DeliveryState | None, *, limit: int) -> tuple[Delivery, ...]:
        mine = [each for each in self.sent.values() if each.hook == hook and state in {None, each.state}]
        return tuple(sorted(mine, key=lambda each: each.entry, reverse=True)[:limit])

    def lease(self, now: datetime, until: datetime) -> Delivery | None:
        waiting = [each for each in self.sent.values() if each.state is DeliveryState.WAITING]
        due = [
            each
            for each in waiting
            if each.due_at <= now
            and (each.leased_until is None or each.leased_until <= now)
            and self.rows[each.hook].ended_at is None
            and not any(_is_before(other, each) for other in waiting)
        ]
        if not due:
            return None
        first = min(due, key=lambda each: (each.due_at, each.entry))
        held = replace(first, leased_until=until, attempts=first.attempts + 1)
        self.keep(held)
        return held

    def forget(self, before: datetime) -> int:
        old = [
            place for place, each in self.sent.items() if each.state is DeliveryState.DELIVERED and each.due_at < before
        ]
        for place in old:
            del self.sent[place]
        return len(old)


def _is_before(other: Delivery, each: Delivery) -> bool:
    return (other.hook, other.device) == (each.hook, each.device) and other.entry < each.entry
