"""What is said of a repair order, entry by entry. An entry is never changed; how the order stands is their sum.

Rules:
1. Entries are numbered from 1. Nothing is taken back: a newer diagnosis or round of tests stands beside the older.
2. A quote that was sent stands until its last day, also after a newer one was sent (its conditions do not change); what
   was approved stays approved until another quote is.
3. Tests tell of the device as it was: new work asks for new ones.
4. A repair order ends once: repaired, failed or cancelled. After that only a dispute, its reply and its settlement.
5. A dispute stands beside what it is about, with the reply; it is open until the owner settles it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal, NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.events import TestResult
from lifecycle.domain.repair_orders.quote import Quote
from lifecycle.domain.vocabulary import ComponentKind, FaultKind, PartOrigin, RepairBarrier

RepairOrderId = NewType("RepairOrderId", str)
EntryId = NewType("EntryId", str)


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


class Approval(StrEnum):
    """Why work may be done: who said so."""

    OWNER = "owner"
    LINK = "link"
    LIMIT = "limit"


@dataclass(frozen=True, kw_only=True)
class RepairOrder:
    """An order, as it was opened. `earlier` is the order on whose repair there still was a warranty."""

    id: RepairOrderId
    device: DeviceKey
    repairer: OrganisationId
    owner: OrganisationId | None
    complaint: str
    opened_at: datetime
    opened_by: AccountId
    earlier: RepairOrderId | None = None

    def relations(self, organisation: OrganisationId | None, to_device: frozenset[Relation]) -> frozenset[Relation]:
        """How an organisation stands to the order: who repairs as repairer, who owns the device now as its owner."""
        repairs = organisation is not None and organisation == self.repairer
        return frozenset({Relation.REPAIRER} if repairs else ()) | (to_device & {Relation.OWNER})


@dataclass(frozen=True, kw_only=True)
class PartOut:
    """A part that came out, into the stock of parts where it is `kept`."""

    component: ComponentKind
    serial: str | None = None
    kept: bool = False


@dataclass(frozen=True, kw_only=True)
class PartIn:
    """A part that went in. `reservation` is the part that was kept for this repair; `donor` the device that gave it."""

    component: ComponentKind
    origin: PartOrigin
    serial: str | None = None
    maker: str | None = None
    model: str | None = None
    donor: DeviceKey | None = None
    reservation: str | None = None


@dataclass(frozen=True, kw_only=True)
class Diagnosed:
    """What was found. `evidence` are files of the device, by their hash."""

    said: Literal["diagnosed"] = "diagnosed"
    faults: tuple[FaultKind, ...]
    findings: str
    codes: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """A quote was sent. `digest` is its hash; `papers` those of the PDF in Dutch and in English."""

    said: Literal["quoted"] = "quoted"
    version: int
    quote: Quote
    digest: str
    valid_until: date
    papers: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class LinkMade:
    """A link was handed out by which the quote can be answered without an account."""

    said: Literal["link-made"] = "link-made"
    link: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Approved:
    """This quote was accepted. `limit_eur` is the amount below which nobody is asked, where that is the ground."""

    said: Literal["approved"] = "approved"
    version: int
    digest: str
    ground: Approval
    limit_eur: str | None = None


@dataclass(frozen=True, kw_only=True)
class Declined:
    """This quote was not accepted."""

    said: Literal["declined"] = "declined"
    version: int
    digest: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Worked:
    """Work was done: parts out and in, `minutes` of work."""

    said: Literal["worked"] = "worked"
    parts_out: tuple[PartOut, ...] = ()
    parts_in: tuple[PartIn, ...] = ()
    minutes: int = 0


@dataclass(frozen=True, kw_only=True)
class Tested:
    """A round of tests."""

    __test__ = False

    said: Literal["tested"] = "tested"
    tests: tuple[TestResult, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        return tuple(each.test for each in self.tests if not each.passed)


@dataclass(frozen=True, kw_only=True)
class Finished:
    """The repair ended: well, with its warranty (whole months, and what it `covers`), or with what stood in the way."""

    said: Literal["finished"] = "finished"
    barrier: RepairBarrier | None = None
    warranty_months: int = 0
    warranty_until: date | None = None
    covers: str | None = None


@dataclass(frozen=True, kw_only=True)
class Cancelled:
    """It ended without a repair, by who repairs or who owns."""

    said: Literal["cancelled"] = "cancelled"
    reason: str


@dataclass(frozen=True, kw_only=True)
class Disputed:
    """The owner does not agree with what was recorded."""

    said: Literal["disputed"] = "disputed"
    reason: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Replied:
    """What the repairer says to the dispute with this number."""

    said: Literal["replied"] = "replied"
    about: int
    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Settled:
    """The owner says that the dispute with this number is over, and how."""

    said: Literal["settled"] = "settled"
    about: int
    how: str


Said = (
    Diagnosed
    | Quoted
    | LinkMade
    | Approved
    | Declined
    | Worked
    | Tested
    | Finished
    | Cancelled
    | Disputed
    | Replied
    | Settled
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that was said. `id` makes a retry safe; `event` is the transaction of the events that came with it."""

    id: EntryId
    number: int
    at: datetime
    by: AccountId
    organisation: OrganisationId | None
    what: Said
    event: str | None = None


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
        """The quotes that wait for an answer and are valid on this day, newest first (rule 2)."""
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
            newest = self.quotes[-1].version
            return OrderState.DECLINED if newest in self.answered else OrderState.EXPIRED
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
