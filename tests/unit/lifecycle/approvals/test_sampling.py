"""How large a sample is and what is drawn: repeatable, and by a table that anybody can look up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.domain.sampling import draw, sample_size

NAMES = st.lists(st.text(min_size=1, max_size=8), max_size=60, unique=True)


@pytest.mark.parametrize(
    ("lot", "size"),
    [(0, 0), (1, 1), (2, 2), (8, 2), (9, 3), (15, 3), (25, 5), (40, 8), (51, 13), (91, 20), (280, 32), (500, 50)],
)
def test_the_size_is_that_of_iso_2859_1_level_ii(lot: int, size: int) -> None:
    assert sample_size(lot) == size


def test_a_lot_beyond_the_table_is_a_fault() -> None:
    with pytest.raises(ValueError, match="10001"):
        sample_size(10_001)


@given(lot=NAMES, seed=st.text(), shuffled=st.randoms())
def test_a_draw_can_be_repeated_in_whatever_order_the_lot_came(lot: list[str], seed: str, shuffled: object) -> None:
    other = list(lot)
    shuffled.shuffle(other)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    drawn = draw(lot, seed)
    assert drawn == draw(other, seed)
    assert drawn <= set(lot)
    assert len(drawn) == sample_size(len(lot))


@given(lot=NAMES.filter(lambda lot: len(lot) > 1), seed=st.text())
def test_who_leaves_the_lot_without_being_drawn_changes_the_draw_by_its_size_alone(lot: list[str], seed: str) -> None:
    """Those that stay drawn were drawn before."""
    drawn = draw(lot, seed)
    leaver = next((name for name in lot if name not in drawn), None)
    if leaver is not None:
        assert draw([name for name in lot if name != leaver], seed) <= drawn


def test_another_seed_draws_others() -> None:
    lot = [f"device-{number}" for number in range(100)]
    assert draw(lot, "one") != draw(lot, "two")
