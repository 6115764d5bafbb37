"""Reads the full form of EN 18223 (a list of typed elements) into the compressed form (elementId is the key).

Rules (EN 18223, annex A, as peers write it):
1. Every element has an `elementId` that no other of its list has; one without is not read.
2. `objectType` is one of the five element types; another spelling is read, and one that is missing is seen from the
   shape of the element.
3. `elements` of a collection and the lists of elements in a multi-valued element are read in the same way.
"""

from collections.abc import Callable, Mapping
from typing import Any

from dpp.domain.catalogue import ElementType
from dpp.domain.exchange.deviation import Findings
from dpp.domain.exchange.element_path import Step, path_text
from dpp.domain.exchange.values import language_map
from dpp.domain.message import message

_ABOUT = {"elementId", "objectType", "dictionaryReference", "valueDataType", "type", "@type"}
_TYPES = {kind.value.casefold(): kind for kind in ElementType}
_NUMBERS = {"double", "decimal", "float", "integer", "int", "long", "short", "nonnegativeinteger", "positiveinteger"}
Place = tuple[Step, ...]


def read_full(entries: list[Any], found: Findings) -> tuple[dict[str, Any], dict[str, str]]:
    """The elements by name, and the dictionary reference of each that gives one."""
    references = {
        entry["elementId"]: entry["dictionaryReference"]
        for entry in entries
        if isinstance(entry, Mapping)
        and isinstance(entry.get("elementId"), str)
        and isinstance(entry.get("dictionaryReference"), str)
    }
    return _elements(entries, ("elements",), "$", found), references


def _elements(entries: list[Any], place: Place, above: str, found: Findings) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for number, entry in enumerate(entries):
        here = (*place, number)
        name = _name(entry, here, found)
        if name is None:
            continue
        if name in read:
            what = message("'{name}' stands here twice; the first one is read.", name=name[:100])
            found.error(path_text(here), "element-twice", what, message("Leave one of them out."))
            continue
        found.places[f"{above}.{name}"] = path_text(here)
        read[name] = _value(entry, here, f"{above}.{name}", found)
    return read


def _name(entry: Any, here: Place, found: Findings) -> str | None:
    name = entry.get("elementId") if isinstance(entry, Mapping) else None
    if isinstance(name, str) and name:
        return name
    what = message("An element of the full form is an object with an elementId; this one is not read.")
    found.error(path_text(here), "element-nameless", what, message("Add 'elementId'."))
    return None


def _value(entry: Mapping[str, Any], here: Place, name: str, found: Findings) -> Any:
    kind = _kind(entry, here, found)
    if kind is ElementType.COLLECTION:
        member = "elements" if isinstance(entry.get("elements"), list) else "value"
        inner = entry.get(member)
        return _elements(inner, (*here, member), name, found) if isinstance(inner, list) else _untyped(entry)
    if kind is ElementType.RESOURCE:
        return {("title" if key == "resourceTitle" else key): value for key, value in _untyped(entry).items()}
    if "value" not in entry:
        what = message("This element has no value.")
        found.error(path_text(here), "element-empty", what, message("Add 'value'."))
        return None
    found.places[name] = path_text((*here, "value"))
    return _READERS[kind](entry, here, name, found)


def _single(entry: Mapping[str, Any], here: Place, _: str, found: Findings) -> Any:
    value, datatype = entry["value"], str(entry.get("valueDataType", "")).rsplit(":", 1)[-1].casefold()
    if datatype in _NUMBERS and isinstance(value, str):
        try:
            number = float(value) if datatype in {"double", "decimal", "float"} else int(value)
        except ValueError:
            return value
        what = message("The number stands between quotes.")
        fix = message("Write {value} without quotes.", value=value[:100])
        found.warning(path_text((*here, "value")), "number-as-text", what, fix)
        return number
    return value


def _many(entry: Mapping[str, Any], here: Place, name: str, found: Findings) -> Any:
    values = entry["value"]
    if not isinstance(values, list):
        return values
    return [
        _elements(value, (*here, "value", number), f"{name}[{number}]", found) if _is_typed(value) else value
        for number, value in enumerate(values)
    ]


def _languages(entry: Mapping[str, Any], _: Place, __: str, ___: Findings) -> Any:
    return language_map(entry["value"]) or entry["value"]


_READERS: dict[ElementType, Callable[[Mapping[str, Any], Place, str, Findings], Any]] = {
    ElementType.SINGLE: _single,
    ElementType.MULTIPLE: _many,
    ElementType.MULTI_LANGUAGE: _languages,
}


def _is_typed(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_element(entry) for entry in value)


def _is_element(entry: Any) -> bool:
    return isinstance(entry, Mapping) and "elementId" in entry


def _untyped(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in _ABOUT}


def _kind(entry: Mapping[str, Any], here: Place, found: Findings) -> ElementType:
    given = entry.get("objectType", entry.get("@type", entry.get("type")))
    shape = _shape(entry)
    kind = _TYPES.get(given.rsplit(":", 1)[-1].casefold()) if isinstance(given, str) else None
    if kind is None or kind.value != entry.get("objectType"):
        read = kind or shape
        what = message(
            "The objectType is missing or not one of the standard's; the element is read as {kind}.", kind=read
        )
        found.warning(path_text(here), "object-type", what, message("Write '{word}'.", word=read))
        return read
    return kind


def _shape(entry: Mapping[str, Any]) -> ElementType:
    value = entry.get("value")
    if "elements" in entry:
        return ElementType.COLLECTION
    if "url" in entry:
        return ElementType.RESOURCE
    if isinstance(value, list):
        if language_map(value) is not None:
            return ElementType.MULTI_LANGUAGE
        return ElementType.COLLECTION if _is_typed(value) else ElementType.MULTIPLE
    return ElementType.SINGLE
