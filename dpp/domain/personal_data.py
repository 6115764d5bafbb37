"""Keeps people out of passports (ESPR art. 10(1)(e): no personal data of customers without their consent).

Refused in any text value, wherever it stands in an element:
1. e-mail addresses;
2. telephone numbers, Dutch or international (a GTIN with its right check digit is none);
3. names of machines in a network (`DESKTOP-7Q2K9PL`, `pc-114.ministerie.local`) and devices named after a person
   (a text that is `iPhone van Anna` or `Anna's MacBook` as a whole);
4. network addresses (MAC, IPv4 in a private range).

Each pattern reads a text once, however long it is: none goes back over what it has read.

A public web address is not personal data: its digits are no telephone number, the other rules hold in it.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from dpp.domain.document import Elements
from dpp.domain.errors import Problem
from dpp.domain.gs1.check_digits import GTIN_LENGTHS, ends_in_check_digit
from dpp.domain.message import Message, message

_SEPARATOR = r"[ .\-/]?"
_DEVICES = r"(?:iphone|ipad|macbook|laptop|pc|computer|telefoon|phone|galaxy|pixel)"
_TELEPHONE = re.compile(
    # +31 6 1234 5678, +31 (0)20 123 4567, 0031-...
    rf"(?<![\w+])(?:\+|00(?=[1-9]))[1-9]\d{{0,2}}{_SEPARATOR}(?:\(0\))?(?:{_SEPARATOR}\d){{7,12}}(?!\d)"
    # ten digits in all, with an area code of two, three or four: 06-12345678, (020) 123 4567, 0343 123456
    rf"|(?<![\w.\-/])\(?0(?:[1-9]\)?(?:{_SEPARATOR}\d){{8}}|[1-9]\d\)?(?:{_SEPARATOR}\d){{7}}"
    rf"|[1-9]\d\d\)?(?:{_SEPARATOR}\d){{6}})(?![\w\-/])"
)

_PATTERNS: tuple[tuple[re.Pattern[str], Message], ...] = (
    (
        re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.-]+"),
        message("An e-mail address belongs to a person; a passport has none."),
    ),
    (
        _TELEPHONE,
        message("A telephone number belongs to a person; a passport has none."),
    ),
    (
        re.compile(
            r"\b(?:DESKTOP-[A-Z0-9]{7}|LAPTOP-[A-Z0-9]{8}|WIN-[A-Z0-9]{11})\b"
            r"|(?<=[a-z0-9-])\.(?:local|lan|internal|intra|corp|home|localdomain)\b",
            re.IGNORECASE,
        ),
        message("This looks like the name of a machine in a network; a passport has none."),
    ),
    (
        re.compile(rf"{_DEVICES}[ -]van[ -]\w+|\w+['\u2019]s[ -]{_DEVICES}(?:[ -]\w+)?", re.IGNORECASE),
        message("This looks like a device that is named after a person; a passport has no such name."),
    ),
    (
        re.compile(
            r"\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b"
            r"|\b(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})\b",
            re.IGNORECASE,
        ),
        message("A network address can lead to a person; a passport has none."),
    ),
)
_WHOLE = {_PATTERNS[3][0]}


def personal_data(elements: Elements) -> tuple[Problem, ...]:
    """Every place where a text looks like personal data, with its path (`$.spareParts[0].note`)."""
    return tuple(Problem(path, what) for path, text in _texts(elements, "$") for what in _looks_like(text))


def _looks_like(text: str) -> tuple[Message, ...]:
    """What a text looks like. The short texts of many passports are the same: units, sources, names of parts."""
    return _remembered(text) if len(text) <= _SHORT else _judged(text)


def _judged(text: str) -> tuple[Message, ...]:
    return tuple(what for pattern, what in _PATTERNS if _found(pattern, text))


_SHORT = 80
_remembered = lru_cache(maxsize=5_000)(_judged)


def _found(pattern: re.Pattern[str], text: str) -> bool:
    if pattern is _TELEPHONE and (_is_article_number(text) or text.startswith(("https://", "http://"))):
        return False
    return (pattern.fullmatch(text) if pattern in _WHOLE else pattern.search(text)) is not None


def _is_article_number(text: str) -> bool:
    return len(text) in GTIN_LENGTHS and ends_in_check_digit(text)


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _texts(entry, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for place, entry in enumerate(value):
            yield from _texts(entry, f"{path}[{place}]")
