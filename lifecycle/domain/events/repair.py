"""Events of repair: components, quotes, outcomes, refurbishment, harvest.

`order` names the repair order that an event belongs to (`lifecycle.domain.repair_orders`); without one it was recorded
by itself.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.events.base import Remarked
from lifecycle.domain.facts import Capacity
from lifecycle.domain.vocabulary import (
    ComponentKind,
    CosmeticGrade,
    FaultKind,
    FunctionalGrade,
    PartOrigin,
    RepairBarrier,
)


@dataclass(frozen=True)
class Part:
    """A component by what is on it: all claims, and many have no serial."""

    component: ComponentKind
    serial: str | None = None
    maker: str | None = None
    model: str | None = None
    capacity: Capacity | None = None


@dataclass(frozen=True, kw_only=True)
class ComponentRemoved(Remarked):
    """A component came out. Of storage the serial is needed: it explains why the medium is no longer there.

    `kept` says that it goes into the stock of parts, to be put into another device.
    """

    kind: Literal["component_removed"] = "component_removed"
    component: ComponentKind
    serial: str | None = None
    kept: bool = False
    maker: str | None = None
    model: str | None = None
    capacity: Capacity | None = None
    order: str | None = None


@dataclass(frozen=True, kw_only=True)
class ComponentInstalled(Remarked):
    """A component went in. Storage that goes in counts as unknown until it was erased and verified.

    `donor` is the device that it came out of, where it came out of one.
    """

    kind: Literal["component_installed"] = "component_installed"
    component: ComponentKind
    origin: PartOrigin
    serial: str | None = None
    donor: DeviceKey | None = None
    maker: str | None = None
    model: str | None = None
    capacity: Capacity | None = None
    order: str | None = None


@dataclass(frozen=True, kw_only=True)
class RepairQuoted(Remarked):
    """What a repair would cost, in euros excluding VAT."""

    kind: Literal["repair_quoted"] = "repair_quoted"
    parts: tuple[ComponentKind, ...]
    cost_eur: Decimal
    lead_days: int | None = None
    order: str | None = None


@dataclass(frozen=True, kw_only=True)
class Repaired(Remarked):
    """It works again. The parts are those of the component events; here by kind, for the record.

    `faults` are what was found, `minutes` the work; the repair is under warranty up to and including `warranty_until`.
    """

    kind: Literal["repaired"] = "repaired"
    parts: tuple[ComponentKind, ...] = ()
    cost_eur: Decimal | None = None
    order: str | None = None
    faults: tuple[FaultKind, ...] | None = None
    minutes: int | None = None
    warranty_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class RepairFailed(Remarked):
    """It could not be repaired, and why (Open Repair Data Standard). `faults` were found, in `minutes` of work."""

    kind: Literal["repair_failed"] = "repair_failed"
    barrier: RepairBarrier
    cost_eur: Decimal | None = None
    order: str | None = None
    faults: tuple[FaultKind, ...] | None = None
    minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class Refurbished(Remarked):
    """All tests pass; final grades; a successor passport with a new id (ESPR, Art. 11(d)). Label and key stay."""

    kind: Literal["refurbished"] = "refurbished"
    functional: FunctionalGrade
    cosmetic: CosmeticGrade
    all_tests_pass: bool
    operating_system: str | None = None
    licence: str | None = None
    successor: PassportId


@dataclass(frozen=True, kw_only=True)
class Harvested(Remarked):
    """Taken apart for its components, which go into the stock of parts."""

    kind: Literal["harvested"] = "harvested"
    parts: tuple[Part, ...]
