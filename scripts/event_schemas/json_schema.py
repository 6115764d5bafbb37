"""The JSON Schema of our members in an EPCIS event, from the domain's dataclasses.

What EPCIS itself says of an event is in its own schema; this one says which members of ours an event of a kind has.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from lifecycle.domain.epcis.vocabulary import ENVELOPE, PREFIX, camel
from lifecycle.domain.events import KINDS
from scripts.event_schemas.definitions import KIND, VERSION, definitions

_SIMPLE: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Decimal: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?$", "examples": ["12.50"]},
    datetime: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T", "examples": ["2026-05-04T09:00:00+00:00"]},
    date: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "examples": ["2026-05-04"]},
}


def json_schema() -> dict[str, Any]:
    kinds = sorted(KINDS)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://kringpas.nl/schemas/{KIND}/{VERSION}/schema.json",
        "title": "Members of a Kringpas lifecycle event in EPCIS 2.0",
        "type": "object",
        "required": [_member("kind")],
        "properties": {_member("kind"): {"enum": kinds}},
        "allOf": [
            {"if": {"properties": {_member("kind"): {"const": kind}}}, "then": {"$ref": f"#/$defs/{kind}"}}
            for kind in kinds
        ],
        "$defs": {kind: _of_kind(kind) for kind in kinds} | _inside(),
    }


def _of_kind(kind: str) -> dict[str, Any]:
    described = _object(KINDS[kind])
    envelope = {_member(name): {"type": "string"} for name in ENVELOPE if name != "kind"}
    return (
        {"description": definitions()["kinds"][kind]["en"]}
        | described
        | {"properties": described["properties"] | envelope}
    )


def _inside() -> dict[str, Any]:
    found: dict[str, Any] = {}
    pending: list[Any] = list(KINDS.values())
    while pending:
        for hint in get_type_hints(pending.pop()).values():
            for inner in _dataclasses(hint):
                if inner.__name__ not in found:
                    found[inner.__name__] = _object(inner)
                    pending.append(inner)
    return dict(sorted(found.items()))


def _dataclasses(hint: Any) -> list[Any]:
    if is_dataclass(hint):
        return [hint]
    return [inner for argument in get_args(hint) for inner in _dataclasses(argument)]


def _object(cls: Any) -> dict[str, Any]:
    hints = get_type_hints(cls)
    required = [_member(each.name) for each in fields(cls) if _is_required(each, hints[each.name])]
    properties = {_member(each.name): _type(hints[each.name]) for each in fields(cls)}
    return {"type": "object", "required": required, "properties": properties}


def _is_required(each: Field[Any], hint: Any) -> bool:
    optional = NoneType in get_args(hint)
    return each.default is MISSING and each.default_factory is MISSING and not optional


def _type(hint: Any) -> dict[str, Any]:  # noqa: PLR0911 - a line for each form of type
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if is_dataclass(hint):
        return {"$ref": f"#/$defs/{getattr(hint, '__name__', '')}"}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [each.value for each in hint]}
    if hasattr(hint, "__supertype__"):
        return _type(hint.__supertype__)
    arguments = [each for each in get_args(hint) if each is not NoneType]
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _type(arguments[0])}
    if get_origin(hint) in {Union, UnionType} and len(arguments) == 1:
        return _type(arguments[0])
    if arguments and all(isinstance(each, str) for each in arguments):
        return {"enum": arguments}
    raise TypeError(f"no JSON Schema for {hint}")


def _member(name: str) -> str:
    return f"{PREFIX}:{camel(name)}"
