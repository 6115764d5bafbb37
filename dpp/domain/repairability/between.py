"""A number that lies somewhere in a range: because it was rounded, or because an act is not certain to us."""

from dataclasses import dataclass
from decimal import Decimal

from dpp.domain.repairability.rounding import half_a_digit


@dataclass(frozen=True)
class Between:
    """From `low` to `high`; both are the same where the number is certain."""

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, low: Decimal | int, high: Decimal | int | None = None) -> "Between":
        return cls(Decimal(low), Decimal(low if high is None else high))

    @classmethod
    def around(cls, declared: Decimal) -> "Between":
        """What a number can be that was rounded to what is written."""
        margin = half_a_digit(declared)
        return cls(declared - margin, declared + margin)

    @property
    def is_certain(self) -> bool:
        return self.low == self.high

    def __contains__(self, number: Decimal) -> bool:
        return self.low <= number <= self.high

    def __str__(self) -> str:
        return str(self.low) if self.is_certain else f"{self.low} - {self.high}"
