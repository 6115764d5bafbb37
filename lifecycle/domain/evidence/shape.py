"""Typed allow-lists for JSON: a member is kept where the shape names it *and* its value has the form it should have.

An unknown member is dropped, whatever it is called; so is a known member with a value of another form. A list is
treated as its elements. Names that were dropped are reported by their kind alone.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from lifecycle.domain.evidence import guard
from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.limits import within_entries

_IDENTIFIER = re.compile(r"[A-Za-z0-9/][A-Za-z0-9 ./_+#-]{0,63}")
_CAPITALS = re.compile(r"[A-Z]+")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}:\d{2})?|\d{2}/\d{2}/\d{4}")
_EDID_BASE64 = re.compile(r"AP/{7}w[A-P][A-Za-z0-9+/\r\n]{4,1400}={0,2}\s*")
"""An EDID begins with the same eight bytes; any other base64 could be anything, also a path with a name in it."""
_DIGITS = re.compile(r"[0-9]{1,15}")
_LARGEST = 10**15
_PATH_LENGTH = 200


@dataclass(frozen=True)
class Leaf:
    """A form of value: whether a value `fits` it, and what may not be in it."""

    fits: Callable[[object], bool]
    guards: frozenset[Removed] = frozenset()
    names: bool = False


Shape: TypeAlias = Mapping[str, "Shape | Leaf"]


def is_text(value: object) -> bool:
    """Whether this is one printable line of at most 128 characters, with nothing that failed to decode."""
    return isinstance(value, str) and 0 < len(value) <= 128 and value.isprintable() and "\ufffd" not in value


def is_identifier(value: object) -> bool:
    """Whether this can be a serial number, a tag or a UUID: with a digit, or else one word of capitals."""
    if not isinstance(value, str) or not _IDENTIFIER.fullmatch(value.strip()):
        return False
    return any("0" <= c <= "9" for c in value) or bool(_CAPITALS.fullmatch(value.strip()))


def is_number(value: object) -> bool:
    """Whether this is a number from 0 up to 10^15, as JSON has it or as a string of digits."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return math.isfinite(value) and 0 <= value < _LARGEST
    return isinstance(value, str) and bool(_DIGITS.fullmatch(value.strip()))


def _matches(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


TEXT = Leaf(is_text, guard.EVERYTHING, names=True)
IDENTIFIER = Leaf(is_identifier, guard.IN_IDENTIFIERS)
VERSION = Leaf(is_text, guard.IN_VERSIONS, names=True)
NUMBER = Leaf(is_number, frozenset({Removed.PHONE}))
FLAG = Leaf(lambda value: isinstance(value, bool))
DATE = Leaf(_matches(_DATE))
BASE64 = Leaf(_matches(_EDID_BASE64))


def one_of(*words: str) -> Leaf:
    """A value out of a fixed list, in any case."""
    allowed = frozenset(words)
    return Leaf(lambda value: isinstance(value, str) and value.lower() in allowed)


def strip(document: object, shape: Shape, named: Mapping[str, Removed]) -> tuple[Any, frozenset[Removed]]:
    """What the shape keeps of a document, and the kinds of thing that went.

    `named` tells the kind of a member that goes: by its dotted path (`content.hardware.name`), else by its name.
    InvalidInput for a list that is too long to keep.
    """
    names = guard.folded(_names(document, "", named))
    removed: set[Removed] = set()
    return _kept(document, shape, _Context(named, names, removed), ""), frozenset(removed)


@dataclass(frozen=True)
class _Context:
    named: Mapping[str, Removed]
    names: frozenset[str]
    removed: set[Removed]


class _Gone:
    """Stands for a value that was not kept (None is a value of JSON)."""


def _kept(value: object, shape: "Shape | Leaf", context: _Context, path: str) -> Any:
    if isinstance(value, list):
        within_entries(len(value))
        elements = (_kept(element, shape, context, path) for element in value)
        return [element for element in elements if element is not _Gone]
    if isinstance(shape, Leaf):
        return _kept_leaf(value, shape, context)
    if not isinstance(value, dict):
        context.removed.add(Removed.UNNEEDED)
        return _Gone
    return dict(_kept_members(value, shape, context, path))


def _kept_members(
    members: Mapping[str, object], shape: Shape, context: _Context, path: str
) -> Iterator[tuple[str, object]]:
    for name, value in members.items():
        below = _below(path, name)
        if name not in shape:
            context.removed.update(_kinds(name, value, below, context.named) or {Removed.UNNEEDED})
            continue
        kept = _kept(value, shape[name], context, below)
        if kept is not _Gone:
            yield name, kept


def _kept_leaf(value: object, leaf: Leaf, context: _Context) -> Any:
    if not leaf.fits(value):
        context.removed.add(Removed.UNNEEDED)
        return _Gone
    names = context.names if leaf.names else frozenset()
    found = guard.found_in(value, leaf.guards, names) if isinstance(value, str) else None
    if found is not None:
        context.removed.add(found)
        return _Gone
    return value


def _kinds(name: str, value: object, path: str, named: Mapping[str, Removed]) -> set[Removed]:
    """The kinds of a member that goes and of all that goes with it, as far as `named` tells them."""
    kind = named.get(path) or named.get(name)
    found = {kind} if kind else set()
    for record in value if isinstance(value, list) else [value]:
        if isinstance(record, dict):
            for inner, member in record.items():
                found |= _kinds(inner, member, _below(path, inner), named)
    return found


def _below(path: str, name: str) -> str:
    """The path of a member, cut off where no shape's path goes: member names of a hostile file can be long."""
    return f"{path}.{name}"[:_PATH_LENGTH] if path else name[:_PATH_LENGTH]


def _names(value: object, path: str, named: Mapping[str, Removed], kind: Removed | None = None) -> Iterator[str]:
    """The strings in all places that hold names of users, hosts and networks."""
    if isinstance(value, str):
        if kind in guard.NAMES:
            yield value
    elif isinstance(value, list):
        for element in value:
            yield from _names(element, path, named, kind)
    elif isinstance(value, dict):
        for name, member in value.items():
            below = _below(path, name)
            yield from _names(member, below, named, named.get(below) or named.get(name) or kind)
