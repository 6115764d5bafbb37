"""The report for whoever may see aggregates alone: small counts are hidden (`cells`), with what would give one away.

Rules:
1. Tables that divide the same devices are protected together, and show the same total.
2. Mass and avoided emissions of devices are not shown where any count of these devices is hidden: with the mass of a
   model they would give it away. The same holds for deliveries of donated devices.
3. Tables that cross what other tables show apart (`IN_DETAIL`) are left out.
4. The number of devices behind a duration is not shown, nor a duration of fewer than 5: it is another number than those
   of the other tables, and the difference would be a small count.
5. What overlaps (causes, loops) has no total; a part of a total is hidden too where what remains is small.
"""

from dataclasses import replace
from datetime import date

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from lifecycle.domain.monitoring.cells import Hidden, Protected, is_small, protect
from lifecycle.domain.monitoring.figures import DEVICES, SHARE, Line, Report, Table, Value
from lifecycle.domain.monitoring.steps import REUSED

IN_DETAIL = frozenset({"routes-in-full", "overrides"})
_TOGETHER = (("outcomes", "owners", "weee"), ("routes", "reasons", "deciding-owners"), ("stock",))
_AS_A_WHOLE = ("reuse", "avoided", "donation")


def check_period(first: date, last: date) -> None:
    """InvalidInput unless it is one calendar year: two periods that overlap would give away what lies between them."""
    if (first.month, first.day, last.month, last.day) != (1, 1, 12, 31) or first.year != last.year:
        what = message("Aggregates are given for one whole calendar year.")
        remedy = message("Ask from 1 January up to and including 31 December.")
        raise InvalidInput(what, (Problem("$.last", what),), remedy=remedy)


def aggregates(report: Report) -> Report:
    """The same report without what would tell of few devices."""
    told = {each.name: each for each in report.tables if each.name not in IN_DETAIL}
    for names in _TOGETHER:
        tables = [told[name] for name in names]
        found = protect([_classes(table) for table in tables])
        for place, table in enumerate(tables):
            told[table.name] = _withheld(table) if found is None else _without(table, found.tables[place], found)
        if "outcomes" in names:
            told |= {name: _as_a_whole(told[name], found) for name in _AS_A_WHOLE if name in told}
            told["loops"] = _loops(told["loops"], report.table("outcomes"), withheld=found is None)
    told["blocked"] = replace(told["blocked"], lines=tuple(map(_hidden_if_small, told["blocked"].lines)))
    told["steps"] = replace(told["steps"], lines=tuple(map(_uncounted, told["steps"].lines)))
    return replace(report, tables=tuple(told.values()), aggregates_only=True)


def _classes(table: Table) -> list[list[int]]:
    counts = [int(line.values[0] or 0) for line in table.lines]
    return [counts[: len(REUSED)], counts[len(REUSED) :]] if table.name == "outcomes" else [counts]


def _without(table: Table, hidden: Hidden, found: Protected) -> Table:
    """Rule 2."""
    lines = tuple(_hide(line) if place in hidden else line for place, line in enumerate(table.lines))
    kept = replace(table, lines=lines)
    return _only(kept, {DEVICES.name}) if found.hides else kept


def _as_a_whole(table: Table, found: Protected | None) -> Table:
    """The shares of a reuse rate are shown when the totals of its classes are."""
    if found is None or not found.class_totals[0]:
        return _withheld(table)
    if not found.hides:
        return replace(table, lines=tuple(map(_hidden_if_small, table.lines))) if table.name == "donation" else table
    return _only(table, {DEVICES.name, SHARE.name}) if table.name == "reuse" else _withheld(table)


def _loops(loops: Table, outcomes: Table, *, withheld: bool) -> Table:
    """Rule 5."""
    if withheld:
        return _withheld(loops)
    reused = sum(int(line.values[0] or 0) for line in outcomes.lines[: len(REUSED)])

    def told(line: Line) -> Line:
        count = int(line.values[0] or 0)
        return _hide(line) if is_small(count) or is_small(reused - count) else line

    return replace(loops, lines=tuple(map(told, loops.lines)))


def _withheld(table: Table) -> Table:
    return replace(table, lines=(), total=None, withheld=True)


def _hide(line: Line) -> Line:
    return replace(line, values=(None,) * len(line.values), hidden=True)


def _hidden_if_small(line: Line) -> Line:
    return _hide(line) if is_small(int(line.values[0] or 0)) else line


def _uncounted(line: Line) -> Line:
    """Rule 4."""
    shown = _hidden_if_small(line)
    return replace(shown, values=(None, *shown.values[1:]))


def _only(table: Table, names: set[str]) -> Table:
    """The columns of these measures."""
    places = [place for place, measure in enumerate(table.measures) if measure.name in names]

    def kept(values: tuple[Value, ...]) -> tuple[Value, ...]:
        return tuple(values[place] for place in places)

    return replace(
        table,
        measures=tuple(table.measures[place] for place in places),
        lines=tuple(replace(line, values=kept(line.values)) for line in table.lines),
        total=None if table.total is None else kept(table.total),
    )
