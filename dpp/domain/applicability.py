"""Which act applies to a product on a day, and what its passport leaves out: from a register that is data.

Nothing here says that a product or a passport meets an act: it says which act asks what, from when, by which source.

Rules:
1. An act that counts by the placing on the market covers what was placed from its first day to its last, both included.
2. An act that counts by use or by today covers whatever is there on the day that is asked about.
3. What is planned applies to nothing and has no day; what starts later is upcoming.
4. Where nobody says when a model was placed, or only roughly and the act starts within that time, it is undecided.
   `unknownPlacing` of the register says whether what it asks is listed all the same, as asked if it applies.
5. A fact that was not compared with its source says so (`confirmed`), wherever it is shown.
6. An element is expected of a model passport where an act that applies, or will, asks it as a duty of this product
   group, as the field catalogue says. Of a plan every source counts, for nobody knows yet what it will ask.
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from dpp.domain.applicability_register import ActStatus, CountsBy, Entry, Register, StandIn
from dpp.domain.catalogue import Catalogue, Element, Granularity, LegalSource, ProductGroup, Text
from dpp.domain.document import Elements
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, message

PLACED = "placedOnMarket"
_PLACING = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_YEAR, _MONTH, _DAY = len("2025"), len("2025-09"), len("2025-09-14")


class Standing(StrEnum):
    """How an act stands to a product on a day; in the order in which people want to read them."""

    APPLIES = "applies"
    UNDECIDED = "undecided"
    UPCOMING = "upcoming"
    PLANNED = "planned"
    NOT_COVERED = "not-covered"


class Due(StrEnum):
    """When an element is asked, as seen from a day."""

    OVERDUE = "overdue"
    IF_IT_APPLIES = "if-it-applies"
    UPCOMING = "upcoming"
    NO_DAY_YET = "no-day-yet"


_DUE: Mapping[Standing, Due] = MappingProxyType(
    {
        Standing.APPLIES: Due.OVERDUE,
        Standing.UNDECIDED: Due.IF_IT_APPLIES,
        Standing.UPCOMING: Due.UPCOMING,
        Standing.PLANNED: Due.NO_DAY_YET,
    }
)


@dataclass(frozen=True)
class Placing:
    """When a model was placed on the market, as exactly as anybody says: `text` is a day, a month or a year."""

    first: date
    last: date
    text: str


@dataclass(frozen=True)
class Applicable:
    """An entry of the register, how it stands, and why, in a sentence."""

    entry: Entry
    standing: Standing
    reason: Message


@dataclass(frozen=True)
class Expected:
    """An element that a passport leaves out and an act asks; `on` is the day from which, where there is one."""

    element_id: str
    label: Text
    entry: Entry
    point: str
    due: Due
    on: date | None


@dataclass(frozen=True)
class Record:
    """The record of this model elsewhere that may stand in for a passport."""

    stand_in: StandIn
    number: str
    url: str


def read_placing(text: str) -> Placing:
    """`2025-09-14`, `2025-09` or `2025`; InvalidInput for anything else."""
    first = _first_day(text)
    if first is None:
        say = message("'{text}' is not a date: a day (2025-09-14), a month (2025-09) or a year is expected.", text=text)
        raise InvalidInput(say, (Problem(PLACED, say),))
    return Placing(first, _last_day(first, text), text)


def applicable(register: Register, group: ProductGroup, placed: Placing | None, on: date) -> tuple[Applicable, ...]:
    """Every entry for a product group and how it stands on a day: what applies first, what does not cover it last."""
    found = (_standing(entry, placed, on) for entry in register.entries if group in entry.groups)
    order = list(Standing)
    return tuple(sorted(found, key=lambda one: (order.index(one.standing), _day_of(one))))


def expected(register: Register, catalogue: Catalogue, elements: Elements, on: date) -> tuple[Expected, ...]:
    """What a model passport with these elements leaves out of what acts ask: what is overdue first (rule 6)."""
    group = ProductGroup(elements["productGroup"])
    placed = read_placing(elements[PLACED]) if PLACED in elements else None
    missing = [each for each in catalogue.elements_for(group, Granularity.MODEL) if each.element_id not in elements]
    found = (
        _expected(one, element, (source, placed), on)
        for one in applicable(register, group, placed, on)
        if one.standing in _DUE and (one.standing is not Standing.UNDECIDED or register.unknown_placing.expected)
        for element, source in _asked(missing, one.entry, group)
    )
    order = list(Due)
    return tuple(sorted(found, key=lambda one: (order.index(one.due), one.on or date.max, one.element_id)))


def stand_ins(register: Register, elements: Elements) -> tuple[Record, ...]:
    """The records elsewhere that may stand in for this passport: those whose number it names."""
    group = ProductGroup(elements["productGroup"])
    return tuple(
        Record(each, str(elements[each.element]), each.record.format(number=elements[each.element]))
        for each in register.stand_ins
        if group in each.groups and each.element in elements
    )


def _first_day(text: str) -> date | None:
    if not _PLACING.fullmatch(text):
        return None
    try:
        return date.fromisoformat((text + "-01-01")[:_DAY])
    except ValueError:
        return None


def _last_day(first: date, text: str) -> date:
    if len(text) == _YEAR:
        return first.replace(month=12, day=31)
    if len(text) == _MONTH:
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first


def _standing(entry: Entry, placed: Placing | None, on: date) -> Applicable:
    first = entry.applies_from
    if entry.status is ActStatus.PLANNED or first is None:
        return Applicable(entry, Standing.PLANNED, message("It is planned, not adopted: it asks nothing yet."))
    if on < first:
        return Applicable(entry, Standing.UPCOMING, _starts_later(entry, first))
    if entry.counts_by is CountsBy.PLACED_ON_MARKET:
        return Applicable(entry, *_by_placing(first, entry.applies_until, placed))
    if entry.applies_until is not None and entry.applies_until < on:
        return Applicable(entry, Standing.NOT_COVERED, message("It ended on {day}.", day=entry.applies_until))
    if entry.counts_by is CountsBy.IN_USE:
        say = message("It applies to devices in use, whenever they were placed on the market, since {day}.", day=first)
    else:
        say = message("It applies whenever the device was placed on the market, since {day}.", day=first)
    return Applicable(entry, Standing.APPLIES, say)


def _starts_later(entry: Entry, first: date) -> Message:
    if entry.counts_by is CountsBy.PLACED_ON_MARKET:
        return message("It will apply to devices that are placed on the market from {day} on.", day=first)
    return message("It will apply from {day} on.", day=first)


def _by_placing(first: date, until: date | None, placed: Placing | None) -> tuple[Standing, Message]:
    """Rules 1 and 4, for an act that has started."""
    if placed is None:
        say = message("It applies to what was placed on the market from {day} on; that date is not known.", day=first)
        return Standing.UNDECIDED, say
    values = {"placed": placed.text, "day": first}
    if placed.last < first:
        return Standing.NOT_COVERED, message(
            "The model came on the market in {placed}, before {day}: "
            "only devices of it that are placed on the market from that day on are covered.",
            **values,
        )
    if until is not None and until < placed.first:
        say = message("It came on the market in {placed}, after the last day, {day}.", placed=placed.text, day=until)
        return Standing.NOT_COVERED, say
    if placed.first < first or (until is not None and until < placed.last):
        edge = first if placed.first < first else until
        return Standing.UNDECIDED, message(
            "It came on the market in {placed}, and {day} lies within that time.", placed=placed.text, day=edge
        )
    if placed.first == first:
        return Standing.APPLIES, message(
            "It applies because it was placed on the market on its first day, {day}.", day=first
        )
    return Standing.APPLIES, message(
        "It applies because it was placed on the market in {placed}, after {day}.", **values
    )


def _day_of(one: Applicable) -> date:
    return one.entry.applies_from or date.max


def _expected(one: Applicable, element: Element, why: tuple[LegalSource, Placing | None], on: date) -> Expected:
    """Asked from the day of the act; from that of the duty or of the placing, where these are later."""
    source, placed = why
    days = [day for day in (one.entry.applies_from, source.since) if day is not None]
    if placed is not None and one.standing is Standing.APPLIES and one.entry.counts_by is CountsBy.PLACED_ON_MARKET:
        days.append(placed.first)
    first = None if one.standing is Standing.PLANNED else max(days, default=None)
    due = Due.UPCOMING if first is not None and on < first else _DUE[one.standing]
    return Expected(element.element_id, element.label, one.entry, source.point, due, first)


def _asked(missing: list[Element], entry: Entry, group: ProductGroup) -> Iterator[tuple[Element, LegalSource]]:
    """Those of the missing elements that the entry's acts ask, with the source that asks it (rule 6)."""
    for element in missing:
        sources = element.legal if entry.status is ActStatus.PLANNED else element.duties(group)
        source = next((each for each in sources if each.act in entry.expects and group in each.products), None)
        if source is not None:
            yield element, source
