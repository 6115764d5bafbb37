"""Days and months as people type them, the day before the month: `31-01-2026`, `31 januari 2026`, `mrt 2021`.

Rules:
1. A year has four digits: nobody can tell what century `31-01-26` means.
2. `2026-01-31` (ISO 8601) is read as what it is; every other order is day, month, year.
3. A day that does not exist is refused.
"""

import re
from datetime import date

_MONTHS = (
    ("januari", "january", "jan"),
    ("februari", "february", "feb"),
    ("maart", "march", "mrt", "mar"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("augustus", "august", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_NAMES = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_ISO_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_DAY = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2}|[^\W\d_]+\.?)[-/. ]+(\d{4})(?: \d{1,2}:\d{2}.*)?")
_ISO_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")
_MONTH = re.compile(r"(\d{1,2}|[^\W\d_]+\.?)[-/. ]+(\d{4})")


def read_date(text: str) -> date | None:
    """The day; None where the text is no day."""
    if found := _ISO_DAY.fullmatch(text.strip()):
        year, month, day = found.groups()
    elif found := _DAY.fullmatch(text.strip()):
        day, month, year = found.groups()
    else:
        return None
    number = _month_number(month)
    try:
        return None if number is None else date(int(year), number, int(day))
    except ValueError:
        return None


def read_month(text: str) -> str | None:
    """The month as `2021-03`, also of a whole day; None where the text is neither."""
    if day := read_date(text):
        return day.strftime("%Y-%m")
    if found := _ISO_MONTH.fullmatch(text.strip()):
        year, month = found.groups()
    elif found := _MONTH.fullmatch(text.strip()):
        month, year = found.groups()
    else:
        return None
    number = _month_number(month)
    return None if number is None else f"{int(year):04}-{number:02}"


def _month_number(text: str) -> int | None:
    number = int(text) if text.isdecimal() else _NAMES.get(text.rstrip(".").casefold(), 0)
    return number if 1 <= number <= 12 else None
