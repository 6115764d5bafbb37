"""Elements as the texts of a form, and back: pure, driven by the catalogue.

Rules:
1. Each part of a value is one text under its path: `mass.value`, `spareParts.0.price`, `dimensions.productWidth.low`.
   `read` of `texts` gives what was there (a property test says so).
2. What is left empty is absent. A figure gets the unit of the catalogue.
3. What the form does not show of a value (an unknown member, a language besides Dutch and English) goes along as JSON
   under `{path}.~` and comes back as it was.
4. What cannot be read is told under the name of its field; the checks of publishing say the rest.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from dpp.domain.catalogue import Element, Member, ValueType
from dpp.domain.errors import Problem
from dpp.domain.figure import Unit
from dpp.domain.message import message

REST = "~"
YES, NO = "yes", "no"
LANGUAGES = ("nl", "en")
FIGURE = ("value", "low", "high", "quality", "method")
SOURCE = ("title", "url", "date", "licence", "note")
RESOURCE = ("url", "title", "language", "contentType")
_NUMBERS = frozenset({"value", "low", "high"})
MOST_ROWS = 200


@dataclass(frozen=True)
class Leaf:
    """One text of a form: its path below the element, and what kind of value it holds."""

    path: tuple[str, ...]
    value_type: ValueType
    about: Element | Member
    many: bool = False

    @property
    def name(self) -> str:
        return ".".join(self.path)


def leaves(about: Element | Member, path: tuple[str, ...]) -> Iterator[Leaf]:
    """Every text that one value of an element or a member is made of (rule 1), in the order of the form."""
    match about.value_type:
        case ValueType.FIGURE:
            yield from (Leaf((*path, part), _figure_type(part), about) for part in FIGURE)
            if about.unit is None:
                yield Leaf((*path, "unit"), ValueType.TEXT, about)
            yield from (Leaf((*path, "source", part), ValueType.TEXT, about) for part in SOURCE)
        case ValueType.RESOURCE:
            yield from (Leaf((*path, part), ValueType.TEXT, about) for part in RESOURCE)
        case ValueType.MULTI_LANGUAGE:
            yield from (Leaf((*path, language), ValueType.MULTI_LANGUAGE, about) for language in LANGUAGES)
        case ValueType.COLLECTION:
            for member in about.members:
                if member.multiple:
                    yield Leaf((*path, member.name), member.value_type, member, many=True)
                else:
                    yield from leaves(member, (*path, member.name))
        case _:
            yield Leaf(path, about.value_type, about)


def _figure_type(part: str) -> ValueType:
    return ValueType.NUMBER if part in _NUMBERS else ValueType.TEXT


def nodes(about: Element | Member, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    """Every object inside one value, with the names that the form shows of it (rule 3); the inner ones first."""
    match about.value_type:
        case ValueType.FIGURE:
            yield (*path, "source"), frozenset(SOURCE)
            yield path, frozenset({*FIGURE, "unit", "source"})
        case ValueType.RESOURCE:
            yield path, frozenset(RESOURCE)
        case ValueType.MULTI_LANGUAGE:
            yield path, frozenset(LANGUAGES)
        case ValueType.COLLECTION:
            for member in about.members:
                if not member.multiple:
                    yield from nodes(member, (*path, member.name))
            yield path, frozenset(member.name for member in about.members)


def texts(element: Element, value: Any) -> dict[str, str]:
    """The texts of an element's value (rule 1)."""
    if not element.multiple:
        return dict(_texts(element, value, (element.element_id,)))
    return {
        name: text
        for place, entry in enumerate(value)
        for name, text in _texts(element, entry, (element.element_id, str(place)))
    }


def _texts(about: Element | Member, value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    depth = len(path)
    for leaf in leaves(about, path):
        found = _at(value, leaf.path[depth:])
        if found is not None:
            yield leaf.name, "\n".join(map(_text, found)) if leaf.many else _text(found)
    for node, shown in nodes(about, path):
        inner = _at(value, node[depth:])
        rest = {name: part for name, part in inner.items() if name not in shown} if isinstance(inner, Mapping) else {}
        if rest:
            yield f"{'.'.join(node)}.{REST}", json.dumps(rest)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def rows(element_id: str, typed: Mapping[str, str]) -> int:
    """How many entries of an element were typed; one that is empty is shown for none."""
    starts = (
        name.removeprefix(f"{element_id}.").partition(".")[0] for name in typed if name.startswith(f"{element_id}.")
    )
    places = [int(start) for start in starts if start.isascii() and start.isdigit() and len(start) < 4]
    return min(max(places, default=0) + 1, MOST_ROWS)


def without_row(typed: Mapping[str, str], element_id: str, place: int) -> dict[str, str]:
    """What was typed without one entry; those behind it move up."""
    kept = {}
    for name, text in typed.items():
        start, _, rest = name.removeprefix(f"{element_id}.").partition(".")
        if name.startswith(f"{element_id}.") and start.isdigit() and int(start) >= place:
            if int(start) == place:
                continue
            tail = f".{rest}" if rest else ""
            kept[f"{element_id}.{int(start) - 1}{tail}"] = text
        else:
            kept[name] = text
    return kept


def read(element: Element, typed: Mapping[str, str]) -> tuple[Any, tuple[Problem, ...]]:
    """The value that was typed, None for nothing, and what could not be read (rules 2 to 4)."""
    problems: list[Problem] = []
    if not element.multiple:
        return _read(element, typed, (element.element_id,), problems), tuple(problems)
    entries = (
        _read(element, typed, (element.element_id, str(place)), problems)
        for place in range(rows(element.element_id, typed))
    )
    return [entry for entry in entries if entry is not None] or None, tuple(problems)


def _read(about: Element | Member, typed: Mapping[str, str], path: tuple[str, ...], problems: list[Problem]) -> Any:
    depth, said = len(path), False
    whole: dict[str, Any] = {}
    for leaf in leaves(about, path):
        text = typed.get(leaf.name, "").strip()
        if not text:
            continue
        said = True
        value = _value(leaf, text, problems)
        if leaf.path == path:
            return value
        _put(whole, leaf.path[depth:], value)
    if not said:
        return None
    for node, shown in nodes(about, path):
        rest = _rest(typed.get(f"{'.'.join(node)}.{REST}", ""), shown)
        if rest:
            target = whole
            for step in node[depth:]:
                target = target.setdefault(step, {})
            target.update(rest)
    _put_units(about, whole)
    return whole


def _value(leaf: Leaf, text: str, problems: list[Problem]) -> Any:
    if leaf.many:
        return [_one(leaf, line.strip(), problems) for line in text.splitlines() if line.strip()]
    return _one(leaf, text, problems)


def _one(leaf: Leaf, text: str, problems: list[Problem]) -> Any:
    if leaf.value_type is ValueType.BOOLEAN:
        return text == YES
    if leaf.value_type is ValueType.NUMBER:
        return _number(leaf.name, text, problems)
    return text


def _number(name: str, text: str, problems: list[Problem]) -> float | str:
    """With a point or a comma; what is no number stays as it was typed."""
    plain = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    try:
        return int(plain) if plain.lstrip("-").isdigit() else float(plain)
    except ValueError:
        problems.append(Problem(name, message("'{text}' is not a number.", text=text)))
        return text


def _put(whole: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    *above, last = path
    for step in above:
        whole = whole.setdefault(step, {})
    whole[last] = value


def _put_units(about: Element | Member, value: Any) -> None:
    """Rule 2, at every depth."""
    if about.value_type is ValueType.FIGURE and isinstance(value, dict) and about.unit is not None:
        value["unit"] = Unit(about.unit).value
    for member in about.members:
        if isinstance(value, dict) and member.name in value and not member.multiple:
            _put_units(member, value[member.name])


def _rest(text: str, shown: frozenset[str]) -> Mapping[str, Any]:
    """Rule 3; what was not made by `texts` is nothing."""
    try:
        rest = json.loads(text) if text else {}
    except ValueError:
        return MappingProxyType({})
    return {name: part for name, part in rest.items() if name not in shown} if isinstance(rest, dict) else {}
