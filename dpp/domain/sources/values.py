"""Reading single values of registers, liberally; each reader tells what it did (`Notes`).

Rules:
1. Nothing, an empty text, `NA`, `N/A` and `-` say that there is no value.
2. A date is [year, month, day], a year, a text of ISO 8601, or an epoch in seconds or milliseconds. An epoch is the
   midnight of Brussels, so up to two hours before that of UTC. A year has no month.
3. A number may be a text, with a point or a comma. A truth value is not a number, nor is one of a million millions.
4. A link that is only `/` leads nowhere; one without a scheme is read as https.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from dpp.domain.message import message
from dpp.domain.sources.notes import Notes

_NOTHING = frozenset({"", "NA", "N/A", "-"})
_BRUSSELS_AHEAD = timedelta(hours=2)
_FIRST_YEAR, _LAST_YEAR = 1980, 2100
_MILLISECONDS_FROM = 10**11
_TOO_MUCH = 10**12
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*)?")
_LINK = re.compile(r"https?://[^\s/.]+(?:\.[^\s/.]+)+(?:[/?#:]\S*)?", re.IGNORECASE)
_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


def is_nothing(raw: Any) -> bool:
    """Rule 1."""
    return raw is None or raw == [] or (isinstance(raw, str) and raw.strip().upper() in _NOTHING)


def read_text(path: str, raw: Any, notes: Notes) -> str | None:
    """A text without spaces around it; a number is read as its digits."""
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        notes.leave(path, raw, message("This is not a text."))
        return None
    return " ".join(str(raw).split())


def read_number(path: str, raw: Any, notes: Notes) -> Decimal | None:
    """Rule 3."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        found = Decimal(str(raw))
    else:
        try:
            found = Decimal(raw.strip().replace(",", ".")) if isinstance(raw, str) else Decimal("NaN")
        except InvalidOperation:
            found = Decimal("NaN")
        if is_usable(found):
            notes.changed(path, raw, plain(found), message("A number that is written as a text."))
    if not is_usable(found):
        notes.leave(path, raw, message("This is not a number."))
        return None
    return found


def read_boolean(path: str, raw: Any, notes: Notes) -> bool | None:
    """True or false, also as a word."""
    if isinstance(raw, bool):
        return raw
    found = _BOOLEANS.get(raw.strip().lower()) if isinstance(raw, str) else None
    if found is None:
        notes.leave(path, raw, message("This is neither true nor false."))
    else:
        notes.changed(path, raw, found, message("True or false that is written as a word."))
    return found


def read_code(path: str, raw: Any, codes: Mapping[str, str], notes: Notes) -> str | None:
    """A code of the register as a code of ours; one that we do not know is not taken over."""
    code = raw.strip().upper() if isinstance(raw, str) else raw
    found = codes.get(code) if isinstance(code, str) else None
    if found is None:
        notes.leave(path, raw, message("This code is not known here."))
    elif found != raw:
        notes.changed(path, raw, found, message("The same in the words of our catalogue."))
    return found


def read_link(path: str, raw: Any, notes: Notes) -> str | None:
    """Rule 4."""
    text = raw.strip() if isinstance(raw, str) else ""
    found = text if "://" in text else f"https://{text}"
    if not _LINK.fullmatch(found):
        notes.leave(path, raw, message("This leads nowhere."))
        return None
    if found != raw:
        notes.changed(path, raw, found, message("A web address without its scheme."))
    return found


def read_month(path: str, raw: Any, notes: Notes) -> str | None:
    """The month of a date, as `2025-06`; nothing where only a year stands there."""
    found = read_day(raw)
    if found is None:
        notes.leave(path, raw, message("This is not a date."))
        return None
    month = found[:7]
    if len(month) < len("2025-06"):
        notes.leave(path, raw, message("A year alone does not say in which month."))
        return None
    if month != raw:
        notes.changed(path, raw, month, message("The month of this date."))
    return month


def read_day(raw: Any) -> str | None:
    """Rule 2: `2025-06-20`, `2025-06` or `2025`; nothing where it is no date."""
    if isinstance(raw, list) and raw and all(type(part) is int for part in raw):
        return _dated(raw)
    if isinstance(raw, str):
        if raw.strip().isdigit():
            return read_day(int(raw))
        found = _ISO.fullmatch(raw.strip())
        return _dated([int(part) for part in found.groups() if part]) if found else None
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _dated([int(raw)]) if _FIRST_YEAR <= raw <= _LAST_YEAR else _of_epoch(raw)
    return None


def _of_epoch(number: float) -> str | None:
    seconds = number / 1000 if number >= _MILLISECONDS_FROM else number
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds) + _BRUSSELS_AHEAD
    except (OverflowError, ValueError):
        return None
    return _dated([moment.year, moment.month, moment.day])


def _dated(parts: list[int]) -> str | None:
    """A year, with its month and its day where they stand there; nothing for a day that no calendar has."""
    year, *rest = parts[:3]
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        month, day = [*rest, 1, 1][:2]
        return date(year, month, day).isoformat()[: (4, 7, 10)[len(rest)]]
    except (ValueError, OverflowError):
        return None


def is_usable(number: Decimal) -> bool:
    """Whether it is finite, and of a size that anything here can have."""
    return number.is_finite() and abs(number) < _TOO_MUCH


def plain(number: Decimal) -> int | float:
    """As JSON has numbers: whole ones without a point."""
    return int(number) if number == number.to_integral_value() else float(number)
