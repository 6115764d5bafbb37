"""The words of figures of monitoring: columns, and what stands in them."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from dpp.domain.actor import OrganisationId
from dpp.domain.message import Message, message
from lifecycle.domain.monitoring.balance import (
    AGAIN,
    BEFORE,
    BEGAN,
    NOT_TAKEN_IN,
    STILL,
    TAKEN_IN,
    WITH_DESTINATION,
    WITHOUT_DESTINATION,
)
from lifecycle.domain.monitoring.holdings import NOT_GRADED
from lifecycle.domain.monitoring.steps import NO_GROUND, NOTHING_CLOSED
from lifecycle.domain.monitoring.tables import NOT_KNOWN
from lifecycle.domain.monitoring.topics import Topic
from lifecycle.domain.vocabulary import Lifecycle, OverrideGround, Route
from web.pages.mapping.worklists import CAUSES
from web.pages.plots.drawing import Sayable
from web.pages.words.rules import RULES, WEEE_CATEGORIES

UNKNOWN = message("not known")
_GROUND, _LIST = "ground:", "list:"

TOPICS: Mapping[Topic, Message] = MappingProxyType(
    {
        Topic.FLOW: message("Flow of devices"),
        Topic.ROUTES: message("Destinations"),
        Topic.STOCK: message("Stock by grade and place"),
        Topic.TIME: message("Time in each step"),
        Topic.IMPACT: message("Emissions, waste and materials"),
    }
)

MONTHS = (
    message("Jan"),
    message("Feb"),
    message("Mar"),
    message("Apr"),
    message("May"),
    message("Jun"),
    message("Jul"),
    message("Aug"),
    message("Sep"),
    message("Oct"),
    message("Nov"),
    message("Dec"),
)
"""Short, as they stand under a column."""

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
        "returned": message("Taken back by its owner"),
        "returned_to_owner": message("Taken back by its owner"),
        BEFORE: message("Was under way"),
        BEGAN: message("Became surplus"),
        AGAIN: message("Came round again"),
        TAKEN_IN: message("Taken in"),
        NOT_TAKEN_IN: message("Not taken in"),
        WITH_DESTINATION: message("Waits, destination approved"),
        WITHOUT_DESTINATION: message("Waits, no destination"),
        STILL: message("Still under way"),
        NOT_GRADED: message("Not inspected"),
        "kept-from-waste": message("Used on, no waste yet"),
        "to-recycler": message("Handed to a recycler"),
        "came-back": message("Surplus or back again"),
        "next-user-again": message("Reached a next user again"),
        "deliveries": message("Deliveries"),
        "devices": message("Devices"),
        "wipe": message("Waits for erasure"),
        "verification": message("Waits for a check of the erasure"),
        "fact": message("Waits for a fact that is missing"),
        NOTHING_CLOSED: message("Nothing stood against the first option"),
        NO_GROUND: message("no ground"),
        NOT_KNOWN: UNKNOWN,
    }
)

HEADS: Mapping[str, Message] = MappingProxyType(
    {
        "ending": message("End"),
        "outcome": message("How it ended"),
        "origin": message("How it came in"),
        "intake": message("Intake"),
        "end": message("How it stands at the end"),
        "part": message("When"),
        "holder": message("Holder"),
        "place": message("Place"),
        "grade": message("Grade"),
        "waste": message("What it is now"),
        "material": message("Material"),
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
        "percentile-10": message("10th percentile (days)"),
        "quartile-1": message("A quarter within (days)"),
        "quartile-3": message("Three quarters within (days)"),
        "percentile-90": message("90th percentile (days)"),
        "kilograms-low": message("Lowest (kg)"),
        "kilograms-high": message("Highest (kg)"),
        "grams": message("Mass (g)"),
        "grams-low": message("Lowest (g)"),
        "grams-high": message("Highest (g)"),
        "without-composition": message("Composition not known"),
        "avoided": message("kg CO2e a year"),
        "avoided-low": message("Lowest"),
        "avoided-high": message("Highest"),
        "without-footprint": message("Footprint not known"),
    }
)


def said(key: str, word: str, owners: Mapping[OrganisationId, str]) -> Sayable:
    """A word of a table as a person reads it; a rule that is not ours stays as it is written."""
    if key in {"owner", "holder"}:
        return owners.get(OrganisationId(word), UNKNOWN)
    if key == "part":
        return part_words(word)
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


def part_words(part: str) -> Message:
    """As in `May 2026`, or `Q2 2026`."""
    year, _, which = part.partition("-")
    return Message("{part} {year}", {"part": _which(which), "year": year})


def part_columns(parts: tuple[str, ...]) -> tuple[Message, ...]:
    """Under columns: months or quarters alone, with the end of the year where there are several."""
    years = {part[:4] for part in parts}
    if len(years) == 1:
        return tuple(_which(part[5:]) for part in parts)
    return tuple(Message("{part}/{year}", {"part": part[5:].removeprefix("Q"), "year": part[2:4]}) for part in parts)


def _which(which: str) -> Message:
    if which.startswith("Q"):
        return message("Q{number}", number=which.removeprefix("Q"))
    return MONTHS[int(which) - 1]
