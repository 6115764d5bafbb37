"""Our documents as a graph: the same for every reader, with nothing lost and nothing fetched."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node

from dpp.adapters.catalogue import load_catalogue
from dpp.adapters.jsonld import frozen_loader, to_nquads, to_turtle
from dpp.domain.errors import InvalidInput
from schemas import catalog

CATALOGUE = load_catalogue()
EXAMPLES = [path for path in catalog.paths("passport", "1.0") if path.startswith("examples/")]
ID = "https://id.kringpas.nl/passports/1"
CONTEXT = json.loads(catalog.read_text("passport", CATALOGUE.version, "context.jsonld"))["@context"]


def document(**elements: Any) -> dict[str, Any]:
    return {"@context": CATALOGUE.context, "digitalProductPassportId": ID, **elements}


def example(path: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(catalog.read_text("passport", "1.0", path))
    return content


def graph(quads: str) -> Graph:
    return Graph().parse(data=quads, format="nt")


def canonical(found: Graph) -> set[tuple[Node, ...]]:
    """The triples with doubles by value: readers may write 17.14 and 1.714E1."""
    return {tuple(_by_value(term) for term in triple) for triple in found}


def _by_value(term: Node) -> Node:
    if isinstance(term, Literal) and term.datatype == XSD.double:
        return Literal(repr(float(term)), datatype=XSD.double)
    return term


@pytest.mark.parametrize("path", EXAMPLES)
def test_rdflib_reads_the_turtle_that_we_write_as_the_same_graph(path: str) -> None:
    content = example(path)
    assert isomorphic(Graph().parse(data=to_turtle(content), format="turtle"), graph(to_nquads(content)))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # inside rdflib's own parser
@pytest.mark.parametrize("path", EXAMPLES)
def test_rdflib_reads_the_json_ld_as_the_same_graph(path: str) -> None:
    """Another reader of JSON-LD, given the same context, finds what PyLD finds."""
    content = example(path)
    own_reading = Graph().parse(
        data=json.dumps(content | {"@context": CONTEXT}), format="json-ld", base=content["digitalProductPassportId"]
    )
    assert canonical(own_reading) == canonical(graph(to_nquads(content)))


@pytest.mark.parametrize("path", EXAMPLES)
def test_every_leaf_of_a_document_is_in_its_graph(path: str) -> None:
    """Each text, number and truth value becomes one statement; a member that is lost would be missed here."""
    content = example(path)
    content.pop("@context")
    written = to_nquads(example(path)).splitlines()
    objects = {line.split(" ", 2)[1] for line in written}
    assert len(written) >= sum(1 for _ in leaves(content)) - 1  # the id of the passport is its subject
    terms = {CATALOGUE.expand(CATALOGUE.element(name).term) for name in content if CATALOGUE.find(name)}
    assert {f"<{term}>" for term in terms} <= objects


def leaves(value: Any) -> Any:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name != "id":
                yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


@pytest.mark.parametrize("path", EXAMPLES)
def test_no_node_is_nameless(path: str) -> None:
    assert "_:" not in to_nquads(example(path)).replace('"_:', "")


def test_a_figure_keeps_its_numbers_as_doubles_and_its_unit_as_a_term() -> None:
    """So that a query can add them up."""
    mass = {"id": "#mass", "value": 2, "unit": "kg", "source": {"id": "#mass.source", "title": "The maker"}}
    found = graph(to_nquads(document(mass=mass)))
    node = URIRef(f"{ID}#mass")
    assert (URIRef(ID), URIRef("https://schema.org/weight"), node) in found
    assert (node, URIRef("http://qudt.org/schema/qudt/hasUnit"), URIRef("http://qudt.org/vocab/unit/KiloGM")) in found
    answer = found.query("SELECT (SUM(?v) AS ?total) { ?f <https://schema.org/value> ?v }")
    assert [float(str(total)) for binding in answer.bindings for total in binding.values()] == [2.0]


def test_words_keep_their_language() -> None:
    quads = to_nquads(document(lockRelease={"en": "Ask.", "nl": "Vraag."}))
    assert '"Ask."@en' in quads
    assert '"Vraag."@nl' in quads


@pytest.mark.parametrize(
    ("elements", "path"),
    [
        ({"novelty": 1}, "$.novelty"),
        ({"mass": {"id": "#mass", "weight": 1}}, "$.mass.weight"),
        ({"compiledFrom": [{"id": "#a", "who": "x"}]}, "$.compiledFrom[0].who"),
        ({"lockRelease": {"dutch": "Vraag."}}, "$.lockRelease.dutch"),
        ({"mass": {"@id": "#mass"}}, "$.mass.@id"),
        ({"brand": "De\u0001ll"}, "$.brand"),
    ],
)
def test_what_would_be_lost_or_written_wrongly_is_refused(elements: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        to_nquads(document(**elements))
    assert [problem.path for problem in refused.value.problems] == [path]


@pytest.mark.parametrize("value", [{"value": 1}, {"id": "_:b0", "value": 1}, {"id": "#mass", "source": {"title": "x"}}])
def test_a_node_without_a_name_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match="without a name"):
        to_nquads(document(mass=value))


@pytest.mark.parametrize(
    "context",
    ["https://w3id.org/other", "file:///etc/passwd", {"brand": "https://x.example/"}, [CATALOGUE.context], None],
)
def test_a_document_that_is_not_ours_is_never_expanded(context: object) -> None:
    with pytest.raises(InvalidInput):
        to_nquads(document(brand="Dell") | {"@context": context})


def test_the_loader_fetches_nothing(tmp_path: Path) -> None:
    """Not from the network, and not from the disk."""
    there = tmp_path / "context.jsonld"
    there.write_text('{"@context": {}}', encoding="utf-8")
    for url in (there.as_uri(), "http://127.0.0.1:9/context", "https://schema.org/"):
        with pytest.raises(InvalidInput, match="nothing is fetched"):
            frozen_loader(url)
    assert frozen_loader(CATALOGUE.context)["document"] == {"@context": CONTEXT}


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    found = graph(to_nquads(document(brand=text)))
    assert [str(value) for value in found.objects(URIRef(ID), URIRef("https://schema.org/brand"))] == [text]
