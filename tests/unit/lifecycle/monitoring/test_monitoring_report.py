"""The tables of the report by example, and what is left of them for policy advisers."""

from datetime import date

import hypothesis.strategies as st
import pytest
from hypothesis import given

from dpp.domain.errors import InvalidInput
from lifecycle.domain.monitoring.aggregates import aggregates, check_period
from lifecycle.domain.monitoring.steps import NOT_REUSED, REUSED
from tests.support.monitoring_reports import BZK, FULL, decided, ended, report


def test_the_reuse_rate_is_by_number_and_by_known_mass() -> None:
    """43 of 60 devices; 60.0 of 85.5 kg, where the mass of three is not known."""
    table = FULL.table("reuse")
    assert table.lines[0].values == (43, 71.7, 60.0, 70.2, 3)
    assert table.total == (60, 100.0, 85.5, 100.0, 3)
    assert "redeployed, donated, sold" in str(table.definition)


def test_avoided_emissions_stand_apart_with_their_range() -> None:
    assert FULL.table("avoided").lines[1].values == (10, 300, 200, 400, 0)
    assert FULL.table("avoided").lines[2].values == (0, None, None, None, 3)


def test_mass_is_told_by_category_of_the_weee_directive() -> None:
    assert [(line.key, line.values) for line in FULL.table("weee").lines] == [(("2",), (60, 85.5, 3))]


def test_times_are_percentiles_in_days_with_their_number() -> None:
    assert FULL.table("steps").lines[0].values == (10, 1.0, 1.0, 2.0, 2.0, 2.0)


def test_a_ground_is_told_from_a_rule() -> None:
    assert [line.key for line in FULL.table("reasons").lines] == [("data.media",), ("ground:trial",)]
    assert FULL.table("blocked").lines[1].key == ("lock",)
    assert FULL.table("loops").lines[1].values == (10,)


def test_advisers_see_no_small_count_and_nothing_that_would_give_one_away() -> None:
    told = aggregates(FULL)
    outcomes = {line.key[0]: line.values for line in told.table("outcomes").lines}
    assert outcomes["sold"] == outcomes["donated"] == (None,)
    assert outcomes["redeployed"] == (30,)
    assert told.table("reuse").lines[0].values == (43, 71.7)
    assert told.table("avoided").withheld
    assert told.table("donation").withheld
    assert all(told.table(name).withheld is False for name in ("stock", "outcomes", "weee"))
    assert [line.values[0] for line in told.table("steps").lines] == [None, None]
    assert [line.hidden for line in told.table("steps").lines] == [False, True]
    assert {"routes-in-full", "overrides"}.isdisjoint(each.name for each in told.tables)


COUNT = st.integers(0, 12)
OUTCOMES = [*REUSED, *NOT_REUSED]


@given(counts=st.lists(COUNT, min_size=7, max_size=7), approved=st.lists(COUNT, min_size=3, max_size=3))
def test_of_any_report_no_small_count_is_shown(counts: list[int], approved: list[int]) -> None:
    """Nor found from a total: what a table hides adds up to at least 5, of at least two counts."""
    them = [ended(name, count) for name, count in zip(OUTCOMES, counts, strict=True) if count]
    routes = [decided(BZK, f"route-{place}", count) for place, count in enumerate(approved) if count]
    told = aggregates(report(them, routes))
    for table in told.tables:
        shown = [line.values[0] for line in table.lines if line.values[0] is not None]
        assert not [count for count in (*shown, *(table.total or ())[:1]) if isinstance(count, int) and 0 < count < 5]
        if table.total is not None and (hidden := sum(line.hidden for line in table.lines)):
            assert hidden >= 2
            assert int(table.total[0] or 0) - sum(int(count) for count in shown) > max(4, hidden)


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 1, 1), date(2026, 6, 30)), (date(2025, 1, 1), date(2026, 12, 31))]
)
def test_advisers_ask_for_one_calendar_year(first: date, last: date) -> None:
    """The figures of half a year and of the whole would tell what came between."""
    with pytest.raises(InvalidInput):
        check_period(first, last)
    check_period(date(2026, 1, 1), date(2026, 12, 31))
