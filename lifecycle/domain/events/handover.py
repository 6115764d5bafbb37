"""Events of a hand-over: offered, received, disputed, and the changes of custody and of ownership that follow.

A transfer has two sides: the custodian offers, the receiver receives. Custody and ownership then change each by an
event of its own, ownership with its legal ground.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from dpp.domain.actor import OrganisationId
from lifecycle.domain.events.base import ConsignmentId, Place, Remarked
from lifecycle.domain.vocabulary import Ground, Holding, Route


class Difference(StrEnum):
    """How what arrived differs from the manifest, per device."""

    MISSING = "missing"
    EXTRA = "extra"
    OTHER_CONDITION = "other-condition"
    BROKEN_SEAL = "broken-seal"


@dataclass(frozen=True, kw_only=True)
class TransferOffered(Remarked):
    """The custodian offers the device in a consignment whose manifest is frozen.

    `ground` is given when ownership passes too, `route` is then the destination that was approved.
    `inside_state` says whether the receiver is an organisation of the State. Custody outside the State of a device
    that may hold data is sealed (`seal`, a seal number) under a `processor_agreement`.
    """

    kind: Literal["transfer_offered"] = "transfer_offered"
    consignment: ConsignmentId
    manifest_sha256: str
    receiver: OrganisationId
    inside_state: bool
    carrier: OrganisationId | None = None
    ground: Ground | None = None
    holding: Holding | None = None
    route: Route | None = None
    seal: str | None = None
    processor_agreement: str | None = None


@dataclass(frozen=True, kw_only=True)
class TransferReceived(Remarked):
    """The receiver scanned it: it is what the manifest says."""

    kind: Literal["transfer_received"] = "transfer_received"
    consignment: ConsignmentId
    manifest_sha256: str
    seal: str | None = None


@dataclass(frozen=True, kw_only=True)
class TransferDisputed(Remarked):
    """The receiver found a difference: an item of its own, for someone to answer. Custody stays where it was.

    The offer stands: what was missing can come, and another condition can be accepted.
    """

    kind: Literal["transfer_disputed"] = "transfer_disputed"
    consignment: ConsignmentId
    manifest_sha256: str
    difference: Difference


@dataclass(frozen=True, kw_only=True)
class TransferWithdrawn(Remarked):
    """The sender takes its offer back before it was received, or the receiver gives back what it set apart."""

    kind: Literal["transfer_withdrawn"] = "transfer_withdrawn"
    consignment: ConsignmentId


@dataclass(frozen=True, kw_only=True)
class CustodyChanged(Remarked):
    """From now on the acting organisation answers for the device, at this place. `consignment` is None at an intake."""

    kind: Literal["custody_changed"] = "custody_changed"
    custodian: OrganisationId
    place: Place
    inside_state: bool
    consignment: ConsignmentId | None = None
    seal: str | None = None
    processor_agreement: str | None = None


@dataclass(frozen=True, kw_only=True)
class OwnershipChanged(Remarked):
    """Ownership passes on a legal ground (RMB, art. 5-7)."""

    kind: Literal["ownership_changed"] = "ownership_changed"
    owner: OrganisationId
    holding: Holding
    ground: Ground
    consignment: ConsignmentId | None = None


@dataclass(frozen=True, kw_only=True)
class ReturnedToOwner(Remarked):
    """From the pool back to the owner, that wants it after all: no longer surplus."""

    kind: Literal["returned_to_owner"] = "returned_to_owner"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReturnedToLessor(Remarked):
    """A leased device goes back: an exit like any other."""

    kind: Literal["returned_to_lessor"] = "returned_to_lessor"
    contract: str
    ground: Ground = Ground.LEASE


@dataclass(frozen=True, kw_only=True)
class ExchangedUnderWarranty(Remarked):
    """The maker keeps it and sends another: an exit like any other."""

    kind: Literal["exchanged_under_warranty"] = "exchanged_under_warranty"
    contract: str
    ground: Ground = Ground.TRANSFER


@dataclass(frozen=True, kw_only=True)
class TradedIn(Remarked):
    """Given in part payment for another: an exit like any other."""

    kind: Literal["traded_in"] = "traded_in"
    contract: str
    ground: Ground = Ground.TRADE_IN
