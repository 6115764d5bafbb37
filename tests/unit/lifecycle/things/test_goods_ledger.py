"""The ledger of counted goods: whatever is tried in whatever order, nothing is below zero and nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, Refused
from lifecycle.domain import goods as on
from lifecycle.domain.events import Place
from lifecycle.domain.goods import (
    Entry,
    GoodsAct,
    GoodsCondition,
    GoodsTerms,
    Lot,
    Movement,
    MovementId,
    WasteNote,
    admit,
    balances,
    same_movement,
)
from lifecycle.domain.things import Unit
from lifecycle.domain.vocabulary import Ground

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINISTRY, PROVIDER, COORDINATOR = (OrganisationId(name) for name in ("ministry", "provider", "coordinator"))
CHARGERS = Lot("charger", Unit.PIECE, GoodsCondition.UNTESTED, MINISTRY, PROVIDER, Place("Hall 3"))
CABLES = Lot("cable", Unit.KILOGRAM, GoodsCondition.UNTESTED, MINISTRY, PROVIDER, Place("Hall 3"))
GIFT = GoodsTerms(COORDINATOR, Ground.GIFT, "2026-117")
Entries = tuple[Entry, ...]


def movement(act: GoodsAct, entries: Entries, number: str = "m1", **more: object) -> Movement:
    return Movement(
        MovementId(number),
        act,
        NOON,
        NOON,
        AccountId("anne"),
        PROVIDER,
        entries,
        **more,  # type: ignore[arg-type]
    )


def ledger(*quantities: int) -> list[Movement]:
    """So many chargers taken in, one intake each."""
    return [
        movement(GoodsAct.TAKEN_IN, on.taken_in(CHARGERS, Decimal(each)), f"in{number}")
        for number, each in enumerate(quantities)
    ]


def offer(quantity: int, terms: GoodsTerms = GIFT) -> Movement:
    made = MovementId("o1")
    return movement(GoodsAct.OFFERED, on.offered([(CHARGERS, Decimal(quantity))], made, terms), made, terms=terms)


def test_what_is_taken_in_adds_up() -> None:
    assert balances(ledger(40, 2)) == {CHARGERS: 42}


@pytest.mark.parametrize("quantity", ["0", "-1", "1.5", "NaN", "Infinity", "1000001"])
def test_pieces_are_whole_and_above_zero(quantity: str) -> None:
    with pytest.raises(InvalidInput):
        on.taken_in(CHARGERS, Decimal(quantity))


def test_kilograms_go_to_the_gram() -> None:
    assert on.taken_in(CABLES, Decimal("12.345"))[0].quantity == Decimal("12.345")
    with pytest.raises(InvalidInput):
        on.taken_in(CABLES, Decimal("12.3456"))


@pytest.mark.parametrize(("kind", "unit"), [("laptop", Unit.PIECE), ("hologram", Unit.PIECE), ("dock", Unit.KILOGRAM)])
def test_only_what_cannot_bear_data_is_counted_in_a_unit_of_its_kind(kind: str, unit: Unit) -> None:
    with pytest.raises(Refused) as refusal:
        on.taken_in(replace(CHARGERS, kind=kind, unit=unit), Decimal(1))
    assert refusal.value.rule == "goods-counted-kind"


def test_more_than_there_is_cannot_go() -> None:
    with pytest.raises(Refused, match="There are 3, and 4 were asked") as refusal:
        admit(balances(ledger(3)), movement(GoodsAct.WRITTEN_OFF, on.gone(CHARGERS, Decimal(4))))
    assert refusal.value.rule == "goods-below-zero"


def test_what_is_on_its_way_cannot_be_given_twice() -> None:
    there = balances([*ledger(10), offer(8)])
    with pytest.raises(Refused, match="There are 2"):
        admit(there, replace(offer(3), id=MovementId("o2")))


def test_a_receipt_passes_custody_and_ownership_and_what_is_missing_stays_with_the_sender() -> None:
    given = offer(8)
    counted = on.received(given, {CHARGERS: Decimal(7)}, Place("Utrecht"))
    after = balances([*ledger(10), given, movement(GoodsAct.RECEIVED, counted, "r1", offer=given.id)])
    theirs = replace(CHARGERS, owner=COORDINATOR, custodian=COORDINATOR, place=Place("Utrecht"))
    assert after == {CHARGERS: 3, theirs: 7}


def test_without_a_ground_only_custody_passes() -> None:
    given = offer(8, GoodsTerms(COORDINATOR))
    lots = {entry.lot for entry in on.received(given, {}, Place("Utrecht")) if entry.quantity > 0}
    assert {lot.owner for lot in lots} == {MINISTRY}
    assert {lot.custodian for lot in lots} == {COORDINATOR}


def test_more_than_was_offered_is_not_received() -> None:
    with pytest.raises(Refused) as refusal:
        on.received(offer(8), {CHARGERS: Decimal(9)}, Place("Utrecht"))
    assert refusal.value.rule == "goods-as-offered"


def test_an_offer_that_was_received_is_not_received_again() -> None:
    given = offer(8)
    receipt = movement(GoodsAct.RECEIVED, on.received(given, {}, Place("Utrecht")), "r1", offer=given.id)
    there = balances([*ledger(10), given, receipt])
    for again in (replace(receipt, id=MovementId("r2")), movement(GoodsAct.WITHDRAWN, on.withdrawn(given), "w1")):
        with pytest.raises(Refused):
            admit(there, again)


def test_recycling_needs_a_weight_a_category_and_a_code() -> None:
    note = WasteNote(Decimal("1.2"), 6, "16 02 14")
    assert on.check_waste(note) is note
    for wrong in (replace(note, kilograms=Decimal(0)), replace(note, weee_category=7), replace(note, ewc=" ")):
        with pytest.raises(Refused):
            on.check_waste(wrong)


def test_nothing_changes_by_sorting_or_moving_a_lot_to_where_it_is() -> None:
    with pytest.raises(Refused):
        on.sorted_as(CHARGERS, GoodsCondition.UNTESTED, Decimal(1))
    with pytest.raises(Refused):
        on.moved(CHARGERS, Place("Hall 3"), Decimal(1))


def test_a_retry_is_one_movement_and_other_content_under_its_id_a_conflict() -> None:
    stored = ledger(3)[0]
    assert same_movement(stored, replace(stored, recorded_at=NOON.replace(hour=13))) is stored
    with pytest.raises(Conflict):
        same_movement(stored, replace(stored, entries=on.taken_in(CHARGERS, Decimal(4))))


def test_a_movement_that_loses_goods_on_the_way_is_a_fault_of_ours() -> None:
    lost = (Entry(CHARGERS, Decimal(-2)), Entry(replace(CHARGERS, place=Place("Hall 9")), Decimal(1)))
    with pytest.raises(ValueError, match="keep the sum"):
        admit(balances(ledger(3)), movement(GoodsAct.MOVED, lost))


LOTS = st.sampled_from((CHARGERS, CABLES, replace(CHARGERS, place=Place("Hall 9"))))
AMOUNTS = st.integers(1, 9).map(Decimal)
Step = Callable[[list[Movement], int], Movement]


def _next(act: GoodsAct, make: Callable[[str], Entries], **more: object) -> Step:
    return lambda _told, number: movement(act, make(f"m{number}"), f"m{number}", **more)


def _received(part: int) -> Step:
    """Of the last offer, so many parts in ten."""

    def step(told: list[Movement], number: int) -> Movement:
        given = next(each for each in reversed(told) if each.act is GoodsAct.OFFERED)
        counted = {
            replace(each.lot, offer=None, receiver=None): Decimal(int(each.quantity * part / 10))
            for each in on.on_its_way(given)
        }
        return movement(GoodsAct.RECEIVED, on.received(given, counted, Place("Utrecht")), f"m{number}", offer=given.id)

    return step


def _withdrawn(told: list[Movement], number: int) -> Movement:
    given = next(each for each in reversed(told) if each.act is GoodsAct.OFFERED)
    return movement(GoodsAct.WITHDRAWN, on.withdrawn(given), f"m{number}", offer=given.id)


STEPS = st.one_of(
    st.builds(lambda lot, n: _next(GoodsAct.TAKEN_IN, lambda _: on.taken_in(lot, n)), LOTS, AMOUNTS),
    st.builds(
        lambda lot, n: _next(GoodsAct.SORTED, lambda _: on.sorted_as(lot, GoodsCondition.WORKING, n)), LOTS, AMOUNTS
    ),
    st.builds(lambda lot, n: _next(GoodsAct.MOVED, lambda _: on.moved(lot, Place("Hall 9"), n)), LOTS, AMOUNTS),
    st.builds(
        lambda lot, n: _next(GoodsAct.OFFERED, lambda made: on.offered([(lot, n)], MovementId(made), GIFT), terms=GIFT),
        LOTS,
        AMOUNTS,
    ),
    st.builds(_received, st.integers(0, 10)),
    st.just(_withdrawn),
    st.builds(lambda lot, n: _next(GoodsAct.WRITTEN_OFF, lambda _: on.gone(lot, n)), LOTS, AMOUNTS),
)


@settings(max_examples=150)
@given(st.lists(STEPS, max_size=20))
def test_no_balance_is_ever_below_zero_and_nothing_is_lost(steps: list[Step]) -> None:
    """What came in is what there is, on its way or not, and what went out; and each balance is its own history."""
    told: list[Movement] = []
    for number, step in enumerate(steps):
        try:
            new = step(told, number)
            admit(balances(told), new)
        except (Refused, StopIteration):
            continue
        told.append(new)
        assert all(quantity > 0 for quantity in balances(told).values())
    for kind in ("charger", "cable"):
        entries = [(each.act, entry) for each in told for entry in each.entries if entry.lot.kind == kind]
        came = sum((entry.quantity for act, entry in entries if act in on.IN), Decimal(0))
        went = -sum((entry.quantity for act, entry in entries if act in on.OUT), Decimal(0))
        there = sum((quantity for lot, quantity in balances(told).items() if lot.kind == kind), Decimal(0))
        assert came == there + went
