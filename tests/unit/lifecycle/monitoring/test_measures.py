"""Percentiles, shares and sums, as they are defined beside the figures."""

from math import ceil

import hypothesis.strategies as st
import pytest
from hypothesis import given

from lifecycle.domain.monitoring.measures import percentile, share, summed
from lifecycle.domain.routing.facts import Figure


@given(values=st.lists(st.integers(0, 500), min_size=1, max_size=60), per_cent=st.integers(1, 100))
def test_a_percentile_is_the_nearest_rank(values: list[int], per_cent: int) -> None:
    counts = {value: values.count(value) for value in values}
    assert percentile(counts, per_cent) == sorted(values)[ceil(len(values) * per_cent / 100) - 1]


def test_of_nothing_there_is_no_percentile_and_no_share() -> None:
    assert percentile({}, 50) is None
    assert share(0, 0) is None
    with pytest.raises(ValueError, match="from 1 to 100"):
        percentile({1: 1}, 0)


def test_a_sum_says_of_how_many_it_knows_nothing() -> None:
    """Three of 70, between 54 and 73; two of which it is not known."""
    found = summed([(3, Figure(70, 54, 73, "kg")), (2, None)])
    assert (found.known, found.unknown) == (3, 2)
    assert found.figure == Figure(210, 162, 219, "kg")


def test_of_nothing_known_there_is_no_sum() -> None:
    assert summed([(2, None)]).figure is None
