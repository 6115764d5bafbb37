"""Which counts are hidden from whoever may see aggregates alone, so that no small one can be found.

Several tables divide the same devices, each by one thing (the owner, the destination, the reason), and show the same
total. A reader may know these rules, and that each hidden count is at least 1.

Rules:
1. A count from 1 up to and including 4 is hidden. Zero is told: it is about nobody.
2. What is hidden in a table adds up to the total less what is shown. Therefore the smallest of the others are hidden
   with it until there are at least two, which add up to at least 5 and to more than one each: then each of them can be
   1, and each can be more.
3. Where that cannot be, nothing of these devices is shown in any table, nor their total.
4. A table whose counts are in classes with a total each is protected class by class. Where that cannot be, the totals
   of the classes are not shown, and it is protected as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST = 5

Hidden = frozenset[int]
"""The places of the counts that are hidden."""


@dataclass(frozen=True)
class Protected:
    """What is hidden of each table, by the places of its counts; whether the totals of its classes are shown."""

    tables: tuple[Hidden, ...]
    class_totals: tuple[bool, ...]

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return any(self.tables) or not all(self.class_totals)


def is_small(count: int) -> bool:
    """Rule 1."""
    return 0 < count < SMALLEST


def hidden_in(counts: Sequence[int]) -> Hidden | None:
    """Rules 1 and 2 for one table with its total; None where they cannot be kept."""
    hidden = {place for place, count in enumerate(counts) if is_small(count)}
    others = sorted((count, place) for place, count in enumerate(counts) if count >= SMALLEST)
    while hidden and not _is_safe([counts[place] for place in hidden]):
        if not others:
            return None
        hidden.add(others.pop(0)[1])
    return frozenset(hidden)


def _is_safe(hidden: Sequence[int]) -> bool:
    total = sum(hidden)
    return len(hidden) >= 2 and total >= SMALLEST and total > len(hidden)


def protect(tables: Sequence[Sequence[Sequence[int]]]) -> Protected | None:
    """Rules 2 to 4 for all tables of the same devices, each as its classes of counts; None is rule 3.

    >>> protect([[[3, 20, 6]]]).tables
    (frozenset({0, 2}),)
    """
    found: list[tuple[Hidden, bool]] = []
    for classes in tables:
        each = [hidden_in(counts) for counts in classes]
        if all(hidden is not None for hidden in each):
            found.append((_placed(classes, [hidden or frozenset() for hidden in each]), True))
            continue
        together = hidden_in([count for counts in classes for count in counts])
        if together is None:
            return None
        found.append((together, False))
    return Protected(tuple(hidden for hidden, _ in found), tuple(totals for _, totals in found))


def _placed(classes: Sequence[Sequence[int]], hidden: Sequence[Hidden]) -> Hidden:
    """The places in the whole table."""
    starts = [sum(map(len, classes[:number])) for number in range(len(classes))]
    return frozenset(start + place for start, each in zip(starts, hidden, strict=True) for place in each)
