"""What a source says of the end of something: support, sale, extended support.

Rules:
1. A day is the last day. What ends on a day is over from the day after it.
2. That something has ended, without a day, is known and has no day; that no end is announced is known as well. Neither
   is the same as nothing being said.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """How an end stands on a day."""

    ENDS = "ends"
    ENDED = "ended"
    NOT_ANNOUNCED = "not-announced"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ending:
    """`day` is the last day; without one `ended` says whether it is over, None where nothing is said.

    ValueError for a day together with `ended`.
    """

    day: date | None = None
    ended: bool | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.ended is not None:
            raise ValueError("an end has a day, or it is said whether it has ended, not both")

    def standing(self, on: date) -> Standing:
        """Rules 1 and 2."""
        if self.day is not None:
            return Standing.ENDED if self.day < on else Standing.ENDS
        if self.ended is None:
            return Standing.UNKNOWN
        return Standing.ENDED if self.ended else Standing.NOT_ANNOUNCED


UNSAID = Ending()


def read_ending(value: object) -> Ending:
    """A day as text, true (has ended), false (no end announced), or nothing; ValueError for anything else."""
    if value is None:
        return UNSAID
    if isinstance(value, bool):
        return Ending(ended=value)
    return Ending(day=read_day(value))


def read_day(value: object) -> date:
    """A day as text (2026-10-13); ValueError for anything else."""
    if not isinstance(value, str) or len(value) != len("2026-10-13"):
        raise ValueError(f"{value!r} is not a day")
    return date.fromisoformat(value)


def write_ending(ending: Ending) -> str | bool | None:
    """As `read_ending` reads it."""
    return ending.ended if ending.day is None else ending.day.isoformat()
