"""How a repair order stands: what its entries add up to.

Rules:
1. A quote that was sent stands until its last day, also after a newer one was sent (its conditions do not change); what
   was approved stays approved until another quote is.
2. Tests tell of the device as it was: new work asks for new ones.
3. A repair order ends once: repaired, failed or cancelled. After that only a dispute, its reply and its settlement.
4. A dispute stands beside what it is about, with the reply; it is open until the owner settles it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from lifecycle.domain.repair_orders.journal import (
    Approved,
    Cancelled,
    Declined,
    Diagnosed,
    Disputed,
    Entry,
    Finished,
    PartIn,
    PartOut,
    Quoted,
    Replied,
    Settled,
    Tested,
    Worked,
)


class OrderState(StrEnum):
    """How an order stands on a day."""

    OPEN = "open"
    DIAGNOSED = "diagnosed"
    WAITING = "waiting"
    EXPIRED = "expired"
    DECLINED = "declined"
    APPROVED = "approved"
    IN_WORK = "in-work"
    REPAIRED = "repaired"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class DisputeStands:
    """A dispute with the replies to it; `settled` is the entry that ended it."""

    entry: Entry
    replies: tuple[Entry, ...] = ()
    settled: Entry | None = None


@dataclass(frozen=True)
class Standing:
    """How an order stands."""

    diagnosis: Diagnosed | None = None
    quotes: tuple[Quoted, ...] = ()
    declined: tuple[Declined, ...] = ()
    approval: Approved | None = None
    worked: tuple[Worked, ...] = ()
    tested: Tested | None = None
    finished: Finished | None = None
    cancelled: Cancelled | None = None
    disputes: tuple[DisputeStands, ...] = ()
    count: int = 0

    @property
    def is_over(self) -> bool:
        return self.finished is not None or self.cancelled is not None

    @property
    def open_disputes(self) -> tuple[DisputeStands, ...]:
        return tuple(each for each in self.disputes if each.settled is None)

    @property
    def minutes(self) -> int:
        return sum(each.minutes for each in self.worked)

    @property
    def parts_in(self) -> tuple[PartIn, ...]:
        return tuple(part for each in self.worked for part in each.parts_in)

    @property
    def parts_out(self) -> tuple[PartOut, ...]:
        return tuple(part for each in self.worked for part in each.parts_out)

    @property
    def answered(self) -> frozenset[int]:
        """The versions to which somebody said yes or no; an approval answers every quote before it."""
        declined = {each.version for each in self.declined}
        return frozenset(declined | (set() if self.approval is None else {self.approval.version}))

    def version(self, number: int) -> Quoted | None:
        return next((each for each in self.quotes if each.version == number), None)

    def approved_quote(self) -> Quoted | None:
        return None if self.approval is None else self.version(self.approval.version)

    def can_be_answered(self, today: date) -> tuple[Quoted, ...]:
        """The quotes that wait for an answer and are valid on this day, newest first (rule 1)."""
        after = 0 if self.approval is None else self.approval.version
        waiting = (each for each in self.quotes if each.version > after and each.version not in self.answered)
        return tuple(each for each in waiting if each.valid_until >= today)[::-1]

    def state(self, today: date) -> OrderState:
        """The word for it on a day."""
        if self.cancelled is not None:
            return OrderState.CANCELLED
        if self.finished is not None:
            return OrderState.REPAIRED if self.finished.barrier is None else OrderState.FAILED
        if self.approval is not None:
            return OrderState.IN_WORK if self.worked else OrderState.APPROVED
        if self.can_be_answered(today):
            return OrderState.WAITING
        if self.quotes:
            return OrderState.EXPIRED if self.can_be_answered(date.min) else OrderState.DECLINED
        return OrderState.OPEN if self.diagnosis is None else OrderState.DIAGNOSED


_NEWEST: Mapping[type, str] = MappingProxyType(
    {Diagnosed: "diagnosis", Approved: "approval", Tested: "tested", Finished: "finished", Cancelled: "cancelled"}
)
"""What counts as it was said last, and where it stands."""
_EVERY: Mapping[type, str] = MappingProxyType({Quoted: "quotes", Declined: "declined", Worked: "worked"})
"""What adds up."""


def standing(entries: Iterable[Entry]) -> Standing:
    """What the entries of one order, in their order, add up to."""
    now = Standing()
    for entry in entries:
        now = replace(_after(now, entry), count=entry.number)
    return now


def _after(now: Standing, entry: Entry) -> Standing:
    it = entry.what
    if (field := _NEWEST.get(type(it))) is not None:
        changes: dict[str, Any] = {field: it}
        return replace(now, **changes)
    if (field := _EVERY.get(type(it))) is not None:
        changes = {field: (*getattr(now, field), it)}
        kept = replace(now, **changes)
        return replace(kept, tested=None) if isinstance(it, Worked) else kept
    match it:
        case Disputed():
            return replace(now, disputes=(*now.disputes, DisputeStands(entry)))
        case Replied(about=about):
            return _in_dispute(now, about, lambda it: replace(it, replies=(*it.replies, entry)))
        case Settled(about=about):
            return _in_dispute(now, about, lambda it: replace(it, settled=entry))
    return now


def _in_dispute(now: Standing, about: int, change: Callable[[DisputeStands], DisputeStands]) -> Standing:
    changed = (change(each) if each.entry.number == about else each for each in now.disputes)
    return replace(now, disputes=tuple(changed))
