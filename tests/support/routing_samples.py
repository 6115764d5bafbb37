"""Devices as routing sees them, written by hand: a good laptop, and what it becomes with other facts."""

import copy
import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from lifecycle.domain.routing.decision import Decision, decide
from lifecycle.domain.routing.facts import (
    Fact,
    Figure,
    Medium,
    Processor,
    RepairOption,
    RoutingFacts,
    Since,
)
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.vocabulary import Classification, DataState, Holding, MediumKind

ON = date(2026, 11, 20)
POLICY_FILE = Path(__file__).parents[2] / "schemas/routing-policy/1.0/default.toml"

I5_8250U = Processor("GenuineIntel", "Intel Core i5-8250U", 6, 142, 10)
I7_4600U = Processor("GenuineIntel", "Intel Core i7-4600U", 6, 69, 1)


def policy_content() -> dict[str, Any]:
    """The default policy as plain data, free to be changed."""
    return copy.deepcopy(_content())


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(POLICY_FILE.read_text(encoding="utf-8"))


@cache
def default_policy() -> Policy:
    return Policy.parse(_content())


def policy_with(*path_and_value: Any) -> Policy:
    """The default policy with one value changed: `policy_with("locks", "release_eur", 40)`."""
    content = policy_content()
    *path, name, value = path_and_value
    table = content
    for step in path:
        table = table.setdefault(step, {})
    table[name] = value
    return Policy.parse(content)


def fact(value: Any, source: str = "inspection", observed: date | None = date(2026, 11, 10)) -> Fact[Any]:
    return Fact(value, source, observed)


def eur(value: float, low: float | None = None, high: float | None = None) -> Figure:
    return Figure(value, value if low is None else low, value if high is None else high, "EUR")


def medium(state: DataState = DataState.CONTAINS_DATA, *, removable: bool | None = True, name: str = "S1") -> Medium:
    return Medium(name, MediumKind.NVME, state, removable)


def battery(price: float = 38, low: float | None = None, high: float | None = None) -> RepairOption:
    return RepairOption("battery", eur(price, low, high), lead_days=5)


GOOD_LAPTOP = RoutingFacts(
    category=fact("laptop"),
    model_name=fact("Latitude 7420"),
    holding=fact(Holding.STATE),
    flags=fact(frozenset()),
    hazards=fact(frozenset()),
    classification=fact(Classification.DEP_V),
    media=fact((medium(),)),
    disk_health=fact(()),
    locks=fact(frozenset()),
    functional_grade=fact(5),
    cosmetic_grade=fact(4),
    failed_tests=fact(frozenset()),
    battery_health=fact(86.0),
    charger_present=Fact(value=True, source="intake", observed=date(2026, 11, 10)),
    repair_options=fact(()),
    in_use_since=fact(Since.exactly(date(2023, 5, 1)), "purchase date"),
    processor=fact(I5_8250U),
    tpm=fact("2.0"),
    uefi=Fact(value=True, source="inventory"),
    memory_gib=fact(16),
    storage_gb=fact(256),
    market_value=fact(eur(110)),
    wipe_cost=fact(eur(5)),
    handling_cost=fact(eur(7)),
    mass_kg=fact(1.22),
)

GOOD_DISPLAY = RoutingFacts(
    category=fact("display"),
    holding=fact(Holding.STATE),
    flags=fact(frozenset()),
    hazards=fact(frozenset()),
    classification=fact(Classification.NONE),
    locks=fact(frozenset()),
    functional_grade=fact(5),
    cosmetic_grade=fact(3),
    diagonal_inch=fact(23.8),
    lines=fact(1080),
    market_value=fact(eur(40)),
)


def with_facts(facts: RoutingFacts, **values: Any) -> RoutingFacts:
    """The same device with other values; None makes a fact unknown."""
    return replace(facts, **{name: None if value is None else fact(value) for name, value in values.items()})


def laptop(**values: Any) -> RoutingFacts:
    return with_facts(GOOD_LAPTOP, **values)


def display(**values: Any) -> RoutingFacts:
    return with_facts(GOOD_DISPLAY, **values)


def decided(facts: RoutingFacts, policy: Policy | None = None) -> Decision:
    return decide(facts, policy or default_policy(), on=ON)
