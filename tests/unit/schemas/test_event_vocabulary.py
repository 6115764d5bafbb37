"""The published vocabulary of events says what the domain uses, in two languages, and the examples keep to it."""

import json

import pytest
from jsonschema import Draft202012Validator
from rdflib import Graph

from lifecycle.domain.epcis.vocabulary import NAMESPACE
from schemas import catalog
from scripts.event_schemas.definitions import KIND, VERSION, definitions, used

EXAMPLES = [path for path in catalog.paths(KIND, VERSION) if path.startswith("examples/")]


def test_every_word_that_the_domain_uses_is_defined_and_no_other() -> None:
    """Whoever adds a kind of event or a field writes its definition, and runs `scripts/generate_schemas.py`."""
    defined = {group: set(texts) for group, texts in definitions().items()}
    assert defined == used()


def test_every_definition_is_in_english_and_dutch() -> None:
    for texts in definitions().values():
        for word, text in texts.items():
            assert set(text) == {"en", "nl"}, word
            assert all(each.strip().endswith(".") for each in text.values()), word


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own reader of JSON-LD uses what rdflib deprecates
def test_turtle_and_json_ld_say_the_same() -> None:
    turtle = Graph().parse(data=catalog.read_text(KIND, VERSION, "vocabulary.ttl"), format="turtle")
    linked = Graph().parse(data=catalog.read_text(KIND, VERSION, "vocabulary.jsonld"), format="json-ld")
    assert len(turtle) > 1000
    assert set(turtle) == set(linked)


@pytest.mark.parametrize("path", EXAMPLES)
def test_every_event_of_an_example_is_valid(path: str) -> None:
    validator = Draft202012Validator(json.loads(catalog.read_text(KIND, VERSION, "schema.json")))
    document = json.loads(catalog.read_text(KIND, VERSION, path))
    listed = document["epcisBody"]["eventList"]
    assert listed
    for event in listed:
        assert [error.message for error in validator.iter_errors(event)] == []


def test_a_member_of_the_wrong_type_is_not_valid() -> None:
    validator = Draft202012Validator(json.loads(catalog.read_text(KIND, VERSION, "schema.json")))
    assert not validator.is_valid({"kringpas:kind": "donated"})
    assert not validator.is_valid({"kringpas:kind": "recycled", "kringpas:kilograms": 3})
    assert not validator.is_valid({"kringpas:kind": "eaten"})


def test_the_context_gives_every_member_its_address() -> None:
    context = json.loads(catalog.read_text(KIND, VERSION, "context.jsonld"))["@context"]
    assert context["kringpas"] == NAMESPACE
    assert {name for name in context if name not in {"@version", "kringpas"}} == set(definitions()["fields"])
