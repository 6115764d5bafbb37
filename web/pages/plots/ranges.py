"""Amounts with their range on one axis: a line from low to high, a box between the quartiles, a mark at the value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from web.pages.plots.drawing import (
    LINE,
    NARROW,
    WIDE,
    Anchor,
    Box,
    Drawing,
    Look,
    Rule,
    Sayable,
    Shape,
    Text,
    headed,
)
from web.pages.plots.scales import Scale, ticks

_THICK = 16.0
_EDGE = 26.0
"""Room beside the axis for half of its first and last number."""


@dataclass(frozen=True)
class Range:
    """`low` <= `value` <= `high`, with `quartiles` between; `few`: it rests on so few that it says little.

    `told` is the value as it is said over the line.
    """

    said: Sayable
    told: Sayable
    value: float
    low: float
    high: float
    quartiles: tuple[float, float] | None = None
    few: bool = False


def ranges(rows: Sequence[Range], unit: Sayable) -> tuple[Drawing, Drawing]:
    """For a desk and for a phone."""
    return _drawn(rows, unit, WIDE, 6), _drawn(rows, unit, NARROW, 3)


def _drawn(rows: Sequence[Range], unit: Sayable, width: float, number: int) -> Drawing:
    axis = Scale(ticks(max((row.high for row in rows), default=0), number), _EDGE, width - 2 * _EDGE)
    shapes: list[Shape] = []
    texts: list[Text] = []
    y = 0.0
    for row in rows:
        words = headed(row.said, row.told, width, y + LINE - 6, apart=True)
        texts.extend(words)
        shapes.extend(_range(row, axis, y + LINE * len(words)))
        y += LINE * len(words) + _THICK + 12
    floor = y + 2
    grid = [Rule(axis.place(tick), 0, axis.place(tick), floor, Look.GRID) for tick in axis.ticks]
    shapes = [*grid, *shapes, Rule(0, floor, width, floor, Look.AXIS)]
    texts.extend(Text(axis.place(tick), floor + LINE - 4, tick, Anchor.MIDDLE, quiet=True) for tick in axis.ticks)
    texts.append(Text(width, floor + 2 * LINE - 4, unit, Anchor.END, quiet=True))
    return Drawing(width, floor + 2 * LINE + 4, tuple(shapes), tuple(texts))


def _range(row: Range, axis: Scale, top: float) -> Iterator[Shape]:
    middle = top + _THICK / 2
    low, value, high = (axis.place(amount) for amount in (row.low, row.value, row.high))
    yield Rule(low, middle, high, middle, Look.SPAN)
    for end in (low, high):
        yield Rule(end, top + 3, end, top + _THICK - 3, Look.SPAN)
    if row.quartiles is not None:
        begin, end = map(axis.place, row.quartiles)
        yield Box(begin, top, max(end - begin, 1), _THICK, Look.FEW if row.few else Look.BOX)
    yield Rule(value, top - 2, value, top + _THICK + 2, Look.MARK)
