"""What a policy asks, as the rules read it: limits per option, the nature of a category, disks and media."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from lifecycle.domain.routing.facts import Platform
from lifecycle.domain.vocabulary import Classification, Route

T_co = TypeVar("T_co", covariant=True)

REUSE = (Route.REDEPLOY, Route.DONATE, Route.SELL)
DIRECT = (*REUSE, Route.PARTS, Route.RECYCLE)

_KNOWN_CLASSES = tuple(word for word in Classification if word is not Classification.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Limit(Generic[T_co]):
    """One number (or yes, or name) of a policy and its place: `options.donate.battery_percent_at_least`."""

    value: T_co
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionLimits:
    """What one option asks of a device. None: it asks nothing of the kind."""

    age_months_at_most: Limit[int] | None = None
    functional_grade_at_least: Limit[int] | None = None
    cosmetic_grade_at_least: Limit[int] | None = None
    reachable_grade_counts: Limit[bool] | None = None
    no_failed_tests: Limit[bool] | None = None
    battery_percent_at_least: Limit[float] | None = None
    working_storage: Limit[bool] | None = None
    charger: Limit[bool] | None = None
    memory_gib_at_least: Limit[float] | None = None
    storage_gb_at_least: Limit[float] | None = None
    diagonal_inch_at_least: Limit[float] | None = None
    lines_at_least: Limit[int] | None = None
    support_months_at_least: Limit[int] | None = None
    alternative_system: Limit[bool] | None = None
    value_after_costs_eur_above: Limit[float] | None = None
    request: Limit[bool] | None = None
    credential: Limit[str] | None = None
    mass: Limit[bool] | None = None


@dataclass(frozen=True, slots=True)
class CategoryRules:
    """A kind of device: what it has by nature, what erasing and handling one costs, and what each option asks of it."""

    name: str
    battery: bool
    storage: bool
    platform: Platform
    reuse_needs_erasure_method: bool
    erasure_methods: tuple[str, ...]
    options: Mapping[Route, OptionLimits]
    wipe_eur: float | None = None
    handling_eur: float | None = None

    @property
    def place(self) -> str:
        return f"categories.{self.name}"


@dataclass(frozen=True, slots=True)
class DiskLimits:
    """From when on a disk fails (SMART counts; `percentage_used_from` is the wear of an SSD in percent)."""

    pending_above: int
    reallocated_above: int
    media_errors_above: int
    percentage_used_from: int


class Unverified(StrEnum):
    """What a medium that is not verified does: a condition before the hand-over, or no route until it is done."""

    BEFORE_HAND_OVER = "before-hand-over"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class MediaRules:
    unverified: Unverified
    destroy_from: Classification

    def must_destroy(self, classification: Classification) -> bool:
        """An unknown classification counts as Dep.V."""
        if classification is Classification.UNKNOWN:
            return self.must_destroy(Classification.DEP_V)
        return _KNOWN_CLASSES.index(classification) >= _KNOWN_CLASSES.index(self.destroy_from)
