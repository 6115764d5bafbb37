"""Contexts of monitoring: the figures of a period with their plots, and the devices behind one of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.monitoring.topics import Topic
from web.pages.contexts.device import DeviceRow
from web.pages.contexts.frame import FormState
from web.pages.plots.drawing import Plot, Sayable


@dataclass(frozen=True)
class FigureLine:
    """A line of the table behind a plot."""

    words: Annotated[tuple[Sayable, ...], "What it is about"]
    values: Annotated[tuple[int | float | None, ...], "The numbers; none where there is none, or it is hidden"]
    hidden: Annotated[bool, "Whether it is hidden because it is small, or would tell a small one"] = False
    address: Annotated[str, "Where the devices behind it are; empty where they are not shown"] = ""


@dataclass(frozen=True)
class FigureBlock:
    """A figure with its definition, its plot and the table behind it."""

    name: Annotated[str, "Its name in downloads"]
    title: Annotated[Message, "What it is called"]
    definition: Annotated[Message, "What is counted"]
    says: Annotated[tuple[Message, ...], "What it tells, with its range, what changed, and on how many it rests"]
    heads: Annotated[tuple[Message, ...], "The columns of words, then those of numbers"]
    lines: Annotated[tuple[FigureLine, ...], "The table"]
    download: Annotated[str, "The same table as CSV"]
    total: Annotated[tuple[int | float | None, ...], "The last line of the table; empty where there is none"] = ()
    plot: Annotated[Plot | None, "The plot; none where there is nothing to draw"] = None
    withheld: Annotated[bool, "Whether there are too few devices to show any of it"] = False
    more: Annotated[int, "Lines that stand in the download alone"] = 0


@dataclass(frozen=True)
class TopicLink:
    """One of the five topics."""

    topic: Annotated[Topic, "Which"]
    title: Annotated[Message, "What it is called"]
    address: Annotated[str, "Its page, of the same days"]


@dataclass(frozen=True)
class Days:
    """The days of the figures, as every page of monitoring shows them."""

    first: Annotated[date, "The first day"]
    last: Annotated[date, "The last day"]
    made_on: Annotated[date, "The day of the stock"]
    form: Annotated[FormState, "The days as they were asked"]
    query: Annotated[str, "The same days in an address"]
    earlier: Annotated[str, "The period before, in an address"]
    later: Annotated[str, "The period after, in an address; empty where it has not begun"]
    running: Annotated[bool, "Whether the period is not over"]
    aggregates_only: Annotated[bool, "Whether small counts are hidden"]
    counted_at: Annotated[datetime, "When the figures were counted"]


@dataclass(frozen=True)
class MonitoringPage:
    """The leading figure of each topic."""

    template: ClassVar[str] = "monitoring.html"
    days: Annotated[Days, "Of which days"]
    topics: Annotated[tuple[tuple[TopicLink, FigureBlock], ...], "Each topic with the figure that leads it"]


@dataclass(frozen=True)
class TopicPage:
    """All figures of one topic."""

    template: ClassVar[str] = "monitoring_topic.html"
    days: Annotated[Days, "Of which days"]
    topic: Annotated[TopicLink, "Which it is"]
    topics: Annotated[tuple[TopicLink, ...], "All of them"]
    blocks: Annotated[tuple[FigureBlock, ...], "The figures"]


@dataclass(frozen=True)
class BehindPage:
    """The devices behind a figure."""

    template: ClassVar[str] = "monitoring_devices.html"
    back: Annotated[str, "The figures"]
    lines: Annotated[tuple[DeviceRow, ...], "The devices"]
    what: Annotated[tuple[Sayable, ...], "What they have in common"]
    more: Annotated[str, "Address of the next page; empty on the last"] = ""
