"""Reads the values of elements that we know as peers write them, and gives them as our catalogue has them.

Read, and told as a warning:
1. numbers and truth values in quotes; a number where a text is expected;
2. one value where a list is expected; a single value wrapped in an object (`{"value": 5}`, `{"@value": "x"}`);
3. a list of `{language, value}` where a map of languages is expected;
4. a code in another case; a date with a time behind it; a day where a month is expected;
5. a unit as a code of UN/ECE Recommendation 20 (`KGM`), under `unitCode`;
6. a bare address where a related resource is expected; `resourceTitle` and `linkURL` for `title` and `url`;
7. `type` inside an element, which says what the catalogue says.

What cannot be read so stays as it came, for the schema to judge. Nothing is invented: no unit, source or language.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from dpp.domain.catalogue import Catalogue, Element, Member, ValueType
from dpp.domain.exchange.deviation import Findings
from dpp.domain.exchange.units import unit_of
from dpp.domain.message import Message, message

About = Element | Member
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt ].*", re.ASCII | re.DOTALL)
_MONTH = re.compile(r"(\d{4}-\d{2})-\d{2}(?:[Tt ].*)?", re.ASCII | re.DOTALL)
_WRAPPINGS = ("value", "@value", "@id", "id")
_BESIDE = {"type", "@type", "unit", "datatype", "valueDataType", "objectType", "elementId", "dictionaryReference"}
_RESOURCE_NAMES = {
    "resourceTitle": "title",
    "name": "title",
    "linkName": "title",
    "href": "url",
    "linkURL": "url",
    "@id": "url",
    "mediaType": "contentType",
}


def read_values(elements: Mapping[str, Any], catalogue: Catalogue, found: Findings) -> dict[str, Any]:
    """The elements with every value that we know as the catalogue has it; unknown elements stay as they came."""
    read = dict(elements)
    for name, value in elements.items():
        if element := catalogue.find(name):
            read[name] = _read(value, element, f"$.{name}", found, many=element.multiple)
    return read


def _read(value: Any, about: About, path: str, found: Findings, *, many: bool) -> Any:
    if not many:
        return _one(value, about, path, found)
    if not isinstance(value, list):
        what = message("One value stands where a list is expected; it is read as a list of one.")
        _tell(found, path, "one-for-many", what, message("Put it between [ and ]."))
        return [_one(value, about, path, found)]
    return [_one(one, about, f"{path}[{place}]", found) for place, one in enumerate(value)]


def _one(value: Any, about: About, path: str, found: Findings) -> Any:
    if about.value_type not in _NODES:
        value = _unwrapped(value, path, found)
    return _READERS[about.value_type](value, about, path, found)


def _unwrapped(value: Any, path: str, found: Findings) -> Any:
    if not isinstance(value, Mapping):
        return value
    inside = [name for name in _WRAPPINGS if name in value]
    if not inside or set(value) - _BESIDE - set(_WRAPPINGS) or isinstance(value[inside[0]], Mapping | list):
        return value
    what = message("The value is wrapped in an object; '{name}' of it is read.", name=inside[0])
    _tell(found, path, "wrapped-value", what, message("In the compressed form the value itself stands here."))
    return value[inside[0]]


def _text(value: Any, _: About, path: str, found: Findings) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    what = message("A number stands where a text is expected: leading zeros may be lost.")
    _tell(found, path, "text-as-number", what, message("Put it between quotes."))
    return str(value)


def _number(value: Any, _: About, path: str, found: Findings) -> Any:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value.strip()):
        return value
    number = float(value) if re.search(r"[.eE]", value) else int(value)
    _tell(found, path, "number-as-text", message("The number stands between quotes."), _without_quotes(value.strip()))
    return number


def _boolean(value: Any, _: About, path: str, found: Findings) -> Any:
    word = value.strip().casefold() if isinstance(value, str) else None
    if word not in {"true", "false"}:
        return value
    what = message("'{value}' stands between quotes; it is read as a truth value.", value=value)
    _tell(found, path, "truth-as-text", what, _without_quotes(word))
    return word == "true"


def _date(value: Any, _: About, path: str, found: Findings) -> Any:
    return _cut(value, _DATE, path, found)


def _month(value: Any, _: About, path: str, found: Findings) -> Any:
    return _cut(value, _MONTH, path, found)


def _cut(value: Any, pattern: re.Pattern[str], path: str, found: Findings) -> Any:
    matched = pattern.fullmatch(value) if isinstance(value, str) else None
    if matched is None:
        return value
    what = message("The date is more precise than this element takes; it is read as {date}.", date=matched[1])
    _tell(found, path, "date-precision", what, message("Write '{word}'.", word=matched[1]))
    return matched[1]


def _code(value: Any, about: About, path: str, found: Findings) -> Any:
    codes = {code.value for code in about.codes}
    if not isinstance(value, str) or value in codes:
        return value
    alike = [code for code in codes if code.casefold() == value.rsplit(":", 1)[-1].strip().casefold()]
    if len(alike) != 1:
        return value
    what = message("'{value}' is read as '{word}'.", value=value[:100], word=alike[0])
    _tell(found, path, "code-spelling", what, message("Write '{word}'.", word=alike[0]))
    return alike[0]


def _languages(value: Any, _: About, path: str, found: Findings) -> Any:
    words = language_map(value)
    if words is None:
        return value
    what = message("A list of languages stands where a map is expected; it is read as a map.")
    _tell(found, path, "language-list", what, message('Write {{"en": "...", "nl": "..."}}.'))
    return words


def language_map(value: Any) -> dict[str, Any] | None:
    """`{"nl": "..."}` of a list of `{language, value}` (or `@language`, `@value`); nothing for anything else."""
    entries = [value] if isinstance(value, Mapping) and "@language" in value else value
    if not isinstance(entries, list) or not entries:
        return None
    words: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, Mapping):
            return None
        language, text = entry.get("language", entry.get("@language")), entry.get("value", entry.get("@value"))
        if not isinstance(language, str) or not isinstance(text, str):
            return None
        words[language] = text
    return words


def _figure(value: Any, about: About, path: str, found: Findings) -> Any:
    if not isinstance(value, Mapping):
        return value
    figure = _node(value, path, found)
    if isinstance(figure.get("unitCode"), str) and "unit" not in figure:
        figure["unit"] = figure.pop("unitCode")
        what = message("'{name}' is read as '{member}'.", name="unitCode", member="unit")
        _tell(found, f"{path}.unitCode", "figure-unit", what, message("Call it '{member}'.", member="unit"))
    unit = unit_of(figure["unit"]) if isinstance(figure.get("unit"), str) else None
    if unit and unit != figure["unit"]:
        what = message("'{value}' is read as '{word}'.", value=figure["unit"], word=unit)
        _tell(found, f"{path}.unit", "figure-unit", what, message("Write '{word}'.", word=unit))
        figure["unit"] = unit.value
    for name in ("value", "low", "high"):
        if name in figure:
            figure[name] = _number(figure[name], about, f"{path}.{name}", found)
    return figure


def _collection(value: Any, about: About, path: str, found: Findings) -> Any:
    if not isinstance(value, Mapping):
        return value
    read = _node(value, path, found)
    for member in about.members:
        if member.name in read:
            read[member.name] = _read(read[member.name], member, f"{path}.{member.name}", found, many=member.multiple)
    return read


def _resource(value: Any, _: About, path: str, found: Findings) -> Any:
    if isinstance(value, str):
        what = message("A bare address stands where a related resource is expected; it is read as its address.")
        _tell(found, path, "bare-resource", what, message('Write {{"url": "https://..."}}.'))
        return {"url": value}
    if not isinstance(value, Mapping):
        return value
    resource = _node(value, path, found)
    for other, ours in _RESOURCE_NAMES.items():
        if other in resource and ours not in resource:
            resource[ours] = resource.pop(other)
            what = message("'{name}' is read as '{member}'.", name=other, member=ours)
            _tell(found, f"{path}.{other}", "member-name", what, message("Call it '{member}'.", member=ours))
    return resource


def _as_it_is(value: Any, _: About, __: str, ___: Findings) -> Any:
    return value


def _node(value: Mapping[str, Any], path: str, found: Findings) -> dict[str, Any]:
    node = dict(value)
    for name in ("type", "@type"):
        if name in node:
            del node[name]
            what = message("'{name}' is left out: the catalogue says what this element is.", name=name)
            found.note(found.received(f"{path}.{name}"), "type-member", what)
    return node


def _without_quotes(value: str) -> Message:
    return message("Write {value} without quotes.", value=value)


def _tell(found: Findings, path: str, code: str, what: Message, fix: Message) -> None:
    found.warning(found.received(path), code, what, fix)


_NODES = {ValueType.FIGURE, ValueType.COLLECTION, ValueType.RESOURCE, ValueType.MULTI_LANGUAGE}
_READERS: dict[ValueType, Callable[[Any, About, str, Findings], Any]] = {
    ValueType.TEXT: _text,
    ValueType.NUMBER: _number,
    ValueType.BOOLEAN: _boolean,
    ValueType.DATE: _date,
    ValueType.MONTH: _month,
    ValueType.URI: _as_it_is,
    ValueType.CODE: _code,
    ValueType.FIGURE: _figure,
    ValueType.MULTI_LANGUAGE: _languages,
    ValueType.COLLECTION: _collection,
    ValueType.RESOURCE: _resource,
}
