"""Between rows and the frozen classes of a port that have the same names: only what differs is spelled out."""

from dataclasses import fields
from typing import Any, TypeVar

Stored = TypeVar("Stored")


def values_of(stored: Any, **changed: Any) -> dict[str, Any]:
    """The fields of a frozen class as keyword arguments for its row; `changed` for those that a row keeps otherwise."""
    return {each.name: getattr(stored, each.name) for each in fields(stored)} | changed


def stored_from(kind: type[Stored], row: Any, /, **changed: Any) -> Stored:
    """The frozen class of a row; `changed` for the fields that a row keeps otherwise."""
    names = (each.name for each in fields(kind))  # type: ignore[arg-type]  # every port's class is a dataclass
    return kind(**{name: changed[name] if name in changed else getattr(row, name) for name in names})
