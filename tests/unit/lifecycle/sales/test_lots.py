"""What a lot is, how bids stay sealed, and who gets it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotPermitted, Refused
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.events import ConsignmentId
from lifecycle.domain.sales import (
    Bid,
    BidId,
    Choice,
    Lot,
    LotDevice,
    LotId,
    LotKind,
    LotState,
    Offering,
    Way,
    admit,
    approved,
    chosen,
    closed,
    handed_over,
    is_sealed,
    kinds_of,
    offered,
    ranked,
    rejected,
    visible,
)
from lifecycle.domain.sales.award import Chosen
from lifecycle.domain.sales.lot import made

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
CLOSES = START + timedelta(days=7)
SELLER = OrganisationId("drz")
BUYERS = tuple(map(OrganisationId, ("first", "second", "third")))
ANNE, BEA = AccountId("anne"), AccountId("bea")
KIND = LotKind(group="laptop", brand="Dell", name="Latitude 7420", functional="F4", cosmetic="C3")
OTHER_KIND = replace(KIND, name="Latitude 5420")
DEVICES = tuple(
    LotDevice(device=DeviceKey(f"device{number}"), kind=KIND if number else OTHER_KIND, kilograms=mass)
    for number, mass in enumerate((Decimal("1.5"), None, Decimal("1.25")))
)
DRAFT = Lot(id=LotId("lot"), seller=SELLER, title="Three laptops", devices=DEVICES, made_at=START)
FOR_BIDS = Offering(buyers=BUYERS, way=Way.BIDS, closes_at=CLOSES)
AT_A_PRICE = replace(FOR_BIDS, way=Way.FIXED_PRICE, cents=12_500)
OFFERED = offered(DRAFT, FOR_BIDS, START)
PRICED = offered(DRAFT, AT_A_PRICE, START)

said = st.tuples(st.sampled_from(BUYERS), st.none() | st.integers(1, 500), st.integers(0, 8 * 24))


def bid(buyer: OrganisationId, cents: int | None, hours: int = 0, number: int = 0) -> Bid:
    at = START + timedelta(hours=hours)
    return Bid(id=BidId(f"bid-{number:03}"), buyer=buyer, cents=cents, at=at, by=AccountId(f"of-{buyer}"))


def heard(lot: Lot, sayings: list[tuple[OrganisationId, int | None, int]]) -> tuple[Bid, ...]:
    """What is kept of all that buyers try, in the order of time."""
    kept: tuple[Bid, ...] = ()
    for number, (buyer, cents, hours) in enumerate(sorted(sayings, key=lambda each: each[2])):
        new = bid(buyer, cents, hours, number)
        try:
            admit(lot, kept, new)
        except KringpasError:
            continue
        kept = (*kept, new)
    return kept


@given(st.lists(said, max_size=25), st.integers(0, 7 * 24 - 1))
def test_before_the_closing_moment_nobody_sees_the_bid_of_another(
    sayings: list[tuple[OrganisationId, int | None, int]], hours: int
) -> None:
    """The seller sees none at all, a buyer at most its own; after a closing before that moment it stays so."""
    bids, now = heard(OFFERED, sayings), START + timedelta(hours=hours)
    early = closed(OFFERED, "Taken out of sale", now)
    for lot, moment in ((OFFERED, now), (early, now), (early, CLOSES + timedelta(days=400))):
        assert visible(lot, bids, sees_all=True, organisation=SELLER, now=moment) == ()
        for buyer in BUYERS:
            seen = visible(lot, bids, sees_all=False, organisation=buyer, now=moment)
            assert {each.buyer for each in seen} <= {buyer}


@given(st.lists(said, max_size=25))
def test_a_buyer_has_one_standing_bid_and_it_is_its_last(sayings: list[tuple[OrganisationId, int | None, int]]) -> None:
    """None was made at or after the closing moment; within a buyer they only rise, until one is withdrawn."""
    bids = heard(OFFERED, sayings)
    order = ranked(bids)
    assert len({each.buyer for each in order}) == len(order)
    assert all(each.at < CLOSES for each in bids)
    for buyer in BUYERS:
        mine = [each.cents for each in bids if each.buyer == buyer]
        standing = [each.cents for each in order if each.buyer == buyer]
        assert standing == ([] if not mine or mine[-1] is None else mine[-1:])
        for before, after in pairwise(mine):
            assert before is None or after is None or after > before


@given(st.lists(said, min_size=1, max_size=25), st.data())
def test_the_highest_bid_wins_unless_there_is_a_reason_and_a_second_person(
    sayings: list[tuple[OrganisationId, int | None, int]], data: st.DataObject
) -> None:
    bids = heard(OFFERED, sayings)
    order = ranked(bids)
    if not order:
        return
    picked = data.draw(st.sampled_from(order))
    plain = Chosen(bid=picked.id, by=ANNE, at=CLOSES)
    if picked == order[0]:
        after = chosen(OFFERED, bids, plain)
        assert after.award is not None
        assert (after.state, after.award.ground) == (LotState.AWARDED, Choice.HIGHEST_BID)
        assert after.award.cents == max(each.cents or 0 for each in order)
        return
    with pytest.raises(InvalidInput):
        chosen(OFFERED, bids, plain)
    waits = chosen(OFFERED, bids, replace(plain, reason="It repairs them in this town"))
    assert (waits.state, waits.award and waits.award.ground) == (LotState.CHOSEN, Choice.OTHER)
    with pytest.raises(Refused, match="alone"):
        approved(waits, ANNE)
    done = approved(waits, BEA)
    assert done.award is not None
    assert (done.state, done.award.chosen_by, done.award.approved_by) == (LotState.AWARDED, ANNE, BEA)
    back = rejected(waits, BEA)
    assert (back.state, back.award) == (LotState.OFFERED, None)


def test_of_equal_bids_the_first_comes_first() -> None:
    assert ranked((bid(BUYERS[1], 100, 2, 2), bid(BUYERS[0], 100, 1, 1)))[0].buyer == BUYERS[0]


def test_bids_are_opened_to_the_seller_at_the_closing_moment_and_to_no_other_buyer() -> None:
    bids = (bid(BUYERS[0], 100), bid(BUYERS[1], 200, number=1))
    assert is_sealed(OFFERED, CLOSES - timedelta(microseconds=1))
    assert len(visible(OFFERED, bids, sees_all=True, organisation=SELLER, now=CLOSES)) == len(bids)
    assert visible(OFFERED, bids, sees_all=False, organisation=BUYERS[0], now=CLOSES) == bids[:1]


def test_nothing_is_awarded_while_the_bids_are_sealed() -> None:
    with pytest.raises(Refused) as refusal:
        chosen(OFFERED, (bid(BUYERS[0], 100),), Chosen(bid=BidId("bid-000"), by=ANNE, at=START))
    assert refusal.value.rule == "bids-are-sealed"


def test_a_fixed_price_is_taken_as_it_is_and_awarded_at_once() -> None:
    with pytest.raises(InvalidInput):
        admit(PRICED, (), bid(BUYERS[0], 12_501))
    taken = bid(BUYERS[0], 12_500)
    admit(PRICED, (), taken)
    assert chosen(PRICED, (taken,), Chosen(bid=taken.id, by=ANNE, at=START)).state is LotState.AWARDED


@pytest.mark.parametrize(
    ("new", "error"),
    [
        (bid(OrganisationId("stranger"), 100), NotPermitted),
        (bid(BUYERS[0], 0), InvalidInput),
        (replace(bid(BUYERS[0], 100), country="Nederland"), InvalidInput),
        (bid(BUYERS[0], None), Refused),
        (bid(BUYERS[0], 100, 7 * 24), Refused),
    ],
)
def test_what_is_no_bid_is_refused(new: Bid, error: type[KringpasError]) -> None:
    with pytest.raises(error):
        admit(OFFERED, (), new)


def test_a_bid_under_the_lowest_is_refused() -> None:
    lot = offered(DRAFT, replace(FOR_BIDS, cents=1000), START)
    with pytest.raises(InvalidInput):
        admit(lot, (), bid(BUYERS[0], 999))
    admit(lot, (), bid(BUYERS[0], 1000))


@pytest.mark.parametrize(
    "wrong",
    [
        replace(FOR_BIDS, buyers=()),
        replace(FOR_BIDS, buyers=(SELLER,)),
        replace(FOR_BIDS, closes_at=START),
        replace(AT_A_PRICE, cents=None),
        replace(AT_A_PRICE, cents=0),
    ],
)
def test_an_offer_names_buyers_a_moment_ahead_and_a_possible_price(wrong: Offering) -> None:
    with pytest.raises(InvalidInput):
        offered(DRAFT, wrong, START)


@pytest.mark.parametrize(
    "wrong", [replace(DRAFT, title=" "), replace(DRAFT, devices=()), replace(DRAFT, devices=DEVICES * 2)]
)
def test_a_lot_has_a_name_and_each_device_once(wrong: Lot) -> None:
    with pytest.raises(InvalidInput):
        made(wrong)


def test_buyers_read_kinds_numbers_and_mass() -> None:
    assert made(DRAFT) == DRAFT
    assert kinds_of(DRAFT) == ((KIND, 2), (OTHER_KIND, 1))
    assert (DRAFT.kilograms, DRAFT.without_mass) == (Decimal("2.75"), 1)
    assert DRAFT.relations(BUYERS[0]) == frozenset()
    assert OFFERED.relations(BUYERS[0]) == {Relation.RECEIVER}
    assert OFFERED.relations(SELLER) == {Relation.OWNER}


def test_what_is_handed_over_is_closed_only_once_its_consignment_was_taken_back() -> None:
    taken = bid(BUYERS[0], 12_500)
    gone = handed_over(chosen(PRICED, (taken,), Chosen(bid=taken.id, by=ANNE, at=START)), ConsignmentId("c"))
    with pytest.raises(Conflict):
        closed(gone, "Not collected", CLOSES)
    with pytest.raises(InvalidInput):
        closed(gone, " ", CLOSES, taken_back=True)
    assert closed(gone, "Not collected", CLOSES, taken_back=True).state is LotState.CLOSED
    with pytest.raises(Conflict):
        handed_over(OFFERED, ConsignmentId("c"))
