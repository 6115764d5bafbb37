"""Bids on a lot: kept one after the other, sealed until the closing moment.

Rules:
1. Only a buyer to whom the lot is offered bids, before the closing moment. A bid names the country of the next users.
2. A buyer has one standing bid: its last one, unless that is a withdrawal. It may be raised and withdrawn until the
   closing moment, and is not lowered.
3. A bid is not under the lowest bid. At a fixed price it is exactly that price.
4. Until the closing moment nobody sees the bid of another, the seller included. A lot that is closed before that moment
   keeps its bids sealed for good.
5. The highest bid comes first; of equal ones the one that was made first.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import InvalidInput, NotPermitted, Problem, Refused
from dpp.domain.message import Message, message
from lifecycle.domain.sales.lot import HOME, MOST_CENTS, BidId, Lot, LotState, Offering, Way, expect

_COUNTRY = re.compile(r"[A-Z]{2}")

__all__ = ["Bid", "BidId", "admit", "is_sealed", "ranked", "visible"]


@dataclass(frozen=True, kw_only=True)
class Bid:
    """What a buyer bids for the whole lot, in cents of a euro without VAT; None takes back what it bid before."""

    id: BidId
    buyer: OrganisationId
    cents: int | None
    at: datetime
    by: AccountId
    country: str = HOME


def ranked(bids: Iterable[Bid]) -> tuple[Bid, ...]:
    """The standing bid of each buyer (rule 2), in the order of rule 5. `bids` are in the order in which they came."""
    last = {bid.buyer: bid for bid in bids}
    standing = (bid for bid in last.values() if bid.cents is not None)
    return tuple(sorted(standing, key=lambda bid: (-(bid.cents or 0), bid.at, bid.id)))


def is_sealed(lot: Lot, now: datetime) -> bool:
    """Rule 4. At a fixed price there is nothing to seal: everybody knows it."""
    if lot.offering is None or lot.offering.way is Way.FIXED_PRICE:
        return False
    closes = lot.offering.closes_at
    return now < closes or (lot.closed_at is not None and lot.closed_at < closes)


def visible(
    lot: Lot, bids: Iterable[Bid], *, sees_all: bool, organisation: OrganisationId | None, now: datetime
) -> tuple[Bid, ...]:
    """The standing bids that somebody may see: all of them once they are opened, its own organisation's always."""
    all_of_them = sees_all and not is_sealed(lot, now)
    return tuple(bid for bid in ranked(bids) if all_of_them or bid.buyer == organisation)


def admit(lot: Lot, known: Iterable[Bid], bid: Bid) -> None:
    """Return when this bid can be made now; NotPermitted, Conflict, Refused or InvalidInput says why not."""
    expect(lot, LotState.OFFERED)
    offering = lot.offering
    assert offering is not None  # an offered lot has one
    if bid.buyer not in offering.buyers:
        raise NotPermitted(message("This lot is not offered to you."))
    if bid.at >= offering.closes_at:
        raise Refused("lot-closed-for-bids", message("The closing moment has passed: nothing changes any more."))
    mine = next((each for each in ranked(known) if each.buyer == bid.buyer), None)
    if bid.cents is None and mine is None:
        raise Refused("no-standing-bid", message("There is no bid of yours to withdraw."))
    fault = _fault(offering, None if mine is None else mine.cents, bid)
    if fault is not None:
        raise InvalidInput(message("This bid is not possible."), (fault,))


def _fault(offering: Offering, mine: int | None, bid: Bid) -> Problem | None:
    cents, asked = bid.cents, offering.cents
    if cents is None:
        return None
    faults: tuple[tuple[bool, str, Message], ...] = (
        (not 0 < cents <= MOST_CENTS, "$.cents", message("Give a possible price.")),
        (_COUNTRY.fullmatch(bid.country) is None, "$.country", message("Give a country in two capitals, as NL.")),
        (
            offering.way is Way.FIXED_PRICE and cents != asked,
            "$.cents",
            message("The price is fixed: take the lot for exactly that."),
        ),
        (asked is not None and cents < asked, "$.cents", message("This is under the lowest bid.")),
        (
            offering.way is Way.BIDS and mine is not None and cents <= mine,
            "$.cents",
            message("A bid can be raised or withdrawn, not lowered."),
        ),
    )
    return next((Problem(path, what) for wrong, path, what in faults if wrong), None)
