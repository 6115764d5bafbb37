"""Contexts of repairability for every check of a page: the section of a model's scores, and the comparison."""

from functools import cache
from typing import Any

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.catalogue import ProductGroup
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.repairability.compared import compared_model
from dpp.domain.repairability.workings import workings
from dpp.service.repairability import ComparedModel
from web.pages.contexts.frame import Choice, FormState, Person, Turner
from web.pages.contexts.passport import ProductKind
from web.pages.contexts.repairability import KindChoice, RepairComparePage, ScoresSection
from web.pages.mapping.repairability import Shown
from web.pages.rendering import Page
from web.pages.repair_comparison import ADDRESS, Rows

SOURCE = {"title": "EPREL registration 900001", "url": "https://eprel.ec.europa.eu/"}


def figure(value: float, unit: str = "1") -> dict[str, Any]:
    return {"value": value, "unit": unit, "source": SOURCE}


PHONE: dict[str, Any] = {
    "productGroup": "phone",
    "repairabilityIndex": figure(3.81),
    "repairabilityClass": "B",
    "repairabilityScores": {
        "disassemblyDepth": 3.85,
        "fasteners": 5,
        "tools": 3,
        "sparePartsOffered": "all-priority-parts",
        "repairInformationOffered": "free-for-professionals",
    },
    "osUpdateYears": figure(6, "years"),
    "energyClass": "A",
    "batteryEndurance": figure(57.43, "h"),
    "batteryCapacity": figure(5640, "mAh"),
    "batteryCyclesTo80": figure(500, "cycles"),
    "ingressProtection": "IP68",
    "frenchRepairabilityIndex": figure(7.6),
    "repairClasses": [{"part": "battery", "fastenerClass": "A", "toolClass": "B"}],
}
"""A phone whose declared index does not follow from its scores."""
BARE: dict[str, Any] = {
    "productGroup": "phone",
    "securitySupportUntil": "2028-09-01",
    "sparePartsYears": figure(7, "years"),
}


@cache
def shown() -> Shown:
    return Shown(load_catalogue(), "en")


def section() -> ScoresSection:
    """Agreement, differences, doubts, a least value and what is missing."""
    return ScoresSection(
        tuple(shown().block(working) for working in workings(PHONE)),
        "/repair/compare?group=phone",
        "/api/v1/models/0a1b2c3d4e5f6g7h/repairability?format=jsonld",
    )


def comparison() -> RepairComparePage:
    rows = Rows(load_catalogue(), "en")
    models = ((PHONE, "Afwijking 9", 1), (BARE, "Stil 1", None))
    lines = [
        rows.row(
            ComparedModel(PassportId("m1"), "https://id.example/m1", "Voorbeeld", name, compared_model(said), rank),
            ProductGroup.PHONE,
        )
        for said, name, rank in models
    ]
    return RepairComparePage(
        kind=ProductKind.PHONE,
        kinds=tuple(
            KindChoice(kind, f"{ADDRESS}?group={kind.value}", kind is ProductKind.PHONE) for kind in ProductKind
        ),
        order=message("By the declared repairability index of the EU (1 to 5), the highest first."),
        columns=tuple(message(head) for head in ("EU", "French", "EN 45554", "Updates", "Parts")),
        ranked=(lines[0],),
        unranked=(lines[1],),
        total=2,
        makers=(Choice("Voorbeeld", "Voorbeeld (2)"),),
        least=message("Index of the EU at least"),
        filters=FormState({"group": "phone", "atLeast": "1"}),
        turner=Turner(1, 2, None, f"{ADDRESS}?page=2"),
        data="/api/v1/models/repairability?group=phone",
    )


def samples() -> dict[str, tuple[Page, Person | None, str]]:
    """The comparison, and what a number that is none is told."""
    wrong = FormState({"group": "phone", "atLeast": "much"}, {"atLeast": message("Give a number such as 3.5.")})
    refused = RepairComparePage(
        ProductKind.PHONE, (), message("By name."), least=message("Index of the EU at least"), filters=wrong
    )
    return {"repair-compare": (comparison(), None, ADDRESS), "repair-compare-wrong": (refused, None, ADDRESS)}
