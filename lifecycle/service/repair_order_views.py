"""What a reader of repair orders gets: frozen models that the API, the pages and the papers share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from dpp.domain.actor import OrganisationId
from dpp.domain.message import Message
from dpp.domain.opaque import DeviceKey, LabelCode
from lifecycle.domain.repair_orders import Entry, EntryId, OrderState, Quote, Quoted, RepairOrder, Standing
from lifecycle.service.ports import DeviceLine
from lifecycle.service.repair_order_ports import Stage


@dataclass(frozen=True)
class OrderMay:
    """What this reader may do with an order now; the rules may still refuse it."""

    work: bool = False
    answer: bool = False
    cancel: bool = False
    dispute: bool = False
    reply: bool = False
    see_prices: bool = False


@dataclass(frozen=True)
class OrderView:
    """An order as this reader may see it: who is no party to it sees no quotes and no prices.

    `missing` is what work still waits for; `evidence` the files of the device that can be named, by their hash. `own`:
    who repairs owns the device; `left`: it left the State, so that its user can answer by a link. `registered_until`:
    the last day on which who repairs was registered as a repairer, where that has ended.
    """

    order: RepairOrder
    line: DeviceLine
    label: LabelCode | None
    state: OrderState
    standing: Standing
    entries: tuple[Entry, ...]
    today: date
    names: Mapping[OrganisationId, str] = field(default_factory=dict)
    missing: tuple[Message, ...] = ()
    evidence: tuple[str, ...] = ()
    may: OrderMay = OrderMay()
    own: bool = False
    left: bool = False
    registered_until: date | None = None

    @property
    def repairer(self) -> str:
        return self.names.get(self.order.repairer, "")


@dataclass(frozen=True)
class OrderLine:
    """An order in a list; `disputes` is how many there ever were of it."""

    order: RepairOrder
    line: DeviceLine
    state: OrderState
    repairer: str
    owner: str | None
    changed_at: datetime
    valid_until: date | None = None
    warranty_until: date | None = None
    disputes: int = 0
    is_disputed: bool = False


@dataclass(frozen=True)
class OrderList:
    """Orders, and how many there are of each stage and disputed."""

    lines: tuple[OrderLine, ...]
    counts: Mapping[Stage, int]
    disputed: int


@dataclass(frozen=True)
class LinkedQuote:
    """What the holder of a link sees: the quote and how it stands; no key, no serial number, nothing of its history."""

    model: str | None
    label: LabelCode | None
    repairer: str
    state: OrderState
    number: str
    quoted: Quoted | None


@dataclass(frozen=True)
class NewQuoteLink:
    """A link for whoever brought the device in: its token is shown once and kept nowhere."""

    id: str
    token: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, kw_only=True)
class QuoteStart:
    """What a new quote can begin with: the repairer of the last one, and the name of the device."""

    good: str
    last: Quote | None = None


@dataclass(frozen=True, kw_only=True)
class NewAnswer:
    """An answer to a quote: its version, and the hash of what was read."""

    version: int
    digest: str
    id: EntryId | None = None
    reason: str | None = None


def good_of(line: DeviceLine, key: DeviceKey) -> str:
    """How a paper calls the device: brand, model and serial number."""
    return " ".join(filter(None, (line.brand, line.name, line.serial))) or key
