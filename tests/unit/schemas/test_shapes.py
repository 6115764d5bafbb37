"""The shapes hold on every example, read with the few words of SHACL that they use."""

import json
from collections.abc import Iterator

import pytest
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from dpp.adapters.catalogue import load_catalogue
from dpp.adapters.jsonld import to_nquads
from schemas import catalog

SHAPES = Graph().parse(data=catalog.read_text("passport", "1.0", "shapes.ttl"), format="turtle")
PASSPORT = URIRef(f"{load_catalogue().specification}/shapes.ttl#PassportShape")
EXAMPLES = [path for path in catalog.paths("passport", "1.0") if path.startswith("examples/")]


def faults(graph: Graph, node: Node, shape: Node) -> Iterator[str]:
    """What a validator would report for one node: counts, kinds, datatypes, lists of values, order and inner shapes."""
    for rule in SHAPES.objects(shape, SH.property):
        path = SHAPES.value(rule, SH.path)
        found = list(graph.objects(node, path))
        least, most = SHAPES.value(rule, SH.minCount), SHAPES.value(rule, SH.maxCount)
        if least is not None and len(found) < int(str(least)):
            yield f"{rule}: too few"
        if most is not None and len(found) > int(str(most)):
            yield f"{rule}: too many"
        for value in found:
            yield from _value_faults(graph, node, rule, value)


def _value_faults(graph: Graph, node: Node, rule: Node, value: Node) -> Iterator[str]:
    datatype, listed = SHAPES.value(rule, SH.datatype), SHAPES.value(rule, SH["in"])
    if datatype is not None and not (isinstance(value, Literal) and _datatype(value) == datatype):
        yield f"{rule}: datatype"
    if SHAPES.value(rule, SH.nodeKind) == SH.IRI and (isinstance(value, BNode) or not isinstance(value, URIRef)):
        yield f"{rule}: no IRI"
    if listed is not None and value not in list(Collection(SHAPES, listed)):
        yield f"{rule}: not in the list"
    if (other := SHAPES.value(rule, SH.lessThanOrEquals)) is not None:
        bound = graph.value(node, other)
        if bound is not None and float(str(value)) > float(str(bound)):
            yield f"{rule}: above its bound"
    for inner in (SHAPES.value(rule, SH.node), rule):
        if inner is not None and isinstance(value, URIRef):
            yield from faults(graph, value, inner)


def _datatype(value: Literal) -> Node:
    if value.language:
        return RDF.langString
    return value.datatype or URIRef("http://www.w3.org/2001/XMLSchema#string")


def graph_of(path: str, change: dict[str, object] | None = None) -> tuple[Graph, URIRef]:
    document = json.loads(catalog.read_text("passport", "1.0", path)) | (change or {})
    return Graph().parse(data=to_nquads(document), format="nt"), URIRef(document["digitalProductPassportId"])


@pytest.mark.parametrize("path", EXAMPLES)
def test_the_shapes_hold_on_every_example(path: str) -> None:
    graph, passport = graph_of(path)
    assert list(faults(graph, passport, PASSPORT)) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"functionalGrade": "F9"}, "functionalGrade: not in the list"),
        ({"batteryHealth": "87"}, "figure.value: too few"),
        ({"batteryHealth": {"id": "#batteryHealth", "value": 5, "low": 7, "high": 9}}, "figure.low: above its bound"),
        ({"batteryHealth": {"id": "#batteryHealth", "value": 5}}, "figure.source: too few"),
        ({"demonstrationNumber": "yes", "productionMonth": ["2021-03", "2021-04"]}, "productionMonth: too many"),
        ({"replacedParts": [{"id": "#replacedParts.0", "part": "battery"}]}, "replacedParts.month: too few"),
    ],
)
def test_the_shapes_find_what_is_wrong(change: dict[str, object], says: str) -> None:
    """Shapes that find nothing would hold on anything."""
    graph, passport = graph_of("examples/item-laptop.json", change)
    assert any(fault.endswith(says) for fault in faults(graph, passport, PASSPORT))
