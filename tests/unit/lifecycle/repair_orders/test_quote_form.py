"""The European Repair Information Form: what a quote must say, how long it stands, and what its hash is of."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput
from lifecycle.domain.repair_orders import LEAST_DAYS, Quote, Repairer
from lifecycle.domain.repair_orders.quote import check_quote
from lifecycle.domain.repair_orders.texts import LONGEST
from lifecycle.domain.vocabulary import ComponentKind
from tests.support.repair_order_world import quote

BY_METHOD = quote(price_eur=None, method="EUR 45 an hour, and the part.", most_eur=Decimal(120))


def paths(wrong: Quote) -> set[str]:
    with pytest.raises(InvalidInput) as refusal:
        check_quote(wrong)
    return {problem.path for problem in refusal.value.problems}


def test_a_whole_quote_is_admitted_with_a_price_or_with_a_method_and_a_maximum() -> None:
    check_quote(quote())
    check_quote(BY_METHOD)
    check_quote(quote(replacement="A Latitude 5410", replacement_eur=Decimal("5.50"), ancillary="Transport: EUR 15"))


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"valid_days": LEAST_DAYS - 1}, "$.valid_days"),
        ({"valid_days": 366}, "$.valid_days"),
        ({"price_eur": None}, "$.price_eur"),
        ({"price_eur": None, "method": "By the hour."}, "$.price_eur"),
        ({"most_eur": Decimal(100)}, "$.price_eur"),
        ({"price_eur": Decimal(-1)}, "$.price_eur"),
        ({"price_eur": Decimal("1.005")}, "$.price_eur"),
        ({"price_eur": Decimal("NaN")}, "$.price_eur"),
        ({"price_eur": Decimal(1_000_000)}, "$.price_eur"),
        ({"vat_percent": Decimal(101)}, "$.vat_percent"),
        ({"days": -1}, "$.days"),
        ({"replacement_eur": Decimal(5)}, "$.replacement"),
        ({"good": " "}, "$.good"),
        ({"place": "x" * 201}, "$.place"),
        ({"defect": ""}, "$.defect"),
        ({"repair": "x" * (LONGEST + 1)}, "$.repair"),
        ({"more": "Ask for mevrouw De Vries."}, "$.more"),
    ],
)
def test_what_is_missing_or_wrong_is_told_beside_its_field(more: dict[str, object], path: str) -> None:
    assert paths(quote(**more)) == {path}


def test_who_repairs_is_told_with_an_address_and_an_e_mail_address() -> None:
    nobody = Repairer(name="", address="", email="no address", telephone="", website="x" * 300)
    expected = {f"$.repairer.{name}" for name in ("name", "address", "email", "telephone", "website")}
    assert paths(quote(repairer=nobody)) == expected


def test_every_fault_is_told_at_once() -> None:
    assert paths(quote(good="", days=-1, valid_days=3)) == {"$.good", "$.days", "$.valid_days"}


@given(
    amount=st.decimals(min_value=0, max_value=100_000, places=2),
    percent=st.decimals(min_value=0, max_value=100, places=1),
)
def test_what_a_consumer_pays_is_in_whole_cents_and_never_less_than_without_vat(
    amount: Decimal, percent: Decimal
) -> None:
    paid = quote(vat_percent=percent).with_vat(amount)
    assert paid >= amount
    assert paid == paid.quantize(Decimal("0.01"))
    assert abs(paid - amount * (1 + percent / 100)) <= Decimal("0.005")


@given(sent=st.dates(date(2026, 1, 1), date(2036, 1, 1)), days=st.integers(LEAST_DAYS, 365))
def test_a_quote_stands_for_at_least_thirty_days(sent: date, days: int) -> None:
    assert quote(valid_days=days).valid_until(sent) - sent >= timedelta(days=30)


def test_the_hash_is_of_every_field() -> None:
    changed: dict[str, Any] = {
        "repairer": Repairer(name="Another", address="There", email="a@b.example"),
        "parts": (ComponentKind.FAN,),
        "price_eur": Decimal("79.51"),
        "method": "m",
        "most_eur": Decimal(1),
        "vat_percent": Decimal(9),
        "days": 4,
        "replacement_eur": Decimal(1),
        "valid_days": 31,
    }
    for each in fields(Quote):
        other = replace(quote(), **{each.name: changed.get(each.name, "something else")})
        assert other.digest != quote().digest, each.name
    assert quote().digest == quote().digest
