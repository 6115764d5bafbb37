"""Months and quarters of a period, and the period before it."""

from datetime import date, timedelta

import hypothesis.strategies as st
from hypothesis import given

from lifecycle.domain.monitoring.calendar import before, parts, quarter_of

DAY = st.dates(date(2001, 1, 1), date(2099, 1, 1))


@given(first=DAY, days=st.integers(0, 1096))
def test_the_parts_of_a_period_follow_each_other_without_a_gap(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    found = parts(first, last)
    assert (found[0].first, found[-1].last) == (first, last)
    assert [each.first for each in found[1:]] == [each.last + timedelta(days=1) for each in found[:-1]]
    assert len({each.name for each in found}) == len(found) <= 14


def test_a_year_has_months_and_more_than_a_year_quarters() -> None:
    assert [each.name for each in parts(date(2026, 1, 1), date(2026, 12, 31))][::11] == ["2026-01", "2026-12"]
    assert [each.name for each in parts(date(2025, 12, 1), date(2027, 1, 1))] == [
        "2025-Q4",
        *(f"2026-Q{number}" for number in range(1, 5)),
        "2027-Q1",
    ]
    assert (quarter_of("2026-07"), quarter_of("2026-Q3")) == ("2026-Q3", "2026-Q3")


def test_before_a_year_comes_the_year_before_and_before_other_days_as_many() -> None:
    """2024 is a leap year."""
    assert before(date(2025, 1, 1), date(2025, 12, 31)) == (date(2024, 1, 1), date(2024, 12, 31))
    assert before(date(2026, 3, 11), date(2026, 3, 20)) == (date(2026, 3, 1), date(2026, 3, 10))
