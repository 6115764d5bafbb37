"""Reads Android's `dumpsys battery`: the state of the battery where the maker's system tells it.

Plain Android tells only the charge of the moment. Samsung's adds `mSavedBatteryAsoc`, the capacity that is left in per
cent (-1: not known), and `mSavedBatteryUsage`, a hundred times the number of charging cycles; on some devices the
number stands in brackets. The output does not say which device it is of.
"""

import re
from typing import Any

from lifecycle.domain.evidence.format import Format
from lifecycle.domain.evidence.limits import load_json, text_of
from lifecycle.domain.evidence.members import NO_CAPACITIES, Unread, member, said, whole
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.shape import NUMBER, TEXT, Shape
from lifecycle.domain.evidence.structured import keep_parsed, keep_under
from lifecycle.domain.facts import BatteryReading

MARK = NAME = "android-battery"
PARSER = "dumpsys"
PARSER_VERSION = "1.0"

_OPENING = "Current Battery Service state:"
_LINE = re.compile(r"^[ \t]*([A-Za-z]{1,40}): *\[?([\w.-]{1,40})\]?[ \t\r]*$", re.MULTILINE)
_ASOC, _USAGE = "mSavedBatteryAsoc", "mSavedBatteryUsage"
SHAPE: Shape = {"technology": TEXT, "level": NUMBER, _ASOC: NUMBER, _USAGE: NUMBER}
_CYCLE = 100
_PER_CENT = 100


def _parse(text: str) -> dict[str, Any] | None:
    if not text.lstrip().startswith(_OPENING):
        return None
    lines = dict(reversed(_LINE.findall(text)))
    return {MARK: {name: value for name, value in lines.items() if name in SHAPE}}


def read(content: bytes) -> Reading:
    """One battery."""
    battery, unread = member(load_json(text_of(content)), MARK), Unread()
    left, usage = whole(member(battery, _ASOC)), whole(member(battery, _USAGE))
    health = left / _PER_CENT if left and left <= _PER_CENT else None
    if health is None:
        unread.note(f"$.{MARK}", NO_CAPACITIES)
    reading = BatteryReading(
        state_of_health=health,
        cycles=usage // _CYCLE if usage else None,
        chemistry=said(member(battery, "technology")),
    )
    return Reading(NAME, PARSER, PARSER_VERSION, batteries=(reading,), unread=unread.problems())


FORMAT = Format(
    NAME,
    "Android dumpsys battery (text)",
    PARSER,
    PARSER_VERSION,
    keep_parsed(_parse, keep_under(MARK, SHAPE, {})),
    read,
    gives="the battery of a telephone: what is left of its capacity and charging cycles, where the maker tells them",
    made_with="adb shell dumpsys battery > battery.txt",
)
