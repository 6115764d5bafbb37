"""No hidden count can be found from what is shown: by example, and for any tables."""

from itertools import combinations

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given

from lifecycle.domain.monitoring.cells import Hidden, hidden_in, protect

COUNTS = st.lists(st.integers(0, 30), max_size=8)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([5, 0, 12], {}),
        ([3, 20, 6], {0, 2}),
        ([4, 1, 30], {0, 1}),
        ([1, 1, 30], {0, 1, 2}),
        ([2, 2, 8, 9], {0, 1, 2}),
    ],
)
def test_a_small_count_is_never_hidden_alone(counts: list[int], hidden: set[int]) -> None:
    """What is hidden adds up to at least 5, so that it is not itself a small count."""
    assert hidden_in(counts) == frozenset(hidden)


@pytest.mark.parametrize("counts", [[3], [1, 1], [1, 1, 1, 1, 1], [4, 0, 0]])
def test_too_few_devices_are_not_shown_at_all(counts: list[int]) -> None:
    assert hidden_in(counts) is None
    assert protect([[[50, 20]], [counts]]) is None


def test_the_totals_of_classes_go_where_they_would_tell() -> None:
    """Of 3 that ended otherwise the total would tell: it is hidden among all."""
    found = protect([[[20, 9], [3]]])
    assert found is not None
    assert (found.tables, found.class_totals) == ((frozenset({1, 2}),), (False,))
    assert found.hides


@given(counts=COUNTS)
def test_every_small_count_is_hidden_and_each_hidden_one_could_be_another(counts: list[int]) -> None:
    """Whoever knows the total, and that what is hidden is at least 1, still finds two answers for each hidden count."""
    hidden = hidden_in(counts)
    if hidden is None:
        return
    assert {place for place, count in enumerate(counts) if 0 < count < 5} <= hidden
    total = sum(counts) - sum(count for place, count in enumerate(counts) if place not in hidden)
    for _ in hidden:
        assert len(_possible(total, len(hidden))) > 1
    assert total == 0 or total >= 5


@given(classes=st.lists(COUNTS, min_size=1, max_size=3))
def test_no_sum_of_a_class_gives_one_away(classes: list[list[int]]) -> None:
    """The same holds within each class whose total is shown."""
    found = protect([classes])
    assume(found is not None)
    assert found is not None
    start = 0
    for counts in classes:
        mine: Hidden = frozenset(place - start for place in found.tables[0] if start <= place < start + len(counts))
        start += len(counts)
        if found.class_totals[0] and mine:
            assert len(mine) >= 2
            assert sum(counts[place] for place in mine) > max(4, len(mine))


def _possible(total: int, number: int) -> set[int]:
    """The values that the first of so many counts of at least 1 can have, by trying all ways to divide the total."""
    if total > 40:
        return {1, 2}
    if number == 1:
        return {total}
    return (
        {cut[0] for cut in combinations(range(1, total), number - 1)}
        if number < 4
        else set(range(1, total - number + 2))
    )
