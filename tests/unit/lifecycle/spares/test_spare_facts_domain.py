"""The domain of spare parts: numbers, prices, promises, ratios, and what is free."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import InvalidInput, Refused
from dpp.domain.opaque import DeviceKey
from dpp.domain.part_kind import PartKind
from lifecycle.domain.components import PartPlace, PlacedPart
from lifecycle.domain.events import ComponentInstalled
from lifecycle.domain.spares.availability import Basis, Promise, Term, promise_of, seen_of
from lifecycle.domain.spares.catalogue import check_facts, component_of, number_key
from lifecycle.domain.spares.months import Month
from lifecycle.domain.spares.prices import (
    InStock,
    Price,
    Sighting,
    Spread,
    Vat,
    check_sighting,
    price_now,
    spreads,
)
from lifecycle.domain.spares.priority import DUTIES
from lifecycle.domain.spares.ratio import NoRatio, Ratio, price_points, ratio_of
from lifecycle.domain.spares.stock import (
    Harvested,
    KeptState,
    MatchedBy,
    PartReservation,
    PartReservationId,
    Standing,
    Terms,
    checked_count,
    is_free,
    is_told_by_kind,
    last_day,
    matched,
    refuse_kept_for_others,
    refuse_more,
)
from lifecycle.domain.vocabulary import ComponentKind, PartOrigin
from tests.support.spare_samples import BATTERY, BATTERY_ID, NOW, TODAY, seen

DONOR = DeviceKey("d" * 16)
MINE, THEIRS = OrganisationId("mine"), OrganisationId("theirs")
FRESH = 90

days_ago = st.integers(0, 400)
amounts = st.integers(1, 99_999).map(lambda cents: str(Decimal(cents) / 100))
sightings = st.lists(
    st.builds(
        lambda ago, amount, supplier, currency: seen(amount, TODAY - timedelta(days=ago), supplier, currency=currency),
        days_ago,
        amounts,
        st.sampled_from(["Parts Ltd", "Onderdelen BV", "PARTS LTD"]),
        st.sampled_from(["EUR", "USD"]),
    ),
    max_size=8,
)
months = st.builds(Month, st.integers(2018, 2040), st.integers(1, 12))


def test_kinds_of_part_are_those_of_passports() -> None:
    [member] = [each for each in load_catalogue().elements["spareParts"].members if each.name == "part"]
    assert [each.value for each in PartKind] == [code.value for code in member.codes]
    assert component_of(PartKind.BACK_COVER) is ComponentKind.HOUSING
    assert component_of(PartKind.HINGE) is ComponentKind.OTHER


@given(st.text(), st.sampled_from(" -./_"))
def test_signs_and_case_do_not_change_a_number(number: str, sign: str) -> None:
    assert number_key(sign.join(number.lower())) == number_key(number_key(number)) == number_key(number)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"numbers": ()}, "$.numbers"),
        ({"numbers": ("--1",)}, "$.numbers"),
        ({"maker": " "}, "$.maker"),
        ({"name_nl": "accu\x00"}, "$.name_nl"),
        ({"superseded_by": "l19m3 pf6"}, "$.superseded_by"),
    ],
)
def test_a_fault_in_a_part_is_told_at_its_place(change: dict[str, object], path: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_facts(replace(BATTERY, **change))  # type: ignore[arg-type]  # any field
    assert path in {problem.path for problem in refused.value.problems}


@given(sightings)
def test_an_older_price_of_a_supplier_never_goes_before_a_newer_one(seen_prices: list[Sighting]) -> None:
    chosen = price_now(seen_prices, TODAY, FRESH)
    assert (chosen is None) == (not seen_prices)
    if chosen is not None:
        same = [each for each in seen_prices if each.supplier.casefold() == chosen.supplier.casefold()]
        assert chosen.seen_on == max(each.seen_on for each in same)
        assert chosen.is_current == (chosen.days_ago <= FRESH)


@given(sightings)
def test_the_median_lies_in_the_range_of_one_currency(seen_prices: list[Sighting]) -> None:
    found = spreads(seen_prices, TODAY, FRESH)
    assert len({(each.currency, each.vat) for each in found}) == len(found)
    assert all(each.low <= each.middle <= each.high for each in found)
    assert sum(each.suppliers for each in found) <= 2


def test_each_supplier_counts_once_with_its_newest_price() -> None:
    """Of the one that was seen twice, only the newest; of the one that is too old, nothing."""
    yesterday, old = TODAY - timedelta(days=1), TODAY - timedelta(days=FRESH + 1)
    told = [seen("40"), seen("99", yesterday), seen("60", supplier="Onderdelen BV"), seen("10", old, "Gone Inc")]
    assert spreads(told, TODAY, FRESH) == (Spread("EUR", Vat.EXCLUDED, 2, Decimal(40), Decimal(50), Decimal(60)),)


def test_what_will_be_seen_tomorrow_counts_tomorrow() -> None:
    assert price_now([seen("40", TODAY + timedelta(days=1))], TODAY, FRESH) is None
    with pytest.raises(InvalidInput):
        check_sighting(seen("40", TODAY + timedelta(days=1)), TODAY)


@pytest.mark.parametrize("price", [("0", "EUR"), ("-1", "EUR"), ("1.2345", "EUR"), ("1", "EURO"), ("NaN", "EUR")])
def test_money_that_cannot_be_is_refused(price: tuple[str, str]) -> None:
    with pytest.raises(InvalidInput):
        check_sighting(seen(price[0], currency=price[1]), TODAY)


def test_a_sighting_says_something() -> None:
    with pytest.raises(InvalidInput):
        check_sighting(seen(None), TODAY)
    check_sighting(seen(None, stock=InStock.OUT), TODAY)


def test_what_was_seen_last_of_each_supplier_is_told_with_its_day() -> None:
    yesterday = TODAY - timedelta(days=1)
    told = [seen(None, yesterday, stock=InStock.IN), seen(None, stock=InStock.OUT), seen("40", supplier="Other")]
    assert [(each.supplier, each.stock, each.days_ago) for each in seen_of(told, TODAY)] == [
        ("Parts Ltd", InStock.OUT, 0)
    ]


@given(months, months, st.integers(0, 12), st.integers(0, 12), st.sampled_from([*DUTIES, "laptop"]))
def test_a_promise_never_ends_earlier_for_a_later_end_or_more_years(
    one: Month, other: Month, fewer: int, more: int, group: str
) -> None:
    (first, last), (low, high) = sorted((one, other)), sorted((fewer, more))
    early = promise_of(PartKind.BATTERY, Term(group, first, low))
    late = promise_of(PartKind.BATTERY, Term(group, last, high))
    if early is not None:
        assert early.until is not None
        assert late is not None
        assert late.until is not None
        assert late.until >= early.until


def test_while_a_model_is_sold_nobody_knows_the_last_day() -> None:
    still_sold = promise_of(PartKind.BATTERY, Term("phone"))
    assert still_sold == Promise(Basis.LAW, None, 7, None, DUTIES["phone"])
    ended = promise_of(PartKind.BATTERY, Term("phone", Month(2026, 11)))
    assert ended is not None
    assert ended.until == date(2033, 11, 1)


def test_the_law_promises_nothing_that_it_does_not_ask() -> None:
    """A laptop, a part that is no priority part, a phone of before the act: only what its maker says."""
    assert promise_of(PartKind.BATTERY, Term("laptop", Month(2026, 11))) is None
    assert promise_of(PartKind.MAINBOARD, Term("phone", Month(2026, 11))) is None
    assert promise_of(PartKind.BATTERY, Term("phone", Month(2025, 5))) is None
    declared = promise_of(PartKind.BATTERY, Term("laptop", Month(2026, 11), years=5))
    assert declared == Promise(Basis.MAKER, date(2031, 11, 1), 5, Month(2026, 11))


def test_a_day_of_the_maker_counts_where_it_is_later() -> None:
    far, near = date(2040, 1, 1), date(2030, 1, 1)
    term = Term("phone", Month(2026, 11))
    assert promise_of(PartKind.BATTERY, replace(term, part_until=far)) == Promise(Basis.MAKER, far)
    kept = promise_of(PartKind.BATTERY, replace(term, part_until=near))
    assert kept is not None
    assert kept.basis is Basis.LAW
    assert promise_of(PartKind.KEYBOARD, Term("laptop", part_until=near)) == Promise(Basis.MAKER, near)


@given(st.decimals(0, 60, places=2), st.decimals(0, 60, places=2))
def test_a_dearer_part_never_scores_higher(one: Decimal, other: Decimal) -> None:
    cheap, dear = sorted((one, other))
    assert Decimal(10) >= price_points(cheap) >= price_points(dear) >= 0


@pytest.mark.parametrize(("percent", "points"), [("10", "10"), ("10.01", "10.0"), ("20", "5.0"), ("30", "0")])
def test_the_points_of_the_french_index(percent: str, points: str) -> None:
    """Ten up to and including 10 %, none from 30 %, a straight line between (not confirmed in the order)."""
    assert price_points(Decimal(percent)) == Decimal(points)


def test_prices_are_compared_only_where_they_can_be() -> None:
    euro, device = Price(Decimal(49), "EUR", Vat.EXCLUDED), Price(Decimal(700), "EUR", Vat.EXCLUDED)
    assert ratio_of(euro, device) == Ratio(Decimal("7.0"), Decimal(10))
    for part, whole in (
        (None, device),
        (euro, None),
        (replace(euro, currency="USD"), device),
        (replace(euro, vat=Vat.INCLUDED), device),
        (replace(euro, vat=Vat.NOT_SAID), replace(device, vat=Vat.NOT_SAID)),
    ):
        assert isinstance(ratio_of(part, whole), NoRatio)


def placed(slot: str = "given e 1", *, model: str | None = None, serial: str | None = None) -> PlacedPart:
    return PlacedPart(DONOR, slot, ComponentKind.BATTERY, PartPlace.IN_STOCK, serial, "Example", model)


def kept(slot: str, requester: OrganisationId, state: KeptState = KeptState.KEPT, days: int = 0) -> PartReservation:
    until = TODAY + timedelta(days=days)
    held = Harvested(DONOR, slot)
    return PartReservation(PartReservationId("r"), BATTERY_ID, held, requester, NOW, AccountId("robin"), until, state)


def test_a_harvested_part_is_told_by_its_number_and_else_by_its_model() -> None:
    keys = BATTERY.keys
    assert matched(placed(model="SMP L19M3PF6"), keys, fits_donor=False) is MatchedBy.NUMBER
    assert matched(placed(model="L20M4"), keys, fits_donor=True) is None
    assert matched(placed(), keys, fits_donor=True) is MatchedBy.MODEL
    assert matched(placed(), keys, fits_donor=False) is None
    assert [is_told_by_kind(kind) for kind in (PartKind.BATTERY, PartKind.HINGE, PartKind.REAR_CAMERA)] == [
        True,
        False,
        False,
    ]


def test_a_reservation_ends_by_itself_after_its_last_day() -> None:
    assert last_day(Terms(days=7), TODAY) == TODAY + timedelta(days=6)
    assert not is_free([kept("s", MINE)], TODAY)
    assert is_free([kept("s", MINE)], TODAY + timedelta(days=1))
    assert kept("s", MINE).state_on(TODAY + timedelta(days=1)) is KeptState.EXPIRED
    assert not is_free([kept("s", MINE, KeptState.TAKEN)], TODAY + timedelta(days=99))
    assert is_free([kept("s", MINE, KeptState.GIVEN_BACK)], TODAY)


def test_a_part_that_is_kept_goes_into_no_device_of_others() -> None:
    """As long as another part of the donor is free that it can be, it is taken for that one."""
    it = ComponentInstalled(component=ComponentKind.BATTERY, origin=PartOrigin.HARVESTED, donor=DONOR)
    one, two = placed("one"), placed("two")
    mine_keeps_one = Standing([kept("one", MINE)], THEIRS, TODAY)
    with pytest.raises(Refused, match="reserved for another"):
        refuse_kept_for_others(it, [one], mine_keeps_one)
    refuse_kept_for_others(it, [one, two], mine_keeps_one)
    refuse_kept_for_others(it, [one], replace(mine_keeps_one, organisation=MINE))
    refuse_kept_for_others(it, [one], replace(mine_keeps_one, today=TODAY + timedelta(days=1)))


def test_an_organisation_keeps_no_more_than_the_policy_says() -> None:
    refuse_more(1, Terms(at_most=2))
    with pytest.raises(Refused):
        refuse_more(2, Terms(at_most=2))


@pytest.mark.parametrize(
    ("count", "place", "origin"),
    [
        (0, "Drawer", PartOrigin.USED),
        (-1, "Drawer", PartOrigin.USED),
        (1, " ", PartOrigin.USED),
        (1, "Drawer", PartOrigin.HARVESTED),
    ],
)
def test_a_count_that_cannot_be_is_refused(count: int, place: str, origin: PartOrigin) -> None:
    with pytest.raises(InvalidInput):
        checked_count(count, place, origin)
