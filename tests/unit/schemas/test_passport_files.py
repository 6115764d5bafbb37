"""Schema, context, shapes, examples and the page on elements follow from the catalogue."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, SH, Graph, URIRef

from dpp.adapters.catalogue import load_catalogue
from dpp.adapters.validation import JsonSchemaValidator
from schemas import catalog

REPOSITORY = Path(__file__).parents[3]
CATALOGUE = load_catalogue()
EXAMPLES = [path for path in catalog.paths("passport", "1.0") if path.startswith("examples/")]


def example(path: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(catalog.read_text("passport", "1.0", path))
    return document


def test_every_generated_file_is_as_the_catalogue_makes_it() -> None:
    """Whoever changes the catalogue runs `scripts/generate_schemas.py`."""
    command = [sys.executable, "scripts/generate_schemas.py", "--check"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", EXAMPLES)
def test_every_example_is_valid(path: str) -> None:
    assert JsonSchemaValidator(CATALOGUE).document_problems(example(path)) == ()


def test_the_examples_together_show_every_element() -> None:
    shown = {name for path in EXAMPLES for name in example(path)}
    assert set(CATALOGUE.elements) <= shown


def test_the_context_fetches_nothing_and_protects_its_terms() -> None:
    context = json.loads(catalog.read_text("passport", "1.0", "context.jsonld"))["@context"]
    assert context["@protected"] is True
    assert "@import" not in context
    assert not [name for name, term in context.items() if isinstance(term, dict) and "@context" in term]


def test_every_element_and_member_has_a_term_in_the_context() -> None:
    context = json.loads(catalog.read_text("passport", "1.0", "context.jsonld"))["@context"]
    members = {member.name for element in CATALOGUE.elements.values() for member in element.members}
    assert set(CATALOGUE.elements) | members <= set(context)


def test_no_number_is_typed_as_a_decimal() -> None:
    """A JSON number that is typed as xsd:decimal becomes an invalid literal, and sums over it find nothing."""
    assert "xsd:decimal" not in catalog.read_text("passport", "1.0", "context.jsonld")


def test_the_shapes_are_a_graph_with_a_property_for_every_element() -> None:
    shapes = Graph().parse(data=catalog.read_text("passport", "1.0", "shapes.ttl"), format="turtle")
    passport = URIRef(f"{CATALOGUE.specification}/shapes.ttl#PassportShape")
    assert (passport, RDF.type, SH.NodeShape) in shapes
    paths = {str(path) for node in shapes.objects(passport, SH.property) for path in shapes.objects(node, SH.path)}
    assert {CATALOGUE.expand(element.term) for element in CATALOGUE.elements.values()} <= paths


def test_the_page_lists_every_element() -> None:
    page = (REPOSITORY / "docs" / "passport-elements.md").read_text(encoding="utf-8")
    assert not [name for name in CATALOGUE.elements if f"| `{name}` |" not in page]
