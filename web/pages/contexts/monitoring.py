"""Contexts of monitoring: the figures of a period with their plots, and the devices behind one of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.device import DeviceRow
from web.pages.contexts.frame import FormState

Sayable = Message | StrEnum | str


@dataclass(frozen=True)
class Bar:
    """A bar of a plot; all bars begin at the left, those of one stack behind each other."""

    label: Annotated[Sayable, "What it stands for"]
    value: Annotated[float, "The number that it shows"]
    start: Annotated[float, "Where it begins, in per cent of the width"]
    width: Annotated[float, "How wide it is, in per cent of the width"]


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
    summary: Annotated[Message, "The plot in one sentence"]
    heads: Annotated[tuple[Message, ...], "The columns of words, then those of numbers"]
    lines: Annotated[tuple[FigureLine, ...], "The table"]
    total: Annotated[tuple[int | float | None, ...], "The last line of the table; empty where there is none"] = ()
    bars: Annotated[tuple[Bar, ...], "The plot; empty where there is nothing to draw"] = ()
    stacked: Annotated[bool, "Whether the bars are parts of one"] = False
    withheld: Annotated[bool, "Whether there are too few devices to show any of it"] = False


@dataclass(frozen=True)
class MonitoringPage:
    """All figures of a period."""

    template: ClassVar[str] = "monitoring.html"
    first: Annotated[date, "The first day"]
    last: Annotated[date, "The last day"]
    made_on: Annotated[date, "The day of the stock"]
    form: Annotated[FormState, "The days as they were asked"]
    query: Annotated[str, "The same days in an address"]
    blocks: Annotated[tuple[FigureBlock, ...], "The figures"]
    aggregates_only: Annotated[bool, "Whether small counts are hidden"]


@dataclass(frozen=True)
class BehindPage:
    """The devices behind a figure."""

    template: ClassVar[str] = "monitoring_devices.html"
    back: Annotated[str, "The figures"]
    lines: Annotated[tuple[DeviceRow, ...], "The devices"]
    what: Annotated[tuple[Sayable, ...], "What they have in common"]
    more: Annotated[str, "Address of the next page; empty on the last"] = ""
