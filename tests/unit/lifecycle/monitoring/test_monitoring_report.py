"""The tables of the report by example, and what is left of them for policy advisers."""

from datetime import date

import hypothesis.strategies as st
import pytest
from hypothesis import given

from dpp.domain.errors import InvalidInput
from lifecycle.domain.monitoring.aggregates import aggregates, check_period
from lifecycle.domain.monitoring.balance import STAGES, end_class
from lifecycle.domain.monitoring.cells import is_small
from lifecycle.domain.monitoring.counted import Passed
from lifecycle.domain.monitoring.steps import NOT_REUSED, REUSED
from tests.support.monitoring_reports import BUSY, BZK, FULL, decided, ended, passages, report


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


def test_what_came_in_is_what_went_out_and_what_is_left() -> None:
    """Every line of the account has a way in, an intake and an end, and its total is that of the ends."""
    table, ends = BUSY.table("balance"), {line.key[0]: line.values[0] for line in BUSY.table("outcomes").lines}
    assert table.total == (14_491,)
    for line in table.lines:
        assert all(word in stage for word, stage in zip(line.key, STAGES, strict=True))
    for outcome, count in ends.items():
        assert count == sum(int(line.values[0] or 0) for line in table.lines if line.key[2] == outcome)


def test_advisers_see_the_finest_form_in_which_nothing_is_small() -> None:
    """Of a busy year all of the flow, and stock by holder; of a quiet one only what became of the devices."""
    busy = aggregates(BUSY)
    assert busy.table("balance").lines == BUSY.table("balance").lines
    assert busy.table("routes-over-time").keys == ("part", "route")
    assert busy.table("grades").keys == ("holder", "grade")
    them = [ended("redeployed", 30), ended("sold", 12)]
    passed = [
        passages("redeployed", 28),
        passages("redeployed", 2, before=True),
        passages("sold", 12),
        passages(None, 9),
    ]
    quiet = aggregates(report(them, [decided(BZK, "sell", 2), decided(BZK, "donate", 7)], passed))
    assert [line.key for line in quiet.table("balance").lines] == [
        ("taken-in", "redeployed"),
        ("taken-in", "sold"),
        ("taken-in", "waits-with-destination"),
    ]
    assert quiet.table("routes-over-time").keys == ("part",)


@pytest.mark.parametrize("under_way", [45, 48, 50, 53])
def test_advisers_see_no_flow_that_differs_little_from_the_stock(under_way: int) -> None:
    """Of 49 devices that are here: one to four that are not on their way would be told by the difference."""
    told = aggregates(report([ended("redeployed", 30)], [], [passages("redeployed", 30), passages(None, under_way)]))
    assert told.table("balance").withheld


PASSED = st.lists(
    st.builds(
        passages,
        st.sampled_from([*OUTCOMES, "returned_to_owner", None]),
        st.integers(1, 30),
        before=st.booleans(),
        taken_in=st.booleans(),
    ),
    max_size=12,
)


@given(passed=PASSED)
def test_of_any_flow_no_small_count_is_shown_nor_the_sum_of_a_hidden_one(passed: list[Passed]) -> None:
    """What a flow tells of an outcome is what the table of outcomes tells, or nothing."""
    them = [ended(each.outcome, each.count) for each in passed if each.outcome in OUTCOMES]
    told = aggregates(report(them, [], passed or [passages(None, 60)]))
    flow, outcomes = told.table("balance"), {line.key[0]: line for line in told.table("outcomes").lines}
    assert not [line for line in flow.lines if is_small(int(line.values[0] or 0))]
    for name, line in outcomes.items():
        in_flow = sum(int(each.values[0] or 0) for each in flow.lines if each.key[-1] == name)
        assert in_flow in {0, line.values[0]}
        assert end_class(name) == end_class(end_class(name))


def test_an_amount_that_rests_on_few_devices_is_hidden_from_advisers() -> None:
    """Of 3 of the 33 that were sold the mass is not known."""
    them = [ended("redeployed", 30), ended("sold", 30), ended("sold", 3, model=None), ended("sent_to_recycler", 20)]
    told = aggregates(report(them, []))
    assert [line.hidden for line in told.table("avoided").lines] == [False, False, True]
    assert [line.hidden for line in told.table("waste").lines] == [True, False]
