"""What is possible with a device after its last security update: other systems, longer updates, and where to look.

The facts are `schemas/after-support/<version>/systems.json`: each with who publishes it, its source, the day of that
and whether it was read there itself or is told by others.

Rules:
1. A way is for the kinds of device and of system that it names. A display needs no updates, and has none.
2. A system asks for a processor, memory and storage in general terms. What a device is known to have meets that, or
   does not; what is not known leaves it open. Nothing here was tried on the model: only its publisher's list says that.
3. Longer updates of the same system end on a day. What is over is told as over, for who relied on it.
4. Of phones and tablets no compatibility is known here: systems are made for one model at a time. The publishers' lists
   are named, and what the passport of the model itself says stands beside this (`of_model`).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dpp.domain.message import Message, message
from lifecycle.domain.routing.facts import Platform, Processor
from lifecycle.domain.routing.findings import Case
from lifecycle.domain.routing.plain import number
from lifecycle.domain.routing.support import platform, windows_11
from lifecycle.domain.routing.windows11 import Capable

X86_64 = "x86-64"
_X86_MAKERS = frozenset({"intel", "amd", "genuineintel", "authenticamd"})


class WayKind(StrEnum):
    """Another system, longer updates of the same one, or a list in which somebody can look a model up."""

    SYSTEM = "system"
    UPDATES = "updates"
    LIST = "list"


class Read(StrEnum):
    """How its source is known: read there, told by others who quote it, or only named as the place to look."""

    READ = "read"
    RETOLD = "retold"
    NAMED = "named"


class Audience(StrEnum):
    PERSONS = "persons"
    ORGANISATIONS = "organisations"


class Fits(StrEnum):
    """Whether what is known of the device meets what a way asks."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of whoever publishes it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class WaySource:
    """Where a way is known from, and on which day somebody looked."""

    page: Page
    read: date
    how: Read


@dataclass(frozen=True, slots=True)
class Way:
    """One way to go on. `until` is its last day, `before` the one announced first, `models` a list of models."""

    id: str
    kind: WayKind
    name: str
    by: str
    platforms: frozenset[Platform]
    categories: frozenset[str]
    source: WaySource
    architecture: str | None = None
    memory_gib: float | None = None
    storage_gb: float | None = None
    audience: Audience | None = None
    until: date | None = None
    before: date | None = None
    models: Page | None = None


@dataclass(frozen=True, slots=True)
class Afterwards:
    """A way for one device or model: whether it fits, why, and the facts behind that; `over`: it has ended."""

    way: Way
    fits: Fits
    why: tuple[Message, ...]
    facts: tuple[str, ...]
    over: bool = False


def parse_ways(text: str) -> tuple[Way, ...]:
    """The ways of a file that follows its schema; KeyError or ValueError for one that does not."""
    return tuple(_way(each) for each in json.loads(text)["ways"])


def _way(content: Mapping[str, Any]) -> Way:
    source = content["source"]
    page = Page(source["title"], source["url"])
    models = content.get("models")
    return Way(
        id=content["id"],
        kind=WayKind(content["kind"]),
        name=content["name"],
        by=content["by"],
        platforms=frozenset(map(Platform, content["platforms"])),
        categories=frozenset(content["categories"]),
        source=WaySource(page, date.fromisoformat(source["read"]), Read(source["how"])),
        architecture=content.get("architecture"),
        memory_gib=content.get("memoryGib"),
        storage_gb=content.get("storageGb"),
        audience=Audience(content["audience"]) if "audience" in content else None,
        until=_day(content.get("until")),
        before=_day(content.get("before")),
        models=None if models is None else Page(models["title"], models["url"]),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def afterwards(case: Case, ways: tuple[Way, ...]) -> tuple[Afterwards, ...]:
    """What fits first, then what may, then what does not; as the file has them among equals."""
    category = case.line.name if case.line is not None else case.value("category")
    made_for = platform(case)
    fitting = [each for each in ways if category in each.categories and made_for in each.platforms]
    found = [_judged(each, case) for each in fitting if not _is_beside_the_point(each, case)]
    order = list(Fits)
    return tuple(sorted(found, key=lambda each: (each.over, order.index(each.fits))))


def _is_beside_the_point(way: Way, case: Case) -> bool:
    """Longer updates of Windows 10 are for what cannot run Windows 11."""
    if way.kind is not WayKind.UPDATES:
        return False
    windows = windows_11(case)
    return windows is not None and windows.capable is Capable.YES


def _judged(way: Way, case: Case) -> Afterwards:
    """Rules 2 and 3."""
    over = way.until is not None and way.until < case.on
    if way.kind is WayKind.LIST:
        why = message("systems of this kind are made for one model at a time: look the model up in the list")
        return Afterwards(way, Fits.UNKNOWN, (why,), (), over)
    judged = tuple(_conditions(way, case))
    fits = [each for each, _, _ in judged]
    met = Fits.NO if Fits.NO in fits or over else Fits.UNKNOWN if Fits.UNKNOWN in fits else Fits.YES
    facts = tuple(name for _, _, name in judged if case.is_known(name))
    return Afterwards(way, met, tuple(why for _, why, _ in judged), facts, over)


def _conditions(way: Way, case: Case) -> Iterator[tuple[Fits, Message, str]]:
    if way.architecture == X86_64:
        yield _processor(case.value("processor"))
    if way.memory_gib is not None:
        yield _enough(
            message("it asks {needed} GB of memory, and this has {found}"),
            message("it asks {needed} GB of memory, and nobody knows what this has"),
            way.memory_gib,
            (case.value("memory_gib"), "memory_gib"),
        )
    if way.storage_gb is not None:
        yield _enough(
            message("it asks {needed} GB of storage, and this has {found}"),
            message("it asks {needed} GB of storage, and nobody knows what this has"),
            way.storage_gb,
            (case.value("storage_gb"), "storage_gb"),
        )
    if way.audience is not None:
        yield Fits.UNKNOWN, _AUDIENCE[way.audience], "platform"


_AUDIENCE = {
    Audience.PERSONS: message("for computers of persons that are signed up for it, not for those of organisations"),
    Audience.ORGANISATIONS: message("for computers of organisations that pay for it, each year anew"),
}


def _processor(processor: Processor | None) -> tuple[Fits, Message, str]:
    if processor is None or processor.vendor.lower() == "unknown":
        why = message("it asks a 64-bit processor of Intel or AMD, and nobody knows which this has")
        return Fits.UNKNOWN, why, "processor"
    if processor.vendor.lower() in _X86_MAKERS:
        return (
            Fits.YES,
            message("it asks a 64-bit processor of Intel or AMD, and this has one of those makers"),
            "processor",
        )
    return Fits.NO, message("it asks a processor of Intel or AMD, and this has another"), "processor"


def _enough(met: Message, unknown: Message, needed: float, fact: tuple[Any, str]) -> tuple[Fits, Message, str]:
    found, name = fact
    if found is None:
        return Fits.UNKNOWN, Message(unknown.template, {"needed": number(needed)}), name
    said = Message(met.template, {"needed": number(needed), "found": number(round(found, 1))})
    return (Fits.YES if found >= needed else Fits.NO), said, name
