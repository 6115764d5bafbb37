"""A stretch of a long list: some rows of it, and how many there are in all.

Nobody asks for the list: a page is asked for, or rows from a number on. The store reads that many, and counts the
others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Stretch(Generic[T]):
    """Rows from number `start` on (from 0), of `count`; as long as the whole list."""

    rows: Sequence[T]
    start: int
    count: int

    def __len__(self) -> int:
        return self.count

    def each(self, make: Callable[[T], U]) -> "Stretch[U]":
        """The same stretch of what is made of each row."""
        return Stretch(tuple(map(make, self.rows)), self.start, self.count)


@dataclass(frozen=True)
class Wanted:
    """Page number `page` (from 1) of `most` rows."""

    page: int
    most: int

    def start(self, count: int) -> int:
        """Where it begins in a list of so many rows; a page that is not there (any more) is the last one."""
        return min(self.page - 1, max(count - 1, 0) // self.most) * self.most


@dataclass(frozen=True)
class Onward:
    """`most` rows from number `first` on (from 0), as programs ask."""

    first: int
    most: int

    def start(self, count: int) -> int:
        """That number, in a list of any length: after the last row there is none."""
        del count
        return self.first


Part = Wanted | Onward
"""Which part of a list is asked for."""
