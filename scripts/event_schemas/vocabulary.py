"""The vocabulary as linked data: JSON-LD, and the same as Turtle; and the context that documents can name.

Members are RDF properties, words are SKOS concepts in the scheme of their group (so that a program can list them).
"""

from collections.abc import Iterator
from typing import Any

from lifecycle.domain.epcis.vocabulary import NAMESPACE, PREFIX
from scripts.event_schemas.definitions import GROUPS, VERSION, components, definitions, term

PREFIXES = {
    PREFIX: NAMESPACE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "owl": "http://www.w3.org/2002/07/owl#",
}
_TITLE = {"en": "Kringpas lifecycle events", "nl": "Kringpas-gebeurtenissen in de levensloop"}
_MARKS = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


def context() -> dict[str, Any]:
    """Every member by its own name; a value is kept as it is."""
    terms: dict[str, Any] = {name: f"{PREFIX}:{name}" for name in sorted(definitions()["fields"])}
    return {"@context": {"@version": 1.1, PREFIX: NAMESPACE} | terms}


def jsonld() -> dict[str, Any]:
    named = {"label": {"@id": "rdfs:label"}, "definition": {"@id": "skos:definition", "@container": "@language"}}
    context = PREFIXES | {"id": "@id", "type": "@type", "inScheme": {"@id": "skos:inScheme", "@type": "@id"}} | named
    return {"@context": context, "@graph": list(_nodes())}


def turtle() -> str:
    lines = [f"@prefix {prefix}: <{address}> ." for prefix, address in PREFIXES.items()]
    for node in _nodes():
        parts = [f"a {node['type']}"]
        if "inScheme" in node:
            parts.append(f"skos:inScheme {node['inScheme']}")
        if "label" in node:
            parts.append(f'rdfs:label "{node["label"]}"')
        if "owl:versionInfo" in node:
            parts.append(f'owl:versionInfo "{node["owl:versionInfo"]}"')
        texts = node.get("definition", {})
        parts += [f'skos:definition "{text.translate(_MARKS)}"@{language}' for language, text in texts.items()]
        lines += ["", f"<{_whole(node['id'])}> " + " ;\n    ".join(parts) + " ."]
    return "\n".join(lines) + "\n"


def _whole(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def _nodes() -> Iterator[dict[str, Any]]:
    yield {"id": f"{PREFIX}:", "type": "owl:Ontology", "definition": _TITLE, "owl:versionInfo": VERSION}
    for group, texts in sorted(definitions().items()):
        if group == "fields":
            yield from (_node(group, word, text, "rdf:Property") for word, text in sorted(texts.items()))
            continue
        scheme = f"{PREFIX}:{GROUPS[group][0]}"
        yield {"id": scheme, "type": "skos:ConceptScheme", "label": GROUPS[group][1]}
        for word, text in sorted(texts.items()):
            yield _node(group, word, text, "skos:Concept") | {"inScheme": scheme}
    yield {"id": f"{PREFIX}:Component", "type": "skos:ConceptScheme", "label": "class of component"}
    for word in components():
        node = {"id": f"{PREFIX}:Component-{word}", "type": "skos:Concept", "label": word.replace("-", " ")}
        yield node | {"inScheme": f"{PREFIX}:Component"}


def _node(group: str, word: str, text: Any, kind: str) -> dict[str, Any]:
    label = word.replace("_", " ")
    return {"id": f"{PREFIX}:{term(group, word)}", "type": kind, "label": label, "definition": dict(text)}
