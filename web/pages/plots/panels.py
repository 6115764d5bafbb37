"""Small multiples (Tufte): a row of columns for each thing, all to one scale, so that nothing is told by colour."""

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
    Text,
    headed,
    letters,
)
from web.pages.plots.scales import Scale

_HIGH = 52.0
_DIGIT = 8.0


@dataclass(frozen=True)
class Panel:
    """What it is and how much in all, and an amount for each column."""

    said: Sayable
    value: Sayable
    amounts: tuple[float, ...]


def panels(columns: Sequence[Sayable], rows: Sequence[Panel]) -> tuple[Drawing, Drawing]:
    """For a desk and for a phone; the words of the columns stand under the last row, and over the first."""
    return _drawn(columns, rows, WIDE), _drawn(columns, rows, NARROW)


def _drawn(columns: Sequence[Sayable], rows: Sequence[Panel], width: float) -> Drawing:
    each = width / max(len(columns), 1)
    most = max((amount for row in rows for amount in row.amounts), default=0)
    shapes: list[Box | Rule] = []
    texts: list[Text] = []
    top = 0.0
    for row in rows:
        floor = top + LINE * 2 + _HIGH
        texts.extend(headed(row.said, row.value, width, top + LINE - 6))
        scale = Scale((0, most or 1), floor, -_HIGH)
        for place, amount in enumerate(row.amounts):
            shapes.append(_column(place * each, each, scale, amount))
            texts.extend(_said(place * each + each / 2, each, scale, amount))
        shapes.append(Rule(0, floor, width, floor, Look.AXIS))
        texts.extend(
            Text(place * each + each / 2, floor + LINE - 6, said, Anchor.MIDDLE, max(letters(each), 4), quiet=True)
            for place, said in enumerate(columns)
        )
        top = floor + LINE + 10
    return Drawing(width, top, tuple(shapes), tuple(texts))


def _column(start: float, each: float, scale: Scale, amount: float) -> Box:
    top = scale.place(amount)
    return Box(start + each * 0.14, top, each * 0.72, scale.start - top, Look.BAR)


def _said(middle: float, each: float, scale: Scale, amount: float) -> Iterator[Text]:
    """The number over its column, where it fits; it is in the table in any case."""
    if amount and len(f"{amount:,.0f}") * _DIGIT <= each + 4:
        yield Text(middle, scale.place(amount) - 5, amount, Anchor.MIDDLE)
