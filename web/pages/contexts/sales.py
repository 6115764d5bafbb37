"""Contexts of sale: lots, and one lot as its reader may see it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.sales import Choice as ChoiceGround
from lifecycle.domain.sales import LotState, Way
from web.pages.contexts.device import DeviceRow
from web.pages.contexts.forms import NOTHING_OFFERED, Offered
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link


@dataclass(frozen=True)
class LotLine:
    """A lot in a list."""

    title: Annotated[str, "What buyers know it as"]
    address: Annotated[str, "Its page"]
    state: Annotated[LotState, "How far the sale is"]
    count: Annotated[int, "How many devices"]
    closes: Annotated[datetime | None, "The closing moment; none while it is offered to nobody"]


@dataclass(frozen=True)
class CandidateLine:
    """A device that can go into a lot, or not yet."""

    id: Annotated[str, "What the form sends"]
    row: Annotated[DeviceRow, "Which device, and how it stands"]
    why_not: Annotated[Message | None, "What keeps it from a lot now"]


@dataclass(frozen=True)
class LotsPage:
    """The lots of the seller, or those that were offered to a buyer."""

    template: ClassVar[str] = "lots.html"
    lines: Annotated[tuple[LotLine, ...], "Newest first"]
    sells: Annotated[bool, "Whether this person makes lots"]
    candidates: Annotated[tuple[CandidateLine, ...], "What is approved for sale, for who sells"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class KindLine:
    """So many devices that buyers cannot tell apart."""

    name: Annotated[str, "Brand and model"]
    functional: Annotated[str | None, "Functional grade"]
    cosmetic: Annotated[str | None, "Cosmetic grade"]
    count: Annotated[int, "How many"]


@dataclass(frozen=True)
class BidLine:
    """A standing bid that this reader may see."""

    id: Annotated[str, "What the form sends"]
    buyer: Annotated[str, "Who bid"]
    euros: Annotated[Decimal, "For the whole lot, without VAT"]
    country: Annotated[str, "Where the next users are"]
    at: Annotated[datetime, "When"]
    highest: Annotated[bool, "Whether it comes first"]


@dataclass(frozen=True)
class AwardLine:
    """Who gets it, and why."""

    buyer: Annotated[str, "Who"]
    euros: Annotated[Decimal, "For how much, without VAT"]
    ground: Annotated[ChoiceGround, "On which ground it was chosen"]
    reason: Annotated[str | None, "Why, where it was not the highest"]
    country: Annotated[str, "Where the next users are"]
    export: Annotated[bool, "Whether that is abroad"]


@dataclass(frozen=True)
class LotPage:
    """One lot. What only the seller sees is empty for a buyer."""

    template: ClassVar[str] = "lot.html"
    line: Annotated[LotLine, "The lot as lists show it"]
    seller: Annotated[str, "Who sells"]
    kinds: Annotated[tuple[KindLine, ...], "What it holds, without serial numbers"]
    kilograms: Annotated[Decimal, "What it weighs, as far as models say"]
    without_mass: Annotated[int, "Of how many devices no mass is known"]
    records: Annotated[tuple[str, ...], "Hashes of the records of tests"]
    way: Annotated[Way | None, "How the price is found; none for a draft"]
    euros: Annotated[Decimal | None, "The fixed price, or the lowest bid"]
    sealed: Annotated[bool, "Whether the bids are sealed now"]
    bids: Annotated[tuple[BidLine, ...], "What this reader may see of the bids, the highest first"]
    bidders: Annotated[int | None, "How many bids stand, for the seller"]
    won: Annotated[bool | None, "Whether this buyer got it, once that is decided"]
    award: Annotated[AwardLine | None, "Who gets it, for the seller"]
    devices: Annotated[tuple[DeviceRow, ...], "The devices, for the seller"]
    buyers: Annotated[tuple[str, ...], "To whom it is offered, for the seller"]
    consignment: Annotated[Link | None, "The hand-over to the buyer"]
    because: Annotated[str | None, "Why it was closed, for the seller"]
    may_offer: Annotated[bool, "Whether this person offers it now"] = False
    may_bid: Annotated[bool, "Whether this person bids now"] = False
    may_choose: Annotated[bool, "Whether this person chooses a bid now"] = False
    may_agree: Annotated[bool, "Whether a choice waits for a second person"] = False
    may_hand_over: Annotated[bool, "Whether it can go to its buyer now"] = False
    may_close: Annotated[bool, "Whether this person can close it"] = False
    choices: Annotated[Offered, "The buyers to choose from"] = NOTHING_OFFERED
    ways: Annotated[tuple[Choice, ...], "The ways to find a price"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
