"""The numbers of a policy for the advice to repair a device or not (`[advice]`; `lifecycle.domain.advice`).

Rules:
1. An amount is a list of three numbers: low, likely and high. One number alone would look surer than it is.
2. A policy without the table has those of the policy that this package carries.
3. Shares of the value are those of `[repair]`: routing and advice hold a repair against the same number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dpp.domain.message import message
from lifecycle.domain.routing.facts import Figure
from lifecycle.domain.routing.reading import Reading

_MOST = 100_000
_ENDS = 3


@dataclass(frozen=True, slots=True)
class PartEstimate:
    """What a part costs (EUR) and how long fitting it takes (minutes), where nobody knows better."""

    eur: Figure
    minutes: Figure
    place: str


@dataclass(frozen=True, slots=True)
class AdviceRules:
    """`as_is_percent` is what a broken device is worth of its value in working order; `parts` by category and part.

    `extra_years` is how much longer a repaired device is used, `new_years` how long a new one is.
    """

    support_months_at_least: int
    as_is_percent: Figure
    labour_eur_per_hour: Figure
    extra_years: Figure
    new_years: Figure
    parts: Mapping[str, Mapping[str, PartEstimate]]

    def estimate(self, category: str, part: str) -> PartEstimate | None:
        """None where the policy has no line for this part of this kind of device."""
        return self.parts.get(category, {}).get(part)


def read_advice(table: Reading) -> AdviceRules:
    rules = AdviceRules(
        support_months_at_least=table.whole("support_months_at_least", 0, 1200),
        as_is_percent=_amount(table, "as_is_percent_of_value", "%", 100),
        labour_eur_per_hour=_amount(table, "labour_eur_per_hour", "EUR"),
        extra_years=_amount(table, "extra_years", "years", 100),
        new_years=_years_of_new(table),
        parts=_read_parts(table.table("parts")),
    )
    table.finish()
    return rules


def _years_of_new(table: Reading) -> Figure:
    years = _amount(table, "new_years", "years", 100)
    if years.low > 0:
        return years
    table.fault(f"{table.path}.new_years", message("expects numbers above 0"))
    return Figure.exact(1, "years")


def _read_parts(table: Reading) -> dict[str, dict[str, PartEstimate]]:
    return {category: _read_category(table.table(category)) for category in table.names()}


def _read_category(table: Reading) -> dict[str, PartEstimate]:
    return {part: _read_part(table.table(part)) for part in table.names()}


def _read_part(table: Reading) -> PartEstimate:
    place = table.path.removeprefix("$.")
    part = PartEstimate(_amount(table, "eur", "EUR"), _amount(table, "minutes", "minutes"), place)
    table.finish()
    return part


def _amount(table: Reading, name: str, unit: str, most: float = _MOST) -> Figure:
    """Rule 1."""
    written = table.raw(name)
    if _is_amount(written, most):
        low, value, high = map(float, written)
        return Figure(value, low, high, unit)
    what = message("expects three numbers from 0 to {most}: low, likely and high", most=most)
    if table.has(name):
        table.fault(f"{table.path}.{name}", message("{what}, found {found}", what=what, found=repr(written)))
    else:
        table.fault(f"{table.path}.{name}", message("is missing: {what}", what=what))
    return Figure.exact(0, unit)


def _is_amount(written: Any, most: float) -> bool:
    return (
        isinstance(written, list | tuple)
        and len(written) == _ENDS
        and all(isinstance(each, int | float) and not isinstance(each, bool) for each in written)
        and 0 <= written[0] <= written[1] <= written[2] <= most
    )
