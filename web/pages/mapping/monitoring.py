"""From the report of monitoring to its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from urllib.parse import urlencode

from lifecycle.domain.monitoring.calendar import before, is_year
from lifecycle.domain.monitoring.steps import Step
from lifecycle.domain.monitoring.tables import NOT_KNOWN, Line, Report, Table
from lifecycle.domain.monitoring.topics import TABLES, Topic
from lifecycle.domain.worklists import ListName
from lifecycle.service.monitoring import ReportView
from web.pages.contexts.frame import FormState
from web.pages.contexts.monitoring import Days, FigureBlock, FigureLine, MonitoringPage, TopicLink, TopicPage
from web.pages.mapping.monitoring_plots import plot_of
from web.pages.mapping.monitoring_says import sentences
from web.pages.mapping.monitoring_words import HEADS, TOPICS, said
from web.pages.plots.drawing import Plot

MONITORING = "/monitoring"
_CSV = "/api/v1/monitoring.csv"
_GROUND, _LIST = "ground:", "list:"
_LINES = 200
"""Lines of a table that a page shows."""


@dataclass(frozen=True)
class Opens:
    """Which lists the reader may open: that of the deviations, and of the worklists these."""

    overrides: bool
    lists: frozenset[ListName]


def monitoring_page(view: ReportView, opens: Opens) -> MonitoringPage:
    """The figures that lead."""
    leading = [names[0] for names in TABLES.values()]
    blocks = {block.name: block for block in _blocks(view, leading, opens)}
    found = tuple((_link(topic, view.report), blocks.get(TABLES[topic][0])) for topic in Topic)
    return MonitoringPage(_days(view), tuple((link, block) for link, block in found if block is not None))


def topic_page(view: ReportView, topic: Topic, opens: Opens) -> TopicPage:
    return TopicPage(
        days=_days(view),
        topic=_link(topic, view.report),
        topics=tuple(_link(each, view.report) for each in Topic),
        blocks=_blocks(view, TABLES[topic], opens),
    )


def _link(topic: Topic, report: Report) -> TopicLink:
    return TopicLink(topic, TOPICS[topic], f"{MONITORING}/{topic.value}?{urlencode(_asked(report))}")


def _asked(report: Report) -> dict[str, str]:
    return {"first": report.first.isoformat(), "last": report.last.isoformat()}


def _days(view: ReportView) -> Days:
    report = view.report
    asked, (first, last) = _asked(report), before(report.first, report.last)
    later = _after(report.first, report.last)
    return Days(
        first=report.first,
        last=report.last,
        made_on=report.made_on,
        form=FormState(asked),
        query=urlencode(asked),
        earlier=urlencode({"first": first.isoformat(), "last": last.isoformat()}),
        later=urlencode(later) if report.last < report.made_on else "",
        running=report.first <= report.made_on <= report.last,
        aggregates_only=report.aggregates_only,
        counted_at=view.counted_at,
    )


def _after(first: date, last: date) -> dict[str, str]:
    begins = last + timedelta(days=1)
    ends = date(begins.year, 12, 31) if is_year(first, last) else begins + (last - first)
    return {"first": begins.isoformat(), "last": ends.isoformat()}


def _blocks(view: ReportView, names: list[str] | tuple[str, ...], opens: Opens) -> tuple[FigureBlock, ...]:
    return tuple(_block(table, view, opens) for table in view.report.only(names).tables)


def _block(table: Table, view: ReportView, opens: Opens) -> FigureBlock:
    report, earlier = view.report, {each.name: each for each in view.before.tables} if view.before else {}
    says = tuple(sentences(table, earlier.get(table.name), report.coverage, view.owners)) if table.lines else ()
    drawn = plot_of(table, report, view.owners)
    asked = {**_asked(report), "figure": table.name}
    return FigureBlock(
        name=table.name,
        title=table.title,
        definition=table.definition,
        says=says,
        heads=tuple(HEADS[name] for name in (*table.keys, *(measure.name for measure in table.measures))),
        lines=tuple(_line(table, line, view, opens) for line in table.lines[:_LINES]),
        download=f"{_CSV}?{urlencode(asked)}",
        total=table.total or (),
        plot=None if drawn is None else Plot(table.name, table.title, says[0] if says else table.title, *drawn),
        withheld=table.withheld,
        more=max(len(table.lines) - _LINES, 0),
    )


def _line(table: Table, line: Line, view: ReportView, opens: Opens) -> FigureLine:
    return FigureLine(
        words=tuple(said(key, word, view.owners) for key, word in zip(table.keys, line.key, strict=True)),
        values=line.values,
        hidden=line.hidden,
        address=_address(table, line, view.report, opens) if view.may_see_devices else "",
    )


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


def _address(table: Table, line: Line, report: Report, opens: Opens) -> str:
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
    if table.name == "overrides" and opens.overrides:
        return f"/overrides?{urlencode(days)}"
    return _today(table.name, word, opens)


def _today(table: str, word: str, opens: Opens) -> str:
    """The lists of the devices that are here now; empty for a worklist that the reader does not have."""
    if table == "stock":
        return f"/devices?{urlencode({'lifecycle': word})}"
    if table == "blocked":
        listed = word.startswith(_LIST)
        name, query = (word.removeprefix(_LIST), "") if listed else ("blocked", f"?{urlencode({'cause': word})}")
        return f"/worklists/{name}{query}" if name in opens.lists else ""
    return ""


def _behind(asked: Mapping[str, str]) -> str:
    return f"{MONITORING}/devices?{urlencode(asked)}"


def back(first: date, last: date) -> str:
    """The figures of these days."""
    return f"{MONITORING}?{urlencode({'first': first.isoformat(), 'last': last.isoformat()})}"
