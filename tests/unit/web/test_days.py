"""Days as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.pages.days import read_day


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_read_as_browsers_send_it_and_as_it_is_written_here(day: date) -> None:
    for written in (day.isoformat(), f"{day:%d-%m-%Y}", f"{day.day}/{day.month}/{day.year}", f" {day:%d.%m.%Y} "):
        assert read_day(written) == day


@pytest.mark.parametrize("typed", ["", "31-02-2026", "5-31-2026", "31-5-26", "morgen", "2026-13-01"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (Python's own words, which nobody reads)
        read_day(typed)
