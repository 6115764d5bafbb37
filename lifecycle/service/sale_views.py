"""What the readers of sale get: the frozen models that API and pages share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from dpp.domain.actor import OrganisationId
from dpp.domain.message import Message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.sales import Award, Bid, LotId, LotKind, LotState, Offering
from lifecycle.service.ports import DeviceLine


@dataclass(frozen=True)
class LotSummary:
    """A lot in a list. `closes_at` is None while it is offered to nobody."""

    id: LotId
    title: str
    state: LotState
    count: int
    made_at: datetime
    closes_at: datetime | None


@dataclass(frozen=True)
class KindLine:
    """So many devices that buyers cannot tell apart."""

    kind: LotKind
    count: int


@dataclass(frozen=True, kw_only=True)
class ForSeller:
    """What buyers are not told. `bidders` is how many bids stand, which is told while they are sealed too."""

    devices: tuple[DeviceLine, ...]
    buyers: Mapping[OrganisationId, str]
    bidders: int
    award: Award | None = None
    consignment: str | None = None
    closed_because: str | None = None


@dataclass(frozen=True, kw_only=True)
class LotView:
    """One lot as its reader may see it: a buyer sees no device by itself, and of the bids its own.

    `kilograms` leaves out the devices of which no mass is known (`without_mass`). `test_records` are the SHA-256 of the
    records of tests, one a tested device. `won` tells a buyer whether it got the lot, once that is decided.
    """

    summary: LotSummary
    seller: str
    kinds: tuple[KindLine, ...]
    kilograms: Decimal
    without_mass: int
    test_records: tuple[str, ...]
    offering: Offering | None
    sealed: bool
    bids: tuple[Bid, ...]
    bidders: Mapping[OrganisationId, str]
    won: bool | None = None
    may_bid: bool = False
    may_sell: bool = False
    for_seller: ForSeller | None = None


@dataclass(frozen=True)
class Candidate:
    """A device that its approved route sends to sale; `why_not` is what keeps it from a lot now."""

    device: DeviceKey
    line: DeviceLine
    why_not: Message | None = None
