"""What happens to a device: one frozen class per kind of event, and the envelope that every event travels in.

An event concerns one device and is never changed. `kind` tells the classes apart, so that an adapter can read the union
with a discriminator; the fields are simple types. A batch act is one `transaction` over many events.

    use           in use, in store, surplus, lost and found, taken back
    intake        scanned, identified, evidence, locks, hazards, holds, grades
    erasure       sanitisation per medium, removal, destruction
    repair        components, repairs, refurbishment, harvest
    destination   routes, reservations, redeployed, donated, sold, recycled
    handover      offers and receipts, custody, ownership, returns
    evidence      read again by a newer parser, erased
    things        registered without a passport, charger, locks looked for
    labels        labels stuck on, and taken out of use
    correction    an event declared to be in error
    cases         what turned out wrong after the device left
"""

from lifecycle.domain.events.base import ERASABLE, ConsignmentId, EventId, Place, Remarked, TransactionId
from lifecycle.domain.events.cases import (
    CaseClosed,
    CaseId,
    CaseOpened,
    CaseOutcome,
    CaseStep,
    CaseStepTaken,
    Severity,
)
from lifecycle.domain.events.correction import Corrected, ErrorReason
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
from lifecycle.domain.events.envelope import Event, effective, in_order, same_event
from lifecycle.domain.events.erasing import COMMITMENT, join_erasable, plain, split_erasable, with_commitment
from lifecycle.domain.events.erasure import (
    MediaDestroyed,
    MediaRemoved,
    SanitisationFailed,
    SanitisationPerformed,
    SanitisationVerified,
    VerificationKind,
)
from lifecycle.domain.events.evidence import EvidenceAttached, EvidenceErased, EvidenceReadAgain, as_read_again
from lifecycle.domain.events.handover import (
    CustodyChanged,
    Difference,
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
    TestResult,
)
from lifecycle.domain.events.kinds import KINDS, Happening
from lifecycle.domain.events.labels import LabelLinked, LabelRetired
from lifecycle.domain.events.repair import (
    ComponentInstalled,
    ComponentRemoved,
    Harvested,
    Part,
    Refurbished,
    Repaired,
    RepairFailed,
    RepairQuoted,
)
from lifecycle.domain.events.things import ChargerSeen, LocksChecked, LookedFor, ThingRegistered
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

__all__ = [
    "COMMITMENT",
    "ERASABLE",
    "KINDS",
    "Assigned",
    "CaseClosed",
    "CaseId",
    "CaseOpened",
    "CaseOutcome",
    "CaseStep",
    "CaseStepTaken",
    "ChargerSeen",
    "Classified",
    "ComponentInstalled",
    "ComponentRemoved",
    "ConsignmentId",
    "Corrected",
    "CustodyChanged",
    "DeclaredSurplus",
    "Difference",
    "Donated",
    "ErrorReason",
    "Event",
    "EventId",
    "EvidenceAttached",
    "EvidenceErased",
    "EvidenceReadAgain",
    "ExchangedUnderWarranty",
    "Found",
    "Happening",
    "Harvested",
    "HazardCleared",
    "HazardFound",
    "HoldPlaced",
    "HoldReleased",
    "IdentityConflict",
    "IdentityMatched",
    "Inspected",
    "IntakeScanned",
    "LabelLinked",
    "LabelRetired",
    "LockFound",
    "LockReleased",
    "LocksChecked",
    "LookedFor",
    "LostOrStolen",
    "MediaDestroyed",
    "MediaRemoved",
    "OwnershipChanged",
    "Part",
    "PassportRegistered",
    "Place",
    "Recycled",
    "Redeployed",
    "Refurbished",
    "Released",
    "Remarked",
    "RepairFailed",
    "RepairQuoted",
    "Repaired",
    "Reserved",
    "ReturnedToLessor",
    "ReturnedToOwner",
    "RouteApproved",
    "RouteOverridden",
    "RouteProposed",
    "SanitisationFailed",
    "SanitisationPerformed",
    "SanitisationVerified",
    "SentToRecycler",
    "Severity",
    "Sold",
    "TakenBack",
    "TestResult",
    "ThingRegistered",
    "TradedIn",
    "TransactionId",
    "TransferDisputed",
    "TransferOffered",
    "TransferReceived",
    "TransferWithdrawn",
    "Unassigned",
    "VerificationKind",
    "as_read_again",
    "effective",
    "in_order",
    "join_erasable",
    "plain",
    "same_event",
    "split_erasable",
    "with_commitment",
]
