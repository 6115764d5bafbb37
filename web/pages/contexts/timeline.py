"""Context of the timeline of a device: who had it when, what happened, and how it stood at any moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.device import DeviceHead, Happening, Standing
from web.pages.contexts.frame import NEW_FORM, FormState, Link


@dataclass(frozen=True)
class Tick:
    """A date under the axis."""

    place: Annotated[float, "Percent of the width, from the left"]
    at: Annotated[datetime, "The moment"]


@dataclass(frozen=True)
class Point:
    """An event on the axis."""

    place: Annotated[float, "Percent of the width, from the left"]
    kind: Annotated[Message, "What happened"]
    at: Annotated[datetime, "When"]
    address: Annotated[str, "The timeline as the device stood just after it"]
    corrected: Annotated[bool, "Whether it was declared wrong"] = False
    late: Annotated[bool, "Whether it was recorded late"] = False


@dataclass(frozen=True)
class Band:
    """Who had the device, and where, as a piece of the band under the axis."""

    number: Annotated[int, "From 1, oldest first"]
    custodian: Annotated[str, "Name of the organisation"]
    place: Annotated[str, "Where"]
    since: Annotated[datetime, "From when"]
    until: Annotated[datetime | None, "Until when; none while it still is so"]
    start: Annotated[float, "Percent of the width, from the left"]
    width: Annotated[float, "Percent of the width"]


@dataclass(frozen=True)
class Entry:
    """An event in the list, with everything that hangs on it."""

    happening: Annotated[Happening, "The event"]
    late: Annotated[bool, "Whether it was recorded more than an hour after it happened"] = False
    number: Annotated[int | None, "Its number in the log; none while it waits for one"] = None
    declaration: Annotated[str | None, "Where the declaration that it was wrong stands"] = None
    links: Annotated[tuple[Link, ...], "Documents and evidence"] = ()
    correct: Annotated[str | None, "Where it is corrected, for who may"] = None
    at: Annotated[str, "The timeline as the device stood just after it"] = ""
    chosen: Annotated[bool, "Whether the state shown is the one just after it"] = False


@dataclass(frozen=True)
class Chapter:
    """The events while one organisation had the device in one place."""

    band: Annotated[Band, "Who had it, and where"]
    entries: Annotated[tuple[Entry, ...], "What happened then, newest first"]


@dataclass(frozen=True)
class Foreign:
    """What another party tells of the device in an EPCIS event. It changes nothing of its state."""

    step: Annotated[str, "The business step, as the event names it; else the type of the event"]
    at: Annotated[datetime, "When it happened, as that party says"]
    recorded: Annotated[datetime, "When it came here"]
    by: Annotated[str, "Who sent it"]
    address: Annotated[str, "The event itself"]


@dataclass(frozen=True)
class TimelinePage:
    """A device's whole life as insiders see it. Nothing is left out."""

    template: ClassVar[str] = "timeline.html"
    head: Annotated[DeviceHead, "Which device"]
    chapters: Annotated[tuple[Chapter, ...], "Newest first"]
    points: Annotated[tuple[Point, ...], "Events on the axis, oldest first"]
    ticks: Annotated[tuple[Tick, ...], "Dates under the axis"]
    at: Annotated[datetime | None, "The moment whose state is shown; none for now"] = None
    marker: Annotated[float | None, "That moment on the axis, in percent"] = None
    standing: Annotated[Standing | None, "How the device stood; none before its life began"] = None
    cases: Annotated[tuple[Link, ...], "Open cases"] = ()
    proof: Annotated[str | None, "Address of the file that proves its history"] = None
    form: Annotated[FormState, "The date that was asked for, and what is wrong with it"] = NEW_FORM
    foreign: Annotated[tuple[Foreign, ...], "What others tell of it, oldest first"] = ()

    @property
    def bands(self) -> tuple[Band, ...]:
        """Oldest first."""
        return tuple(chapter.band for chapter in reversed(self.chapters))
