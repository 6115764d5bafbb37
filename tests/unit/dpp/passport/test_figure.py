"""A figure says its unit, its range and its source, and does not contradict itself."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput
from dpp.domain.figure import Figure, Quality, Source, Unit, figure_problems, read_figure, write_figure

SOURCE = Source("A sheet of the maker", "https://maker.example/sheet.pdf", "2021-01", "CC BY 4.0")
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=32)


def test_a_figure_is_read_with_all_that_it_says() -> None:
    read = read_figure(
        {
            "value": 341,
            "low": 260,
            "high": 422,
            "unit": "kg CO2e",
            "method": "PAIA",
            "quality": "declared",
            "source": {"title": "A sheet", "date": "2021-01"},
        }
    )
    source = Source("A sheet", date="2021-01")
    assert read == Figure(341, Unit.KILOGRAM_CO2E, source, 260, 422, method="PAIA", quality=Quality.DECLARED)
    assert read.bounds == (260, 422)


def test_a_figure_without_a_published_range_has_none() -> None:
    """To calculate with, both bounds are the value; that is no claim of certainty."""
    figure = Figure(1.52, Unit.KILOGRAM, SOURCE)
    assert not figure.has_range
    assert figure.bounds == (1.52, 1.52)
    assert "low" not in write_figure(figure)


@given(st.lists(NUMBERS, min_size=3, max_size=3).map(sorted), st.sampled_from(Unit), st.booleans())
def test_what_is_written_reads_back(numbers: list[float], unit: Unit, ranged: bool) -> None:  # noqa: FBT001  # drawn
    low, value, high = numbers
    figure = Figure(value, unit, SOURCE, *((low, high) if ranged else ()))
    assert read_figure(write_figure(figure)) == figure


@given(value=NUMBERS, low=NUMBERS, high=NUMBERS)
def test_a_value_outside_its_range_is_refused(value: float, low: float, high: float) -> None:
    content = {"value": value, "low": low, "high": high, "unit": "kg", "source": {"title": "A sheet"}}
    assert (figure_problems(content, "$") == ()) == (low <= value <= high)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"value": "1.5"}, "$.mass.value"),
        ({"value": True}, "$.mass.value"),
        ({"value": math.nan}, "$.mass.value"),
        ({"value": math.inf}, "$.mass.value"),
        ({"low": 1}, "$.mass"),
        ({"low": 2, "high": 3}, "$.mass.value"),
        ({"unit": "pound"}, "$.mass.unit"),
        ({"source": None}, "$.mass.source"),
        ({"source": {"title": " "}}, "$.mass.source"),
        ({"quality": "good"}, "$.mass.quality"),
    ],
)
def test_each_fault_is_told_with_its_path(change: dict[str, Any], path: str) -> None:
    content = {"value": 1.5, "unit": "kg", "source": {"title": "A sheet"}} | change
    with pytest.raises(InvalidInput) as refused:
        read_figure(content, "$.mass")
    assert [problem.path for problem in refused.value.problems] == [path]


def test_every_fault_is_told_at_once() -> None:
    assert len(figure_problems({"value": "x", "unit": "x"}, "$")) == 3


def test_a_bare_number_is_no_figure() -> None:
    with pytest.raises(InvalidInput, match="is not a figure"):
        read_figure(1.5, "$.mass")


def test_code_cannot_make_a_figure_that_contradicts_itself() -> None:
    with pytest.raises(InvalidInput):
        Figure(1, Unit.KILOGRAM, SOURCE, low=2, high=3)
    with pytest.raises(InvalidInput):
        Source(" ")
