"""What waits for a person today: the first thing that somebody sees who opens the service in the morning.

Rules:
1. What waits is what this person may do something about, by the permission table: the items of its worklists, and the
   matters of `USE_CASES`.
2. The oldest comes first; what is not waiting is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from dpp.domain.actor import Actor
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.worklists import ListName
from lifecycle.service.ports import LifecycleStorage
from lifecycle.service.today_ports import Matter, Question
from lifecycle.service.worklist_ports import Scope
from lifecycle.service.worklists import may_take, scopes_of, whose_work

USE_CASES: Mapping[Matter, str] = MappingProxyType(
    {
        Matter.CONSIGNMENT: "receive_consignment",
        Matter.QUOTE: "approve_repair",
        Matter.FOUND_REPORT: "answer_found_report",
        Matter.SET_ASIDE: "resolve_inbox",
        Matter.RESERVATION: "receive_reserved",
        Matter.POLICY: "activate_routing_policy",
    }
)
"""By which use case something waits for somebody."""


@dataclass(frozen=True)
class Waits:
    """How much of one kind waits, and since when the oldest does."""

    what: ListName | Matter
    count: int
    oldest: datetime


@dataclass(frozen=True)
class Today:
    """One transaction with one question; nothing waits for a visitor."""

    storage: LifecycleStorage

    def of(self, actor: Actor) -> tuple[Waits, ...]:
        """The oldest first."""
        if actor.is_visitor:
            return ()
        with self.storage.reading() as reads:
            found = reads.today.waiting(Question(_lists(actor), _matters(actor)))
        waits = (Waits(what, each.count, each.oldest) for what, each in found.items())
        return tuple(sorted(waits, key=lambda each: (each.oldest, each.what)))


def _lists(actor: Actor) -> Mapping[ListName, Scope]:
    """Of who only reads worklists, nothing waits there."""
    if not PERMISSIONS.allows("read_worklist", actor):
        return {}
    return {name: scope for name, scope in scopes_of(actor).items() if may_take(actor, name)}


def _matters(actor: Actor) -> Mapping[Matter, Scope]:
    found = {matter: whose_work(actor, use_case) for matter, use_case in USE_CASES.items()}
    return {matter: scope for matter, scope in found.items() if scope != Scope()}
