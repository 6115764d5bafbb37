"""One sample of every kind of event, with every field filled, made from the types of its fields.

`python -m tests.support.event_samples` writes the stored form of kinds without one, below `tests/fixtures/events`.
It never writes over one: what is there shows how that kind is stored, for ever.
"""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from lifecycle.domain.events import KINDS, Happening, split_erasable

FOLDER = Path(__file__).parents[1] / "fixtures" / "events"
_SIMPLE: Mapping[type, Any] = {
    bool: True,
    int: 6,
    float: 0.75,
    Decimal: Decimal("1.8"),
    datetime: datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    date: date(2026, 3, 2),
}


def sample(kind: str) -> Happening:
    """The sample of a kind; texts say the name of their field."""
    made: Happening = _filled(KINDS[kind])
    return made


def stored(happening: Happening) -> dict[str, Any]:
    """As it is stored: what is kept for ever, and what may have to be erased."""
    kept, erasable = split_erasable(happening)
    return {"kept": kept, "erasable": erasable} if erasable else {"kept": kept}


def text_of(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _filled(cls: Any) -> Any:
    hints = get_type_hints(cls)
    return cls(**{each.name: _value(each.name, hints[each.name]) for each in fields(cls) if each.init})


def _value(name: str, kind: Any) -> Any:
    while hasattr(kind, "__supertype__"):  # a NewType
        kind = kind.__supertype__
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return parts[0]
    if origin in {Union, types.UnionType}:
        return _value(name, next(part for part in parts if part is not type(None)))
    if origin is tuple:
        return (_value(name, parts[0]),)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return list(kind)[-1]
    if is_dataclass(kind):
        return _filled(kind)
    return f"{name} é" if kind is str else _SIMPLE[kind]


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for kind in KINDS:
        path = FOLDER / f"{kind}.json"
        if not path.exists():
            path.write_text(text_of(stored(sample(kind))))
            print(path.name)  # noqa: T201 (a command)


if __name__ == "__main__":
    main()
