"""Periods of the calendar: the months and quarters in one, and the one before it.

Rules:
1. Before a whole calendar year comes the whole year before it; before other days as many days.
2. A period of up to a year is divided into months, a longer one into quarters. The first and last may be part of one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_A_YEAR = 366
_QUARTER = 3


@dataclass(frozen=True)
class Part:
    """From its first day up to and including its last; `name` is `2026-05` or `2026-Q2`."""

    name: str
    first: date
    last: date


def parts(first: date, last: date) -> tuple[Part, ...]:
    """Rule 2."""
    months = 1 if (last - first).days < _A_YEAR else _QUARTER
    return tuple(_parts(first, last, months))


def _parts(first: date, last: date, months: int) -> Iterator[Part]:
    day = first
    while day <= last:
        begins = (day.month - 1) // months * months
        after = _month(day.year, begins + months)
        name = f"{day.year}-{day.month:02}" if months == 1 else quarter_of(f"{day.year}-{day.month:02}")
        yield Part(name, day, min(after - timedelta(days=1), last))
        day = after


def _month(year: int, months: int) -> date:
    """The first day of a month that counts from 0; the year turns where there are twelve."""
    return date(year + months // 12, months % 12 + 1, 1)


def quarter_of(month: str) -> str:
    """The quarter of `2026-05` is `2026-Q2`; a quarter is its own."""
    year, _, number = month.partition("-")
    return month if number.startswith("Q") else f"{year}-Q{(int(number) - 1) // _QUARTER + 1}"


def is_year(first: date, last: date) -> bool:
    """Whether it is one calendar year."""
    return first == date(first.year, 1, 1) and last == date(first.year, 12, 31)


def before(first: date, last: date) -> tuple[date, date]:
    """Rule 1."""
    if is_year(first, last):
        return date(first.year - 1, 1, 1), date(first.year - 1, 12, 31)
    return first - (last - first) - timedelta(days=1), first - timedelta(days=1)
