"""SHACL shapes of the passport as a graph."""

from collections.abc import Iterator

from rdflib import RDF, SH, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from dpp.domain.catalogue import Catalogue, Code, Element, Member, ValueType

DATATYPES = {
    ValueType.TEXT: XSD.string,
    ValueType.CODE: XSD.string,
    ValueType.NUMBER: XSD.double,
    ValueType.BOOLEAN: XSD.boolean,
    ValueType.DATE: XSD.date,
    ValueType.MONTH: XSD.gYearMonth,
    ValueType.MULTI_LANGUAGE: RDF.langString,
}


def shapes(catalogue: Catalogue) -> str:
    """The shapes as Turtle, in a fixed order."""
    return _Writer(catalogue).write()


class _Writer:
    """Adds shapes to one graph; `PassportShape` targets everything that has a schema version."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.graph = Graph()
        self.shape = Namespace(f"{catalogue.specification}/shapes.ttl#")
        self.graph.bind("sh", SH)
        self.graph.bind("shape", self.shape)
        for prefix, namespace in catalogue.prefixes.items():
            self.graph.bind(prefix, Namespace(namespace), override=True, replace=True)

    def write(self) -> str:
        self._figure_shape()
        passport = self.shape["PassportShape"]
        self.graph.add((passport, RDF.type, SH.NodeShape))
        self.graph.add((passport, SH.targetSubjectsOf, self._iri("eudpp:schemaVersion")))
        self.graph.add((passport, SH.nodeKind, SH.IRI))
        for term in ("eudpp:uniqueProductIdentifier", "eudpp:granularity", "eudpp:status", "eudpp:lastUpdate"):
            self._header(passport, term)
        for element in self.catalogue.elements.values():
            self._property(passport, self.shape[element.element_id], element, multiple=element.multiple)
        return self.graph.serialize(format="longturtle")

    def _figure_shape(self) -> None:
        figure = self.shape["FigureShape"]
        self.graph.add((figure, RDF.type, SH.NodeShape))
        self.graph.add((figure, SH.nodeKind, SH.IRI))
        value = self._bare(figure, "figure.value", "schema:value", least=1)
        self.graph.add((value, SH.datatype, XSD.double))
        self.graph.add((value, SH.lessThanOrEquals, self._iri("schema:maxValue")))
        low = self._bare(figure, "figure.low", "schema:minValue")
        self.graph.add((low, SH.datatype, XSD.double))
        self.graph.add((low, SH.lessThanOrEquals, self._iri("schema:value")))
        high = self._bare(figure, "figure.high", "schema:maxValue")
        self.graph.add((high, SH.datatype, XSD.double))
        unit = self._bare(figure, "figure.unit", "qudt:hasUnit", least=1)
        self.graph.add((unit, SH.nodeKind, SH.IRI))
        source = self._bare(figure, "figure.source", "dcterms:source", least=1)
        self.graph.add((source, SH.nodeKind, SH.IRI))

    def _header(self, passport: Node, term: str) -> None:
        self._bare(passport, f"header.{term.partition(':')[2]}", term, least=1)

    def _bare(self, owner: Node, name: str, term: str, *, least: int = 0) -> URIRef:
        node = self.shape[name]
        self.graph.add((owner, SH.property, node))
        self.graph.add((node, RDF.type, SH.PropertyShape))
        self.graph.add((node, SH.path, self._iri(term)))
        self.graph.add((node, SH.maxCount, Literal(1)))
        if least:
            self.graph.add((node, SH.minCount, Literal(least)))
        return node

    def _property(self, owner: Node, node: URIRef, about: Element | Member, *, multiple: bool) -> None:
        self.graph.add((owner, SH.property, node))
        self.graph.add((node, RDF.type, SH.PropertyShape))
        self.graph.add((node, SH.path, self._iri(about.term)))
        self.graph.add((node, SH.name, Literal(about.label.en, lang="en")))
        self.graph.add((node, SH.name, Literal(about.label.nl, lang="nl")))
        for predicate, value in self._constraints(about, multiple=multiple):
            self.graph.add((node, predicate, value))
        if about.codes:
            self.graph.add((node, SH["in"], self._list(about.codes)))
        if about.value_type is ValueType.COLLECTION:
            self._collection(node, about.members)

    def _constraints(self, about: Element | Member, *, multiple: bool) -> Iterator[tuple[URIRef, Node]]:
        if about.value_type is ValueType.MULTI_LANGUAGE:
            yield SH.uniqueLang, Literal(True)  # noqa: FBT003  # an RDF literal
        elif not multiple:
            yield SH.maxCount, Literal(1)
        if isinstance(about, Element) and about.datatype:
            yield SH.datatype, self._iri(about.datatype)
        elif about.value_type in DATATYPES:
            yield SH.datatype, DATATYPES[about.value_type]
        else:
            yield SH.nodeKind, SH.IRI
        if isinstance(about, Element) and about.pattern:
            yield SH.pattern, Literal(about.pattern)
        if isinstance(about, Member) and about.required:
            yield SH.minCount, Literal(1)
        if about.value_type is ValueType.FIGURE:
            yield SH.node, self.shape["FigureShape"]

    def _collection(self, node: URIRef, members: tuple[Member, ...]) -> None:
        for member in members:
            self._property(node, URIRef(f"{node}.{member.name}"), member, multiple=member.multiple)

    def _list(self, codes: tuple[Code, ...]) -> BNode:
        head = BNode()
        Collection(self.graph, head, [Literal(code.value) for code in codes])
        return head

    def _iri(self, term: str) -> URIRef:
        return URIRef(self.catalogue.expand(term))
