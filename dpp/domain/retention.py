"""How long an archived passport is kept: years after an event, per product group, from a register that is data.

Rules:
1. A passport that is not archived is kept without end.
2. The term counts from the last of the rule's events that is known; while none is known there is no end.
3. Past its term a passport is listed for a person to decide. Nothing is deleted by it.
4. A product group without a rule is kept without end.

No act fixes a term for these product groups yet (ESPR, Art. 9(2)(i), leaves it to the act of the group): each rule says
that it is policy, and what it took as its example.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dpp.domain.catalogue import ProductGroup, Text


class RetentionEvent(StrEnum):
    """What a term can count from."""

    ARCHIVED = "archived"
    PLACEMENT_ENDED = "placement-ended"


@dataclass(frozen=True)
class RetentionSource:
    """Where a term comes from, or what it took as its example."""

    title: Text
    url: str
    point: str


@dataclass(frozen=True)
class RetentionRule:
    """`years` after the last of the events `after`; `policy`: a choice of the registry, not a duty by law."""

    group: ProductGroup
    years: int
    after: tuple[RetentionEvent, ...]
    policy: bool
    confirmed: bool
    source: RetentionSource


@dataclass(frozen=True)
class Retention:
    """The rules of one version."""

    version: str
    as_of: date
    rules: Mapping[ProductGroup, RetentionRule]


def retained_until(retention: Retention, group: ProductGroup, happened: Mapping[RetentionEvent, date]) -> date | None:
    """The last day on which a passport is kept; None where that day is not known yet or there is none."""
    rule = retention.rules.get(group)
    if rule is None or RetentionEvent.ARCHIVED not in happened:
        return None
    known = [happened[event] for event in rule.after if event in happened]
    return _years_after(max(known), rule.years) if known else None


def is_past(until: date | None, on: date) -> bool:
    """Whether a day lies after the last day of a term."""
    return until is not None and until < on


def _years_after(day: date, years: int) -> date:
    """29 February ends on 28 February in a year that has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def parse_retention(text: str) -> Retention:
    """The rules of `retention.json`. It is our own data: a fault in it is a KeyError or ValueError in a test."""
    data = json.loads(text)
    rules = (_rule(rule) for rule in data["rules"])
    return Retention(data["version"], date.fromisoformat(data["asOf"]), {rule.group: rule for rule in rules})


def _rule(rule: Mapping[str, Any]) -> RetentionRule:
    title = rule["source"]["title"]
    return RetentionRule(
        group=ProductGroup(rule["group"]),
        years=rule["years"],
        after=tuple(map(RetentionEvent, rule["after"])),
        policy=rule["policy"],
        confirmed=rule["confirmed"],
        source=RetentionSource(Text(title["en"], title["nl"]), rule["source"]["url"], rule["source"]["point"]),
    )
