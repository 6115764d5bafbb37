"""Shares, percentiles and sums of figures.

Rules:
1. A percentile is by nearest rank: the smallest value that at least so many per cent of the values do not exceed.
2. A share of nothing is not known; it is not zero.
3. A sum says how many devices it does not know: they are left out, never estimated.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from lifecycle.domain.routing.facts import Figure


def percentile(counts: Mapping[int, int], per_cent: int) -> int | None:
    """Rule 1, of values that occur so many times each; None for none. `per_cent` lies from 1 to 100.

    >>> percentile({2: 1, 4: 1, 9: 2}, 50)
    4
    """
    if not 1 <= per_cent <= 100:
        raise ValueError(f"a percentile lies from 1 to 100, got {per_cent}")
    rank = ceil(sum(counts.values()) * per_cent / 100)
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if seen >= rank and counts[value]:
            return value
    return None


def share(part: float, whole: float) -> float | None:
    """Per cent, to one decimal; rule 2."""
    return round(100 * part / whole, 1) if whole else None


@dataclass(frozen=True)
class Summed:
    """The sum of what is known, and of how many devices it is and is not. None where it is known of none."""

    figure: Figure | None
    known: int
    unknown: int


def summed(parts: Iterable[tuple[int, Figure | None]]) -> Summed:
    """Rule 3: so many devices with this figure each."""
    total, known, unknown = None, 0, 0
    for count, figure in parts:
        if figure is None:
            unknown += count
            continue
        known += count
        more = Figure(figure.value * count, figure.low * count, figure.high * count, figure.unit)
        total = more if total is None else total + more
    return Summed(total, known, unknown)
