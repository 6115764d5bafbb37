"""Reading JSON that may lack anything: what is there in the expected form, else nothing and a note of it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dpp.domain.errors import Problem
from dpp.domain.message import Message, message

NO_FIRMWARE_SERIAL = message("The firmware gives no serial number of the device.")
NO_MEDIUM_SERIAL = message("The storage medium gives no serial number, so it cannot be followed.")
BY_USB = message("A storage medium attached by USB is not counted as part of the device.")
NO_CAPACITIES = message("The battery gives no capacities that its state follows from.")
"""What parsers of many formats note."""

_LEADING_NUMBER = re.compile(r"\s*([0-9]{1,15})")
_PLACEHOLDERS = frozenset(
    {
        "",
        "123456789",
        "1234567890",
        "0123456789",
        "asset tag",
        "base board serial number",
        "chassis serial number",
        "default string",
        "empty",
        "invalid",
        "n/a",
        "no asset information",
        "no asset tag",
        "none",
        "not applicable",
        "not available",
        "not specified",
        "o.e.m.",
        "oem",
        "serial number",
        "system manufacturer",
        "system product name",
        "system serial number",
        "system version",
        "to be filled by o.e.m.",
        "undefined",
        "unknown",
        "03000200-0400-0500-0006-000700080009",  # a UUID that boards carry whose maker set none
    }
)


class Unread:
    """Collects what a parser could not read."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def note(self, path: str, what: Message) -> None:
        """Note that the element at `path` is missing or cannot be read."""
        self._problems.append(Problem(path, what))

    def problems(self) -> tuple[Problem, ...]:
        """All notes, in the order of reading."""
        return tuple(self._problems)


def member(value: object, *path: str) -> Any:
    """The value under nested names, None where any of them is absent."""
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def records(value: object, *path: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a list, numbered; a single object counts as a list of one (converters from XML write that)."""
    found = member(value, *path)
    for number, record in enumerate(found if isinstance(found, list) else [found]):
        if isinstance(record, Mapping):
            yield number, record


def whole(value: object) -> int | None:
    """A whole number that is given as a number or as text that starts with one."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return int(value)
    found = _LEADING_NUMBER.match(value) if isinstance(value, str) else None
    return int(found[1]) if found else None


def said(value: object) -> str | None:
    """A text without surrounding space; None for what makers leave in place of a value."""
    if not isinstance(value, str):
        return None
    text = " ".join(value.split())
    same_throughout = len(set(text.replace("-", "").lower())) == 1 and len(text) > 1
    return None if text.lower() in _PLACEHOLDERS or same_throughout else text
