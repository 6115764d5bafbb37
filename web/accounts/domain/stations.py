"""Intake stations: a tablet or a computer where several persons of one organisation work in turns.

Rules:
1. A station belongs to one organisation. An administrator enrols it: a code that is shown once, and holds for the
   policy's `station_code`, is typed on the device, which gets a secret of its own for it. The code works once.
2. Of code and secret only a hash is kept. Another code lets another device take the place of the first, whose secret
   then ends; a station that was revoked is never enrolled again.
3. A person who shows a badge or a PIN there begins a shift; whatever shift ran at that station ends with it. A shift
   ends at the latest after the policy's `shift_whole`.
4. The session of a shift ends earlier, when it was not used for `shift_idle`: a tablet that is left alone is nobody's.
   The shift itself goes on, for without network nobody asks anything of the service while the work does.
5. A badge or a PIN that is withdrawn ends the shifts that run in the name of its holder: who has the lost one works on
   nowhere. Why a shift ended is told on the device that held it.
6. What was made in a shift is taken in until `shift_kept` after its end, and only when it happened within it, give or
   take `shift_margin` for the clock of the device. Then the shift is forgotten: it says when somebody worked.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import InvalidInput
from dpp.domain.message import message
from dpp.domain.opaque import encode
from web.accounts.domain.policy import Policy
from web.accounts.domain.text import line_problems

StationId = NewType("StationId", str)
ShiftId = NewType("ShiftId", str)

CODE_BYTES = 7
CODE_LENGTH = 10
LONGEST_LINE = 100
_READ_AS = str.maketrans({"o": "0", "i": "1", "l": "1", "-": "", " ": ""})


@dataclass(frozen=True, kw_only=True)
class Station:
    """`code_hash` is that of a code that was not used yet; `token_hash` that of the secret of its device.

    `seen_on` is the last day on which the device asked something, in UTC.
    """

    id: StationId
    name: str
    organisation: OrganisationId
    place: str
    code_hash: str | None = field(default=None, repr=False)
    code_until: datetime | None = None
    token_hash: str | None = field(default=None, repr=False)
    enrolled_on: date | None = None
    seen_on: date | None = None
    revoked: bool = False

    @property
    def is_enrolled(self) -> bool:
        """Whether a device stands there that may ask for a person."""
        return self.token_hash is not None and not self.revoked

    def takes_code(self, now: datetime) -> bool:
        """Whether the code that was shown for it can still be typed."""
        return not self.revoked and self.code_until is not None and now < self.code_until


class Ending(StrEnum):
    """Why nobody works in a shift any more (rules 3, 4 and 5)."""

    ENDED = "ended"
    LONGEST = "longest"
    LEFT_ALONE = "left-alone"


@dataclass(frozen=True, kw_only=True)
class Shift:
    """One person at one station. `seen_at` is exact to the policy's `session_touch`."""

    id: ShiftId
    token_hash: str = field(repr=False)
    station: StationId
    account: AccountId
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None

    def until(self, policy: Policy) -> datetime:
        """When it ends, or ended (rule 3)."""
        longest = self.started_at + policy.shift_whole
        return longest if self.ended_at is None else min(longest, self.ended_at)

    def ending(self, now: datetime, policy: Policy) -> Ending | None:
        """Why its session counts no more; None while it does."""
        if self.ended_at is not None:
            return Ending.ENDED
        if now >= self.until(policy):
            return Ending.LONGEST
        return Ending.LEFT_ALONE if now - self.seen_at >= policy.shift_idle else None

    def needs_touch(self, now: datetime, policy: Policy) -> bool:
        return now - self.seen_at >= policy.session_touch

    def takes(self, now: datetime, policy: Policy) -> bool:
        """Whether what was made in it is still taken in (rule 6)."""
        return now < self.until(policy) + policy.shift_kept


def checked_station(station: Station) -> Station:
    """The same station when its name and place are lines of text; else InvalidInput with every fault."""
    problems = [*line_problems("name", station.name), *line_problems("place", station.place)]
    if problems or max(len(station.name), len(station.place)) > LONGEST_LINE:
        what = message("A station has a name and a place, of at most {most} characters.", most=LONGEST_LINE)
        raise InvalidInput(what, tuple(problems))
    return station


def enrolment_code(chance: bytes) -> str:
    """50 random bits in ten characters: enough for a quarter of an hour, few enough to type."""
    return encode(chance, CODE_LENGTH)


def printed_code(code: str) -> str:
    """As it is shown: two groups of five."""
    return f"{code[:5]}-{code[5:]}"


def code_hash(typed: str) -> str:
    """Of a code as a person typed it: any case, with or without the dash, o for 0, i or l for 1."""
    return sha256(typed.strip().lower().translate(_READ_AS).encode(errors="replace")).hexdigest()


def forgotten_before(now: datetime, policy: Policy) -> datetime:
    """Shifts that started before this moment are forgotten (rule 6)."""
    return now - policy.shift_whole - policy.shift_kept
