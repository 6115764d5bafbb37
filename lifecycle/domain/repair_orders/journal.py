"""What is said of a repair order, entry by entry.

Entries are numbered from 1 and never changed; nothing is taken back: a newer diagnosis or round of tests stands beside
the older. What they add up to: `standing`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.events import TestResult
from lifecycle.domain.repair_orders.quote import Quote
from lifecycle.domain.vocabulary import ComponentKind, FaultKind, PartOrigin, RepairBarrier

RepairOrderId = NewType("RepairOrderId", str)
EntryId = NewType("EntryId", str)


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
