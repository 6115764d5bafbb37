"""A lot (kavel): devices that are sold together, as buyers read of them, and how far the sale is.

Rules:
1. Buyers read kinds, grades, numbers and mass: never a serial number, an asset tag or the key of a device.
2. A lot is offered to named buyers, at a fixed price or for bids, until a closing moment that lies ahead.
3. At a fixed price the price is named; for bids a lowest bid may be. Both are in whole cents of a euro, without VAT.
4. What a lot holds does not change: another selection is another lot.
5. A mass is the sum of what models weigh; the devices of which no mass is published are counted, not guessed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, Problem
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.events import ConsignmentId

LotId = NewType("LotId", str)
BidId = NewType("BidId", str)
MOST_CENTS = 1_000_000_000
"""What no lot costs: ten million euros."""
MOST_BUYERS = 50


class LotState(StrEnum):
    """How far the sale is. Chosen: a second person must still agree with who gets it."""

    DRAFT = "draft"
    OFFERED = "offered"
    CHOSEN = "chosen"
    AWARDED = "awarded"
    HANDED_OVER = "handed-over"
    CLOSED = "closed"


OPEN = frozenset(LotState) - {LotState.HANDED_OVER, LotState.CLOSED}
"""Its devices are in no other lot."""


class Way(StrEnum):
    """How the price is found."""

    FIXED_PRICE = "fixed-price"
    BIDS = "bids"


class Choice(StrEnum):
    """On which ground a buyer was chosen. At a fixed price the first who took it is the highest."""

    HIGHEST_BID = "highest-bid"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class LotKind:
    """Devices that buyers cannot tell apart. Grades are None where nobody inspected it."""

    group: str | None = None
    brand: str | None = None
    name: str | None = None
    functional: str | None = None
    cosmetic: str | None = None


@dataclass(frozen=True, kw_only=True)
class LotDevice:
    """A device of a lot. `test_record`: SHA-256 of the record of its last test; `kilograms`: what its model weighs."""

    device: DeviceKey
    kind: LotKind
    kilograms: Decimal | None = None
    test_record: str | None = None


@dataclass(frozen=True, kw_only=True)
class Offering:
    """To whom, how, until when. `cents` is the fixed price, or the lowest bid where there is one."""

    buyers: tuple[OrganisationId, ...]
    way: Way
    closes_at: datetime
    cents: int | None = None


@dataclass(frozen=True, kw_only=True)
class Award:
    """Who gets it: from which bid, for how much, to which country (ISO 3166-1), and who decided that why."""

    bid: BidId
    buyer: OrganisationId
    cents: int
    country: str
    ground: Choice
    chosen_by: AccountId
    chosen_at: datetime
    reason: str | None = None
    approved_by: AccountId | None = None

    @property
    def export(self) -> bool:
        """Whether the devices go to users outside the Netherlands."""
        return self.country != HOME


HOME = "NL"


@dataclass(frozen=True, kw_only=True)
class Lot:
    """A lot as it is now."""

    id: LotId
    seller: OrganisationId
    title: str
    devices: tuple[LotDevice, ...]
    made_at: datetime
    state: LotState = LotState.DRAFT
    offering: Offering | None = None
    award: Award | None = None
    consignment: ConsignmentId | None = None
    closed_at: datetime | None = None
    closed_because: str | None = None

    @property
    def kilograms(self) -> Decimal:
        """Rule 5, of the devices whose mass is known."""
        return sum((each.kilograms for each in self.devices if each.kilograms is not None), Decimal(0))

    @property
    def without_mass(self) -> int:
        return sum(each.kilograms is None for each in self.devices)

    @property
    def keys(self) -> tuple[DeviceKey, ...]:
        return tuple(each.device for each in self.devices)

    def relations(self, organisation: OrganisationId | None) -> frozenset[Relation]:
        """The seller stands as owner, the buyers to whom it is offered as receivers."""
        buyers = () if self.offering is None else self.offering.buyers
        found = {Relation.OWNER} if organisation == self.seller else set()
        return frozenset(found | ({Relation.RECEIVER} if organisation in buyers else set()))


def kinds_of(lot: Lot) -> tuple[tuple[LotKind, int], ...]:
    """Rule 1: each kind with its number, the most first."""
    counted = Counter(each.kind for each in lot.devices)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], str(pair[0]))))


def made(lot: Lot) -> Lot:
    """The draft, when it is complete; InvalidInput lists what is not."""
    _check(
        (
            (not lot.title.strip(), "$.title", message("Give it a name.")),
            (not lot.devices, "$.devices", message("It holds no device.")),
            (len(set(lot.keys)) < len(lot.keys), "$.devices", message("A device is in it twice.")),
        )
    )
    return lot


def offered(lot: Lot, offering: Offering, at: datetime) -> Lot:
    """Rules 2 and 3; InvalidInput lists what is wrong with the offer, Conflict where it is no draft."""
    expect(lot, LotState.DRAFT)
    cents = offering.cents
    _check(
        (
            (not offering.buyers, "$.buyers", message("Name one buyer or more.")),
            (len(offering.buyers) > MOST_BUYERS, "$.buyers", message("Name at most {most}.", most=MOST_BUYERS)),
            (lot.seller in offering.buyers, "$.buyers", message("The seller is no buyer.")),
            (offering.closes_at <= at, "$.closes_at", message("The closing moment lies ahead.")),
            (cents is None and offering.way is Way.FIXED_PRICE, "$.cents", message("Name the price.")),
            (cents is not None and not 0 < cents <= MOST_CENTS, "$.cents", message("Give a possible price.")),
        )
    )
    return replace(lot, state=LotState.OFFERED, offering=replace(offering, buyers=_once(offering.buyers)))


def expect(lot: Lot, *states: LotState) -> None:
    """Return when the lot is in one of these states; Conflict when it is not."""
    if lot.state not in states:
        raise Conflict(
            message("The lot is {state} by now: this is no longer possible, or not yet.", state=lot.state),
            remedy=message("Look at the lot as it is now."),
        )


def _once(buyers: Iterable[OrganisationId]) -> tuple[OrganisationId, ...]:
    return tuple(dict.fromkeys(buyers))


def _check(faults: Iterable[tuple[bool, str, Message]]) -> None:
    found = tuple(_problems(faults))
    if found:
        raise InvalidInput(message("The lot is not complete or not possible."), found)


def _problems(faults: Iterable[tuple[bool, str, Message]]) -> Iterator[Problem]:
    return (Problem(path, what) for wrong, path, what in faults if wrong)
