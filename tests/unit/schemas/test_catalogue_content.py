"""What the newest catalogue says of its elements: examples with sources, duties, comparison, Annex III, plain words."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.catalogue import AccessClass, Element, Granularity, LegalKind, ProductGroup, ValueType
from dpp.domain.catalogue_file import parse_catalogue
from dpp.domain.document import HEADER_MEMBERS
from dpp.domain.personal_data import personal_data
from schemas import catalog

REPOSITORY = Path(__file__).parents[3]
VERSION = catalog.versions("passport")[-1]
CATALOGUE = load_catalogue(VERSION)
ELEMENTS = list(CATALOGUE.elements.values())
GROUND = re.compile(r"Article \d|Regulation \(EU\) \d{4}/\d|Annex [IVX]|EN \d{5}|Code de l'environnement|default deny")
DISPLAY, LAPTOP, PHONE = ProductGroup.DISPLAY, ProductGroup.LAPTOP, ProductGroup.PHONE


def named(elements: list[Element]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("element", elements, ids=lambda element: element.element_id)


def test_the_elements_stand_by_group_and_no_group_is_empty() -> None:
    groups = [element.group for element in ELEMENTS]
    assert list(dict.fromkeys(groups)) == list(CATALOGUE.groups)
    assert groups == sorted(groups, key=list(CATALOGUE.groups).index)


def test_no_element_stands_in_it_twice() -> None:
    listed = [entry["elementId"] for entry in raw()["elements"]]
    assert len(listed) == len(set(listed)) >= 150


@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_two_elements_have_the_same_label(language: str) -> None:
    """A form and a table of differences name an element by its label alone."""
    labels = [element.label.of(language) for element in ELEMENTS]
    assert sorted({label for label in labels if labels.count(label) > 1}) == []


def test_half_of_the_examples_are_real() -> None:
    """What nobody publishes yet is illustrated; the rest is a fact with its source."""
    assert sum(not element.illustrative for element in ELEMENTS) >= len(ELEMENTS) / 2


@named(ELEMENTS)
def test_an_example_is_real_and_says_its_source_or_is_marked_as_an_illustration(element: Element) -> None:
    assert (element.example_source is not None) != element.illustrative
    if element.value_type is ValueType.FIGURE:
        assert (element.example["source"]["title"] == "Illustration") == element.illustrative


@named(ELEMENTS)
def test_an_example_holds_no_personal_data(element: Element) -> None:
    assert personal_data({element.element_id: element.example}) == ()


@named(ELEMENTS)
def test_the_reason_for_its_access_names_a_legal_ground(element: Element) -> None:
    assert GROUND.search(element.access_reason), element.access_reason


@named([element for element in ELEMENTS if any(source.kind is LegalKind.DUTY for source in element.legal)])
def test_a_duty_is_one_of_an_act_on_products_of_the_element_and_has_its_day(element: Element) -> None:
    """A public duty is public: what the law publishes is not kept for some."""
    for source in element.legal:
        if source.kind is LegalKind.DUTY:
            assert source.products & element.products, source
            assert source.since is not None or source.act == "label", source
            assert source.act not in {"espr", "voluntary", "r2", "en45554"}, source


def test_the_duties_of_a_product_group_are_those_of_its_acts() -> None:
    """A laptop has no energy label, a display no free-fall test, and nobody a duty under ESPR today."""
    by_group = {
        product: {source.act for element in ELEMENTS for source in element.duties(product)} for product in ProductGroup
    }
    assert by_group[LAPTOP] == {"ecodesign-computers", "charger", "batteries", "weee"}
    assert by_group[DISPLAY] == {"label", "label-displays", "ecodesign-displays", "repair", "weee"}
    assert by_group[PHONE] == {"label", "label-phones", "ecodesign-phones", "charger", "repair", "batteries", "weee"}


def test_a_duty_can_begin_on_another_day_for_another_group() -> None:
    """The common charger: phones since 28 December 2024, laptops since 28 April 2026 (Directive (EU) 2022/2380)."""
    element = CATALOGUE.element("chargingPower")
    days = {product: [source.since for source in element.duties(product)] for product in ProductGroup}
    assert days == {DISPLAY: [], LAPTOP: [date(2026, 4, 28)], PHONE: [date(2024, 12, 28)]}


def test_a_catalogue_that_does_not_say_more_has_bases_and_compares_nothing() -> None:
    """Version 1.0 is read as it was released."""
    first = parse_catalogue(catalog.read_text("passport", "1.0", "catalogue.json"))
    assert {source.kind for element in first.elements.values() for source in element.legal} == {LegalKind.BASIS}
    assert not [element for element in first.elements.values() if element.compare or element.rank]
    assert first.annex == ()


def test_what_is_ranked_is_compared() -> None:
    assert not [element.element_id for element in ELEMENTS if element.rank and not element.compare]


def test_footprints_are_shown_beside_others_and_never_rank() -> None:
    footprints = {element.element_id for element in ELEMENTS if element.compare and element.group == "footprint"}
    assert footprints == {"carbonFootprint", "embodiedEmissions"}
    assert not [element.element_id for element in ELEMENTS if element.rank and element.group == "footprint"]


@named([element for element in ELEMENTS if element.compare])
def test_what_is_compared_is_public(element: Element) -> None:
    """A search must not tell by its order what a page does not tell."""
    assert element.access is AccessClass.PUBLIC
    assert Granularity.MODEL in element.granularity


@named([element for element in ELEMENTS if element.rank])
def test_what_is_ranked_has_an_order(element: Element) -> None:
    ordered = {ValueType.FIGURE, ValueType.NUMBER, ValueType.DATE, ValueType.MONTH, ValueType.BOOLEAN, ValueType.CODE}
    assert element.value_type in ordered


def test_every_group_of_products_has_something_to_compare() -> None:
    assert {"energyClass", "screenDiagonal"} <= {element.element_id for element in CATALOGUE.comparable(DISPLAY)}
    assert {"windows11Capable", "memory"} <= {element.element_id for element in CATALOGUE.comparable(LAPTOP)}
    assert "repairabilityIndex" not in {element.element_id for element in CATALOGUE.comparable(LAPTOP)}


def test_every_point_of_annex_iii_is_answered() -> None:
    """ESPR Annex III (a) to (l): by a header member or by an element that cites the point."""
    assert [point.letter for point in CATALOGUE.annex] == list("abcdefghijkl")
    for point in CATALOGUE.annex:
        assert point.header or point.elements, point.letter
        assert set(point.header) <= set(HEADER_MEMBERS)
        for name in point.elements:
            cited = [source.point for source in CATALOGUE.element(name).legal if source.act == "espr"]
            assert any(f"Annex III, point ({point.letter})" in place for place in cited), name


def test_no_dutch_word_is_one_that_the_glossary_avoids() -> None:
    """Groups, codes, members and examples too."""
    pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, avoided()))})(?![\w-])", re.IGNORECASE)
    assert [text for text in dutch(raw()) if pattern.search(text)] == []


def test_the_glossary_is_read() -> None:
    assert {"shredden", "certificaat"} <= set(avoided())


def avoided() -> list[str]:
    rows = [line.split("|") for line in (REPOSITORY / "docs" / "glossary.md").read_text("utf-8").splitlines()]
    words = [row[3] for row in rows if len(row) > 4 and row[1].strip() not in {"English", "---"}]
    return [word.strip() for cell in words for word in cell.split(",") if word.strip()]


def raw() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(catalog.read_text("passport", VERSION, "catalogue.json"))
    return content


def dutch(value: Any) -> Iterator[str]:
    """The Dutch text of every pair of an English and a Dutch one."""
    if isinstance(value, list):
        for entry in value:
            yield from dutch(entry)
    elif isinstance(value, dict):
        if set(value) == {"en", "nl"}:
            yield value["nl"]
        for entry in value.values():
            yield from dutch(entry)
