"""The tables of the report, each with its definition: from what a store counted to numbers that are read.

Rules:
1. A table names what it counts in a definition that is shown beside it, and in every download.
2. Reuse rate: the devices that reached a next user (redeployed, donated, sold) of all that reached an end in the period
   (also sent to a recycler, returned to the lessor, exchanged or traded in), by number and by mass.
3. Mass is that of the model's passport; devices of which it is not known are counted apart, never estimated.
4. Avoided emissions stand beside the figures of emissions, outside the scopes, and are never taken off them.
5. Lines are in the order of their words, never of their numbers: an order would tell what is hidden.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dpp.domain.message import Message, message
from dpp.domain.opaque import PassportId
from lifecycle.domain.monitoring.counted import Decided, Deliveries, Ended
from lifecycle.domain.monitoring.measures import percentile, share, summed
from lifecycle.domain.monitoring.steps import NOT_REUSED, REUSED, Step
from lifecycle.domain.routing.facts import Figure
from lifecycle.domain.waste import CATEGORY

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
MEDIAN = Measure("median", "d")
MOST = Measure("percentile-90", "d")
AVOIDED = Measure("avoided", "kg CO2e/a")
AVOIDED_LOW = Measure("avoided-low", "kg CO2e/a")
AVOIDED_HIGH = Measure("avoided-high", "kg CO2e/a")
NO_FOOTPRINT = Measure("without-footprint", "1")


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
class Report:
    """All figures of a period, and of the stock on the day on which they were made."""

    first: date
    last: date
    made_on: date
    tables: tuple[Table, ...]
    aggregates_only: bool = False

    def table(self, name: str) -> Table:
        """KeyError for a table that there is not."""
        return {each.name: each for each in self.tables}[name]


Known = Callable[[PassportId], Figure | None]
"""A figure of a model: its mass in kg, or what a further year of use avoids in kg CO2e."""


def ended_tables(ended: Iterable[Ended], mass: Known, avoided: Known) -> tuple[Table, ...]:
    """What became of devices: the reuse rate, outcomes, owners, WEEE categories, avoided emissions."""
    them = tuple(ended)
    reused = [each for each in them if each.outcome in REUSED]
    return (
        _reuse(them, mass),
        _outcomes(them, mass),
        _owners(them),
        _categories(them, mass),
        _avoided(reused, avoided),
    )


def _mass(them: Iterable[Ended], mass: Known) -> tuple[int, float | None, int]:
    """How many, kilograms of those of which the mass is known, and of how many it is not."""
    found = summed((each.count, None if each.model is None else mass(each.model)) for each in them)
    kilograms = None if found.figure is None else round(found.figure.value, 1)
    return found.known + found.unknown, kilograms, found.unknown


def _reuse(them: tuple[Ended, ...], mass: Known) -> Table:
    all_of, kilograms, without = _mass(them, mass)

    def line(name: str, outcomes: tuple[str, ...]) -> Line:
        count, its, unknown = _mass([each for each in them if each.outcome in outcomes], mass)
        return Line((name,), (count, share(count, all_of), its, share(its or 0, kilograms or 0), unknown))

    return Table(
        "reuse",
        message("Reuse rate"),
        message(
            "Devices that reached a next user (redeployed, donated, sold) of all that reached an end in this period: "
            "also sent to a recycler, returned to the lessor, exchanged or traded in. By number, and by the mass in "
            "the passport of the model."
        ),
        ("ending",),
        (DEVICES, SHARE, KILOGRAMS, SHARE_OF_MASS, NO_MASS),
        (line("next-user", REUSED), line("other-end", NOT_REUSED)),
        (all_of, share(all_of, all_of), kilograms, share(kilograms or 0, kilograms or 0), without),
    )


def _outcomes(them: tuple[Ended, ...], mass: Known) -> Table:
    lines = (
        Line((name,), _mass([each for each in them if each.outcome == name], mass)) for name in (*REUSED, *NOT_REUSED)
    )
    return Table(
        "outcomes",
        message("How devices ended their way"),
        message("Devices that were handed over in this period to a next user or another end, by how."),
        ("outcome",),
        (DEVICES, KILOGRAMS, NO_MASS),
        tuple(lines),
        _mass(them, mass),
    )


def _owners(them: tuple[Ended, ...]) -> Table:
    return _counted(
        "owners",
        message("Devices by owner"),
        message("Devices that reached an end in this period, by the owner when they became surplus."),
        ("owner",),
        (((each.owner or NOT_KNOWN,), each.count) for each in them),
    )


def _categories(them: tuple[Ended, ...], mass: Known) -> Table:
    def category(each: Ended) -> str:
        return str(CATEGORY.get(each.group or "", NOT_KNOWN))

    lines = (
        Line((name,), _mass([each for each in them if category(each) == name], mass))
        for name in sorted({category(each) for each in them})
    )
    return Table(
        "weee",
        message("Mass by WEEE category"),
        message(
            "Devices that reached an end in this period, by category of Annex III of the WEEE Directive (2012/19/EU), "
            "with the mass in the passport of the model."
        ),
        ("category",),
        (DEVICES, KILOGRAMS, NO_MASS),
        tuple(lines),
        _mass(them, mass),
    )


def _avoided(reused: list[Ended], avoided: Known) -> Table:
    def line(name: str) -> Line:
        alike = [each for each in reused if each.outcome == name]
        found = summed((each.count, None if each.model is None else avoided(each.model)) for each in alike)
        amounts = (None,) * 3 if found.figure is None else (found.figure.value, found.figure.low, found.figure.high)
        rounded = tuple(None if amount is None else round(amount, 1) for amount in amounts)
        return Line((name,), (found.known, *rounded, found.unknown))

    return Table(
        "avoided",
        message("Avoided emissions"),
        message(
            "What each further year of use of the devices that reached a next user avoids: a year's share of the "
            "making of a new one, as far as one is not bought (0.70, between 0.54 and 0.73). It stands beside "
            "emissions, outside the scopes, and is never taken off them."
        ),
        ("outcome",),
        (DEVICES, AVOIDED, AVOIDED_LOW, AVOIDED_HIGH, NO_FOOTPRINT),
        tuple(map(line, REUSED)),
    )


def decided_tables(decided: Iterable[Decided]) -> tuple[Table, ...]:
    """Destinations, their reasons, and the owners of the devices."""
    them = tuple(decided)
    what = message(
        "Devices of which the destination was approved in this period; of a passage the last approval counts."
    )
    reason = message(
        "Why the approved destination was chosen: the rule of the policy that decided, or the ground where a person "
        "chose another one."
    )

    def why(each: Decided) -> str:
        return f"ground:{each.reason}" if each.overridden else each.reason

    return (
        _counted("routes", message("Destinations"), what, ("route",), (((e.route,), e.count) for e in them)),
        _counted("reasons", message("Reasons"), reason, ("reason",), (((why(e),), e.count) for e in them)),
        _counted(
            "deciding-owners",
            message("Destinations by owner"),
            what,
            ("owner",),
            (((e.owner or NOT_KNOWN,), e.count) for e in them),
        ),
        _counted(
            "routes-in-full",
            message("Destinations by owner and reason"),
            reason,
            ("owner", "route", "reason"),
            (((e.owner or NOT_KNOWN, e.route, why(e)), e.count) for e in them),
        ),
    )


def steps_table(hours: Mapping[Step, Mapping[int, int]]) -> Table:
    """Time in each step."""

    def days(counts: Mapping[int, int], per_cent: int) -> float | None:
        found = percentile(counts, per_cent)
        return None if found is None else round(found / 24, 1)

    lines = (
        Line((step.value,), (sum(hours[step].values()), days(hours[step], 50), days(hours[step], 90)))
        for step in Step
        if step in hours
    )
    return Table(
        "steps",
        message("Time in each step"),
        message(
            "Days from the last of the earlier steps that a device reached until this one, of the steps that were "
            "reached in this period: half of the devices took no longer than the median, nine in ten no longer than "
            "the 90th percentile (nearest rank)."
        ),
        ("step",),
        (DEVICES, MEDIAN, MOST),
        tuple(lines),
    )


def overrides_table(overridden: Iterable[tuple[str, str, str]]) -> Table:
    """Deviations by the route before and after, and the ground."""
    return _counted(
        "overrides",
        message("Deviations from the rules"),
        message("Proposals by people of another destination than the rules gave, recorded in this period."),
        ("before", "route", "ground"),
        ((key, 1) for key in overridden),
    )


def loops_table(came_back: int, ended: Iterable[Ended]) -> Table:
    """Devices that came round again."""
    again = sum(each.count for each in ended if each.again and each.outcome in REUSED)
    return Table(
        "loops",
        message("Loops"),
        message(
            "Devices that became surplus or came back again, and that reached a next user again, after their first."
        ),
        ("loop",),
        (DEVICES,),
        (Line(("came-back",), (came_back,)), Line(("next-user-again",), (again,))),
    )


def donation_table(delivered: Deliveries) -> Table:
    """Deliveries of donated devices."""
    return Table(
        "donation",
        message("Deliveries of donation programmes"),
        message("Deliveries that coordinators made in this period, and the devices in them."),
        ("delivered",),
        (Measure("number", "1"),),
        (Line(("deliveries",), (delivered.deliveries,)), Line(("devices",), (delivered.devices,))),
    )


def stock_table(stock: Mapping[str, int]) -> Table:
    """What there is today, by stage."""
    return _counted(
        "stock",
        message("Stock today"),
        message("Devices that are here now, by where they are on their way."),
        ("stage",),
        (((stage,), count) for stage, count in stock.items()),
    )


def blocked_table(causes: Mapping[str, int], waiting: Mapping[str, int]) -> Table:
    """What keeps devices waiting today; a device may have several causes, so there is no total."""
    lists = {f"list:{name}": waiting.get(name, 0) for name in ("wipe", "verification", "fact")}
    return Table(
        "blocked",
        message("Held up today"),
        message(
            "Devices that are held up now, by what is in the way. A device can have several causes: there is no total."
        ),
        ("cause",),
        (DEVICES,),
        tuple(Line((cause,), (count,)) for cause, count in sorted({**causes, **lists}.items()) if count),
    )


def _counted(
    name: str,
    title: Message,
    definition: Message,
    keys: tuple[str, ...],
    found: Iterable[tuple[tuple[str, ...], int]],
) -> Table:
    counts: Counter[tuple[str, ...]] = Counter()
    for key, count in found:
        counts[key] += count
    lines = tuple(Line(key, (counts[key],)) for key in sorted(counts))
    return Table(name, title, definition, keys, (DEVICES,), lines, (counts.total(),))
