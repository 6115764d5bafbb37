"""From the report of monitoring to its page."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import urlencode

from dpp.domain.actor import OrganisationId
from dpp.domain.message import Message, message
from lifecycle.domain.monitoring.figures import NOT_KNOWN, Line, Report, Table
from lifecycle.domain.monitoring.steps import NO_GROUND, NOTHING_CLOSED, Step
from lifecycle.domain.vocabulary import Lifecycle, OverrideGround, Route
from lifecycle.service.monitoring import ReportView
from web.pages.contexts.frame import FormState
from web.pages.contexts.monitoring import Bar, FigureBlock, FigureLine, MonitoringPage, Sayable
from web.pages.mapping.worklists import CAUSES
from web.pages.words.rules import RULES, WEEE_CATEGORIES

MONITORING = "/monitoring"
_UNKNOWN = message("not known")
_GROUND, _LIST = "ground:", "list:"
_DRAWN = MappingProxyType({"steps": 1, "avoided": 1, "weee": 1})
"""The place of the number that a plot draws, where it is not the first: the median, kg CO2e, mass."""

WORDS: Mapping[str, Message] = MappingProxyType(
    {
        "next-user": message("Reached a next user"),
        "other-end": message("Reached another end"),
        "redeployed": message("Redeployed within the State"),
        "donated": message("Donated"),
        "sold": message("Sold"),
        "sent_to_recycler": message("Sent to a recycler"),
        "returned_to_lessor": message("Returned to the lessor"),
        "exchanged_under_warranty": message("Exchanged under warranty"),
        "traded_in": message("Traded in"),
        "surplus": message("Surplus"),
        "received": message("Received"),
        "inspected": message("Inspected"),
        "sanitised": message("Data erased"),
        "decided": message("Destination approved"),
        "handed-over": message("Handed over"),
        "came-back": message("Surplus or back again"),
        "next-user-again": message("Reached a next user again"),
        "deliveries": message("Deliveries"),
        "devices": message("Devices"),
        "wipe": message("Waits for erasure"),
        "verification": message("Waits for a check of the erasure"),
        "fact": message("Waits for a fact that is missing"),
        NOTHING_CLOSED: message("Nothing stood against the first option"),
        NO_GROUND: message("no ground"),
        NOT_KNOWN: _UNKNOWN,
    }
)

HEADS: Mapping[str, Message] = MappingProxyType(
    {
        "ending": message("End"),
        "outcome": message("How it ended"),
        "owner": message("Owner"),
        "category": message("WEEE category"),
        "route": message("Destination"),
        "reason": message("Reason"),
        "before": message("The rules"),
        "ground": message("Ground"),
        "step": message("Step"),
        "loop": message("Loop"),
        "delivered": message("Delivered"),
        "stage": message("Stage"),
        "cause": message("Cause"),
        "devices": message("Devices"),
        "number": message("Number"),
        "kilograms": message("Mass (kg)"),
        "without-mass": message("Mass not known"),
        "share": message("Share (%)"),
        "share-of-mass": message("Share of mass (%)"),
        "median": message("Median (days)"),
        "percentile-90": message("90th percentile (days)"),
        "avoided": message("kg CO2e a year"),
        "avoided-low": message("Lowest"),
        "avoided-high": message("Highest"),
        "without-footprint": message("Footprint not known"),
    }
)


def monitoring_page(view: ReportView, *, overrides: bool) -> MonitoringPage:
    """`overrides`: whether the reader may see the list of deviations."""
    report = view.report
    days = {"first": report.first.isoformat(), "last": report.last.isoformat()}
    return MonitoringPage(
        first=report.first,
        last=report.last,
        made_on=report.made_on,
        form=FormState(days),
        query=urlencode(days),
        blocks=tuple(_block(table, view, overrides=overrides) for table in report.tables),
        aggregates_only=report.aggregates_only,
    )


def said(key: str, word: str, owners: Mapping[OrganisationId, str]) -> Sayable:
    """A word of a table as a person reads it; a rule that is not ours stays as it is written."""
    if key == "owner":
        return owners.get(OrganisationId(word), _UNKNOWN)
    plain = word.removeprefix(_GROUND).removeprefix(_LIST)
    lists = (_member(OverrideGround), *_LISTS.get(key, ())) if word.startswith(_GROUND) else _LISTS.get(key, ())
    found = (said for each in lists if (said := each(plain)) is not None)
    return next(found, WORDS.get(plain, plain))


def _member(kind: type[StrEnum]) -> Callable[[str], Sayable | None]:
    """The member of a fixed list that is written so, if one is."""
    return lambda plain: kind(plain) if plain in set(kind) else None


_LISTS: Mapping[str, tuple[Callable[[str], Sayable | None], ...]] = MappingProxyType(
    {
        "route": (_member(Route),),
        "before": (_member(Route),),
        "stage": (_member(Lifecycle),),
        "cause": (CAUSES.get,),
        "category": (WEEE_CATEGORIES.get,),
        "reason": (RULES.get, _member(OverrideGround)),
    }
)
"""The words that a column of a table can hold."""


def _block(table: Table, view: ReportView, *, overrides: bool) -> FigureBlock:
    lines = tuple(
        FigureLine(
            words=tuple(said(key, word, view.owners) for key, word in zip(table.keys, line.key, strict=True)),
            values=line.values,
            hidden=line.hidden,
            address=_address(table, line, view.report, overrides=overrides) if view.may_see_devices else "",
        )
        for line in table.lines
    )
    place, stacked = _plotted(table), table.name == "reuse"
    shown = _shown(lines, place)
    return FigureBlock(
        name=table.name,
        title=table.title,
        definition=table.definition,
        summary=_summary(shown, HEADS[table.measures[place].name]),
        heads=tuple(HEADS[name] for name in (*table.keys, *(measure.name for measure in table.measures))),
        lines=lines,
        total=table.total or (),
        bars=_bars(shown, stacked=stacked),
        stacked=stacked,
        withheld=table.withheld,
    )


def _plotted(table: Table) -> int:
    """Which of its numbers a plot draws."""
    place = _DRAWN.get(table.name, 0)
    return place if place < len(table.measures) else 0


def _shown(lines: tuple[FigureLine, ...], place: int) -> list[tuple[Sayable, float]]:
    return [(line.words[-1], float(value)) for line in lines if (value := line.values[place])]


def _bars(shown: list[tuple[Sayable, float]], *, stacked: bool) -> tuple[Bar, ...]:
    """A bar for each number; the longest, or all of one stack together, is as wide as the plot."""
    counts = [count for _, count in shown]
    whole = (sum(counts) if stacked else max(counts, default=0)) or 1
    bars, start = [], 0.0
    for label, count in shown:
        width = round(100 * count / whole, 2)
        bars.append(Bar(label, count, round(start, 2) if stacked else 0, width))
        start += width
    return tuple(bars)


def _summary(shown: list[tuple[Sayable, float]], measure: Message) -> Message:
    if not shown:
        return message("There is nothing to draw.")
    most, count = max(shown, key=lambda each: each[1])
    return message("{measure}: the most is {most}, with {count}.", measure=measure, most=most, count=count)


_STEPS = MappingProxyType(
    {
        "outcomes": Step.HANDED_OVER,
        "avoided": Step.HANDED_OVER,
        "owners": Step.HANDED_OVER,
        "routes": Step.DECIDED,
        "reasons": Step.DECIDED,
        "deciding-owners": Step.DECIDED,
        "routes-in-full": Step.DECIDED,
    }
)


def _address(table: Table, line: Line, report: Report, *, overrides: bool) -> str:
    """Where the devices behind a line are; empty where a list of theirs is not kept."""
    days = {"first": report.first.isoformat(), "last": report.last.isoformat()}
    [word, *_] = line.key
    if table.name == "loops":
        step = Step.SURPLUS if word == "came-back" else Step.HANDED_OVER
        return _behind({"step": step.value, **days, "again": "1"})
    if table.name == "steps":
        return _behind({"step": word, **days})
    if table.name in _STEPS and word != NOT_KNOWN:
        asked = {key: word.removeprefix(_GROUND) for key, word in zip(table.keys, line.key, strict=True)}
        return _behind({"step": _STEPS[table.name].value, **days, **asked})
    if table.name == "overrides" and overrides:
        return f"/overrides?{urlencode(days)}"
    return _today(table.name, word)


def _today(name: str, word: str) -> str:
    """The lists of the devices that are here now."""
    if name == "stock":
        return f"/devices?{urlencode({'lifecycle': word})}"
    if name == "blocked":
        listed = word.startswith(_LIST)
        return (
            f"/worklists/{word.removeprefix(_LIST)}" if listed else f"/worklists/blocked?{urlencode({'cause': word})}"
        )
    return ""


def _behind(asked: Mapping[str, str]) -> str:
    return f"{MONITORING}/devices?{urlencode(asked)}"


def back(first: date, last: date) -> str:
    """The figures of these days."""
    return f"{MONITORING}?{urlencode({'first': first.isoformat(), 'last': last.isoformat()})}"
