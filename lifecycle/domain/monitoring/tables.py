"""What a figure is: a table with its definition, and the report that holds all figures of a period.

Lines are in the order of their words, never of their numbers: an order would tell what is hidden.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dpp.domain.message import Message

NOT_KNOWN = "unknown"
Value = int | float | None


@dataclass(frozen=True)
class Measure:
    """What the numbers of a column are, in which unit (UCUM; `1` counts devices)."""

    name: str
    unit: str


DEVICES = Measure("devices", "1")
KILOGRAMS = Measure("kilograms", "kg")
NO_MASS = Measure("without-mass", "1")
SHARE = Measure("share", "%")
SHARE_OF_MASS = Measure("share-of-mass", "%")
SHORT = Measure("percentile-10", "d")
QUARTER = Measure("quartile-1", "d")
MEDIAN = Measure("median", "d")
THREE_QUARTERS = Measure("quartile-3", "d")
LONG = Measure("percentile-90", "d")
AVOIDED = Measure("avoided", "kg CO2e/a")
AVOIDED_LOW = Measure("avoided-low", "kg CO2e/a")
AVOIDED_HIGH = Measure("avoided-high", "kg CO2e/a")
NO_FOOTPRINT = Measure("without-footprint", "1")
KILOGRAMS_LOW = Measure("kilograms-low", "kg")
KILOGRAMS_HIGH = Measure("kilograms-high", "kg")
GRAMS = Measure("grams", "g")
GRAMS_LOW = Measure("grams-low", "g")
GRAMS_HIGH = Measure("grams-high", "g")
NO_COMPOSITION = Measure("without-composition", "1")


@dataclass(frozen=True)
class Line:
    """One line: the words that it is about, and a value for each measure. `hidden`: small, or it would tell one."""

    key: tuple[str, ...]
    values: tuple[Value, ...]
    hidden: bool = False


@dataclass(frozen=True)
class Table:
    """A figure. `keys` name the columns of words; `total` is over all lines, where they divide one number of devices.

    `withheld`: there are too few devices to show any of it to whoever may see aggregates alone.
    """

    name: str
    title: Message
    definition: Message
    keys: tuple[str, ...]
    measures: tuple[Measure, ...]
    lines: tuple[Line, ...]
    total: tuple[Value, ...] | None = None
    withheld: bool = False


@dataclass(frozen=True)
class Coverage:
    """On how many owners the figures rest, of how many that have devices here; organisations of the State alone."""

    owners: int
    of: int


@dataclass(frozen=True)
class Report:
    """All figures of a period, and of the stock on the day on which they were made."""

    first: date
    last: date
    made_on: date
    tables: tuple[Table, ...]
    aggregates_only: bool = False
    coverage: Coverage | None = None

    def table(self, name: str) -> Table:
        """KeyError for a table that there is not."""
        return {each.name: each for each in self.tables}[name]

    def only(self, names: Collection[str]) -> "Report":
        """These tables of it, in the order of the names; one that it does not have is left out."""
        there = {each.name: each for each in self.tables}
        return replace(self, tables=tuple(there[name] for name in names if name in there))


def divided(
    name: str,
    title: Message,
    definition: Message,
    keys: tuple[str, ...],
    found: Iterable[tuple[tuple[str, ...], int]],
) -> Table:
    """A table of how many devices there are with each key, with their total."""
    counts: Counter[tuple[str, ...]] = Counter()
    for key, count in found:
        counts[key] += count
    lines = tuple(Line(key, (counts[key],)) for key in sorted(counts))
    return Table(name, title, definition, keys, (DEVICES,), lines, (counts.total(),))


Rewording = Callable[[str], str]


def merged(table: Table, rewording: Mapping[str, Rewording | None]) -> Table:
    """A table of counts with other words in these columns, or without them (None); lines that then are alike add up."""
    kept = [place for place, key in enumerate(table.keys) if rewording.get(key, str) is not None]

    def reworded(key: tuple[str, ...]) -> tuple[str, ...]:
        them = [(rewording.get(table.keys[place]) or str, key[place]) for place in kept]
        return tuple(say(word) for say, word in them)

    found = ((reworded(line.key), int(line.values[0] or 0)) for line in table.lines)
    return divided(table.name, table.title, table.definition, tuple(table.keys[place] for place in kept), found)
