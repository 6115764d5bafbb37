"""What is known of one device on one day: every input of a routing decision, with its source and its date.

Rules:
1. A fact names its source and, where that is known, the day on which it was observed. How an age is known (purchase,
   production, firmware date, ...) is the source of `in_use_since`.
2. What is not known is None, never a guess: the policy states what that does (`policy.Missing`).
3. What is uncertain carries low, value and high; the answer is tested at both ends.

Units: months are whole calendar months, percentages 0-100, money in EUR, memory in GiB as installed, storage in GB.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar, get_args, get_type_hints

from lifecycle.domain.facts import MediumSeen
from lifecycle.domain.routing.plain import later, read_plain
from lifecycle.domain.vocabulary import Classification, DataState, Hazard, Holding, Lock, MediumKind, Route

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount with its range: `low` <= `value` <= `high`; ValueError otherwise."""

    value: float
    low: float
    high: float
    unit: str

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"a figure lies between its ends, got {self.low} <= {self.value} <= {self.high}")

    @classmethod
    def exact(cls, value: float, unit: str) -> "Figure":
        return cls(value, value, value, unit)

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(self.value + other.value, self.low + other.low, self.high + other.high, self.unit)

    def __sub__(self, other: "Figure") -> "Figure":
        return Figure(self.value - other.value, self.low - other.high, self.high - other.low, self.unit)


@dataclass(frozen=True, slots=True)
class Fact(Generic[T_co]):
    """One thing that is known, who or what says so, and since which day."""

    value: T_co
    source: str
    observed: date | None = None


class Flag(StrEnum):
    """What stops every route until a person has looked at it."""

    MISSING = "missing"
    LEGAL_HOLD = "legal-hold"
    QUARANTINED = "quarantined"


class Platform(StrEnum):
    """The family of operating systems that the device was made for."""

    WINDOWS = "windows"
    MACOS = "macos"
    CHROMEOS = "chromeos"
    LINUX = "linux"
    ANDROID = "android"
    IOS = "ios"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Since:
    """The likely day on which something began, and the ends between which it lies."""

    value: date
    earliest: date
    latest: date

    @classmethod
    def exactly(cls, day: date) -> "Since":
        return cls(day, day, day)


@dataclass(frozen=True, slots=True)
class Processor:
    """What CPUID says: maker (`intel`, `amd`, ...), name, and family, model and stepping in decimal."""

    vendor: str
    name: str | None = None
    family: int | None = None
    model: int | None = None
    stepping: int | None = None


@dataclass(frozen=True, slots=True)
class Medium:
    """A storage medium and what is on it.

    `name` is its serial number where that is known, as in `disk_health`. `fitted_new`: it came as a part and never held
    data of this device.
    """

    name: str
    kind: MediumKind
    state: DataState
    removable: bool | None = None
    fitted_new: bool = False


@dataclass(frozen=True, slots=True)
class RepairOption:
    """A part that can be fitted, or work that can be done, with what it brings.

    `part` is `battery`, `memory`, `storage`, `display`, `keyboard`, `charger` or another word. `besides` are the parts
    that the same price pays for: they are fitted together, or not at all. `gives` is the capacity afterwards (GiB of
    memory, GB of storage); `mends` names the failed tests that pass afterwards; the grades are those that the whole
    device reaches by it.
    """

    part: str
    price: Figure
    lead_days: int | None = None
    gives: float | None = None
    mends: frozenset[str] = frozenset()
    functional_grade: int | None = None
    cosmetic_grade: int | None = None
    besides: tuple[str, ...] = later(())

    @property
    def parts(self) -> tuple[str, ...]:
        return (self.part, *self.besides)


@dataclass(frozen=True, slots=True)
class Request:
    """An open request for devices of one category on one route, with its minimum specification."""

    name: str
    route: Route
    category: str
    quantity: int
    deadline: date | None = None
    memory_gib: float | None = None
    storage_gb: float | None = None
    diagonal_inch: float | None = None
    battery_percent: float | None = None
    functional_grade: int | None = None
    cosmetic_grade: int | None = None


@dataclass(frozen=True, slots=True)
class Credential:
    """What a receiver on a route can show: `kind` as the policy names it, and the days between which it is valid."""

    route: Route
    kind: str
    holder: str
    valid_from: date
    valid_until: date

    def is_valid(self, on: date) -> bool:
        return self.valid_from <= on <= self.valid_until


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingFacts:
    """Everything that a decision may look at. Grades are R2v3: functional F1-F6, cosmetic C0-C9, higher is better."""

    category: Fact[str] | None = None
    model_name: Fact[str] | None = None
    holding: Fact[Holding] | None = None
    flags: Fact[frozenset[Flag]] | None = None
    hazards: Fact[frozenset[Hazard]] | None = None
    classification: Fact[Classification] | None = None
    media: Fact[tuple[Medium, ...]] | None = None
    disk_health: Fact[tuple[MediumSeen, ...]] | None = None
    locks: Fact[frozenset[Lock]] | None = None
    functional_grade: Fact[int] | None = None
    cosmetic_grade: Fact[int] | None = None
    reachable_functional_grade: Fact[int] | None = None
    reachable_cosmetic_grade: Fact[int] | None = None
    failed_tests: Fact[frozenset[str]] | None = None
    battery_health: Fact[float] | None = None
    battery_cycles: Fact[int] | None = None
    charger_present: Fact[bool] | None = None
    repair_options: Fact[tuple[RepairOption, ...]] | None = None
    in_use_since: Fact[Since] | None = None
    platform: Fact[Platform] | None = None
    processor: Fact[Processor] | None = None
    tpm: Fact[str] | None = None
    uefi: Fact[bool] | None = None
    memory_gib: Fact[float] | None = None
    storage_gb: Fact[float] | None = None
    security_support_end: Fact[date] | None = None
    alternative_system: Fact[bool] | None = None
    diagonal_inch: Fact[float] | None = None
    lines: Fact[int] | None = None
    market_value: Fact[Figure] | None = None
    wipe_cost: Fact[Figure] | None = None
    handling_cost: Fact[Figure] | None = None
    open_requests: Fact[tuple[Request, ...]] | None = None
    credentials: Fact[tuple[Credential, ...]] | None = None
    offered_in_vain: Fact[Mapping[Route, date]] | None = None
    kg_co2e: Fact[Mapping[Route, Figure]] | None = None
    mass_kg: Fact[float] | None = None

    def known(self) -> "Known":
        """What is known, by name."""
        return {name: fact for name in FACT_NAMES if (fact := getattr(self, name)) is not None}


FACT_NAMES = tuple(field.name for field in fields(RoutingFacts))

_KINDS: Mapping[str, Any] = {
    name: get_args(get_args(hint)[0])[0] for name, hint in get_type_hints(RoutingFacts).items()
}
"""What the value of each fact is."""


def facts_from_plain(content: Mapping[str, Any]) -> RoutingFacts:
    """The facts of `{name: {"value", "source", "observed"}}`; ValueError, TypeError or KeyError for what is none."""
    known = {name: Fact(read_plain(_KINDS[name], it["value"]), it["source"], _day(it)) for name, it in content.items()}
    return RoutingFacts(**known)


def _day(fact: Mapping[str, Any]) -> date | None:
    return None if fact["observed"] is None else date.fromisoformat(fact["observed"])


Known = Mapping[str, Fact[Any]]
"""The facts that are known, by their name in `RoutingFacts`; what is not there is not known."""


def months_between(first: date, second: date) -> int:
    """Whole calendar months from `first` to `second`; negative where the second day is the earlier one."""
    if second < first:
        return -months_between(second, first)
    return (second.year - first.year) * 12 + second.month - first.month - (second.day < first.day)
