"""What a figure tells in sentences: the number, its range, what changed since the period before, on how much it rests.

Rules:
1. A change is told of the same figure of the period before, with both numbers; a share changes in percentage points.
2. Where the earlier figure is hidden or of nothing, that is said, and no change.
3. An amount says of how many devices it is known.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from dpp.domain.message import Message, message
from lifecycle.domain.monitoring.balance import NEXT_USER, STILL, end_class
from lifecycle.domain.monitoring.durations import FEW
from lifecycle.domain.monitoring.holdings import NOT_GRADED
from lifecycle.domain.monitoring.measures import share
from lifecycle.domain.monitoring.tables import Coverage, Line, Table
from web.pages.mapping.monitoring_plots import RANGED, Names, measure_words, plotted
from web.pages.mapping.monitoring_words import said

_TODAY = frozenset({"grades", "stock", "blocked"})
_POINTS = frozenset({"reuse"})
_WHAT: Mapping[str, Message] = MappingProxyType(
    {
        "balance": message("Devices that reached an end"),
        "steps": message("The median of this step"),
        "avoided": message("Together"),
        "waste": message("Handed to a recycler (kg)"),
    }
)
"""What is compared, where it is not the total."""


def sentences(table: Table, before: Table | None, coverage: Coverage | None, names: Names) -> Iterator[Message]:
    """In this order: what it is, what changed, on how many it rests."""
    yield from _told(table, names)
    if table.name in _TODAY:
        yield message("There is no stock of an earlier day to compare with.")
    else:
        yield from _change(table, before)
    if coverage is not None and table.name not in _TODAY:
        yield message(
            "It rests on {owners} of {of} organisations of the State that own devices here.",
            owners=coverage.owners,
            of=coverage.of,
        )


def _told(table: Table, names: Names) -> Iterator[Message]:
    if table.name == "balance":
        yield from _flow(table)
    elif table.name == "steps":
        yield from _slowest(table)
    elif table.name == "routes-over-time":
        yield from _approved(table)
    elif table.name == "grades":
        yield from _graded(table)
    elif table.name in RANGED:
        yield from _amount(table)
    elif table.name == "reuse":
        reached, part = table.lines[0].values[0], table.lines[0].values[1]
        if part is not None:
            yield message("Devices that reached a next user: {count}, which is {share}%.", count=reached, share=part)
    else:
        yield from _most(table, names)


def _flow(table: Table) -> Iterator[Message]:
    total = _sum(table.lines)
    reused, still = (_sum(_of_class(table, each)) for each in (NEXT_USER, STILL))
    yield message(
        "Devices on their way: {total}. Reached an end: {ended}, of which a next user: {reused}. Still under way: "
        "{still}.",
        total=total,
        ended=total - still,
        reused=reused,
        still=still,
    )


def _approved(table: Table) -> Iterator[Message]:
    total, routes = _sum(table.lines), _by(table, "route")
    if not routes:
        yield message("Devices with an approved destination: {total}.", total=total)
        return
    most = max(routes, key=lambda route: routes[route])
    yield message(
        "Devices with an approved destination: {total}. Most often: {route}, {percent}%.",
        total=total,
        route=said("route", most, {}),
        percent=share(routes[most], total),
    )


def _graded(table: Table) -> Iterator[Message]:
    total, grades = _sum(table.lines), _by(table, "grade")
    not_yet = grades.pop(NOT_GRADED, 0)
    yield message("Devices here: {total}.", total=total)
    if "grade" in table.keys:
        yield message("Not inspected yet: {count}.", count=not_yet)
    if grades:
        most = max(grades, key=lambda grade: grades[grade])
        yield message("Of the others, most have grade {grade}: {count}.", grade=most, count=grades[most])


def _by(table: Table, key: str) -> Counter[str]:
    """How many there are with each word of a column; nothing where it has no such column."""
    found: Counter[str] = Counter()
    if key in table.keys:
        for line in table.lines:
            found[line.key[table.keys.index(key)]] += int(line.values[0] or 0)
    return found


def _of_class(table: Table, name: str) -> list[Line]:
    return [line for line in table.lines if end_class(line.key[-1]) == name]


def _slowest(table: Table) -> Iterator[Message]:
    if line := _slowest_line(table):
        days = line.values[1:]
        yield message(
            "The slowest step is {step}: half of the devices took no longer than {median} days, and eight in ten "
            "between {low} and {high} days.",
            step=said("step", line.key[0], {}),
            median=days[2],
            low=days[0],
            high=days[4],
        )


def _slowest_line(table: Table) -> Line | None:
    """Of those that rest on enough devices, if there are any; a number that is hidden is of at least 5."""
    told = [line for line in table.lines if line.values[3] is not None]
    enough = [line for line in told if line.values[0] is None or line.values[0] >= FEW]
    return max(enough or told, key=lambda line: line.values[3] or 0, default=None)


def _amount(table: Table) -> Iterator[Message]:
    """Rule 3. Materials are of different worth: they are not added up."""
    known = sum(int(line.values[0] or 0) for line in table.lines)
    unknown = sum(int(line.values[-1] or 0) for line in table.lines)
    value, low, high = (sum(float(line.values[place] or 0) for line in table.lines) for place in (1, 2, 3))
    if table.name == "avoided":
        yield message(
            "Together {value} kg CO₂e for each further year of use, between {low} and {high}.",
            value=value,
            low=low,
            high=high,
        )
        yield _known(known, unknown)
        yield message("Source: the passports of the models, and studies of how many new devices reuse replaces.")
    elif table.name == "waste":
        kept, handed = (float(line.values[1] or 0) for line in table.lines)
        yield message("{kept} kg is used on, and {handed} kg was handed to a recycler.", kept=kept, handed=handed)
        yield _known(known, unknown)
        if low == high:
            yield message("The passports give no range.")
        yield message("Source: the passports of the models.")
    else:
        yield message("Materials that the passports of the models name: {count}.", count=len(table.lines))


def _known(known: int, unknown: int) -> Message:
    return message("It is known of {known} of {all} devices.", known=known, all=known + unknown)


def _most(table: Table, names: Names) -> Iterator[Message]:
    place = plotted(table)
    told = [line for line in table.lines if line.values[place]]
    if not told:
        return
    most = max(told, key=lambda line: line.values[place] or 0)
    what = said(table.keys[-1], most.key[-1], names)
    if len(most.key) > 1:
        first = said(table.keys[0], most.key[0], names)
        what = message("{first}, {last}", first=first, last=what)
    yield message(
        "{measure}: the most is {most}, with {count}.",
        measure=measure_words(table),
        most=what,
        count=most.values[place],
    )
    if table.total is not None and table.total[place] is not None:
        yield message("In all: {total}.", total=table.total[place])


def _change(table: Table, before: Table | None) -> Iterator[Message]:
    """Rules 1 and 2."""
    now = compared(table)
    if now is None:
        return
    then = None if before is None or before.withheld else compared(before)
    if before is not None and table.name == "steps":
        then = _same_step(table, before)
    if then is None or (not then and table.name not in _POINTS):
        yield message("There is nothing to compare with in the period before.")
    elif table.name in _POINTS:
        yield message("In the period before it was {then}%.", then=then)
    else:
        what, percent = _WHAT.get(table.name, message("In all")), share(abs(now - then), then)
        if not percent:
            yield message("{what}, in the period before: the same.", what=what)
        elif now > then:
            yield message(
                "{what}, in the period before: {then}. Now {percent}% more.", what=what, then=then, percent=percent
            )
        else:
            yield message(
                "{what}, in the period before: {then}. Now {percent}% less.", what=what, then=then, percent=percent
            )


def compared(table: Table) -> float | None:
    """The one number of a figure that is compared; None where it has none, or where a part of it is hidden."""
    if table.withheld or not table.lines:
        return None
    if table.name == "balance":
        return _sum(table.lines) - _sum(_of_class(table, STILL))
    if table.name == "steps":
        line = _slowest_line(table)
        return None if line is None else float(line.values[3] or 0)
    if table.name == "reuse":
        return table.lines[0].values[1]
    if table.name in {"avoided", "waste"}:
        hidden = any(line.hidden for line in table.lines)
        whole = table.lines if table.name == "avoided" else table.lines[1:]
        return None if hidden else sum(float(line.values[1] or 0) for line in whole)
    return None if table.total is None else table.total[plotted(table)]


def _same_step(table: Table, before: Table) -> float | None:
    line = _slowest_line(table)
    found = [each.values[3] for each in before.lines if line is not None and each.key == line.key]
    return found[0] if found else None


def _sum(lines: Sequence[Line]) -> int:
    return sum(int(line.values[0] or 0) for line in lines)
