"""Values of the domain as plain JSON data, always in the same order, so that the same content gives the same bytes.

Rules:
1. Sets come out sorted; days in ISO 8601; words as their text.
2. A whole number is a whole number, whether it came in as 61 or as 61.0.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any


def plain(value: Any) -> Any:
    """JSON data for a value of the domain; TypeError for what is none, ValueError for NaN and infinity."""
    kind = type(value)
    if value is None or kind is str or kind is bool or kind is int:
        return value
    if kind is float:
        return number(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return _plain_collection(value)


def number(value: float) -> int | float:
    """61 for 61.0; ValueError for NaN and infinity."""
    if value - value != 0:
        raise ValueError(f"{value} is not a number that can be written down")
    return int(value) if value == int(value) else value


def _plain_collection(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, frozenset | set):
        return sorted(plain(item) for item in value)
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    kind: type[Any] = type(value)
    if is_dataclass(kind):
        return {name: plain(getattr(value, name)) for name in _names(kind)}
    raise TypeError(f"{kind.__name__} has no plain form")


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
