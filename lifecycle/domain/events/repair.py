"""Events of repair: components, quotes, outcomes, refurbishment, harvest."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.events.base import Remarked
from lifecycle.domain.vocabulary import ComponentKind, CosmeticGrade, FunctionalGrade, PartOrigin, RepairBarrier


@dataclass(frozen=True)
class Part:
    """A component by kind and serial; many have no serial."""

    component: ComponentKind
    serial: str | None = None


@dataclass(frozen=True, kw_only=True)
class ComponentRemoved(Remarked):
    """A component came out. Of storage the serial is needed: it explains why the medium is no longer there."""

    kind: Literal["component_removed"] = "component_removed"
    component: ComponentKind
    serial: str | None = None


@dataclass(frozen=True, kw_only=True)
class ComponentInstalled(Remarked):
    """A component went in. Storage that goes in counts as unknown until it was erased and verified."""

    kind: Literal["component_installed"] = "component_installed"
    component: ComponentKind
    origin: PartOrigin
    serial: str | None = None
    donor: DeviceKey | None = None


@dataclass(frozen=True, kw_only=True)
class RepairQuoted(Remarked):
    """What a repair would cost, in euros excluding VAT."""

    kind: Literal["repair_quoted"] = "repair_quoted"
    parts: tuple[ComponentKind, ...]
    cost_eur: Decimal
    lead_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class Repaired(Remarked):
    """It works again. The parts are those of the component events; here by kind, for the record."""

    kind: Literal["repaired"] = "repaired"
    parts: tuple[ComponentKind, ...] = ()
    cost_eur: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class RepairFailed(Remarked):
    """It could not be repaired, and why (Open Repair Data Standard)."""

    kind: Literal["repair_failed"] = "repair_failed"
    barrier: RepairBarrier
    cost_eur: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Refurbished(Remarked):
    """All tests pass; final grades; a successor passport with a new id (ESPR, Art. 11(d)). Label and key stay."""

    kind: Literal["refurbished"] = "refurbished"
    functional: FunctionalGrade
    cosmetic: CosmeticGrade
    all_tests_pass: bool
    operating_system: str | None
    licence: str | None
    successor: PassportId


@dataclass(frozen=True, kw_only=True)
class Harvested(Remarked):
    """Taken apart for its components."""

    kind: Literal["harvested"] = "harvested"
    parts: tuple[Part, ...]
