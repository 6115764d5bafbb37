"""A term that we borrow is one that its vocabulary defines."""

import json
from collections.abc import Iterator

from rdflib import RDFS, Graph, URIRef

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.catalogue import Element, Member
from schemas import catalog
from scripts.passport_schemas.context import HEADER
from tests.support.shared import shared_data

VERSIONS = catalog.versions("passport")


def borrowed(prefix: str) -> set[str]:
    """The local names of every term of every version with this prefix, header members included."""
    terms = {about.term for version in VERSIONS for about in _abouts(version)}
    terms |= {term if isinstance(term, str) else term["@id"] for term in HEADER.values()}
    return {term.partition(":")[2] for term in terms if term.startswith(f"{prefix}:")}


def _abouts(version: str) -> Iterator[Element | Member]:
    for element in load_catalogue(version).elements.values():
        yield element
        yield from _inside(element.members)


def _inside(members: tuple[Member, ...]) -> Iterator[Member]:
    for member in members:
        yield member
        yield from _inside(member.members)


def test_terms_of_the_eu_ontology_exist_in_it() -> None:
    ontology = "".join(path.read_text(encoding="utf-8") for path in shared_data("eudpp").glob("*.ttl"))
    names = borrowed("eudpp")
    assert {"productName", "numberEC", "nameIUPAC", "uniqueFacilityIdentifier"} <= names
    assert [name for name in sorted(names) if f"<https://w3id.org/eudpp#{name}>" not in ontology] == []


def test_terms_of_the_eu_ontology_are_used_of_what_they_are_about() -> None:
    """Else a reasoner takes a product for a company: the node of a passport is a product and its passport."""
    ontology = Graph()
    for path in shared_data("eudpp").glob("*.ttl"):
        ontology.parse(path, format="turtle")
    for version in VERSIONS:
        for element in load_catalogue(version).elements.values():
            if element.term.startswith("eudpp:"):
                assert _domain(ontology, element.term) in {"Product", "DPP"}, element.element_id
            for member in _inside(element.members):
                if member.term.startswith("eudpp:"):
                    assert _domain(ontology, member.term) == "SubstanceOfConcern", member.name
                    assert element.element_id == "substancesOfConcern"


def _domain(ontology: Graph, term: str) -> str:
    about = URIRef("https://w3id.org/eudpp#" + term.partition(":")[2])
    return str(ontology.value(about, RDFS.domain)).partition("#")[2]


def test_terms_of_untp_exist_in_its_context() -> None:
    context = shared_data("untp/untp-context.jsonld").read_text(encoding="utf-8")
    names = borrowed("untp")
    assert names
    assert [name for name in sorted(names) if f'"untp:{name}"' not in context] == []


def test_terms_of_gs1_are_ratified_link_types() -> None:
    ratified = json.loads(shared_data("gs1/linktypes-1.16.json").read_text(encoding="utf-8"))
    names = borrowed("gs1")
    assert names
    assert [name for name in sorted(names) if name not in ratified] == []
