"""Values of the domain as plain JSON data, always in the same order, so that the same content gives the same bytes.

Rules:
1. Sets come out sorted; days in ISO 8601; words as their text.
2. A whole number is a whole number, whether it came in as 61 or as 61.0.
3. What was written can be read again, by the kind that it had: `read_plain(type, plain(value)) == value`.
4. A field that came later (`later`) is left out where it has its default: what was written before keeps its bytes.
"""

from collections.abc import Callable, Mapping
from dataclasses import field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def plain(value: Any) -> Any:
    """JSON data for a value of the domain; TypeError for what is none, ValueError for NaN and infinity."""
    kind = type(value)
    way = _WAYS.get(kind)
    if way is None:
        way = _WAYS[kind] = _way_of(kind)
    return way(value)


def later(default: Any) -> Any:
    """A field of a frozen class that came after its first values were written (rule 4)."""
    return field(default=default, metadata={_LATER: True})


def number(value: float) -> int | float:
    """61 for 61.0; ValueError for NaN and infinity."""
    if value - value != 0:
        raise ValueError(f"{value} is not a number that can be written down")
    return int(value) if value == int(value) else value


def _way_of(kind: type[Any]) -> Callable[[Any], Any]:
    if kind in _AS_THEY_ARE:
        return _as_it_is
    if kind is float:
        return number
    if issubclass(kind, Enum):
        return _word
    if issubclass(kind, date):
        return date.isoformat
    return _way_of_collection(kind)


_LATER = "later"
_AS_THEY_ARE = frozenset({NoneType, str, bool, int})
_WAYS: dict[type[Any], Callable[[Any], Any]] = {}
"""How values of each kind are written: a type is looked at once."""


def _way_of_collection(kind: type[Any]) -> Callable[[Any], Any]:
    if issubclass(kind, tuple | list):
        return lambda value: [plain(item) for item in value]
    if issubclass(kind, frozenset | set):
        return lambda value: sorted(plain(item) for item in value)
    if issubclass(kind, Mapping):
        return lambda value: {str(plain(key)): plain(item) for key, item in value.items()}
    if is_dataclass(kind):
        return _way_of_class(kind)
    raise TypeError(f"{kind.__name__} has no plain form")


def _way_of_class(kind: type[Any]) -> Callable[[Any], Any]:
    names = tuple(each.name for each in fields(kind))
    added = {each.name: each.default for each in fields(kind) if _LATER in each.metadata}

    def written(value: Any) -> dict[str, Any]:
        return {
            name: item if type(item := getattr(value, name)) in _AS_THEY_ARE else plain(item)
            for name in names
            if name not in added or getattr(value, name) != added[name]
        }

    return written


def _as_it_is(value: Any) -> Any:
    return value


_word = attrgetter("_value_")
"""Of a word: `.value` goes through a descriptor, which takes several times as long."""


def read_plain(kind: Any, content: Any) -> Any:
    """The value of this kind of which `plain` made the content; ValueError, TypeError or KeyError where it made none.

    Kinds: what annotations of the domain name: words, days, numbers, texts, frozen classes, and `tuple`, `frozenset`,
    `Mapping` and `| None` of these.
    """
    made_of = get_args(kind)
    match get_origin(kind):
        case None:
            return _read_one(kind, content)
        case origin if origin is UnionType or origin is Union:
            (inner,) = (each for each in made_of if each is not NoneType)
            return None if content is None else read_plain(inner, content)
        case origin if origin is tuple:
            return tuple(read_plain(made_of[0], item) for item in content)
        case origin if origin is frozenset:
            return frozenset(read_plain(made_of[0], item) for item in content)
        case origin if isinstance(origin, type) and issubclass(origin, Mapping):
            key, value = made_of
            return {read_plain(key, name): read_plain(value, item) for name, item in content.items()}
        case origin:
            raise TypeError(f"{origin} has no plain form")


def _read_one(kind: Any, content: Any) -> Any:
    if kind is date:
        return date.fromisoformat(content)
    if is_dataclass(kind):
        assert isinstance(kind, type)
        read = {name: read_plain(field, content[name]) for name, field in _hints(kind).items() if name in content}
        return kind(**read)
    return float(content) if kind is float else kind(content)


@cache
def _hints(kind: type[Any]) -> Mapping[str, Any]:
    return get_type_hints(kind)
