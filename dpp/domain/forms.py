"""The two forms of EN 18223: compressed (elementId is the key) and full (a list of typed elements).

Rules:
1. Every object inside an element has an `id`, relative to the passport: `#carbonFootprint.source`. So no node of the
   graph is nameless, and each item that shows its model's figure names it as its own. An id that came in is replaced:
   nobody can speak of another passport's nodes, or make one node of two.
2. A map of languages is a value, not a node: it has no id.
3. An element that the catalogue does not know keeps its value as it came.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from dpp.domain.catalogue import Catalogue, Element, ElementType, Member, ValueType
from dpp.domain.document import (
    HISTORY,
    EffectiveDocument,
    Elements,
    context,
    header_members,
    specification,
    utc_text,
)
from dpp.domain.history import PublicHistory

FIGURE_MEMBERS = {"value": "xsd:double", "low": "xsd:double", "high": "xsd:double"}
DATA_TYPES = {
    ValueType.NUMBER: "xsd:double",
    ValueType.BOOLEAN: "xsd:boolean",
    ValueType.DATE: "xsd:date",
    ValueType.MONTH: "xsd:gYearMonth",
    ValueType.URI: "xsd:anyURI",
}


def compressed(document: EffectiveDocument, catalogue: Catalogue) -> dict[str, Any]:
    """The compressed form, as JSON."""
    content = _head(document)
    content |= name_nodes(document.values(), catalogue)
    if document.history is not None:
        content[HISTORY] = history_value(document.history)
    return content


def full(document: EffectiveDocument, catalogue: Catalogue) -> dict[str, Any]:
    """The full form, as JSON: the header, and `elements` with their `objectType` and `dictionaryReference`."""
    values = name_nodes(document.values(), catalogue)
    if document.history is not None:
        values[HISTORY] = history_value(document.history)
    elements = [_full_element(name, value, catalogue) for name, value in values.items()]
    return _head(document) | {"elements": elements}


def full_part(steps: Sequence[str | int], value: Any, catalogue: Catalogue) -> dict[str, Any]:
    """One element of the full form, or a part of it: `steps` lead to the value, its elementId first."""
    name, *inner = steps
    element = catalogue.find(str(name))
    about: Element | Member | None = element
    for step in inner:
        if isinstance(step, str):
            name = step
            about = next((member for member in about.members if member.name == step), None) if about else None
    return _typed(str(name), value, element.element_type if element and not inner else None, about, catalogue)


def name_nodes(elements: Elements, catalogue: Catalogue) -> dict[str, Any]:
    """The elements with an `id` for every object in them that is a node (rules 1 to 3)."""
    named = dict(elements)
    for name, value in elements.items():
        if element := catalogue.find(name):
            named[name] = _named(value, f"#{name}", element)
    return named


def history_value(history: PublicHistory) -> dict[str, Any]:
    """The life so far as a JSON value: kinds and months, and nothing else."""
    value: dict[str, Any] = {"id": f"#{HISTORY}", "entries": []}
    for place, entry in enumerate(history.entries):
        line = {"id": f"#{HISTORY}.entries.{place}", "month": entry.month, "kind": entry.kind.value}
        value["entries"].append(line | ({"part": entry.part.value} if entry.part else {}))
    if history.data_safe is not None:
        value["dataSafeSince"] = history.data_safe
    return value | {"reportedLost": history.reported_lost, "stateOwned": history.state_owned}


def _head(document: EffectiveDocument) -> dict[str, Any]:
    return {
        "@context": context(document.schema),
        **header_members(document.header),
        "contentSpecificationIds": [specification(document.schema)],
        "lastUpdated": utc_text(document.last_updated),
    }


def _named(value: Any, name: str, about: Element | Member | None) -> Any:
    if isinstance(value, list):
        return [_named(entry, f"{name}.{place}", about) for place, entry in enumerate(value)]
    if not isinstance(value, Mapping) or (about and about.value_type is ValueType.MULTI_LANGUAGE):
        return value
    members = {member.name: member for member in about.members} if about else {}
    inner = {key: _named(entry, f"{name}.{key}", members.get(key)) for key, entry in value.items() if key != "id"}
    return {"id": name} | inner


def _full_element(name: str, value: Any, catalogue: Catalogue) -> dict[str, Any]:
    element = catalogue.find(name)
    if element is None:
        return _typed(name, value, None, None, catalogue)
    return _typed(name, value, element.element_type, element, catalogue)


def _typed(
    name: str, value: Any, kind: ElementType | None, about: Element | Member | None, catalogue: Catalogue
) -> dict[str, Any]:
    """One element of the full form; without a catalogue entry its type follows from the shape of its value."""
    kind = kind or _kind_by_shape(value, about)
    typed: dict[str, Any] = {"elementId": name, "objectType": kind.value}
    if about:
        typed["dictionaryReference"] = catalogue.expand(about.term)
    if kind is ElementType.COLLECTION:
        return typed | {"elements": _inner(value, about, catalogue)}
    if kind is ElementType.MULTI_LANGUAGE:
        return typed | {"value": [{"language": language, "value": text} for language, text in value.items()]}
    if kind is ElementType.RESOURCE:
        return typed | {("resourceTitle" if key == "title" else key): entry for key, entry in value.items()}
    if kind is ElementType.MULTIPLE:
        return typed | {"value": [_one_of_many(entry, about, catalogue) for entry in value]}
    return typed | {"valueDataType": _data_type(name, value, about), "value": value}


def _inner(value: Mapping[str, Any], about: Element | Member | None, catalogue: Catalogue) -> list[dict[str, Any]]:
    members = {member.name: member for member in about.members} if about else {}
    return [_typed(key, entry, None, members.get(key), catalogue) for key, entry in value.items()]


def _one_of_many(entry: Any, about: Element | Member | None, catalogue: Catalogue) -> Any:
    return _inner(entry, about, catalogue) if isinstance(entry, Mapping) else entry


def _kind_by_shape(value: Any, about: Element | Member | None) -> ElementType:
    if isinstance(value, Mapping):
        if about and about.value_type is ValueType.MULTI_LANGUAGE:
            return ElementType.MULTI_LANGUAGE
        return ElementType.RESOURCE if about and about.value_type is ValueType.RESOURCE else ElementType.COLLECTION
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ElementType.MULTIPLE
    return ElementType.SINGLE


def _data_type(name: str, value: Any, about: Element | Member | None) -> str:
    if about and about.value_type in DATA_TYPES:
        return DATA_TYPES[about.value_type]
    if isinstance(value, bool):
        return "xsd:boolean"
    if isinstance(value, int | float):
        return FIGURE_MEMBERS.get(name, "xsd:double")
    return "xsd:string"
