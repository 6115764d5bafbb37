"""What a buyer compares by: promises as dates where there are dates, and the source of each value."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dpp.domain.repairability.compared import PartsPromise, SaidBy, compared_model
from dpp.domain.repairability.working import Verdict

EPREL = {"title": "EPREL registration 900001", "url": "https://eprel.example/900001"}
PHONE: dict[str, Any] = {
    "productGroup": "phone",
    "repairabilityIndex": {"value": 3.4, "unit": "1", "source": EPREL},
    "repairabilityClass": "B",
    "compiledFrom": [EPREL | {"elements": ["repairabilityClass"]}],
}


def test_the_measure_is_the_declared_index_of_the_group() -> None:
    assert compared_model(PHONE).measure == Decimal("3.4")
    assert compared_model({"productGroup": "laptop", "frenchRepairabilityIndex": {"value": 7.6}}).measure == Decimal(
        "7.6"
    )
    assert compared_model({"productGroup": "display", "frenchRepairabilityIndex": {"value": 9}}).measure is None


def test_ours_stands_beside_the_declared_value() -> None:
    said = compared_model(PHONE)
    assert said.workings["repairability.class"].verdict is Verdict.AGREES
    assert said.workings["repairability.index"].missing


def test_each_value_names_its_own_source_else_that_of_the_passport() -> None:
    assert compared_model(PHONE).sources == {
        "repairabilityIndex": SaidBy(EPREL["title"], EPREL["url"]),
        "repairabilityClass": SaidBy(EPREL["title"], EPREL["url"]),
    }


@pytest.mark.parametrize(
    ("elements", "promise"),
    [
        ({}, None),
        ({"sparePartsYears": {"value": 7}}, PartsPromise(None, Decimal(7))),
        (
            {"sparePartsYears": {"value": 7}, "endOfPlacement": "2026-01"},
            PartsPromise(date(2033, 1, 31), Decimal(7)),
        ),
        (
            {"sparePartsYears": {"value": 7}, "endOfPlacement": "2026-12"},
            PartsPromise(date(2033, 12, 31), Decimal(7)),
        ),
        (
            {
                "spareParts": [
                    {"part": "battery", "availableUntil": "2031-12-31"},
                    {"part": "display", "availableUntil": "2030-06-30"},
                ]
            },
            PartsPromise(date(2030, 6, 30), None),
        ),
        ({"sparePartsYears": {"value": 99999}, "endOfPlacement": "2026-01"}, PartsPromise(None, Decimal(99999))),
        ({"endOfPlacement": "soon", "spareParts": [{"availableUntil": 3}]}, None),
    ],
)
def test_years_of_parts_count_from_the_last_one_sold(elements: dict[str, Any], promise: PartsPromise | None) -> None:
    """While a model is still sold there is no date; nobody invents one."""
    assert compared_model({"productGroup": "phone", **elements}).spare_parts == promise
