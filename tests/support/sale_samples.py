"""Contexts for the pages of sale. Companies and lots are invented; the models exist."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from dpp.domain.message import message
from lifecycle.domain.sales import Choice as ChoiceGround
from lifecycle.domain.sales import LotState, Way
from lifecycle.domain.vocabulary import DataState, Lifecycle
from tests.support import work_samples
from web.pages.contexts.device import DeviceRow
from web.pages.contexts.forms import Offered
from web.pages.contexts.frame import Choice, FormState, Link, Person
from web.pages.contexts.sales import AwardLine, BidLine, CandidateLine, KindLine, LotLine, LotPage, LotsPage
from web.pages.rendering import Page

LOT = "/lots/7k3m9x2p4q8d"
CLOSES = datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
ROW = DeviceRow(work_samples.HEAD, Lifecycle.ROUTED, DataState.VERIFIED, "Depot")
LINE = LotLine("Veertig laptops", LOT, LotState.OFFERED, 40, CLOSES)
BIDS = (
    BidLine("b1", "Refurbisher (demo)", Decimal(4200), "NL", CLOSES, highest=True),
    BidLine("b2", "Reparateur (demo)", Decimal("3980.50"), "DE", CLOSES, highest=False),
)
AWARD = AwardLine("Reparateur (demo)", Decimal("3980.50"), ChoiceGround.OTHER, "Repairs them nearby", "DE", export=True)
FOR_BUYER = LotPage(
    line=LINE,
    seller="Domeinen Roerende Zaken (demo)",
    kinds=(KindLine("Dell Latitude 7420", "F4", "C3", 30), KindLine("Dell Latitude 5420", None, None, 10)),
    kilograms=Decimal("36.6"),
    without_mass=10,
    records=("ab" * 32,),
    way=Way.BIDS,
    euros=Decimal(2000),
    sealed=True,
    bids=BIDS[:1],
    bidders=None,
    won=None,
    award=None,
    devices=(),
    buyers=(),
    consignment=None,
    because=None,
    may_bid=True,
)
FOR_SELLER = replace(
    FOR_BUYER,
    sealed=False,
    bids=BIDS,
    bidders=2,
    devices=(ROW,),
    buyers=("Refurbisher (demo)", "Reparateur (demo)"),
    may_bid=False,
    may_choose=True,
    may_close=True,
)
DRAFT = replace(
    FOR_SELLER,
    line=replace(LINE, state=LotState.DRAFT, closes=None),
    way=None,
    euros=None,
    bids=(),
    records=(),
    buyers=(),
    may_choose=False,
    may_offer=True,
    choices=Offered((Choice("r", "Refurbisher (demo)"),), more=True),
    ways=tuple(Choice(each.value, each) for each in Way),
)


def samples(seller: Person, buyer: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """Lots of DRZ, and what a buyer sees of one."""
    wrong = FormState({"title": ""}, {"title": message("Fill this in.")})
    candidates = (CandidateLine("d1", ROW, None), CandidateLine("d2", ROW, message("An open lock is on it.")))
    chosen = replace(FOR_SELLER, line=replace(LINE, state=LotState.CHOSEN), award=AWARD, may_choose=False)
    return {
        "lots": (LotsPage((LINE,), sells=True, candidates=candidates, form=wrong), seller, "/lots"),
        "lots-empty": (LotsPage((), sells=True), seller, "/lots"),
        "lots-buyer": (LotsPage((LINE,), sells=False), buyer, "/lots"),
        "lot-buyer": (FOR_BUYER, buyer, LOT),
        "lot-won": (replace(FOR_BUYER, sealed=False, won=True, may_bid=False), buyer, LOT),
        "lot-lost": (replace(FOR_BUYER, sealed=False, won=False, may_bid=False), buyer, LOT),
        "lot-draft": (DRAFT, seller, LOT),
        "lot-sealed": (replace(FOR_SELLER, sealed=True, bids=(), may_choose=False), seller, LOT),
        "lot-opened": (FOR_SELLER, seller, LOT),
        "lot-chosen": (replace(chosen, may_agree=True), seller, LOT),
        "lot-awarded": (
            replace(chosen, line=replace(LINE, state=LotState.AWARDED), may_hand_over=True),
            seller,
            LOT,
        ),
        "lot-handed-over": (
            replace(
                chosen,
                line=replace(LINE, state=LotState.HANDED_OVER),
                consignment=Link("2Q8WK0X4", "/consignments/c"),
                may_close=False,
            ),
            seller,
            LOT,
        ),
        "lot-closed": (
            replace(
                FOR_SELLER,
                line=replace(LINE, state=LotState.CLOSED),
                bids=(),
                because="No bid",
                may_choose=False,
                may_close=False,
            ),
            seller,
            LOT,
        ),
    }
