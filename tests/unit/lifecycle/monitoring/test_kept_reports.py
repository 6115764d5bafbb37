"""What took long to count is told again for some minutes, with when it was counted."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from lifecycle.domain.monitoring.tables import Report
from lifecycle.service.kept_reports import KEPT, LONG, MOST, KeptReports
from tests.support.accounts_world import SetClock

MOMENT = timedelta(milliseconds=1)


@dataclass
class Counter:
    """Counts reports; each takes so long."""

    takes: timedelta
    clock: SetClock = field(default_factory=SetClock)
    counted: int = 0

    def __call__(self) -> tuple[Report, Report | None]:
        self.counted += 1
        self.clock.now += self.takes
        return Report(date(2026, 1, 1), date(2026, 12, 31), self.clock.now.date(), ()), None


@pytest.mark.parametrize(("takes", "times"), [(LONG, 2), (LONG + MOMENT, 1)])
def test_only_what_took_long_is_told_again(takes: timedelta, times: int) -> None:
    kept, counter = KeptReports(), Counter(takes)
    began = counter.clock()
    first = kept.of("all", counter.clock, counter)
    assert first.at == began
    again = kept.of("all", counter.clock, counter)
    assert counter.counted == times
    assert (again is first) == (times == 1)


def test_it_is_counted_anew_after_some_minutes_and_for_another_question() -> None:
    kept, counter = KeptReports(), Counter(2 * LONG)
    first = kept.of("all", counter.clock, counter)
    assert kept.of("mine", counter.clock, counter) is not first
    counter.clock.now = first.at + KEPT - MOMENT
    assert kept.of("all", counter.clock, counter) is first
    counter.clock.now = first.at + KEPT
    assert kept.of("all", counter.clock, counter).at == first.at + KEPT


def test_no_more_than_so_many_are_kept() -> None:
    kept, counter = KeptReports(), Counter(LONG + MOMENT)
    for number in range(MOST + 1):
        kept.of(number, counter.clock, counter)
    kept.of(MOST, counter.clock, counter)
    assert counter.counted == MOST + 1
    kept.of(0, counter.clock, counter)
    assert counter.counted == MOST + 2
