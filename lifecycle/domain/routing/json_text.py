"""Canonical JSON text put together from pieces that are written already, for what is written thousands of times.

Rules:
1. The text is that of `dpp.domain.proof.canonical`: names in order, no white space.
2. A fact is written once, and stands wherever a decision speaks of it.
3. What one device after the other shares (receivers, requests) is not written anew.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import Enum
from functools import lru_cache
from json.encoder import encode_basestring
from types import NoneType
from typing import Any, NamedTuple

from dpp.domain.proof import canonical_text
from lifecycle.domain.routing.facts import Fact
from lifecycle.domain.routing.plain import number, plain

quoted: Callable[[str], str] = encode_basestring
"""A text as JSON."""


class FactText(NamedTuple):
    """The value as plain data, the text of the value, and that of the whole fact (`value`, `source`, `observed`)."""

    value: Any
    value_text: str
    text: str


def text_of(name: str, fact: Fact[Any]) -> FactText:
    """How this fact is written."""
    value, written = _value(name, fact.value)
    return FactText(value, written, _FACT % (json_text(fact.observed), quoted(fact.source), written))


def json_text(value: Any) -> str:
    """The canonical text of a value of the domain, as `plain` has it."""
    kind = type(value)
    way = _WAYS.get(kind)
    if way is None:
        way = _WAYS[kind] = _way_of(kind)
    return way(value)


def object_form(*names: str) -> str:
    """An object with these members, for `form % (their texts)`; ValueError where the names are not in order."""
    if list(names) != sorted(names):
        raise ValueError(f"the names are not in order: {names}")
    return "{" + ",".join(f"{quoted(name)}:%s" for name in names) + "}"


def object_text(texts: Mapping[str, str]) -> str:
    """The object of these members, whose values are written already."""
    return "{" + ",".join([f"{quoted(name)}:{text}" for name, text in sorted(texts.items())]) + "}"


def list_text(texts: Iterable[str]) -> str:
    """The list of these items, which are written already."""
    return f"[{','.join(texts)}]"


def _way_of(kind: type[Any]) -> Callable[[Any], str]:
    """What is not simple goes through `plain` and the encoder: starting that takes longer than writing a word."""
    if issubclass(kind, Enum):
        return lambda value: quoted(value._value_)
    if issubclass(kind, date):
        return lambda value: f'"{value.isoformat()}"'
    return _SIMPLE.get(kind, lambda value: canonical_text(plain(value)))


_SIMPLE: Mapping[type[Any], Callable[[Any], str]] = {
    NoneType: lambda _: "null",
    bool: lambda value: "true" if value else "false",
    str: quoted,
    int: repr,
    float: lambda value: repr(number(value)),
}
_WAYS: dict[type[Any], Callable[[Any], str]] = {}
_FACT = object_form("observed", "source", "value")


def _value(name: str, value: Any) -> tuple[Any, str]:
    """Rule 3: long lists are known by being the same, all else by being equal."""
    if not isinstance(value, tuple):
        try:
            return _once(value)
        except TypeError:  # a mapping
            return _made(value)
    last = _LAST.get(name)
    if last is None or last[0] is not value:
        last = _LAST[name] = value, _made(value)
    return last[1]


def _made(value: Any) -> tuple[Any, str]:
    content = plain(value)
    return content, canonical_text(content) if isinstance(content, list | dict) else json_text(content)


_once = lru_cache(maxsize=4096, typed=True)(_made)
"""`typed`: True and 1 are equal, and written differently; 61 and 61.0 are written the same."""


_LAST: dict[str, tuple[Any, tuple[Any, str]]] = {}
"""The last value of a fact that is a tuple, with how it is written."""
