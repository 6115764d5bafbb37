"""Elements as the texts of a form, and back: what nobody touched comes back as it was."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.catalogue import Granularity, ProductGroup
from dpp.domain.document import HISTORY
from dpp.domain.errors import Problem
from dpp.domain.message import message
from schemas import catalog
from web.pages.editor_fields import Fields, placed
from web.pages.editor_texts import read, rows, texts, without_row
from web.pages.reading import Reader

CATALOGUE = load_catalogue()
EDITABLE = [each for each in CATALOGUE.elements.values() if each.element_id != HISTORY]
PARTS = CATALOGUE.element("spareParts")
EXAMPLES = ("item-laptop", "item-phone", "batch-laptop", "model-display", "model-laptop", "model-phone")


@pytest.mark.parametrize("element", EDITABLE, ids=lambda element: element.element_id)
def test_the_example_of_every_element_comes_back_as_it_was(element: Any) -> None:
    assert read(element, texts(element, element.example)) == (element.example, ())


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_whole_passport_comes_back_as_it_was(name: str) -> None:
    """Group by group, with the ids of nodes that its elements bear."""
    document = json.loads(catalog.read_text("passport", CATALOGUE.version, f"examples/{name}.json"))
    elements = {key: value for key, value in document.items() if CATALOGUE.find(key) and key != HISTORY}
    product = ProductGroup(elements.get("productGroup", "laptop" if "laptop" in name else "phone"))
    fields = Fields(CATALOGUE, Granularity(document["granularity"]), product, Reader("en"))
    for group in fields.groups():
        assert fields.read(group, fields.typed(group, elements), elements) == (elements, ())


@given(
    text=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(lambda text: text.strip() == text)
)
def test_whatever_a_text_says_comes_back(text: str) -> None:
    assert read(CATALOGUE.element("processor"), {"processor": text}) == (text, ())


@given(value=st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9))
def test_a_number_comes_back_with_every_digit(value: float) -> None:
    figure = {"value": value, "unit": "kg", "source": {"title": "Scale"}}
    mass = CATALOGUE.element("mass")
    assert read(mass, texts(mass, figure)) == (figure, ())


def test_a_comma_is_a_point_and_words_are_no_number() -> None:
    mass = CATALOGUE.element("mass")
    assert read(mass, {"mass.value": "1,52", "mass.source.title": "Scale"})[0]["value"] == 1.52
    _, (problem,) = read(mass, {"mass.value": "heavy"})
    assert (problem.path, str(problem.what)) == ("mass.value", "'heavy' is not a number.")


def test_what_is_emptied_is_absent() -> None:
    mass = CATALOGUE.element("mass")
    assert read(mass, {"mass.value": " ", "mass.source.title": ""}) == (None, ())
    assert read(PARTS, {"spareParts.0.part": "", "spareParts.1.part": "fan"}) == ([{"part": "fan"}], ())


def test_a_figure_gets_the_unit_of_the_catalogue() -> None:
    typed = {"dimensions.productWidth.value": "321", "dimensions.productWidth.source.title": "Ruler"}
    value, _ = read(CATALOGUE.element("dimensions"), typed)
    assert value["productWidth"] == {"value": 321, "unit": "mm", "source": {"title": "Ruler"}}


def test_what_the_form_does_not_show_goes_along() -> None:
    """A third language, and a member of a later catalogue."""
    element = CATALOGUE.element("takeBackInformation")
    value = {"nl": "Bij een winkel.", "fr": "Au magasin."}
    assert read(element, texts(element, value)) == (value, ())
    parts = [{"part": "fan", "later": {"a": 1}}]
    assert read(PARTS, texts(PARTS, parts)) == (parts, ())


def test_what_goes_along_cannot_overrule_what_is_shown() -> None:
    typed = {"spareParts.0.part": "fan", "spareParts.0.~": '{"part": "hinge", "later": 1}'}
    assert read(PARTS, typed) == ([{"part": "fan", "later": 1}], ())
    for broken in ("{", "[1]", "null"):
        assert read(PARTS, {**typed, "spareParts.0.~": broken}) == ([{"part": "fan"}], ())


def test_an_entry_that_is_taken_away_takes_its_texts_with_it() -> None:
    typed = texts(PARTS, [{"part": "fan"}, {"part": "hinge", "later": 1}, {"part": "stand"}]) | {"brand": "Dell"}
    kept = without_row(typed, "spareParts", 0)
    assert read(PARTS, kept)[0] == [{"part": "hinge", "later": 1}, {"part": "stand"}]
    assert kept["brand"] == "Dell"
    assert rows("spareParts", kept) == 2


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=10))
def test_whatever_a_form_sends_is_read_without_an_error(typed: dict[str, str]) -> None:
    for element in (PARTS, CATALOGUE.element("mass"), CATALOGUE.element("importer")):
        named = {f"{element.element_id}.{name}": text for name, text in typed.items()}
        read(element, named)
        rows(element.element_id, named)


def test_a_fault_stands_beside_its_field_or_the_first_of_its_element() -> None:
    names = ("mass.value", "mass.source.title", "spareParts.0.part", "spareParts.0.price")
    said = {"$.spareParts[0].price": "spareParts.0.price", "$.mass": "mass.value", "$.mass.source": "mass.source.title"}

    for path, name in said.items():
        assert set(placed((Problem(path, message("wrong")),), names)) == {name}
    assert set(placed((Problem("$.brand", message("wrong")),), names)) == {""}


@pytest.mark.parametrize("product", list(ProductGroup))
@pytest.mark.parametrize("granularity", list(Granularity))
def test_every_field_has_words_in_both_languages(product: ProductGroup, granularity: Granularity) -> None:
    """Also the parts of figures inside collections; no name stands in the form twice."""
    for language in ("nl", "en"):
        fields = Fields(CATALOGUE, granularity, product, Reader(language))
        for group in fields.groups():
            first, more = fields.fields(group, {}, {})
            names = [
                each.name for field in (*first, *more) for row in field.rows for each in (*row.inputs, *row.details)
            ]
            assert len(names) == len(set(names))
            assert all(each.label for field in (*first, *more) for row in field.rows for each in row.inputs)
