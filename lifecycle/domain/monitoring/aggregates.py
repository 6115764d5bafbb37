"""The report for whoever may see aggregates alone: small counts are hidden (`cells`), with what would give one away.

Rules:
1. Tables that divide the same devices are protected together, and show the same total.
2. Mass and avoided emissions of devices are not shown where any count of these devices is hidden: with the mass of a
   model they would give it away. The same holds for deliveries of donated devices.
3. Tables that cross what other tables show apart (`IN_DETAIL`) are left out, or shown as rule 6 says.
4. The number of devices behind a duration is not shown, nor a duration of fewer than 5: it is another number than those
   of the other tables, and the difference would be a small count.
5. What overlaps (causes, loops) has no total; a part of a total is hidden too where what remains is small.
6. A table that crosses others (the flow, destinations over time, stock by holder and grade) is shown in the finest of
   its forms (`_FORMS`) in which every count is 0 or at least 5, and otherwise not at all. All its counts are sums of
   the same devices as those of the tables that it crosses, so these show nothing that it hides.
7. The flow is not shown where the devices under way and those in stock differ by a small count.
8. An amount is hidden where it rests on fewer than 5 devices, or where it is not known of fewer than 5.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from lifecycle.domain.monitoring.balance import STILL, end_class
from lifecycle.domain.monitoring.calendar import is_year, quarter_of
from lifecycle.domain.monitoring.cells import Hidden, Protected, is_small, protect
from lifecycle.domain.monitoring.steps import REUSED
from lifecycle.domain.monitoring.tables import DEVICES, SHARE, Line, Report, Rewording, Table, Value, merged

IN_DETAIL = frozenset({"routes-in-full", "overrides"})
_TOGETHER = (("outcomes", "owners", "weee"), ("routes", "reasons", "deciding-owners"), ("stock",))
_AS_A_WHOLE = ("reuse", "avoided", "waste", "materials", "donation")
_AMOUNTS = frozenset({"avoided", "waste", "materials"})
_CROSSING = (("balance", "outcomes"), ("routes-over-time", "routes"), ("grades", "stock"))
"""Each with one of the tables of the same devices: nothing of them is shown where that is withheld."""

_FORMS: Mapping[str, tuple[Mapping[str, Rewording | None], ...]] = {
    "balance": ({}, {"origin": None}, {"origin": None, "end": end_class}),
    "routes-over-time": ({}, {"part": quarter_of}, {"part": quarter_of, "route": None}),
    "grades": ({"place": None}, {"place": None, "holder": None}, {"place": None, "grade": None}),
}


def check_period(first: date, last: date) -> None:
    """InvalidInput unless it is one calendar year: two periods that overlap would give away what lies between them."""
    if not is_year(first, last):
        what = message("Aggregates are given for one whole calendar year.")
        remedy = message("Ask from 1 January up to and including 31 December.")
        raise InvalidInput(what, (Problem("$.last", what),), remedy=remedy)


def aggregates(report: Report) -> Report:
    """The same report without what would tell of few devices. Of tables that belong together all are there, or none."""
    whole = {each.name: each for each in report.tables}
    told = {name: table for name, table in whole.items() if name not in IN_DETAIL}
    for names in _TOGETHER:
        tables = [told[name] for name in names if name in told]
        found = protect([_classes(table) for table in tables])
        for place, table in enumerate(tables):
            told[table.name] = _withheld(table) if found is None else _without(table, found.tables[place], found)
        if tables and "outcomes" in names:
            told |= {name: _as_a_whole(told[name], found) for name in _AS_A_WHOLE if name in told}
            if "loops" in told:
                told["loops"] = _loops(told["loops"], whole["outcomes"], withheld=found is None)
    told |= {name: _in_a_form(whole, name, told[beside]) for name, beside in _CROSSING if name in told}
    told |= {name: _each_line(told[name], _hidden_if_small) for name in ("blocked",) if name in told}
    told |= {name: _each_line(told[name], _uncounted) for name in ("steps",) if name in told}
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
    if found.hides:
        return _only(table, {DEVICES.name, SHARE.name}) if table.name == "reuse" else _withheld(table)
    if table.name in _AMOUNTS:
        return _each_line(table, _hidden_if_either_small)
    return _each_line(table, _hidden_if_small) if table.name == "donation" else table


def _in_a_form(whole: Mapping[str, Table], name: str, beside: Table) -> Table:
    """Rules 6 and 7."""
    table = whole[name]
    if beside.withheld or (name == "balance" and not _may_stand_beside(table, whole.get("stock"))):
        return _withheld(table)
    return next((each for each in _forms(table) if not _has_small(each)), _withheld(table))


def _forms(table: Table) -> Iterator[Table]:
    return (merged(table, rewording) for rewording in _FORMS[table.name])


def _has_small(table: Table) -> bool:
    return any(is_small(int(line.values[0] or 0)) for line in table.lines)


def _may_stand_beside(balance: Table, stock: Table | None) -> bool:
    """Whether the flow may be shown beside the stock: rule 7."""
    if stock is None or stock.total is None:
        return True
    still = sum(int(line.values[0] or 0) for line in balance.lines if end_class(line.key[-1]) == STILL)
    return not is_small(abs(still - int(stock.total[0] or 0)))


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


def _hidden_if_either_small(line: Line) -> Line:
    """Rule 8: of how many it is known comes first, of how many it is not last."""
    return _hide(line) if is_small(int(line.values[0] or 0)) or is_small(int(line.values[-1] or 0)) else line


def _uncounted(line: Line) -> Line:
    """Rule 4."""
    shown = _hidden_if_small(line)
    return replace(shown, values=(None, *shown.values[1:]))


def _each_line(table: Table, told: Callable[[Line], Line]) -> Table:
    return replace(table, lines=tuple(map(told, table.lines)))


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
