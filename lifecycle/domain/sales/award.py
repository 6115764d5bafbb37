"""Who gets a lot, on which ground, and how a sale ends.

Rules:
1. What is sold for bids is awarded after the closing moment; at a fixed price as soon as somebody took it.
2. The highest bid is awarded by one person. Another bid needs a reason, and a second person who agrees.
3. The second person is not who chose. Who disagrees puts the choice back.
4. The devices of an awarded lot go to its buyer in a consignment. While that is taken back, another can be made.
5. A lot that is not sold, or whose buyer does not come, is closed with a reason: its devices are free again, for
   another lot or another destination. What is handed over is closed only once its consignment was taken back.

There is no VAT here: what of a price is VAT follows from the invoice, which is made elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from dpp.domain.actor import AccountId
from dpp.domain.errors import InvalidInput, Problem, Refused
from dpp.domain.message import message
from lifecycle.domain.events import ConsignmentId
from lifecycle.domain.sales.bids import Bid, ranked
from lifecycle.domain.sales.lot import OPEN, Award, BidId, Choice, Lot, LotState, Way, expect


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Which bid somebody chose when; `reason` where it is not the highest."""

    bid: BidId
    by: AccountId
    at: datetime
    reason: str | None = None


def chosen(lot: Lot, bids: Iterable[Bid], choice: Chosen) -> Lot:
    """Rules 1 and 2: awarded, or waiting for the second person. Refused, Conflict or InvalidInput says why not."""
    expect(lot, LotState.OFFERED)
    offering = lot.offering
    assert offering is not None  # an offered lot has one
    if offering.way is Way.BIDS and choice.at < offering.closes_at:
        raise Refused(
            "bids-are-sealed",
            message("The bids are sealed until the closing moment."),
            remedy=message("Choose after it, or close the lot."),
        )
    order = ranked(bids)
    bid = next((each for each in order if each.id == choice.bid), None)
    if bid is None or bid.cents is None:
        raise InvalidInput(message("This bid does not stand."), (Problem("$.bid", message("Choose a standing bid.")),))
    ground = Choice.HIGHEST_BID if bid == order[0] else Choice.OTHER
    reason = (choice.reason or "").strip() or None
    if ground is Choice.OTHER and reason is None:
        raise InvalidInput(
            message("Another bid than the highest needs a reason."), (Problem("$.reason", message("Say why.")),)
        )
    award = Award(
        bid=bid.id,
        buyer=bid.buyer,
        cents=bid.cents,
        country=bid.country,
        ground=ground,
        chosen_by=choice.by,
        chosen_at=choice.at,
        reason=reason,
    )
    state = LotState.AWARDED if ground is Choice.HIGHEST_BID else LotState.CHOSEN
    return replace(lot, state=state, award=award)


def approved(lot: Lot, by: AccountId) -> Lot:
    """Rule 3: awarded after all."""
    award = _waiting(lot, by)
    return replace(lot, state=LotState.AWARDED, award=replace(award, approved_by=by))


def rejected(lot: Lot, by: AccountId) -> Lot:
    """Rule 3: the choice is put back."""
    _waiting(lot, by)
    return replace(lot, state=LotState.OFFERED, award=None)


def awarded(lot: Lot) -> Award:
    """The award of an awarded lot; Conflict for another one."""
    expect(lot, LotState.AWARDED, LotState.HANDED_OVER)
    assert lot.award is not None  # such a lot has one
    return lot.award


def handed_over(lot: Lot, consignment: ConsignmentId) -> Lot:
    """Rule 4: in this consignment."""
    awarded(lot)
    return replace(lot, state=LotState.HANDED_OVER, consignment=consignment)


def closed(lot: Lot, because: str, at: datetime, *, taken_back: bool = False) -> Lot:
    """Rule 5. `taken_back`: the consignment of what was handed over was withdrawn."""
    expect(lot, *OPEN, *((LotState.HANDED_OVER,) if taken_back else ()))
    if not because.strip():
        raise InvalidInput(message("A lot is closed with a reason."), (Problem("$.reason", message("Say why.")),))
    return replace(lot, state=LotState.CLOSED, closed_at=at, closed_because=because.strip())


def _waiting(lot: Lot, by: AccountId) -> Award:
    expect(lot, LotState.CHOSEN)
    assert lot.award is not None  # such a lot has one
    if lot.award.chosen_by == by:
        raise Refused(
            "second-person",
            message("Who chose this buyer does not agree alone."),
            remedy=message("Let a colleague look at the reason."),
        )
    return lot.award
