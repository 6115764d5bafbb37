"""Amounts on days, as dots between two lines: from nothing below to the highest above."""

from collections.abc import Sequence
from datetime import date

from web.pages.plots.drawing import LINE, NARROW, WIDE, Anchor, Dot, Drawing, Look, Rule, Sayable, Text

_HIGH = 108.0
_RADIUS = 5.5


def dots(
    amounts: Sequence[tuple[date, float]], *, highest: Sayable, days: tuple[Sayable, Sayable]
) -> tuple[Drawing, Drawing]:
    """For a desk and for a phone. `highest` is said at the upper line, `days` under both ends of the lower one."""
    return _drawn(amounts, highest, days, WIDE), _drawn(amounts, highest, days, NARROW)


def _drawn(
    amounts: Sequence[tuple[date, float]], highest: Sayable, days: tuple[Sayable, Sayable], width: float
) -> Drawing:
    first, last = min(day for day, _ in amounts), max(day for day, _ in amounts)
    long = (last - first).days or 1
    most = max(amount for _, amount in amounts) or 1
    top, floor = LINE, LINE + _HIGH

    def dot(day: date, amount: float) -> Dot:
        along = _RADIUS + (width - 2 * _RADIUS) * (day - first).days / long
        return Dot(along, floor - _HIGH * amount / most, _RADIUS, Look.DOT)

    lines = (Rule(0, top, width, top, Look.GRID), Rule(0, floor, width, floor, Look.AXIS))
    texts = [Text(0, top - 6, highest), Text(0, floor + LINE, days[0])]
    if first != last:
        texts.append(Text(width, floor + LINE, days[1], Anchor.END))
    return Drawing(width, floor + LINE + 8, (*lines, *(dot(*each) for each in amounts)), tuple(texts))
