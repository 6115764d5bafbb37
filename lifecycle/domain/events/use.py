"""Events of a device in use: registered, assigned, classified, declared surplus, lost, found, taken back."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import LabelCode, PassportId
from lifecycle.domain.events.base import Place, Remarked
from lifecycle.domain.facts import IdentityClaim
from lifecycle.domain.vocabulary import Classification, Ground, Holding


@dataclass(frozen=True, kw_only=True)
class PassportRegistered(Remarked):
    """A device gets its item passport: model, label, owner.

    `holding` is STATE or LESSOR; a leased device names the organisation that uses it as `lessee`. Without `custodian`
    the owner (or lessee) has it. `data_bearing` is false for what has no storage medium by its kind, as a display;
    `in_use_since` is from the owner's administration.
    """

    kind: Literal["passport_registered"] = "passport_registered"
    passport: PassportId
    model: PassportId
    owner: OrganisationId
    place: Place
    category: str
    label: LabelCode | None = None
    holding: Holding = Holding.STATE
    lessee: OrganisationId | None = None
    custodian: OrganisationId | None = None
    data_bearing: bool = True
    classification: Classification = Classification.UNKNOWN
    in_use_since: date | None = None
    claims: tuple[IdentityClaim, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Assigned(Remarked):
    """In use by an organisational unit, never a person: from now on its media contain data."""

    kind: Literal["assigned"] = "assigned"
    unit: str


@dataclass(frozen=True, kw_only=True)
class Unassigned(Remarked):
    """Back in the store room; what is on its media stays there."""

    kind: Literal["unassigned"] = "unassigned"


@dataclass(frozen=True, kw_only=True)
class Classified(Remarked):
    """The highest classification of the data on the device; lowering it needs the reference of a decision."""

    kind: Literal["classified"] = "classified"
    classification: Classification
    decision: str | None = None


@dataclass(frozen=True, kw_only=True)
class DeclaredSurplus(Remarked):
    """The decision that property is surplus (besluit tot het overtollig stellen, RMB).

    `intake_by` is the organisation that the owner lets collect it: the giving side of that hand-over, whose receiving
    side is the intake scan.
    """

    kind: Literal["declared_surplus"] = "declared_surplus"
    decision: str
    decided_on: date
    authority: OrganisationId
    intake_by: OrganisationId | None = None


@dataclass(frozen=True, kw_only=True)
class LostOrStolen(Remarked):
    """Not where it should be. `report` is the reference of the report (a police report when stolen)."""

    kind: Literal["lost_or_stolen"] = "lost_or_stolen"
    stolen: bool
    report: str


@dataclass(frozen=True, kw_only=True)
class Found(Remarked):
    """A missing device is back; nobody can say what happened to its data meanwhile."""

    kind: Literal["found"] = "found"
    place: Place
    report: str | None = None


@dataclass(frozen=True, kw_only=True)
class TakenBack(Remarked):
    """The acting organisation takes the device back; custody and ownership follow by their own events."""

    kind: Literal["taken_back"] = "taken_back"
    reason: str
    ground: Ground | None = None
