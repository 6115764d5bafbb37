"""What a fact that is not known does to a decision: ask, block, or a default that counts in its place.

Rules:
1. `ask`: the options that need the fact are undecided; the best of them makes the device wait for the answer.
2. `block`: the options that need it are closed.
3. `default`: the policy's value counts, and the trace shows that it did.
4. A policy states the effect of every fact in `NEEDED`, and of no other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dpp.domain.message import message
from lifecycle.domain.routing.facts import Figure, Flag, Medium
from lifecycle.domain.routing.reading import Reading
from lifecycle.domain.vocabulary import Classification, DataState, Hazard, Holding, Lock, MediumKind


class Effect(StrEnum):
    ASK = "ask"
    BLOCK = "block"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Missing:
    """`value` is what counts, as the rules use it; `written` is how the policy has it. Both with `default` alone."""

    effect: Effect
    value: Any = None
    written: Any = None


def _eur(value: Any) -> Figure:
    return Figure.exact(_number(value), "EUR")


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a number")  # noqa: TRY004 (one kind of fault for whoever reads the policy)
    return float(value)


def _whole(value: Any) -> int:
    if _number(value) != int(value):
        raise ValueError("a whole number")
    return int(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")  # noqa: TRY004 (the same)
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a text")  # noqa: TRY004 (the same)
    return value


def _assumed(value: Any) -> bool:
    if value is not True:
        raise ValueError("true")
    return True


def _media(value: Any) -> tuple[Medium, ...]:
    return (Medium("?", MediumKind.OTHER, DataState(value)),)


def _healthy(value: Any) -> tuple[()]:
    if value != "healthy":
        raise ValueError("healthy")
    return ()


def _items(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("a list")  # noqa: TRY004 (the same)
    return value


def _words(kind: type[StrEnum]) -> Callable[[Any], frozenset[Any]]:
    return lambda value: frozenset(kind(item) for item in _items(value))


NEEDED: Mapping[str, Callable[[Any], Any] | None] = {
    "holding": Holding,
    "flags": _words(Flag),
    "hazards": _words(Hazard),
    "classification": Classification,
    "media": _media,
    "disk_health": _healthy,
    "locks": _words(Lock),
    "functional_grade": _whole,
    "cosmetic_grade": _whole,
    "failed_tests": lambda value: frozenset(map(_text, _items(value))),
    "battery_health": _number,
    "charger_present": _flag,
    "in_use_since": None,
    "processor": None,
    "tpm": _text,
    "uefi": _flag,
    "memory_gib": _number,
    "storage_gb": _number,
    "security_support_end": None,
    "alternative_system": _flag,
    "diagonal_inch": _number,
    "lines": _whole,
    "market_value": _eur,
    "wipe_cost": _eur,
    "handling_cost": _eur,
    "open_requests": _assumed,
    "credentials": _assumed,
    "mass_kg": _number,
}
"""The facts whose absence a policy speaks of, and how its default is read; None: there is no sensible default."""


def read_missing(table: Reading) -> dict[str, Missing]:
    """The `missing` table of a policy."""
    effects = {name: _read_one(table, name) for name in NEEDED}
    table.finish()
    return effects


def _read_one(table: Reading, name: str) -> Missing:
    if not table.has(name):
        table.raw(name)
        table.fault(f"{table.path}.{name}", message("is missing: what happens where this fact is not known?"))
        return Missing(Effect.ASK)
    line = table.table(name)
    effect = line.word("effect", Effect)
    missing = _read_default(line, name) if effect is Effect.DEFAULT else Missing(effect)
    line.finish()
    return missing


def _read_default(line: Reading, name: str) -> Missing:
    read = NEEDED[name]
    written = line.raw("value")
    if read is None:
        line.fault(f"{line.path}.effect", message("expects ask or block: no value can stand for this fact"))
        return Missing(Effect.ASK)
    try:
        return Missing(Effect.DEFAULT, read(written), written)
    except (ValueError, TypeError) as fault:
        line.fault(f"{line.path}.value", message("expects {what}, found {found}", what=str(fault), found=repr(written)))
        return Missing(Effect.ASK)
