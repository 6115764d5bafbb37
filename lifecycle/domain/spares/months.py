"""A month of the calendar, as passports give the end of placement on the market."""

from dataclasses import dataclass
from datetime import date
from typing import Self


@dataclass(frozen=True, order=True)
class Month:
    """A year and a month, 1 to 12."""

    year: int
    month: int

    @classmethod
    def read(cls, text: str) -> Self:
        """`2026-11`; ValueError for what is none."""
        first = date.fromisoformat(f"{text}-01")
        return cls(first.year, first.month)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    def later(self, years: int) -> "Month":
        return Month(self.year + years, self.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"
