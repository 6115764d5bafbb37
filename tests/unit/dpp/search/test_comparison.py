"""By what models are found, put in order and called best: `dpp.domain.comparison`."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.catalogue import ProductGroup
from dpp.domain.comparison import BETTER, best_of, facets_of, plain, sortable, source_of, words_of

CATALOGUE = load_catalogue()
SHEET = {"title": "The maker's sheet"}
PHONE = {"productGroup": "phone", "brand": "Fairphone", "modelName": "Fairphone 4"}


def _figure(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "source": SHEET}


@pytest.mark.parametrize(
    ("element", "value", "number"),
    [
        ("mass", _figure(0.225, "kg"), 0.225),
        ("energyClass", "A", 0),
        ("energyClass", "G", 6),
        ("securitySupportUntil", "2028-09-01", 20280901),
        ("placedOnMarket", "2021-09", 202109),
        ("batteryUserReplaceable", True, 1),
        ("batteryUserReplaceable", False, 0),
    ],
)
def test_a_value_counts_as_a_number_in_the_order_of_its_kind(element: str, value: Any, number: float) -> None:
    """A class by its place from the best, a day and a month in the order of time, yes after no."""
    assert facets_of({**PHONE, element: value}, CATALOGUE)[element] == number


def test_a_footprint_is_never_a_facet() -> None:
    """Makers' figures cannot be ranked: they are compared side by side alone."""
    elements = {**PHONE, "carbonFootprint": _figure(49.9, "kg CO2e"), "embodiedEmissions": _figure(40, "kg CO2e")}
    assert facets_of(elements, CATALOGUE) == {}
    assert not {"carbonFootprint", "embodiedEmissions"} & {*sortable(CATALOGUE), *BETTER}


def test_the_price_of_a_part_is_the_lowest_that_is_published() -> None:
    parts = [
        {"part": "battery", "price": 49.95},
        {"part": "battery", "price": 39.5},
        {"part": "battery"},
        {"part": "display"},
        {"part": "camera", "price": 1},
    ]
    assert facets_of({**PHONE, "spareParts": parts}, CATALOGUE) == {"partPrice.battery": 39.5}
    assert source_of("partPrice.battery") == "spareParts"
    assert source_of("mass") == "mass"


def test_a_code_that_the_list_does_not_have_makes_no_order() -> None:
    """A value of another catalogue version is shown and not sorted by."""
    assert facets_of({**PHONE, "energyClass": "A+++"}, CATALOGUE) == {}


def test_the_words_are_names_and_numbers_in_small_letters() -> None:
    numbers = {"gtin": "09520000074203", "eprelRegistrationNumber": "2238053", "modelIdentifier": "FP4"}
    elements = {**PHONE, **numbers, "processor": "Snapdragon"}
    assert words_of(elements) == "fairphone fairphone 4 fp4 09520000074203 2238053"


@given(st.text())
def test_searched_text_is_printable_and_stays_the_same_when_cleaned_again(text: str) -> None:
    cleaned = plain(text)
    assert all(each.isprintable() for each in cleaned)
    assert plain(cleaned) == cleaned


def test_best_is_marked_at_the_better_end_alone() -> None:
    assert best_of("mass", {"a": 1.0, "b": 2.0}) == {"a"}
    assert best_of("batteryEndurance", {"a": 1.0, "b": 2.0, "c": 2.0}) == {"b", "c"}
    assert best_of("screenDiagonal", {"a": 14.0, "b": 27.0}) == frozenset()
    assert best_of("carbonFootprint", {"a": 1.0, "b": 2.0}) == frozenset()


def test_one_alone_and_equals_are_not_best() -> None:
    assert best_of("mass", {"a": 1.0}) == frozenset()
    assert best_of("mass", {"a": 1.0, "b": 1.0}) == frozenset()


def test_what_has_a_better_end_is_ranked_by_the_catalogue() -> None:
    """Data that drift from the catalogue would mark what may not be ranked."""
    assert set(BETTER) <= set(sortable(CATALOGUE))


@pytest.mark.parametrize("group", list(ProductGroup))
def test_every_example_of_a_ranked_element_is_a_number(group: ProductGroup) -> None:
    ranked = {each.element_id: each.example for each in CATALOGUE.comparable(group) if each.rank}
    assert set(facets_of({"productGroup": group, **ranked}, CATALOGUE)) == set(ranked)
