"""A file of Open Repair Data that is taken in: what is kept of it, and how far its work is.

Rules:
1. A file has a day: the last of the month in its name (`..._202507.csv`), or one that is given. One that is older than
   the newest that was taken in is refused.
2. The same file of the same day, judged by the same tables, changes nothing. A newer one replaces rows by their ids;
   rows that it no longer has stay.
3. One worker at a time: it holds the load by a term that each step extends. Where the term is over, another goes on
   behind the last line that counts.
4. Figures are counted anew when a file is in whole: nobody sees half of one.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from dpp.domain.actor import AccountId
from dpp.domain.errors import KringpasError
from dpp.domain.message import Message
from lifecycle.domain.faults.open_data import OpenRepair

TERM = timedelta(minutes=5)
REFUSALS_KEPT = 1000
"""Refused rows that are kept one by one, of each load; all are counted."""

_MONTH = re.compile(r"(?<![0-9])(20[0-9]{2})-?(0[1-9]|1[0-2])(?![0-9])")


class LoadState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True)
class Refusal:
    """What was wrong with a field of a row: where, and what was expected instead."""

    line: int
    field: str
    expected: Message


@dataclass(frozen=True)
class Entry:
    """A repair as it is kept: `digest` changes with anything of it, `band` is the band of its age."""

    repair: OpenRepair
    digest: str
    band: str


@dataclass(frozen=True)
class Taken:
    """What became of some rows."""

    new: int = 0
    changed: int = 0
    same: int = 0
    left: int = 0
    refusals: tuple[Refusal, ...] = ()
    refused: int = 0

    @property
    def rows(self) -> int:
        return self.new + self.changed + self.same + self.left + self.refused

    def __add__(self, more: "Taken") -> "Taken":
        return Taken(
            self.new + more.new,
            self.changed + more.changed,
            self.same + more.same,
            self.left + more.left,
            (*self.refusals, *more.refusals)[:REFUSALS_KEPT],
            self.refused + more.refused,
        )


@dataclass(frozen=True, kw_only=True)
class FaultLoad:
    """A file: its name, hash and day, the tables that judged its rows, and what became of them.

    `taken` has no single refusals: those are kept beside it.
    """

    number: int
    name: str
    sha256: str
    dated: date
    tables: str
    asked_at: datetime
    by: AccountId
    state: LoadState = LoadState.WAITING
    last_line: int = 0
    taken: Taken = field(default_factory=Taken)
    busy_until: datetime | None = None
    ended_at: datetime | None = None
    why: Message | None = None

    @property
    def is_over(self) -> bool:
        return self.state in {LoadState.FINISHED, LoadState.FAILED}

    def is_free(self, now: datetime) -> bool:
        """Rule 3."""
        return not self.is_over and (self.busy_until is None or self.busy_until <= now)

    def is_same(self, other: "FaultLoad") -> bool:
        """Rule 2."""
        return (self.sha256, self.dated, self.tables) == (other.sha256, other.dated, other.tables)

    def held(self, now: datetime) -> Self:
        return replace(self, state=LoadState.RUNNING, busy_until=now + TERM)

    def after(self, step: Taken, last_line: int, now: datetime) -> Self:
        taken = replace(self.taken + step, refusals=())
        return replace(self, taken=taken, last_line=last_line, busy_until=now + TERM)

    def released(self) -> Self:
        return replace(self, busy_until=None)

    def finished(self, now: datetime) -> Self:
        return replace(self, state=LoadState.FINISHED, busy_until=None, ended_at=now)

    def failed(self, error: KringpasError, now: datetime) -> Self:
        return replace(self, state=LoadState.FAILED, busy_until=None, ended_at=now, why=error.what)


def day_in(name: str) -> date | None:
    """Rule 1: the last day of the month that a file name ends in; None where it names none."""
    found = _MONTH.findall(name)
    if not found:
        return None
    year, month = map(int, found[-1])
    return date(year, month, monthrange(year, month)[1])
