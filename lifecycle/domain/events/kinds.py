"""Every kind of event, as one union."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from lifecycle.domain.events.cases import CaseClosed, CaseOpened, CaseStepTaken
from lifecycle.domain.events.correction import Corrected
from lifecycle.domain.events.destination import (
    Donated,
    Recycled,
    Redeployed,
    Released,
    Reserved,
    RouteApproved,
    RouteOverridden,
    RouteProposed,
    SentToRecycler,
    Sold,
)
from lifecycle.domain.events.erasure import (
    MediaDestroyed,
    MediaRemoved,
    SanitisationFailed,
    SanitisationPerformed,
    SanitisationVerified,
)
from lifecycle.domain.events.evidence import EvidenceAttached, EvidenceErased, EvidenceReadAgain
from lifecycle.domain.events.handover import (
    CustodyChanged,
    ExchangedUnderWarranty,
    OwnershipChanged,
    ReturnedToLessor,
    ReturnedToOwner,
    TradedIn,
    TransferDisputed,
    TransferOffered,
    TransferReceived,
    TransferWithdrawn,
)
from lifecycle.domain.events.intake import (
    HazardCleared,
    HazardFound,
    HoldPlaced,
    HoldReleased,
    IdentityConflict,
    IdentityMatched,
    Inspected,
    IntakeScanned,
    LockFound,
    LockReleased,
)
from lifecycle.domain.events.labels import LabelLinked, LabelRetired
from lifecycle.domain.events.repair import (
    ComponentInstalled,
    ComponentRemoved,
    Harvested,
    Refurbished,
    Repaired,
    RepairFailed,
    RepairQuoted,
)
from lifecycle.domain.events.things import ChargerSeen, LocksChecked, ThingRegistered
from lifecycle.domain.events.use import (
    Assigned,
    Classified,
    DeclaredSurplus,
    Found,
    LostOrStolen,
    PassportRegistered,
    TakenBack,
    Unassigned,
)

Happening = (
    PassportRegistered
    | ThingRegistered
    | Assigned
    | Unassigned
    | Classified
    | DeclaredSurplus
    | LostOrStolen
    | Found
    | TakenBack
    | TransferOffered
    | TransferReceived
    | TransferDisputed
    | TransferWithdrawn
    | CustodyChanged
    | OwnershipChanged
    | ReturnedToOwner
    | ReturnedToLessor
    | ExchangedUnderWarranty
    | TradedIn
    | IntakeScanned
    | IdentityMatched
    | IdentityConflict
    | EvidenceAttached
    | EvidenceReadAgain
    | EvidenceErased
    | ChargerSeen
    | LocksChecked
    | LockFound
    | LockReleased
    | HazardFound
    | HazardCleared
    | HoldPlaced
    | HoldReleased
    | Inspected
    | SanitisationPerformed
    | SanitisationVerified
    | SanitisationFailed
    | MediaRemoved
    | MediaDestroyed
    | ComponentRemoved
    | ComponentInstalled
    | RepairQuoted
    | Repaired
    | RepairFailed
    | Refurbished
    | Harvested
    | RouteProposed
    | RouteApproved
    | RouteOverridden
    | Reserved
    | Released
    | Redeployed
    | Donated
    | Sold
    | SentToRecycler
    | Recycled
    | LabelLinked
    | LabelRetired
    | Corrected
    | CaseOpened
    | CaseStepTaken
    | CaseClosed
)
"""The content of an event: one of these, told apart by `kind`."""

KINDS: Mapping[str, type[Happening]] = MappingProxyType({each.kind: each for each in get_args(Happening)})
"""Every kind of event by its name."""
