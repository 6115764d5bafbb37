"""From a table of monitoring to its plot: a Sankey diagram, small multiples, ranges, or bars."""

from collections.abc import Iterator, Mapping, Sequence

from dpp.domain.actor import OrganisationId
from dpp.domain.message import Message, message
from lifecycle.domain.monitoring.balance import NEXT_USER, OTHER_END, STAGES, STILL, UNDER_WAY
from lifecycle.domain.monitoring.calendar import parts, quarter_of
from lifecycle.domain.monitoring.durations import FEW
from lifecycle.domain.monitoring.holdings import NOT_GRADED
from lifecycle.domain.monitoring.tables import Line, Report, Table
from lifecycle.domain.vocabulary import FunctionalGrade
from web.pages.mapping.monitoring_words import HEADS, WORDS, part_columns, said
from web.pages.plots.bars import Row, bars
from web.pages.plots.drawing import Drawing, Sayable
from web.pages.plots.flows import Stages, desk, phone
from web.pages.plots.panels import Panel, panels
from web.pages.plots.ranges import Range, ranges
from web.pages.plots.sankey import Flow

Names = Mapping[OrganisationId, str]
Drawn = tuple[Drawing, Drawing]

_MOST = 12
"""Rows of a plot; what is more stands in the table."""
_UNITS: Mapping[str, Sayable] = {
    "kg CO2e/a": message("kg CO₂e a year"),
    "kg": message("kg"),
    "g": message("grams"),
    "d": message("days"),
}
RANGED = frozenset({"avoided", "waste", "materials"})
"""Amounts that have a low and a high, where their sources give a range."""
_PLACE = {"weee": 1, "avoided": 1, "waste": 1, "materials": 1}
"""The place of the number that bars show, where it is not the first."""


def plot_of(table: Table, report: Report, names: Names) -> Drawn | None:
    """None where there is nothing to draw."""
    lines = [line for line in table.lines if not line.hidden]
    if table.name == "balance":
        return _flow(table, lines)
    if table.name == "routes-over-time":
        return _over_time(table, lines, report)
    if table.name == "grades" and "grade" in table.keys:
        return _grades(table, lines, names)
    if table.name == "steps":
        return _durations(lines)
    if table.name in RANGED and any(line.values[2] != line.values[3] for line in lines):
        return _amounts(table, lines)
    return _bars(table, lines, names)


def _flow(table: Table, lines: Sequence[Line]) -> Drawn | None:
    orders = dict(zip(("origin", "intake", "end"), STAGES, strict=True))
    order = tuple((*orders[key], *((NEXT_USER, OTHER_END, STILL) if key == "end" else ())) for key in table.keys)
    stages = Stages(order, WORDS, frozenset({*UNDER_WAY, STILL}))
    flows = [Flow(line.key, int(line.values[0] or 0)) for line in lines]
    return (desk(stages, flows), phone(stages, flows)) if any(flow.count for flow in flows) else None


def _over_time(table: Table, lines: Sequence[Line], report: Report) -> Drawn | None:
    columns = _columns(lines, report)
    rows: dict[str, dict[str, float]] = {}
    for line in lines:
        route = line.key[1] if "route" in table.keys else ""
        rows.setdefault(route, {})[line.key[0]] = float(line.values[0] or 0)
    drawn = [
        Panel(
            said("route", route, {}) if route else message("All destinations"),
            sum(amounts.values()),
            tuple(amounts.get(each, 0) for each in columns),
        )
        for route, amounts in rows.items()
    ]
    return panels(part_columns(columns), drawn) if drawn else None


def _columns(lines: Sequence[Line], report: Report) -> tuple[str, ...]:
    """All months or quarters of the period, also those in which nothing was approved."""
    named = [part.name for part in parts(report.first, report.last)]
    if all(line.key[0] in named for line in lines):
        return tuple(named)
    return tuple(dict.fromkeys(map(quarter_of, named)))


def _grades(table: Table, lines: Sequence[Line], names: Names) -> Drawn | None:
    """Each holder with its places as a row, the fullest first in the order of the table."""
    columns = (NOT_GRADED, *(grade.value for grade in FunctionalGrade))
    rows: dict[tuple[str, ...], dict[str, float]] = {}
    for line in lines:
        rows.setdefault(line.key[:-1], {})[line.key[-1]] = float(line.values[0] or 0)
    fullest = set(sorted(rows, key=lambda where: sum(rows[where].values()), reverse=True)[:_MOST])
    drawn = [
        Panel(
            _where(table, where, names), sum(rows[where].values()), tuple(rows[where].get(each, 0) for each in columns)
        )
        for where in rows
        if where in fullest
    ]
    heads: tuple[Sayable, ...] = (message("none"), *columns[1:])
    return panels(heads, drawn) if drawn else None


def _where(table: Table, words: tuple[str, ...], names: Names) -> Sayable:
    them = [said(key, word, names) for key, word in zip(table.keys, words, strict=False)]
    if not them:
        return message("All places")
    return them[0] if len(them) == 1 else Message("{place}, {holder}", {"place": them[1], "holder": them[0]})


def _durations(lines: Sequence[Line]) -> Drawn | None:
    return ranges(list(_spans(lines)), _UNITS["d"]) if lines else None


def _spans(lines: Sequence[Line]) -> Iterator[Range]:
    for line in lines:
        count, *days = line.values
        low, first, median, third, high = (float(day or 0) for day in days)
        step, few = said("step", line.key[0], {}), count is not None and count < FEW
        told = message("{days} days, of {count} devices alone", days=median, count=count)
        yield Range(step, told if few else message("{days} days", days=median), median, low, high, (first, third), few)


def _amounts(table: Table, lines: Sequence[Line]) -> Drawn | None:
    rows = []
    for line in _largest(lines, 1):
        value, low, high = (float(each or 0) for each in line.values[1:4])
        told = value if low == high else message("{value} ({low} to {high})", value=value, low=low, high=high)
        rows.append(Range(said(table.keys[0], line.key[0], {}), told, value, low, high))
    return ranges(rows, _UNITS[table.measures[1].unit]) if rows else None


def _bars(table: Table, lines: Sequence[Line], names: Names) -> Drawn | None:
    place = plotted(table)
    rows = [
        Row(said(table.keys[-1], line.key[-1], names), line.values[place] or 0, (line.values[place],))
        for line in _largest(lines, place)
    ]
    return bars(rows) if rows else None


def plotted(table: Table) -> int:
    """Which of its numbers bars show."""
    place = _PLACE.get(table.name, 0)
    return place if place < len(table.measures) else 0


def _largest(lines: Sequence[Line], place: int) -> list[Line]:
    """In the order of the table."""
    told = [line for line in lines if line.values[place]]
    largest = sorted(told, key=lambda line: line.values[place] or 0, reverse=True)[:_MOST]
    return [line for line in told if line in largest]


def measure_words(table: Table) -> Sayable:
    """What the plot shows."""
    return HEADS[table.measures[plotted(table)].name]
