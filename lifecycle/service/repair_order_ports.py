"""What repair orders need from outside: a store, and a printer of quotes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.repair_orders import Entry, OrderState, Quote, RepairOrder, RepairOrderId, Standing


class Stage(StrEnum):
    """How an order stands, as lists divide them. An order whose quote expired still waits."""

    OPEN = "open"
    WAITING = "waiting"
    IN_WORK = "in-work"
    DONE = "done"


_STAGES = {
    OrderState.OPEN: Stage.OPEN,
    OrderState.DIAGNOSED: Stage.OPEN,
    OrderState.DECLINED: Stage.OPEN,
    OrderState.WAITING: Stage.WAITING,
    OrderState.EXPIRED: Stage.WAITING,
    OrderState.APPROVED: Stage.IN_WORK,
    OrderState.IN_WORK: Stage.IN_WORK,
}


def stage_of(standing: Standing) -> Stage:
    """The stage that follows from the entries alone, whatever day it is."""
    return _STAGES.get(standing.state(date.min), Stage.DONE)


@dataclass(frozen=True, kw_only=True)
class OrderFilter:
    """Which orders; `party` is who repairs or owns, or everybody when None."""

    party: OrganisationId | None
    stage: Stage | None = None
    disputed: bool = False
    limit: int = 100


@dataclass(frozen=True)
class OrderRow:
    """An order with what its row tells of it."""

    order: RepairOrder
    owner: OrganisationId | None
    stage: Stage
    disputed: bool
    changed_at: datetime


class RepairOrderStore(Protocol):
    """Orders with their entries, which are only added to."""

    def hold(self, order: RepairOrderId) -> None:
        """Make others wait who want to say something of it, until this transaction ends."""
        ...

    def put(self, row: OrderRow) -> None:
        """Write an order, or how it stands now: the order itself never changes."""
        ...

    def get(self, order: RepairOrderId) -> OrderRow | None: ...
    def of_device(self, device: DeviceKey) -> tuple[OrderRow, ...]:
        """Newest first."""
        ...

    def found(self, wanted: OrderFilter) -> tuple[OrderRow, ...]:
        """Last changed first."""
        ...

    def counts(self, party: OrganisationId | None) -> tuple[Mapping[Stage, int], int]:
        """How many orders of a party (of everybody when None) are in each stage, and how many are disputed."""
        ...

    def waiting(self, owner: OrganisationId) -> int:
        """How many orders wait for an answer of this owner."""
        ...

    def add_entry(self, order: RepairOrderId, entry: Entry) -> None:
        """Raises Conflict when the number is taken: somebody else said something at the same moment."""
        ...

    def entries(self, orders: Collection[RepairOrderId]) -> Mapping[RepairOrderId, tuple[Entry, ...]]:
        """What was said of each of these, in its order."""
        ...

    def last_quote(self, repairer: OrganisationId) -> Quote | None:
        """The newest quote of a repairer: who they are and how to reach them need not be typed again."""
        ...


@dataclass(frozen=True)
class QuoteSheet:
    """All that the paper of a quote shows. `number` is that of the quote, `address` that of the device."""

    number: str
    quote: Quote
    sent_on: date
    valid_until: date
    digest: str
    address: str


class QuotePrinter(Protocol):
    """Sets quotes as European Repair Information Forms."""

    def pdf(self, sheet: QuoteSheet, language: str) -> bytes:
        """A PDF in Dutch (`nl`) or English (`en`): the same quote gives the same bytes."""
        ...
