"""Schema, context, shapes, examples and the page on elements follow from the catalogue of their version."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pyld import jsonld  # type: ignore[import-untyped]  # PyLD ships no types
from rdflib import RDF, SH, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from dpp.adapters.catalogue import load_catalogue
from dpp.adapters.jsonld import to_nquads
from dpp.adapters.validation import JsonSchemaValidator
from dpp.domain.catalogue import Granularity, Member
from schemas import catalog

REPOSITORY = Path(__file__).parents[3]
VERSIONS = catalog.versions("passport")
EXAMPLES = [
    (version, path)
    for version in VERSIONS
    for path in catalog.paths("passport", version)
    if path.startswith("examples/")
]


def content(version: str, path: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(catalog.read_text("passport", version, path))
    return document


def test_every_generated_file_is_as_the_catalogue_makes_it() -> None:
    """Whoever changes the catalogue runs `scripts/generate_schemas.py`."""
    command = [sys.executable, "scripts/generate_schemas.py", "--check"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_released_version_is_never_written_again() -> None:
    """The generator may grow; what is released stays as its checksums say."""
    spec = importlib.util.spec_from_file_location("generate_schemas", REPOSITORY / "scripts" / "generate_schemas.py")
    assert spec is not None
    assert spec.loader is not None
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    released = {REPOSITORY / "schemas" / path for path in catalog.released()}
    assert released
    assert set(generator.generated()).isdisjoint(released)


@pytest.mark.parametrize(("version", "path"), EXAMPLES)
def test_every_example_is_valid(version: str, path: str) -> None:
    assert JsonSchemaValidator(load_catalogue(version)).document_problems(content(version, path)) == ()


@pytest.mark.parametrize(("version", "path"), EXAMPLES)
def test_every_example_says_only_what_has_a_place_in_it(version: str, path: str) -> None:
    """The rules that a schema cannot say: granularity, product group, figures, check digits."""
    catalogue, document = load_catalogue(version), content(version, path)
    elements = {name: value for name, value in document.items() if name in catalogue.elements and name != "history"}
    granularity = Granularity(document["granularity"])
    assert JsonSchemaValidator(catalogue).problems(elements, granularity) == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_examples_together_show_every_element(version: str) -> None:
    shown = {name for number, path in EXAMPLES if number == version for name in content(version, path)}
    assert set(load_catalogue(version).elements) <= shown


@pytest.mark.parametrize("version", VERSIONS)
def test_the_example_of_every_element_is_valid(version: str) -> None:
    schema = content(version, "schema.json")
    validator = Draft202012Validator({"$ref": "#/$defs/elements", "$defs": schema["$defs"]})
    for name, element in load_catalogue(version).elements.items():
        assert not [error.message for error in validator.iter_errors({name: element.example})], name


@pytest.mark.parametrize("version", VERSIONS)
def test_the_schema_refuses_what_is_no_value_of_an_element(version: str) -> None:
    """A schema that accepts anything would hold on every example."""
    schema = content(version, "schema.json")
    validator = Draft202012Validator({"$ref": "#/$defs/elements", "$defs": schema["$defs"]})
    assert [name for name in load_catalogue(version).elements if validator.is_valid({name: None})] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_the_context_fetches_nothing_and_protects_its_terms(version: str) -> None:
    context = content(version, "context.jsonld")["@context"]
    assert context["@protected"] is True
    assert "@import" not in context
    assert not [name for name, term in context.items() if isinstance(term, dict) and "@context" in term]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_element_and_member_has_a_term_in_the_context(version: str) -> None:
    context = content(version, "context.jsonld")["@context"]
    elements = load_catalogue(version).elements
    members = {member.name for element in elements.values() for member in all_members(element.members)}
    assert set(elements) | members <= set(context)


def all_members(members: tuple[Member, ...]) -> Iterator[Member]:
    for member in members:
        yield member
        yield from all_members(member.members)


@pytest.mark.parametrize("version", VERSIONS)
def test_no_number_is_typed_as_a_decimal(version: str) -> None:
    """A JSON number that is typed as xsd:decimal becomes an invalid literal, and sums over it find nothing."""
    assert "xsd:decimal" not in catalog.read_text("passport", version, "context.jsonld")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # inside rdflib's own parser
@pytest.mark.parametrize(("version", "path"), EXAMPLES)
def test_two_readers_of_json_ld_find_the_same_graph(version: str, path: str) -> None:
    """The two are rdflib and PyLD, given the same document and context; doubles are compared by value."""
    document = content(version, path) | {"@context": content(version, "context.jsonld")["@context"]}
    base = document["digitalProductPassportId"]
    quads = jsonld.to_rdf(document, {"format": "application/n-quads", "base": base})
    by_pyld = triples(Graph().parse(data=quads, format="nt"))
    assert triples(Graph().parse(data=json.dumps(document), format="json-ld", base=base)) == by_pyld
    assert triples(Graph().parse(data=to_nquads(content(version, path)), format="nt")) == by_pyld


def triples(graph: Graph) -> set[tuple[Node, ...]]:
    return {tuple(_by_value(term) for term in triple) for triple in graph}


def _by_value(term: Node) -> Node:
    if isinstance(term, Literal) and term.datatype == XSD.double:
        return Literal(repr(float(term)), datatype=XSD.double)
    return term


@pytest.mark.parametrize("version", VERSIONS)
def test_the_shapes_are_a_graph_with_a_property_for_every_element(version: str) -> None:
    catalogue = load_catalogue(version)
    shapes = Graph().parse(data=catalog.read_text("passport", version, "shapes.ttl"), format="turtle")
    passport = URIRef(f"{catalogue.specification}/shapes.ttl#PassportShape")
    assert (passport, RDF.type, SH.NodeShape) in shapes
    paths = {str(path) for node in shapes.objects(passport, SH.property) for path in shapes.objects(node, SH.path)}
    assert {catalogue.expand(element.term) for element in catalogue.elements.values()} <= paths


def test_the_page_lists_every_element_of_the_newest_version() -> None:
    page = (REPOSITORY / "docs" / "passport-elements.md").read_text(encoding="utf-8")
    newest = load_catalogue(VERSIONS[-1])
    assert not [name for name in newest.elements if f"| `{name}` |" not in page]
    assert f"`schemas/passport/{newest.version}/catalogue.json`" in page


def test_the_page_answers_every_point_of_annex_iii() -> None:
    page = (REPOSITORY / "docs" / "passport-elements.md").read_text(encoding="utf-8")
    assert not [letter for letter in "abcdefghijkl" if f"| ({letter}) |" not in page]
