"""What a destination still has to be told: one notice for each version of a passport.

Rules:
1. Every version of a passport gives one notice for each destination, a change of status too.
2. A destination hears of a passport's versions in their order: the next one waits until it has answered the last.
3. It hears of a model before its batches and items, and of a batch before its items.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from dpp.domain.opaque import PassportId


class Destination(StrEnum):
    """Who is told: the EU registry (Regulation (EU) 2026/1778), or the back-up provider (ESPR, Art. 10(4))."""

    REGISTRY = "registry"
    BACKUP = "backup"


class NoticeKind(StrEnum):
    """What happened to the passport."""

    CREATED = "created"
    REVISED = "revised"
    STATUS = "status"


_RANKS = {"model": 0, "batch": 1, "item": 2}


def rank_of(granularity: str) -> int:
    """Parents have the lower rank: 0 for a model, 1 for a batch, 2 for an item."""
    return _RANKS[granularity]


class Line(NamedTuple):
    """One version of one passport, as parcels and answers name it."""

    passport_id: PassportId
    version: int


@dataclass(frozen=True)
class Notice:
    """One version that a destination has to be told of; `sha256` is that of its received bytes, `at` when it was made.

    `rank` orders parents before children. `round` is 1, and one more each time that the same version is told anew.
    """

    destination: Destination
    passport_id: PassportId
    version: int
    kind: NoticeKind
    rank: int
    sha256: str
    at: datetime
    round: int = 1

    @property
    def line(self) -> Line:
        return Line(self.passport_id, self.version)
