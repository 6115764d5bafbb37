"""The compressed and the full form of EN 18223 say the same thing."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.catalogue import Element, Granularity
from dpp.domain.document import EffectiveDocument, Header, Layer, effective
from dpp.domain.forms import compressed, full, name_nodes
from dpp.domain.history import PublicEntry, PublicHistory, PublicKind, PublicPart
from schemas import catalog

CATALOGUE = load_catalogue()
HEADER = Header("https://id.kringpas.nl/passports/1", "https://id.kringpas.nl/d/1", Granularity.ITEM, "operator")
SOURCE = {"title": "The maker", "url": "https://maker.example/"}
MASS = {"value": 1.52, "unit": "kg", "source": SOURCE}
LIFE = PublicHistory((PublicEntry("2026-05", PublicKind.PART_REPLACED, PublicPart.BATTERY),), "2026-06")


def document(elements: dict[str, Any], history: PublicHistory | None = None) -> EffectiveDocument:
    return effective(HEADER, Layer("1", 1, elements, datetime(2026, 11, 20, tzinfo=UTC)), history=history)


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def test_an_element_is_a_member_under_its_name() -> None:
    content = compressed(document({"brand": "Dell"}), CATALOGUE)
    assert content["brand"] == "Dell"
    assert content["lastUpdated"] == "2026-11-20T00:00:00Z"
    assert "history" not in content


def test_every_node_is_named_after_its_place() -> None:
    content = name_nodes({"mass": MASS, "compiledFrom": [SOURCE, SOURCE]}, CATALOGUE)
    assert content["mass"]["id"] == "#mass"
    assert content["mass"]["source"]["id"] == "#mass.source"
    assert [entry["id"] for entry in content["compiledFrom"]] == ["#compiledFrom.0", "#compiledFrom.1"]


def test_naming_nodes_twice_changes_nothing() -> None:
    once = name_nodes({"mass": MASS}, CATALOGUE)
    assert name_nodes(once, CATALOGUE) == once


def test_nobody_can_name_a_node_of_another_passport() -> None:
    named = name_nodes({"mass": MASS | {"id": "https://id.kringpas.nl/passports/2#mass"}}, CATALOGUE)
    assert named["mass"]["id"] == "#mass"


def test_a_map_of_languages_is_no_node() -> None:
    words = {"en": "Ask the former owner.", "nl": "Vraag het de vorige eigenaar."}
    assert name_nodes({"lockRelease": words}, CATALOGUE) == {"lockRelease": words}


def test_what_the_catalogue_does_not_know_stays_as_it_came() -> None:
    assert name_nodes({"novelty": {"a": {"b": 1}}}, CATALOGUE) == {"novelty": {"a": {"b": 1}}}


def test_the_life_so_far_is_kinds_and_months() -> None:
    assert compressed(document({}, LIFE), CATALOGUE)["history"] == {
        "id": "#history",
        "entries": [{"id": "#history.entries.0", "month": "2026-05", "kind": "part-replaced", "part": "battery"}],
        "dataSafeSince": "2026-06",
        "reportedLost": False,
        "stateOwned": True,
    }


@pytest.mark.parametrize("path", [p for p in catalog.paths("passport", "1.0") if p.startswith("examples/")])
def test_every_object_in_an_example_is_named_or_a_map_of_languages(path: str) -> None:
    content = json.loads(catalog.read_text("passport", "1.0", path))
    unnamed = [node for node in nodes(content) if "id" not in node and not set(node) <= {"en", "nl"}]
    assert unnamed == [content]


def test_the_full_form_types_each_element() -> None:
    elements = full(document({"brand": "Dell", "mass": MASS, "placedOnMarket": "2024-01"}), CATALOGUE)["elements"]
    assert elements[0] == {
        "elementId": "brand",
        "objectType": "SingleValuedDataElement",
        "dictionaryReference": "https://schema.org/brand",
        "valueDataType": "xsd:string",
        "value": "Dell",
    }
    assert elements[1]["objectType"] == "DataElementCollection"
    inner = {element["elementId"]: element for element in elements[1]["elements"]}
    assert (inner["value"]["valueDataType"], inner["value"]["value"]) == ("xsd:double", 1.52)
    assert inner["source"]["objectType"] == "DataElementCollection"
    assert elements[2]["valueDataType"] == "xsd:gYearMonth"


def test_the_full_form_spells_out_languages_and_resources() -> None:
    guide = {"title": "Guide", "url": "https://maker.example/guide", "language": "nl"}
    content = full(document({"lockRelease": {"en": "Ask.", "nl": "Vraag."}, "repairInstructions": guide}), CATALOGUE)
    words, resource = content["elements"]
    assert words["value"] == [{"language": "en", "value": "Ask."}, {"language": "nl", "value": "Vraag."}]
    assert (resource["objectType"], resource["resourceTitle"]) == ("RelatedResource", "Guide")
    assert resource["url"] == "https://maker.example/guide"


@pytest.mark.parametrize("element", CATALOGUE.elements.values(), ids=lambda element: element.element_id)
def test_the_full_form_gives_every_element_its_type(element: Element) -> None:
    """Nothing of the value is lost: each leaf of the compressed form stands in the full form."""
    content = full(document({element.element_id: element.example}), CATALOGUE)
    (typed,) = content["elements"]
    assert typed["objectType"] == element.element_type
    assert typed["dictionaryReference"] == CATALOGUE.expand(element.term)
    written = json.dumps(typed)
    assert all(json.dumps(leaf) in written for leaf in leaves(element.example))


def test_the_full_form_keeps_what_the_catalogue_does_not_know() -> None:
    (typed,) = full(document({"novelty": [{"a": 1}, "b"]}), CATALOGUE)["elements"]
    assert typed["objectType"] == "MultiValuedDataElement"
    assert typed["value"][0][0]["value"] == 1
    assert typed["value"][1] == "b"


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)
    else:
        yield value
