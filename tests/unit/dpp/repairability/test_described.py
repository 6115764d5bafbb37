"""The working as a document: JSON that its schema knows, and a graph that loses nothing and has no nameless node."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pyld import jsonld  # type: ignore[import-untyped]  # PyLD ships no types

from dpp.domain.repairability.described import CONTEXT, VERSION, described
from dpp.domain.repairability.workings import workings
from schemas import catalog

KIND = "repairability"
MODEL = "https://id.example/passports/abc"
KR = "https://kringpas.nl/ns/repairability#"


def content(kind: str, version: str, path: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(catalog.read_text(kind, version, path))
    return read


def document(example: str) -> dict[str, Any]:
    passport = content("passport", "1.1", f"examples/{example}.json")
    header = {name: passport[name] for name in ("productGroup", "brand", "modelName")}
    return described(MODEL, header, workings(passport))


EXAMPLES = pytest.mark.parametrize("example", ["model-phone", "model-laptop", "model-display"])


def only_ours(url: str, _options: Any = None) -> dict[str, Any]:
    assert url == CONTEXT
    context = content(KIND, VERSION, "context.jsonld")
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": context}


@EXAMPLES
def test_the_document_is_what_its_schema_says(example: str) -> None:
    Draft202012Validator(content(KIND, VERSION, "schema.json")).validate(document(example))


@EXAMPLES
def test_the_graph_keeps_every_member_and_names_every_node(example: str) -> None:
    told = document(example)
    quads = jsonld.to_rdf(told, {"format": "application/n-quads", "documentLoader": only_ours})
    assert "_:" not in quads
    assert quads.count(f"<{KR}Working>") == len(told["workings"])
    (expanded,) = jsonld.expand(told, {"documentLoader": only_ours})
    assert len(expanded) == len([name for name in told if name != "@context"])


def test_numbers_of_the_graph_are_decimals() -> None:
    quads = jsonld.to_rdf(document("model-phone"), {"format": "application/n-quads", "documentLoader": only_ours})
    weight = f'<{KR}weight> "0.25"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert weight in quads


def test_the_published_example_is_what_is_made_today() -> None:
    """The example stands beside the schema under the address that documents name."""
    passport = content("passport", "1.1", "examples/model-phone.json")
    header = {name: passport[name] for name in ("productGroup", "brand", "modelName")}
    assert content(KIND, VERSION, "examples/model-phone.json") == described(
        passport["digitalProductPassportId"], header, workings(passport)
    )


def test_every_file_of_the_contract_is_published() -> None:
    assert {path for path in catalog.released() if path.startswith(f"{KIND}/")} == set(catalog.checksums(KIND, VERSION))
