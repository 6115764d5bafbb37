"""A device's state, on separate axes: what the events add up to, never a column that someone sets.

`lifecycle.domain.fold` makes it from events; `lifecycle.domain.guards` says which event may come next.

Axes:
- lifecycle: `stage`, overlaid by what interrupts it (missing, quarantined, in transit, in repair, reserved). When the
  interruption ends the device is where it was, by construction.
- data, per medium, the worst wins (`lifecycle.domain.media`)
- waste, custody, ownership apart from custody, locks, hazards, legal holds, classification
- cases: what turned out wrong after it left; a case changes no other axis
- identity: claims with their source; a device is `known` once registered or matched; before, it is a placeholder
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey, LabelCode
from dpp.domain.permission import Relation
from lifecycle.domain import media as on_media
from lifecycle.domain.axes import (
    Case,
    Component,
    Conflict,
    Custody,
    EvidenceKept,
    Grades,
    Handover,
    LocksLookedFor,
    Ownership,
    PartOut,
    PassportLink,
    RepairQuote,
    RepairRecord,
    Reservation,
    RouteChoice,
    SurplusDecision,
)
from lifecycle.domain.events import CaseId
from lifecycle.domain.facts import BatteryReading, ErasureReading, Hardware, IdentityClaim
from lifecycle.domain.media import Medium, Whereabouts
from lifecycle.domain.vocabulary import Classification, DataState, Hazard, Lifecycle, Lock, Waste

GONE = frozenset({Lifecycle.DONATED, Lifecycle.SOLD, Lifecycle.RECYCLING, Lifecycle.RECYCLED, Lifecycle.RETURNED})
"""Stages of a device that went away for good, unless it is taken back."""

NO_PASSPORT = PassportLink()


@dataclass(frozen=True)
class Device:
    """All that the events so far say of one device."""

    key: DeviceKey
    stage: Lifecycle
    custody: Custody
    changed_at: datetime
    known: bool = False
    same_as: DeviceKey | None = None
    category: str | None = None
    in_use_since: date | None = None
    passports: PassportLink = NO_PASSPORT
    labels: tuple[LabelCode, ...] = ()
    retired_labels: tuple[LabelCode, ...] = ()
    claims: tuple[IdentityClaim, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    ownership: Ownership | None = None
    unit: str | None = None
    classification: Classification = Classification.UNKNOWN
    surplus: SurplusDecision | None = None
    missing: bool = False
    under_repair: bool = False
    media: tuple[Medium, ...] = ()
    no_media_established: bool = False
    media_unseen: bool = False
    without_storage: bool = False
    erasure_reports: tuple[ErasureReading, ...] = ()
    waste: Waste = Waste.PRODUCT
    locks: frozenset[Lock] = frozenset()
    locks_looked_for: LocksLookedFor | None = None
    hazards: frozenset[Hazard] = frozenset()
    holds: frozenset[str] = frozenset()
    grades: Grades | None = None
    charger: bool | None = None
    value_eur: Decimal | None = None
    hardware: Hardware | None = None
    battery: BatteryReading | None = None
    components: tuple[Component, ...] = ()
    given_parts: tuple[PartOut, ...] = ()
    evidence: tuple[EvidenceKept, ...] = ()
    repairs: tuple[RepairRecord, ...] = ()
    quotes: tuple[RepairQuote, ...] = ()
    proposal: RouteChoice | None = None
    approval: RouteChoice | None = None
    reservation: Reservation | None = None
    handover: Handover | None = None
    cases: tuple[Case, ...] = ()

    @property
    def lifecycle(self) -> Lifecycle:
        """The word for where it is: what interrupts it comes before where it was."""
        overlays = (
            (self.missing, Lifecycle.MISSING),
            (self.quarantined, Lifecycle.QUARANTINED),
            (self.handover is not None and self.handover.on_its_way, Lifecycle.IN_TRANSIT),
            (self.under_repair, Lifecycle.IN_REPAIR),
            (self.reservation is not None, Lifecycle.RESERVED),
        )
        return next((word for holds, word in overlays if holds), self.stage)

    @property
    def data(self) -> DataState:
        """Which media are in it is unknown where somebody used it and nobody has looked since."""
        known = any(each.whereabouts is Whereabouts.INSTALLED for each in self.media)
        if self.media_unseen and not known:
            return DataState.UNKNOWN
        return on_media.worst(self.media, none_established=self.no_media_established)

    @property
    def quarantined(self) -> bool:
        """Two devices claim one identity, or a medium that was there is gone without explanation."""
        return bool(self.conflicts) or bool(self.missing_media)

    @property
    def missing_media(self) -> tuple[Medium, ...]:
        return tuple(each for each in self.media if each.whereabouts is Whereabouts.MISSING)

    @property
    def unsafe_media(self) -> tuple[Medium, ...]:
        """The media that keep it from leaving the State."""
        return tuple(each for each in self.media if not each.is_safe)

    @property
    def is_data_safe(self) -> bool:
        """Every medium is verified, destroyed or absent, and it is known which media there are."""
        return not self.unsafe_media and self.data in on_media.SAFE

    @property
    def has_left_the_state(self) -> bool:
        """Whether it belongs to another party than the State by a change of ownership or an exit."""
        return self.stage in GONE or (
            self.ownership is not None and self.ownership.ground is not None and not self.ownership.within_state
        )

    @property
    def open_cases(self) -> tuple[Case, ...]:
        return tuple(each for each in self.cases if each.is_open)

    @property
    def has_open_data_case(self) -> bool:
        """Whether a possible data leak is not cleared up: nobody may say that its data is erased."""
        return any(each.doubts_erasure for each in self.open_cases)

    @property
    def erasure_is_doubted(self) -> bool:
        """Whether a case, open or closed, says that what was erased before may not have been."""
        return any(each.doubts_erasure for each in self.cases)

    def case(self, wanted: CaseId) -> Case | None:
        return next((each for each in self.cases if each.id == wanted), None)

    def warranty_until(self, today: date) -> date | None:
        """The last day of the warranty on a repair; None where there is none, or it is over."""
        days = (each.warranty_until for each in self.repairs if each.warranty_until is not None)
        return max((day for day in days if day >= today), default=None)

    def relations(self, organisation: OrganisationId | None) -> frozenset[Relation]:
        """How an organisation stands to this device; the lessee of a leased device stands as its owner."""
        if organisation is None:
            return frozenset()
        owners = () if self.ownership is None else (self.ownership.owner, self.ownership.lessee)
        receiver = None if self.handover is None else self.handover.receiver
        stands = (
            (Relation.OWNER, organisation in owners),
            (Relation.CUSTODIAN, organisation == self.custody.custodian),
            (Relation.RECEIVER, organisation == receiver),
        )
        return frozenset(relation for relation, holds in stands if holds)
