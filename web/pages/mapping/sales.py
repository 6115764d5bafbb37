"""Sale as its pages show it."""

from decimal import Decimal

from lifecycle.domain.sales import Award, LotState, Way
from lifecycle.service.sale_views import Candidate, ForSeller, LotSummary, LotView
from web.pages.contexts.forms import NOTHING_OFFERED, Offered
from web.pages.contexts.frame import Choice, FormState, Link
from web.pages.contexts.sales import AwardLine, BidLine, CandidateLine, KindLine, LotLine, LotPage
from web.pages.mapping.heads import row_of

LOTS = "/lots"


def lot_line(lot: LotSummary) -> LotLine:
    return LotLine(lot.title, f"{LOTS}/{lot.id}", lot.state, lot.count, lot.closes_at)


def candidate_line(candidate: Candidate) -> CandidateLine:
    return CandidateLine(candidate.device, row_of(candidate.line), candidate.why_not)


def lot_page(view: LotView, form: FormState, buyers: Offered = NOTHING_OFFERED) -> LotPage:
    """`buyers` are those to whom a draft can be offered."""
    lot, offering, seller = view.summary, view.offering, view.for_seller
    sells, state = view.may_sell, view.summary.state
    return LotPage(
        line=lot_line(lot),
        seller=view.seller,
        kinds=tuple(
            KindLine(
                " ".join(filter(None, (each.kind.brand, each.kind.name))) or each.kind.group or "-",
                each.kind.functional,
                each.kind.cosmetic,
                each.count,
            )
            for each in view.kinds
        ),
        kilograms=view.kilograms,
        without_mass=view.without_mass,
        records=view.test_records,
        way=None if offering is None else offering.way,
        euros=None if offering is None or offering.cents is None else euros(offering.cents),
        sealed=view.sealed,
        bids=_bids(view),
        bidders=None if seller is None else seller.bidders,
        won=view.won,
        award=None if seller is None or seller.award is None else _award(seller, seller.award),
        devices=() if seller is None else tuple(map(row_of, seller.devices)),
        buyers=() if seller is None else tuple(sorted(seller.buyers.values())),
        consignment=None if seller is None else _consignment(seller),
        because=None if seller is None else seller.closed_because,
        may_offer=sells and state is LotState.DRAFT,
        may_bid=view.may_bid,
        may_choose=sells and state is LotState.OFFERED and not view.sealed and bool(view.bids),
        may_agree=sells and state is LotState.CHOSEN,
        may_hand_over=sells and state is LotState.AWARDED,
        may_close=sells and state not in {LotState.HANDED_OVER, LotState.CLOSED},
        choices=buyers,
        ways=tuple(Choice(each.value, each) for each in Way),
        form=form,
    )


def euros(cents: int) -> Decimal:
    return Decimal(cents) / 100


def _bids(view: LotView) -> tuple[BidLine, ...]:
    sees_order = view.for_seller is not None
    return tuple(
        BidLine(
            each.id,
            view.bidders[each.buyer],
            euros(each.cents or 0),
            each.country,
            each.at,
            highest=sees_order and number == 0,
        )
        for number, each in enumerate(view.bids)
    )


def _award(seller: ForSeller, award: Award) -> AwardLine:
    buyer = seller.buyers.get(award.buyer, award.buyer)
    return AwardLine(buyer, euros(award.cents), award.ground, award.reason, award.country, award.export)


def _consignment(seller: ForSeller) -> Link | None:
    named = seller.consignment
    return None if named is None else Link(named[:8].upper(), f"/consignments/{named}")
