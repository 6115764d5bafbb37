"""Keeps reports that took long to count, so that not every reader waits for the same counting.

Rules:
1. Only what took longer than `LONG` is kept, and it is told no longer than `KEPT` after its counting began: who has few
   devices sees each change at once.
2. With a report goes when it was counted, for its reader to know.
3. The newest `MOST` are kept, in the memory of one process.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dpp.service.ports import Clock
from lifecycle.domain.monitoring.tables import Report

LONG, KEPT, MOST = timedelta(milliseconds=500), timedelta(minutes=5), 64


@dataclass(frozen=True)
class Counted:
    """A report, that of the period before it where one was asked for, and when their counting began."""

    report: Report
    before: Report | None
    at: datetime


@dataclass
class KeptReports:
    """What was counted, by what was asked. Readers at the same moment may each count; the last is kept."""

    _kept: dict[Hashable, Counted] = field(default_factory=dict)

    def of(self, asked: Hashable, clock: Clock, count: Callable[[], tuple[Report, Report | None]]) -> Counted:
        """As it was counted within `KEPT`, else counted now."""
        began = clock()
        kept = self._kept.get(asked)
        if kept is not None and began - kept.at < KEPT:
            return kept
        counted = Counted(*count(), began)
        others = {key: each for key, each in self._kept.items() if key != asked and began - each.at < KEPT}
        added = {asked: counted} if clock() - began > LONG else {}
        self._kept = dict([*(others | added).items()][-MOST:])
        return counted
