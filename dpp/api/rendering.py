"""Views as JSON: the same frozen classes that pages use, with absent values left out.

Names are those of the view, times are in RFC 3339 with their zone, messages are English sentences.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from types import MappingProxyType
from typing import Any

from fastapi.responses import JSONResponse

from dpp.api.http import fault_of
from dpp.domain.errors import KringpasError
from dpp.domain.message import Message


def json_of(value: Any) -> Any:
    """Plain JSON data of a view, or of anything that stands in one."""
    return _way_of(type(value))(value)  # type: ignore[arg-type]  # a class is hashable, whatever its instances are


@cache
def _way_of(kind: type[Any]) -> Callable[[Any], Any]:
    """How values of exactly this class are rendered, found once for each class: a device with its life has hundreds."""
    for known, way in _WAYS.items():
        if issubclass(kind, known):
            return way
    return partial(_record, tuple(each.name for each in fields(kind))) if is_dataclass(kind) else _same


def _record(names: Iterable[str], value: Any) -> dict[str, Any]:
    told = {}
    for name in names:
        part = getattr(value, name)
        if part is not None:
            told[name] = part if type(part) in _PLAIN else json_of(part)
    return told


def _same(value: Any) -> Any:
    return value


def _enum(value: Enum) -> Any:
    return value.value


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): json_of(part) for name, part in value.items()}


def _list(value: Iterable[Any]) -> list[Any]:
    return [json_of(part) for part in value]


def _set(value: Iterable[Any]) -> list[Any]:
    return sorted(json_of(part) for part in value)


def _refusal(value: KringpasError) -> dict[str, Any]:
    """Why something is refused, as far as a list of possibilities tells it."""
    fault = fault_of(value)
    told = {"code": fault.code, "rule": fault.rule, "detail": fault.what, "remedy": fault.remedy}
    return {name: json_of(part) for name, part in told.items() if part is not None}


_PLAIN = frozenset({str, int, bool, float})
_WAYS: Mapping[type[Any], Callable[[Any], Any]] = MappingProxyType(
    {
        Enum: _enum,
        Message: str,
        Decimal: str,
        datetime: _moment,
        date: date.isoformat,
        Mapping: _mapping,
        list: _list,
        tuple: _list,
        frozenset: _set,
        KringpasError: _refusal,
    }
)
"""The first that fits counts: a moment is a date as well, and a word of a vocabulary is a text."""


def answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A view as a JSON answer."""
    return JSONResponse(json_of(value), status, dict(headers or {}))
