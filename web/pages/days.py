"""A day as somebody typed it: as browsers send it (2026-05-31), or as it is written here by hand (31-5-2026)."""

import re
from datetime import date

_BY_HAND = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")


def read_day(text: str) -> date:
    """ValueError for what is no day: day and month are never guessed the other way round."""
    by_hand = _BY_HAND.fullmatch(text.strip())
    if by_hand is None:
        return date.fromisoformat(text.strip())
    day, month, year = map(int, by_hand.groups())
    return date(year, month, day)
