"""Views as JSON: the same frozen classes that pages use, with absent values left out.

Names are those of the view, times are in RFC 3339 with their zone, messages are English sentences.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache, singledispatch
from typing import Any

from fastapi.responses import JSONResponse

from dpp.api.http import fault_of
from dpp.domain.errors import KringpasError
from dpp.domain.message import Message


@singledispatch
def json_of(value: Any) -> Any:
    """Plain JSON data of a view, or of anything that stands in one."""
    names = _names(type(value))  # type: ignore[arg-type]  # a class is hashable, whatever its instances are
    if names is None:
        return value
    parts = ((name, getattr(value, name)) for name in names)
    return {name: json_of(part) for name, part in parts if part is not None}


@cache
def _names(kind: type[object]) -> tuple[str, ...] | None:
    """The fields of a dataclass; None for any other class."""
    return tuple(each.name for each in fields(kind)) if is_dataclass(kind) else None


@json_of.register
def _(value: Enum) -> Any:
    return value.value


@json_of.register(Message)
@json_of.register(Decimal)
def _(value: object) -> str:
    return str(value)


@json_of.register
def _(value: date) -> str:
    return value.isoformat()


@json_of.register
def _(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


@json_of.register
def _(value: Mapping) -> dict[str, Any]:  # type: ignore[type-arg]  # singledispatch takes classes, not generics
    return {str(name): json_of(part) for name, part in value.items()}


@json_of.register(list)
@json_of.register(tuple)
def _(value: list[Any] | tuple[Any, ...]) -> list[Any]:
    return [json_of(part) for part in value]


@json_of.register
def _(value: frozenset) -> list[Any]:  # type: ignore[type-arg]  # singledispatch takes classes, not generics
    return sorted(json_of(part) for part in value)


@json_of.register
def _(value: KringpasError) -> dict[str, Any]:
    """Why something is refused, as far as a list of possibilities tells it."""
    fault = fault_of(value)
    told = {"code": fault.code, "rule": fault.rule, "detail": fault.what, "remedy": fault.remedy}
    return {name: json_of(part) for name, part in told.items() if part is not None}


def answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A view as a JSON answer."""
    return JSONResponse(json_of(value), status, dict(headers or {}))
