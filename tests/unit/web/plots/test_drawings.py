"""Every plot stays inside its drawing, and shows each amount at its own length."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from web.pages.plots.bars import Row, bars
from web.pages.plots.dots import dots
from web.pages.plots.drawing import NARROW, WIDE, Box, Curve, Dot, Drawing, Look, Rule, letters
from web.pages.plots.flows import Stages, desk, phone
from web.pages.plots.panels import Panel, panels
from web.pages.plots.ranges import Range, ranges
from web.pages.plots.sankey import Flow

COUNTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=13)
RANGES = st.lists(st.lists(st.floats(0, 1e6), min_size=5, max_size=5).map(sorted), min_size=1, max_size=6)
ENDS = tuple(f"end-{number}" for number in range(11))
STAGES = Stages((("in",), ENDS), {name: name for name in ("in", *ENDS)}, frozenset({ENDS[-1]}))


def inside(drawing: Drawing) -> None:
    """Nothing is drawn beside the paper."""
    for shape in drawing.shapes:
        match shape:
            case Box():
                edges = [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
            case Rule():
                edges = [(shape.x1, shape.y1), (shape.x2, shape.y2)]
            case Dot():
                edges = [(shape.x - shape.radius, shape.y), (shape.x + shape.radius, shape.y + shape.radius)]
            case Curve():
                numbers = [float(word) for word in shape.d.split() if not word.isalpha()]
                edges = list(zip(numbers[::2], numbers[1::2], strict=True))
        for x, y in edges:
            assert -0.1 <= x <= drawing.width + 0.1
            assert -0.1 <= y <= drawing.height + 0.1
    for text in drawing.texts:
        assert 0 <= text.y <= drawing.height
        assert -0.1 <= text.x <= drawing.width + 0.1


def boxes(drawing: Drawing, *looks: Look) -> list[Box]:
    return [shape for shape in drawing.shapes if isinstance(shape, Box) and shape.look in looks]


@settings(max_examples=30)
@given(counts=COUNTS)
def test_bars_are_as_long_as_their_amounts(counts: list[int]) -> None:
    for drawing in bars([Row("what", count, (count,)) for count in counts]):
        inside(drawing)
        drawn = [box.width for box in boxes(drawing, Look.BAR)]
        most = max(counts) or 1
        assert drawn == pytest.approx([drawing.width * count / most for count in counts if count])


def test_two_bars_of_a_row_lie_under_each_other_and_have_other_looks() -> None:
    wide, _ = bars([Row("screen", "40% / 20%", (40, 20)), Row("battery", "10%", (10, None))])
    [first, third], [second] = boxes(wide, Look.BAR), boxes(wide, Look.OTHER_BAR)
    assert first.y + first.height <= second.y
    assert second.y + second.height <= third.y
    assert (second.width, third.width) == (WIDE / 2, WIDE / 4)


@settings(max_examples=30)
@given(rows=st.lists(st.lists(st.integers(0, 999), min_size=4, max_size=4), min_size=1, max_size=5))
def test_columns_of_all_panels_are_to_one_scale(rows: list[list[int]]) -> None:
    most = max(map(max, rows)) or 1
    for drawing in panels("abcd", [Panel("row", sum(row), tuple(row)) for row in rows]):
        inside(drawing)
        high = [box.height for box in boxes(drawing, Look.BAR)]
        assert high == pytest.approx([52 * amount / most for row in rows for amount in row])


@settings(max_examples=30)
@given(found=RANGES)
def test_a_range_runs_from_low_to_high_with_its_value_between(found: list[Sequence[float]]) -> None:
    rows = [Range("what", "told", value, low, high, (first, third)) for low, first, value, third, high in found]
    for drawing in ranges(rows, "days"):
        inside(drawing)
        marks = [shape.x1 for shape in drawing.shapes if isinstance(shape, Rule) and shape.look is Look.MARK]
        lines = [shape for shape in drawing.shapes if isinstance(shape, Rule) and shape.look is Look.SPAN][::3]
        for line, mark in zip(lines, marks, strict=True):
            assert line.x1 - 1e-6 <= mark <= line.x2 + 1e-6


def test_what_rests_on_few_looks_otherwise() -> None:
    wide, narrow = ranges([Range("step", "3 days", 3, 1, 9, (2, 4), few=True)], "days")
    assert [len(boxes(each, Look.FEW)) for each in (wide, narrow)] == [1, 1]


@settings(max_examples=30)
@given(days=st.lists(st.tuples(st.integers(0, 900), st.floats(0.01, 500)), min_size=1, max_size=9))
def test_dots_are_placed_by_day_and_amount(days: list[tuple[int, float]]) -> None:
    amounts = [(date(2025, 1, 1) + timedelta(days=day), amount) for day, amount in days]
    for drawing in dots(amounts, highest="EUR 49", days=("first", "last")):
        inside(drawing)
        found = [shape for shape in drawing.shapes if isinstance(shape, Dot)]
        assert [dot.x for dot in sorted(found, key=lambda dot: dot.x)] == [dot.x for dot in _by_day(found, amounts)]


def _by_day(found: list[Dot], amounts: list[tuple[date, float]]) -> list[Dot]:
    return [dot for _, _, dot in sorted((day, place, found[place]) for place, (day, _) in enumerate(amounts))]


@settings(max_examples=30)
@given(counts=st.lists(st.integers(0, 9999), min_size=11, max_size=11).filter(any))
def test_a_flow_fits_a_desk_and_a_phone(counts: list[int]) -> None:
    """With as many ends as there can be; on a phone each has its number, and a line of the key."""
    flows = [Flow(("in", name), count) for name, count in zip(ENDS, counts, strict=True)]
    nodes = 1 + sum(count > 0 for count in counts)
    for drawing in (desk(STAGES, flows), phone(STAGES, flows)):
        inside(drawing)
        assert len(boxes(drawing, Look.NODE)) == nodes
    numbers = [text.said for text in phone(STAGES, flows).texts if isinstance(text.said, int)]
    assert numbers == [*range(1, nodes + 1), *range(1, nodes + 1)]


def test_what_waits_is_hatched() -> None:
    drawing = desk(STAGES, [Flow(("in", ENDS[0]), 5), Flow(("in", ENDS[-1]), 5)])
    assert [shape.look for shape in drawing.shapes if isinstance(shape, Curve)] == [Look.FLOW, Look.HATCHED]


def test_labels_beside_each_other_never_overlap() -> None:
    """Even where all but one of the ends are of a single device."""
    flows = [Flow(("in", name), 1 if place else 9000) for place, name in enumerate(ENDS)]
    lines = sorted(text.y for text in desk(STAGES, flows).texts if text.x > WIDE / 2)
    assert all(lower - upper >= 20 for upper, lower in pairwise(lines))


def test_a_phone_takes_fewer_letters() -> None:
    assert letters(NARROW) < letters(WIDE)
