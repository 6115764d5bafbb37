"""Times in reports of tools: as a map says that they are written, with the zone that it says they are in.

Zones: `UTC`, an offset (`+01:00`), and `Europe/Amsterdam`, whose summer time is a rule of law and needs no table: from
01:00 UTC on the last Sunday of March until 01:00 UTC on the last Sunday of October (Directive 2000/84/EC, articles 2
and 3). Of the hour that comes twice in October the first is taken.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

_AMSTERDAM = "Europe/Amsterdam"
_OFFSET = re.compile(r"([+-])(0\d|1[0-4]):([0-5]\d)")
_WINTER, _SUMMER = timedelta(hours=1), timedelta(hours=2)


def is_zone(zone: str) -> bool:
    """Whether this is one of the zones above."""
    return zone in {"UTC", _AMSTERDAM} or bool(_OFFSET.fullmatch(zone))


def read_time(text: str, time_format: str, zone: str) -> datetime | None:
    """The moment, in UTC where a zone is known; None where the text is not written so.

    `time_format` is as `strptime` has it; empty for ISO 8601.
    """
    try:
        moment = datetime.strptime(text, time_format) if time_format else datetime.fromisoformat(text)  # noqa: DTZ007 - the zone comes next
        return _in_utc(moment, zone)
    except (ValueError, OverflowError):
        return None


def _in_utc(moment: datetime, zone: str) -> datetime:
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    if not zone:
        return moment
    return moment.replace(tzinfo=timezone(_offset(moment, zone))).astimezone(UTC)


def _offset(moment: datetime, zone: str) -> timedelta:
    found = _OFFSET.fullmatch(zone)
    if found:
        size = timedelta(hours=int(found[2]), minutes=int(found[3]))
        return -size if found[1] == "-" else size
    return timedelta(0) if zone == "UTC" else _dutch_offset(moment)


def _dutch_offset(moment: datetime) -> timedelta:
    begins = _last_sunday(moment.year, 3) + timedelta(hours=1) + _WINTER
    ends = _last_sunday(moment.year, 10) + timedelta(hours=1) + _SUMMER
    return _SUMMER if begins <= moment < ends else _WINTER


def _last_sunday(year: int, month: int) -> datetime:
    """Midnight of the last Sunday of a month of 31 days."""
    last = datetime(year, month, 31)  # noqa: DTZ001 - a time on the wall
    return last - timedelta(days=(last.weekday() + 1) % 7)
