"""Axes: round ticks, and from an amount to a place.

Rules:
1. An axis begins at 0 and ends at a tick at or above the largest amount.
2. Ticks are 1, 2 or 5 times a power of ten apart; there are at most as many as asked for, beside 0.
3. Counts of things have no ticks between whole numbers.
"""

from dataclasses import dataclass
from math import ceil, floor, log10

_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Scale:
    """From amounts on an axis of `ticks` to places from `start`, `length` units long (negative: it runs back)."""

    ticks: tuple[float, ...]
    start: float
    length: float

    def place(self, amount: float) -> float:
        """Where an amount is; one outside the axis stands at its end."""
        share = min(max(amount / self.ticks[-1], 0.0), 1.0)
        return self.start + share * self.length


def ticks(most: float, number: int = 4, *, whole: bool = False) -> tuple[float, ...]:
    """Rules 1 to 3.

    >>> ticks(87)
    (0, 50, 100)
    >>> ticks(2, whole=True)
    (0, 1, 2)
    """
    if most <= 0:
        return (0, 1)
    raw = most / number
    power = 10.0 ** floor(log10(raw))
    step = next(each * power for each in _STEPS if each * power >= raw * (1 - 1e-9))
    step = max(step, 1) if whole else step
    count = ceil(most / step - 1e-9)
    return tuple(_tidy(place * step) for place in range(count + 1))


def _tidy(amount: float) -> float:
    """Without the dust of binary fractions."""
    rounded = float(f"{amount:.10g}")
    return int(rounded) if rounded.is_integer() else rounded
