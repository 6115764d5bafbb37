"""Faults in elements are all told, each with its path, in plain words."""

from typing import Any

import pytest

from dpp.adapters.catalogue import load_catalogue
from dpp.adapters.validation import JsonSchemaValidator
from dpp.domain.catalogue import Granularity
from dpp.service.validation import Validator

VALIDATOR = JsonSchemaValidator(load_catalogue())
SOURCE = {"title": "The maker"}
LEAST = {"productGroup": "laptop", "brand": "Dell", "modelName": "Latitude 7420"}


def faults(change: dict[str, Any], granularity: Granularity = Granularity.MODEL) -> dict[str, str]:
    elements = (LEAST if granularity is Granularity.MODEL else {}) | change
    return {problem.path: str(problem.what) for problem in VALIDATOR.problems(elements, granularity)}


def test_it_is_a_validator() -> None:
    """The use cases know the protocol alone."""
    validator: Validator = VALIDATOR
    assert validator.problems(LEAST, Granularity.MODEL) == ()


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        ({"brand": 1}, "$.brand", "Expected a text, found a number: 1."),
        ({"brand": ""}, "$.brand", "Expected at least 1, found 0."),
        ({"brand": "x" * 2001}, "$.brand", "Expected at most 2000 characters, found 2001."),
        ({"brand": None}, "$.brand", "Expected a text, found nothing: null."),
        ({"placedOnMarket": "May 2024"}, "$.placedOnMarket", "Expected something like 2026-05, found May 2024."),
        ({"batteryUserReplaceable": "yes"}, "$.batteryUserReplaceable", "Expected true or false, found a text: yes."),
        ({"mass": 1.5}, "$.mass", "Expected an object, found a number: 1.5."),
        ({"mass": {"value": 1.5, "unit": "g", "source": SOURCE}}, "$.mass.unit", "Expected kg, found g."),
        ({"mass": {"value": 1.5, "unit": "kg"}}, "$.mass.source", "'source' is missing."),
        ({"spareParts": []}, "$.spareParts", "Expected at least 1, found 0."),
        ({"spareParts": [{"part": "battery", "serial": "X"}]}, "$.spareParts[0]", "Unknown: serial. Known here: "),
        ({"takeBackInformation": {"dutch": "Ja"}}, "$.takeBackInformation", "Expected something like nl or nl-BE"),
        ({"chargingConnector": "usb"}, "$.chargingConnector", "Expected one of usb-c, lightning, barrel, other, found"),
    ],
)
def test_a_fault_of_form_says_what_was_expected_and_what_was_found(
    change: dict[str, Any], path: str, says: str
) -> None:
    found = faults(change)
    assert list(found) == [path]
    assert found[path].startswith(says)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"mass": {"value": 1, "low": 2, "high": 3, "unit": "kg", "source": SOURCE}}, "$.mass.value"),
        ({"gtin": "09520000074200", "demonstrationNumber": True}, "$.gtin"),
        ({"gtin": "09520000074203"}, "$.demonstrationNumber"),
        ({"functionalGrade": "F5"}, "$.functionalGrade"),
        ({"onModePower": {"value": 1, "unit": "W", "source": SOURCE}}, "$.onModePower"),
    ],
    ids=["figure contradicts itself", "check digit", "demonstration", "of an item", "of a display"],
)
def test_a_fault_of_content_is_told_with_its_path(change: dict[str, Any], path: str) -> None:
    assert list(faults(change)) == [path]


def test_a_figure_with_half_a_range_is_refused() -> None:
    assert "$.mass" in faults({"mass": {"value": 1, "low": 1, "unit": "kg", "source": SOURCE}})


def test_a_model_says_what_it_is() -> None:
    found = {problem.path for problem in VALIDATOR.problems({"weeeCategory": "2"}, Granularity.MODEL)}
    assert found == {"$.productGroup", "$.brand", "$.modelName"}


def test_an_item_needs_nothing_of_its_own() -> None:
    assert faults({}, Granularity.ITEM) == {}


def test_what_the_catalogue_does_not_know_is_let_through() -> None:
    """It is kept, for the owner alone."""
    assert faults({"novelty": {"a": [1]}}) == {}


def test_every_fault_is_told_at_once() -> None:
    assert set(faults({"brand": 1, "gtin": "x", "mass": {"value": "1"}})) == {
        "$.brand",
        "$.gtin",
        "$.mass.value",
        "$.mass.unit",
        "$.mass.source",
    }


def test_a_long_value_is_quoted_in_part() -> None:
    assert len(faults({"energyClass": "x" * 500})["$.energyClass"]) < 200


def test_a_document_without_its_header_is_refused() -> None:
    found = {problem.path for problem in VALIDATOR.document_problems({"brand": "Dell"})}
    assert {"$.digitalProductPassportId", "$.granularity", "$.economicOperatorId", "$.@context"} <= found
