"""By what models are found, put in order and compared: numbers and words from the elements of one model.

Rules:
1. Only an element that the catalogue marks as comparable takes part; only one that it marks as ranked makes an order.
   A carbon footprint is neither sorted nor called best (`dpp.domain.catalogue`, rule 5).
2. A code counts by its place in its list, which runs from the best; a day as 20280901 and a month as 202809, so that
   the order of numbers is the order of time; yes is 1 and no is 0.
3. The price of a part is the lowest that is published for that part. Parts without a price say nothing.
4. Which end is better is said for each element, or not at all: a larger screen is another screen, not a better one.
5. Best is marked only among models of one product group, where at least two say it, and not all say the same.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from dpp.domain.catalogue import Catalogue, Element, ProductGroup, ValueType
from dpp.domain.document import Elements


class Better(StrEnum):
    """Which end of an order is the better one."""

    MORE = "more"
    LESS = "less"


BETTER: Mapping[str, Better] = MappingProxyType(
    {
        "mass": Better.LESS,
        "energyClass": Better.LESS,
        "onModePower": Better.LESS,
        "annualEnergy": Better.LESS,
        "batteryEndurance": Better.MORE,
        "fallReliabilityClass": Better.LESS,
        "guaranteeDuration": Better.MORE,
        "repairabilityClass": Better.LESS,
        "repairabilityIndex": Better.MORE,
        "frenchRepairabilityIndex": Better.MORE,
        "batteryUserReplaceable": Better.MORE,
        "sparePartsYears": Better.MORE,
        "sparePartsDeliveryTime": Better.LESS,
        "securitySupportUntil": Better.MORE,
        "functionalityUpdatesUntil": Better.MORE,
        "osUpdateYears": Better.MORE,
        "batteryCyclesTo80": Better.MORE,
        "recycledContent": Better.MORE,
        "partPrice.battery": Better.LESS,
        "partPrice.display": Better.LESS,
    }
)
"""Rule 4: an element that is not here has no better end."""

PRICED_PARTS = ("battery", "display")
"""The parts whose price a search can sort by: those that are replaced most often."""
PART_PRICE = "partPrice"
_WORDS = (
    "brand",
    "modelName",
    "modelIdentifier",
    "gtin",
    "eprelRegistrationNumber",
    "manufacturerName",
    "manufacturerTradeName",
)


def facets_of(elements: Elements, catalogue: Catalogue) -> dict[str, float]:
    """The numbers by which a model with these elements is filtered and put in order, by elementId (rules 1 to 3)."""
    product = ProductGroup(elements["productGroup"])
    ranked = (element for element in catalogue.comparable(product) if element.rank and element.element_id in elements)
    numbers = {element.element_id: number_of(element, elements[element.element_id]) for element in ranked}
    known = {name: number for name, number in numbers.items() if number is not None}
    return known | dict(_part_prices(elements.get("spareParts", ())))


def source_of(facet: str) -> str:
    """The element that a facet is made from: who may not read that one, may not find by this one either."""
    return "spareParts" if facet.startswith(f"{PART_PRICE}.") else facet


def words_of(elements: Elements) -> str:
    """The words by which a model is found: its names and numbers, in small letters."""
    return plain(" ".join(str(elements[name]) for name in _WORDS if name in elements))


def plain(text: str) -> str:
    """A text as it is searched: small letters, one space between words, nothing that cannot be printed."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).casefold().split())


def number_of(element: Element, value: Any) -> float | None:
    """Rule 2; None for what cannot be put in an order."""
    match element.value_type:
        case ValueType.FIGURE:
            return float(value["value"])
        case ValueType.NUMBER | ValueType.BOOLEAN:
            return float(value)
        case ValueType.DATE | ValueType.MONTH:
            return float(value.replace("-", ""))
        case ValueType.CODE:
            places = [code.value for code in element.codes]
            return float(places.index(value)) if value in places else None
    return None


def best_of(facet: str, numbers: Mapping[str, float]) -> frozenset[str]:
    """The models with the best number (rules 4 and 5)."""
    better = BETTER.get(facet)
    if better is None or len(numbers) < 2 or len(set(numbers.values())) == 1:
        return frozenset()
    best = max(numbers.values()) if better is Better.MORE else min(numbers.values())
    return frozenset(model for model, number in numbers.items() if number == best)


def sortable(catalogue: Catalogue) -> tuple[str, ...]:
    """The facets that make an order, in the catalogue's order; the prices of parts last."""
    ranked = (element.element_id for element in catalogue.elements.values() if element.compare and element.rank)
    return (*ranked, *(f"{PART_PRICE}.{part}" for part in PRICED_PARTS))


def _part_prices(parts: Any) -> Iterator[tuple[str, float]]:
    for kind in PRICED_PARTS:
        prices = [part["price"] for part in parts if part["part"] == kind and "price" in part]
        if prices:
            yield f"{PART_PRICE}.{kind}", float(min(prices))
