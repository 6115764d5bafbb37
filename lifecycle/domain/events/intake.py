"""Events of intake and inspection: scanned, identified, locks, hazards, holds, grades."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events.base import Place, Remarked
from lifecycle.domain.facts import (
    ClaimKind,
    IdentityClaim,
)
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Hazard, Lock, ProofKind


@dataclass(frozen=True, kw_only=True)
class IntakeScanned(Remarked):
    """The raw scan as the scanner gave it, and its symbology (ISO/IEC 15424 identifier, such as `]d2`, or `typed`).

    The first event of an unknown tag: it makes a placeholder. `said_owner` is whose the stack of devices is said to be:
    it helps who finds out which device this is, and changes no ownership.
    """

    kind: Literal["intake_scanned"] = "intake_scanned"
    raw: str
    symbology: str
    place: Place
    category: str | None = None
    said_owner: OrganisationId | None = None
    claims: tuple[IdentityClaim, ...] = ()


@dataclass(frozen=True, kw_only=True)
class IdentityMatched(Remarked):
    """Which device this is. On a placeholder it makes the device known, or names the device that it is (`same_as`).

    `rejected` are claims found wrong; `settles` names the devices with which a conflict is settled.
    """

    kind: Literal["identity_matched"] = "identity_matched"
    claims: tuple[IdentityClaim, ...]
    rejected: tuple[IdentityClaim, ...] = ()
    same_as: DeviceKey | None = None
    settles: tuple[DeviceKey, ...] = ()


@dataclass(frozen=True, kw_only=True)
class IdentityConflict(Remarked):
    """Another device claims the same: both are quarantined until a person settles it."""

    kind: Literal["identity_conflict"] = "identity_conflict"
    claim: ClaimKind
    value: str
    other: DeviceKey


@dataclass(frozen=True, kw_only=True)
class LockFound(Remarked):
    """Something keeps the next user out."""

    kind: Literal["lock_found"] = "lock_found"
    lock: Lock


@dataclass(frozen=True, kw_only=True)
class LockReleased(Remarked):
    """The lock is gone; `proof` is the hash of the evidence or the reference of the release, as `proof_kind` says."""

    kind: Literal["lock_released"] = "lock_released"
    lock: Lock
    proof: str
    proof_kind: ProofKind | None = None


@dataclass(frozen=True, kw_only=True)
class HazardFound(Remarked):
    """Handle with care."""

    kind: Literal["hazard_found"] = "hazard_found"
    hazard: Hazard


@dataclass(frozen=True, kw_only=True)
class HazardCleared(Remarked):
    """The hazard is gone; `how` says what was done, and names no person."""

    kind: Literal["hazard_cleared"] = "hazard_cleared"
    hazard: Hazard
    how: str


@dataclass(frozen=True, kw_only=True)
class HoldPlaced(Remarked):
    """A legal hold: nothing is erased and nothing leaves. `hold` is its reference, `reason` names no person."""

    kind: Literal["hold_placed"] = "hold_placed"
    hold: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class HoldReleased(Remarked):
    """The hold with this reference ends, on this ground."""

    kind: Literal["hold_released"] = "hold_released"
    hold: str
    reason: str


@dataclass(frozen=True)
class TestResult:
    """One test of an inspection: `display`, `keyboard`, `camera`, ..."""

    test: str
    passed: bool


@dataclass(frozen=True, kw_only=True)
class Inspected(Remarked):
    """Grades of R2v3 (higher is better), the tests, photos by their hash. `charger` says whether one is present.

    `value_eur` is what the inspector thinks it is worth in working order, in euros excluding VAT.
    `media_absent`: the inspector looked, and there is no storage medium in the device.
    """

    kind: Literal["inspected"] = "inspected"
    functional: FunctionalGrade
    cosmetic: CosmeticGrade
    tests: tuple[TestResult, ...] = ()
    photos: tuple[str, ...] = ()
    charger: bool | None = None
    value_eur: Decimal | None = None
    media_absent: bool = False
