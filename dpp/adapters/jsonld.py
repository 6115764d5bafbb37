"""Our own documents as RDF: N-Quads by PyLD, Turtle by rdflib.

Rules:
1. Nothing is ever fetched: the loader is frozen over the contexts in this package, and refuses every other address,
   also `file:`. A document that is not ours is never expanded.
2. Nothing is dropped without a word: an expander leaves out members that its context does not know, so that somebody
   could add what no signature covers. Here such a member is refused, with its path.
3. No node is nameless: a document whose graph has a blank node is refused. Canonicalising is then mere sorting.
4. Control characters are refused; PyLD escapes them wrongly.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pyld import jsonld  # type: ignore[import-untyped]  # PyLD ships no types
from rdflib import Graph

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, message
from schemas import catalog

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def to_nquads(document: Mapping[str, Any]) -> str:
    """A document in the compressed form as sorted N-Quads.

    Raises InvalidInput for a context that is not ours, an unknown member, a control character or a nameless node.
    """
    if problems := tuple(_faults(document)):
        raise InvalidInput(message("This document cannot become a graph without loss."), problems)
    base = document["digitalProductPassportId"]
    quads: str = jsonld.to_rdf(
        dict(document), {"format": "application/n-quads", "base": base, "documentLoader": frozen_loader}
    )
    lines = sorted(quads.splitlines())
    if any("_:" in (line.split(" ", 1)[0], line.rsplit(" ", 2)[1][:2]) for line in lines):
        raise InvalidInput(message("This document has a node without a name."))
    return "".join(f"{line}\n" for line in lines)


def to_turtle(document: Mapping[str, Any]) -> str:
    """A document in the compressed form as Turtle; the same graph as `to_nquads`, and raises as it does."""
    graph = Graph()
    for prefix, namespace in load_catalogue().prefixes.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    graph.parse(data=to_nquads(document), format="nt")
    return graph.serialize(format="turtle")


def frozen_loader(url: str, _options: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A PyLD document loader that knows the packaged contexts and nothing else. Raises InvalidInput for another URL."""
    contexts = _contexts()
    if url not in contexts:
        raise InvalidInput(
            message("The context {url} is not one of ours, and nothing is fetched.", url=url),
            remedy=message("Use {known}.", known=", ".join(contexts)),
        )
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": contexts[url]}


@cache
def _contexts() -> dict[str, dict[str, Any]]:
    return {
        load_catalogue(version).context: json.loads(catalog.read_text("passport", version, "context.jsonld"))
        for version in catalog.versions("passport")
    }


def _faults(document: Mapping[str, Any]) -> Iterator[Problem]:
    context = document.get("@context")
    if not isinstance(context, str) or context not in _contexts():
        yield Problem("$['@context']", message("Expected {known}.", known=" or ".join(_contexts())))
        return
    terms = _contexts()[context]["@context"]
    yield from _strangers({name: value for name, value in document.items() if name != "@context"}, terms, "$")


def _strangers(value: Any, terms: Mapping[str, Any], path: str) -> Iterator[Problem]:
    if isinstance(value, str) and _CONTROL.search(value):
        yield Problem(path, message("A text with a control character cannot be written."))
    elif isinstance(value, list):
        for place, entry in enumerate(value):
            yield from _strangers(entry, terms, f"{path}[{place}]")
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            if fault := _fault_of(name, terms):
                yield Problem(f"{path}.{name}", fault)
            else:
                yield from _strangers(entry, _inside(terms, name), f"{path}.{name}")


def _fault_of(name: str, terms: Mapping[str, Any]) -> Message | None:
    if name in terms and not name.startswith("@"):
        return None
    return message("'{name}' is not a term of the context: it would be lost.", name=name)


def _inside(terms: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The names that may stand inside a member; a map of languages has languages for names."""
    definition = terms[name]
    if isinstance(definition, dict) and definition.get("@container") == "@language":
        return _ANY_LANGUAGE
    return terms


class _AnyName(Mapping[str, Any]):
    """Every language tag is a known name."""

    _tag = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._tag.fullmatch(name) is not None

    def __getitem__(self, name: str) -> Any:
        if name in self:
            return name
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


_ANY_LANGUAGE = _AnyName()
