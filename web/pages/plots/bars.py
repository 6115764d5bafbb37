"""Bars: one for each amount, with what it is and how much over it; or two in a row, for two groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from web.pages.plots.drawing import LINE, NARROW, WIDE, Box, Drawing, Look, Sayable, Text, headed

_THICK = 13.0
_LOOKS = (Look.BAR, Look.OTHER_BAR)


@dataclass(frozen=True)
class Row:
    """What it is and how much, said over its bars, and an amount for each; None draws no bar."""

    said: Sayable
    value: Sayable
    amounts: tuple[float | None, ...]


def bars(rows: Sequence[Row]) -> tuple[Drawing, Drawing]:
    """For a desk and for a phone; the largest amount is as wide as the drawing."""
    return _drawn(rows, WIDE), _drawn(rows, NARROW)


def _drawn(rows: Sequence[Row], width: float) -> Drawing:
    most = max((amount or 0 for row in rows for amount in row.amounts), default=0) or 1
    shapes: list[Box] = []
    texts: list[Text] = []
    y = 0.0
    for row in rows:
        texts.extend(headed(row.said, row.value, width, y + LINE - 6))
        y += LINE
        for place, amount in enumerate(row.amounts):
            if amount:
                shapes.append(Box(0, y, width * amount / most, _THICK, _LOOKS[place]))
            y += _THICK + 2 if amount is not None else 0
        y += 8
    return Drawing(width, y, tuple(shapes), tuple(texts))
