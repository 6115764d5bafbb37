"""The bill of materials of a device: which parts were in it on any day, since when, who says so, and how surely.

Rules:
1. A part is in the device from the first event that shows it or puts it in, until one takes it out.
2. Evidence that shows parts of a kind shows all of that kind (`EvidenceAttached.parts`), and storage where it says that
   it lists all media: others of that kind are not in it any more. Storage is told by `media`, never by `parts`.
3. A part taken out by its serial number is that one. Without a number it is the only one of its kind; where there are
   several, one without a number; where all have one nobody can say which, and all of the kind become doubtful.
4. Two that say the same independently are surer than either: confidence is 1 - (1 - a)(1 - b). A doubtful part has at
   most `DOUBTFUL`.
5. What a correction declares to be in error never counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.claims import claim_key
from lifecycle.domain.events import (
    ComponentInstalled,
    ComponentRemoved,
    Event,
    EventId,
    EvidenceAttached,
    Harvested,
    MediaDestroyed,
    MediaRemoved,
    SanitisationPerformed,
    effective,
)
from lifecycle.domain.facts import Capacity, CapacityUnit
from lifecycle.domain.vocabulary import ComponentKind, PartOrigin

READ_BY_MACHINE = 0.9
"""The part told its own number; firmware that repeats an old one is the exception."""
STATED = 0.8
"""A person wrote down what was put in."""
WITHOUT_NUMBER = 0.5
"""Nothing tells this part from another of its kind."""
DOUBTFUL = 0.4


@dataclass(frozen=True)
class PartSource:
    """Who says that the part is in the device: an event, and the file where it was evidence."""

    event: EventId
    kind: str
    sha256: str | None = None
    format: str | None = None


@dataclass(frozen=True)
class BomLine:
    """One part. `since` is when it was put in or first seen; `origin` is known of what a recorded act put in."""

    component: ComponentKind
    since: datetime
    source: PartSource
    confidence: float
    serial: str | None = None
    maker: str | None = None
    model: str | None = None
    capacity: Capacity | None = None
    origin: PartOrigin | None = None
    donor: DeviceKey | None = None

    def is_the(self, component: ComponentKind, serial: str | None) -> bool:
        """Whether it is the part with this number."""
        return serial is not None and self.component is component and same_serial(self.serial, serial)


Bom = tuple[BomLine, ...]


def same_serial(one: str | None, other: str | None) -> bool:
    """Whether two numbers on parts are one: without case and white space."""
    return one is not None and other is not None and claim_key(one) == claim_key(other)


def bill_of_materials(events: Iterable[Event], as_of: datetime) -> Bom:
    """The parts in the device at a moment, by kind and number; events are given in the order of recording."""
    parts: Bom = ()
    for event in effective(events):
        if event.occurred_at <= as_of:
            parts = _after(parts, event)
    return tuple(sorted(parts, key=lambda line: (line.component, line.serial or "", line.since)))


def _after(parts: Bom, event: Event) -> Bom:
    match event.happening:
        case EvidenceAttached() as it:
            parts = _seen(parts, event, it)
        case ComponentInstalled() as it:
            parts = _with(parts, _installed(event, it))
        case ComponentRemoved(component=component, serial=serial):
            parts = _without(parts, component, serial)
        case Harvested(parts=out):
            for part in out:
                parts = _without(parts, part.component, part.serial)
        case MediaRemoved(medium=serial) | MediaDestroyed(medium=serial):
            parts = _without(parts, ComponentKind.STORAGE, serial)
        case SanitisationPerformed(medium=serial) if _is_new(parts, serial):
            parts = _with(parts, _wiped(event, serial))
    return parts


def _is_new(parts: Bom, medium: str) -> bool:
    return not any(line.is_the(ComponentKind.STORAGE, medium) for line in parts)


def _wiped(event: Event, medium: str) -> BomLine:
    """A medium that was first seen at its wipe."""
    return BomLine(ComponentKind.STORAGE, event.occurred_at, PartSource(event.id, event.kind), STATED, serial=medium)


def _installed(event: Event, it: ComponentInstalled) -> BomLine:
    return BomLine(
        component=it.component,
        since=event.occurred_at,
        source=PartSource(event.id, event.kind),
        confidence=STATED if it.serial else WITHOUT_NUMBER,
        serial=it.serial,
        maker=it.maker,
        model=it.model,
        capacity=it.capacity,
        origin=it.origin,
        donor=it.donor,
    )


def _seen(parts: Bom, event: Event, it: EvidenceAttached) -> Bom:
    """Rule 2."""
    shown = tuple(_lines(event, it))
    complete: set[ComponentKind] = {line.component for line in shown if line.component is not ComponentKind.STORAGE}
    if it.lists_all_media:
        complete.add(ComponentKind.STORAGE)
    for component in {line.component for line in shown} | complete:
        here = [line for line in parts if line.component is component]
        others = tuple(line for line in parts if line.component is not component)
        matched, left = _matched(here, [line for line in shown if line.component is component])
        parts = (*others, *matched) if component in complete else (*others, *matched, *left)
    return parts


def _matched(here: list[BomLine], shown: list[BomLine]) -> tuple[list[BomLine], list[BomLine]]:
    """What evidence shows, each with what was known of it; and the known parts that it does not show.

    A part that was put in without a number is the one of its kind that evidence shows for the first time.
    """
    left, found = list(here), []
    for new in sorted(shown, key=lambda line: line.serial is None):
        known = next((line for line in left if line.is_the(new.component, new.serial)), None)
        known = known or next((line for line in left if line.serial is None), None)
        if known is not None:
            left.remove(known)
        found.append(new if known is None else _surer(known, new))
    return found, left


def _lines(event: Event, it: EvidenceAttached) -> Iterable[BomLine]:
    source = PartSource(event.id, event.kind, it.sha256, it.format)
    for medium in it.media:
        size = None if medium.size_bytes is None else Capacity(medium.size_bytes, CapacityUnit.BYTE)
        yield BomLine(
            ComponentKind.STORAGE,
            event.occurred_at,
            source,
            READ_BY_MACHINE,
            serial=medium.serial,
            model=medium.model,
            capacity=size,
        )
    for part in it.parts:
        yield BomLine(
            part.component,
            event.occurred_at,
            source,
            READ_BY_MACHINE if part.serial else WITHOUT_NUMBER,
            serial=part.serial,
            maker=part.maker,
            model=part.model,
            capacity=part.capacity,
        )


def _with(parts: Bom, new: BomLine) -> Bom:
    """The part put in; one that evidence had shown already is surer now (rule 4)."""
    known = next((line for line in parts if line.is_the(new.component, new.serial)), None)
    if known is None:
        return (*parts, new)
    return tuple(_surer(line, new) if line is known else line for line in parts)


def _surer(known: BomLine, new: BomLine) -> BomLine:
    """What both say of one part; an act that put it in says since when, evidence only that it is there."""
    act = new if new.origin is not None else known
    independent = known.source.sha256 is None or known.source.sha256 != new.source.sha256
    both = round(1 - (1 - known.confidence) * (1 - new.confidence), 4)
    return replace(
        act,
        confidence=both if independent and known.serial and new.serial else max(known.confidence, new.confidence),
        serial=known.serial or new.serial,
        maker=new.maker or known.maker,
        model=new.model or known.model,
        capacity=new.capacity or known.capacity,
    )


def _without(parts: Bom, component: ComponentKind, serial: str | None) -> Bom:
    """Rule 3."""
    of_kind = [line for line in parts if line.component is component]
    if serial is not None:
        named = next((line for line in of_kind if line.is_the(component, serial)), None)
        unnumbered = [line for line in of_kind if line.serial is None]
        gone = named or (unnumbered[0] if unnumbered else None)
        return tuple(line for line in parts if line is not gone)
    if len(of_kind) == 1:
        return tuple(line for line in parts if line is not of_kind[0])
    gone = next((line for line in of_kind if line.serial is None), None)
    if gone is not None:
        return tuple(line for line in parts if line is not gone)
    return tuple(
        replace(line, confidence=min(line.confidence, DOUBTFUL)) if line.component is component else line
        for line in parts
    )
