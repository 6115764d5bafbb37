"""The applicability register, read from data into frozen objects: acts, what they ask, from when, and how sure that is.

The data are `schemas/applicability/<version>/register.json`; their schema stands beside them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dpp.domain.catalogue import ProductGroup, Text


class CountsBy(StrEnum):
    """Which date is compared with an act's first and last day."""

    PLACED_ON_MARKET = "placed-on-market"
    IN_USE = "in-use"
    TODAY = "today"


class ActStatus(StrEnum):
    """How far an act was on the day `as_of` of the register."""

    IN_FORCE = "in-force"
    ADOPTED = "adopted"
    PLANNED = "planned"


@dataclass(frozen=True)
class Act:
    """A law, or the document in which one is planned."""

    act_id: str
    title: Text
    url: str


@dataclass(frozen=True)
class Entry:
    """One line of the register: what an act asks of product groups, from which day to which, counted by which date."""

    entry_id: str
    act: Act
    groups: frozenset[ProductGroup]
    asks: Text
    applies_from: date | None
    applies_until: date | None
    counts_by: CountsBy
    status: ActStatus
    point: str
    expects: frozenset[str]
    confirmed: bool
    uncertainty: Text | None = None


@dataclass(frozen=True)
class StandIn:
    """A record elsewhere that may stand in for a passport; `element` holds its number, `record` its address."""

    stand_in_id: str
    groups: frozenset[ProductGroup]
    act: Act
    point: str
    element: str
    record: str
    says: Text
    confirmed: bool
    uncertainty: Text | None = None


@dataclass(frozen=True)
class UnknownPlacing:
    """Rule 4: what happens where nobody says when a model was placed on the market."""

    expected: bool
    says: Text


@dataclass(frozen=True)
class Register:
    """The whole register, as it was compared with its sources on the day `as_of`."""

    version: str
    as_of: date
    unknown_placing: UnknownPlacing
    entries: tuple[Entry, ...]
    stand_ins: tuple[StandIn, ...]


def parse_register(text: str) -> Register:
    """The register of `register.json`. It is our own data: a fault in it is a KeyError or ValueError in a test."""
    data = json.loads(text)
    acts = {name: Act(name, _text(act["title"]), act["url"]) for name, act in data["acts"].items()}
    unknown = data["unknownPlacing"]
    return Register(
        version=data["version"],
        as_of=date.fromisoformat(data["asOf"]),
        unknown_placing=UnknownPlacing(unknown["expected"], _text(unknown["says"])),
        entries=tuple(_entry(entry, acts) for entry in data["entries"]),
        stand_ins=tuple(_stand_in(entry, acts) for entry in data["standIns"]),
    )


def _entry(entry: Mapping[str, Any], acts: Mapping[str, Act]) -> Entry:
    return Entry(
        entry_id=entry["id"],
        act=acts[entry["act"]],
        groups=frozenset(map(ProductGroup, entry["groups"])),
        asks=_text(entry["asks"]),
        applies_from=_maybe_day(entry["appliesFrom"]),
        applies_until=_maybe_day(entry["appliesUntil"]),
        counts_by=CountsBy(entry["countsBy"]),
        status=ActStatus(entry["status"]),
        point=entry["point"],
        expects=frozenset(entry["expects"]),
        confirmed=entry["confirmed"],
        uncertainty=_maybe_text(entry),
    )


def _stand_in(entry: Mapping[str, Any], acts: Mapping[str, Act]) -> StandIn:
    return StandIn(
        stand_in_id=entry["id"],
        groups=frozenset(map(ProductGroup, entry["groups"])),
        act=acts[entry["act"]],
        point=entry["point"],
        element=entry["element"],
        record=entry["record"],
        says=_text(entry["says"]),
        confirmed=entry["confirmed"],
        uncertainty=_maybe_text(entry),
    )


def _maybe_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _maybe_text(entry: Mapping[str, Any]) -> Text | None:
    return _text(entry["uncertainty"]) if "uncertainty" in entry else None


def _text(entry: Mapping[str, str]) -> Text:
    return Text(entry["en"], entry["nl"])
