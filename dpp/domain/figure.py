"""A figure: a number that says its unit, its range and who says so.

Rules:
1. A figure without a source is no figure.
2. The unit is one of `Unit`; the catalogue (`schemas/passport`) says its label and its QUDT term.
3. low <= value <= high. A source that publishes no range gives a figure without one (`low` and `high` both absent):
   a range is never invented, and its absence is not certainty.
4. Numbers are finite; a truth value is no number.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message


class Unit(StrEnum):
    """The units that a figure may have, as they stand in a document."""

    ONE = "1"
    PERCENT = "%"
    KILOGRAM = "kg"
    GRAM = "g"
    MILLIGRAM = "mg"
    KILOGRAM_CO2E = "kg CO2e"
    KILOGRAM_SB_EQUIVALENT = "kg Sb-eq"
    INCH = "in"
    MILLIMETRE = "mm"
    CENTIMETRE = "cm"
    SQUARE_DECIMETRE = "dm2"
    METRE = "m"
    VOLT = "V"
    AMPERE = "A"
    WATT = "W"
    WATT_HOUR = "Wh"
    KILOWATT_HOUR = "kWh"
    KILOWATT_HOUR_PER_YEAR = "kWh per year"
    MILLIAMPERE_HOUR = "mAh"
    GIGABYTE = "GB"
    HERTZ = "Hz"
    DECIBEL = "dB"
    CANDELA_PER_SQUARE_METRE = "cd per m2"
    HOUR = "h"
    WORKING_DAY = "working days"
    MONTH = "months"
    YEAR = "years"
    CYCLE = "cycles"
    EURO = "EUR"


class Quality(StrEnum):
    """How good the data behind a figure are, best first."""

    MEASURED = "measured"
    DECLARED = "declared"
    GAP_FILLED = "gap-filled"
    ARCHETYPE = "archetype"


_UNITS = frozenset(Unit)
_QUALITIES = frozenset(Quality)


@dataclass(frozen=True)
class Source:
    """Who says so. `date` is `2021`, `2021-04` or `2021-04-01`; `licence` is that of the data set it was read in."""

    title: str
    url: str | None = None
    date: str | None = None
    licence: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise InvalidInput(message("A source needs a title."))


@dataclass(frozen=True)
class Figure:
    """`value` in `unit`, between `low` and `high` where the source publishes a range.

    `method` names how it was made (`PAIA`, `EN 50564`). Raises InvalidInput where a rule of this module is broken.
    """

    value: float
    unit: Unit
    source: Source
    low: float | None = None
    high: float | None = None
    method: str | None = None
    quality: Quality | None = None

    def __post_init__(self) -> None:
        if problems := _number_problems(self.value, self.low, self.high, "$"):
            raise InvalidInput(message("This figure contradicts itself."), problems)

    @property
    def bounds(self) -> tuple[float, float]:
        """Low and high to calculate with; both are the value itself where no range is published (`has_range`)."""
        return (self.value if self.low is None else self.low, self.value if self.high is None else self.high)

    @property
    def has_range(self) -> bool:
        return self.low is not None


def read_figure(content: object, path: str = "$") -> Figure:
    """A figure from its JSON form; raises InvalidInput with every fault and its path."""
    if problems := figure_problems(content, path):
        raise InvalidInput(message("{path} is not a figure.", path=path), problems)
    assert isinstance(content, Mapping)
    return Figure(
        value=content["value"],
        unit=Unit(content["unit"]),
        source=_read_source(content["source"]),
        low=content.get("low"),
        high=content.get("high"),
        method=content.get("method"),
        quality=Quality(content["quality"]) if "quality" in content else None,
    )


def write_figure(figure: Figure) -> dict[str, Any]:
    """The JSON form of a figure; what is absent is left out."""
    source = {name: value for name, value in vars(figure.source).items() if value is not None}
    parts = {
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit.value,
        "method": figure.method,
        "quality": figure.quality.value if figure.quality else None,
        "source": source,
    }
    return {name: value for name, value in parts.items() if value is not None}


def figure_problems(content: object, path: str) -> tuple[Problem, ...]:
    """Everything that is wrong with the JSON form of a figure; empty when it is right."""
    if not isinstance(content, Mapping):
        return (Problem(path, message("A figure has a value, a unit and a source; this is '{found}'.", found=content)),)
    problems = list(_number_problems(content.get("value"), content.get("low"), content.get("high"), path))
    if not _is_one_of(_UNITS, content.get("unit")):
        problems.append(Problem(f"{path}.unit", message("'{unit}' is not a known unit.", unit=content.get("unit"))))
    if "quality" in content and not _is_one_of(_QUALITIES, content["quality"]):
        found = content["quality"]
        problems.append(Problem(f"{path}.quality", message("'{found}' is not a known data quality.", found=found)))
    return (*problems, *_source_problems(content.get("source"), f"{path}.source"))


def _is_one_of(words: frozenset[str], candidate: object) -> bool:
    return isinstance(candidate, str) and candidate in words


def _source_problems(source: object, path: str) -> tuple[Problem, ...]:
    title = source.get("title") if isinstance(source, Mapping) else None
    if isinstance(title, str) and title.strip():
        return ()
    return (Problem(path, message("A figure needs a source with a title.")),)


def _number_problems(value: object, low: object, high: object, path: str) -> tuple[Problem, ...]:
    if not _is_number(value):
        return (Problem(f"{path}.value", message("'{found}' is not a number.", found=value)),)
    if low is None and high is None:
        return ()
    if not (_is_number(low) and _is_number(high)):
        return (Problem(path, message("A range has a low and a high number, or is left out.")),)
    if low <= value <= high:  # type: ignore[operator]  # _is_number said so for all three
        return ()
    say = message("The value {value} does not lie between {low} and {high}.", value=value, low=low, high=high)
    return (Problem(f"{path}.value", say),)


def _is_number(candidate: object) -> bool:
    return isinstance(candidate, int | float) and not isinstance(candidate, bool) and math.isfinite(candidate)


def _read_source(content: Mapping[str, Any]) -> Source:
    names = ("title", "url", "date", "licence", "note")
    return Source(**{name: content[name] for name in names if name in content})
