"""Axes have round ticks, and place amounts between them."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from web.pages.plots.scales import Scale, ticks

AMOUNT = st.floats(0.001, 1e9)


@given(most=AMOUNT, number=st.integers(2, 8))
def test_ticks_are_even_and_round_and_reach_the_largest_amount(most: float, number: int) -> None:
    """1, 2 or 5 times a power of ten apart; no more of them than asked for, and none too many."""
    found = ticks(most, number)
    step = found[1]
    assert found[0] == 0
    assert found[-1] >= most * (1 - 1e-9) > found[-2] * (1 - 1e-6)
    assert len(found) - 1 <= number
    assert [place * step for place in range(len(found))] == pytest.approx(list(found))
    assert f"{step:e}"[0] in "125"


@given(most=st.integers(1, 10**6))
def test_counts_have_whole_ticks(most: int) -> None:
    assert all(isinstance(tick, int) for tick in ticks(most, whole=True))


def test_of_nothing_there_is_an_axis_still() -> None:
    assert ticks(0) == (0, 1)


@given(most=AMOUNT, share=st.floats(0, 1))
def test_an_amount_is_placed_in_proportion(most: float, share: float) -> None:
    scale = Scale(ticks(most), 10, 200)
    assert scale.place(0) == 10
    assert scale.place(scale.ticks[-1] * share) == pytest.approx(10 + 200 * share)


def test_what_is_outside_the_axis_stands_at_its_end() -> None:
    assert Scale((0, 10), 5, -100).place(99) == -95
    assert Scale((0, 10), 5, -100).place(-1) == 5
