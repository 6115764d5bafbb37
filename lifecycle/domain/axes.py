"""The parts of a device's state that are more than a word: who has it, whose it is, what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.events import (
    CaseId,
    CaseOutcome,
    CaseStep,
    ConsignmentId,
    Difference,
    EventId,
    Place,
    Severity,
    TestResult,
)
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.vocabulary import (
    ComponentKind,
    CosmeticGrade,
    FunctionalGrade,
    Ground,
    Holding,
    Lock,
    PartOrigin,
    RepairBarrier,
    Route,
)


@dataclass(frozen=True)
class Custody:
    """Who answers for the device, and where it is. `seal` is the seal number when it is sealed."""

    custodian: OrganisationId
    place: Place
    inside_state: bool = True
    seal: str | None = None
    processor_agreement: str | None = None


@dataclass(frozen=True)
class Ownership:
    """Whose it is. `ground` and `consignment` are those of the last change; `lessee` uses what a lessor owns."""

    holding: Holding
    owner: OrganisationId
    ground: Ground | None = None
    lessee: OrganisationId | None = None
    consignment: ConsignmentId | None = None

    @property
    def within_state(self) -> bool:
        return self.holding is Holding.STATE


@dataclass(frozen=True)
class SurplusDecision:
    """The decision that the property is surplus."""

    decision: str
    decided_on: date
    authority: OrganisationId


@dataclass(frozen=True)
class Handover:
    """A hand-over that is under way. Without `consignment` it is an intake or a taking back, agreed on otherwise.

    `disputed` is the last difference that the receiver told of; the offer stands until it is received after all, or
    taken back.
    """

    receiver: OrganisationId
    sender: OrganisationId | None
    inside_state: bool
    received: bool = False
    consignment: ConsignmentId | None = None
    manifest_sha256: str | None = None
    ground: Ground | None = None
    holding: Holding | None = None
    route: Route | None = None
    seal: str | None = None
    processor_agreement: str | None = None
    disputed: Difference | None = None

    @property
    def on_its_way(self) -> bool:
        return self.consignment is not None and not self.received


@dataclass(frozen=True)
class Conflict:
    """Another device that claims the same."""

    claim: ClaimKind
    value: str
    other: DeviceKey


@dataclass(frozen=True)
class Grades:
    """The last inspection: grades, tests, and when."""

    functional: FunctionalGrade
    cosmetic: CosmeticGrade
    observed_at: datetime
    tests: tuple[TestResult, ...] = ()
    photos: tuple[str, ...] = ()


@dataclass(frozen=True)
class LocksLookedFor:
    """For which locks somebody looked since the last use, by which checklist. Those that are there are the locks."""

    checklist: str
    answered: frozenset[Lock]
    at: datetime


@dataclass(frozen=True)
class Component:
    """A component that is known to be in the device, and where it came from."""

    kind: ComponentKind
    serial: str | None
    origin: PartOrigin
    donor: DeviceKey | None = None
    maker: str | None = None
    model: str | None = None


@dataclass(frozen=True)
class PartOut:
    """A part that came out of the device into the stock of parts. `event` took it out; it is whole in itself."""

    event: EventId
    number: int
    kind: ComponentKind
    at: datetime
    serial: str | None = None
    maker: str | None = None
    model: str | None = None


@dataclass(frozen=True)
class EvidenceKept:
    """A file in the evidence store, by the hash of what is stored; after `erased_at` it is gone."""

    sha256: str
    format: str
    parser: str
    parser_version: str
    event: EventId
    observed_at: datetime
    erased_at: datetime | None = None


@dataclass(frozen=True)
class RouteChoice:
    """A proposed, overridden or approved route; `by` is the account that chose it."""

    decision: str
    route: Route
    by: AccountId
    at: datetime
    is_override: bool = False


@dataclass(frozen=True)
class Reservation:
    """Kept for an organisation up to and including a day.

    `event` reserved it first and names the reservation; `since` is when. Longer keeping changes neither.
    """

    requester: OrganisationId
    until: date
    event: EventId
    since: datetime
    unit: str | None = None
    request: str | None = None


@dataclass(frozen=True)
class RepairRecord:
    """A repair that ended: well (no barrier) or not. It is under warranty up to and including `warranty_until`."""

    at: datetime
    parts: tuple[ComponentKind, ...] = ()
    barrier: RepairBarrier | None = None
    order: str | None = None
    warranty_until: date | None = None


@dataclass(frozen=True)
class RepairQuote:
    """What a repair would cost, in euros excluding VAT; it stands until the repair ends."""

    parts: tuple[ComponentKind, ...]
    cost_eur: Decimal
    lead_days: int | None = None


@dataclass(frozen=True)
class PassportLink:
    """The passports of a device, oldest first: each one after the first is the successor of the one before it."""

    model: PassportId | None = None
    items: tuple[PassportId, ...] = ()

    @property
    def current(self) -> PassportId | None:
        return self.items[-1] if self.items else None


MUST_BE_TOLD: Mapping[Severity, tuple[CaseStep, ...]] = MappingProxyType(
    {
        Severity.POSSIBLE_DATA_LEAK: (CaseStep.OWNER_TOLD, CaseStep.DRZ_TOLD, CaseStep.RECEIVER_TOLD),
        Severity.WRONG_RECORD: (CaseStep.OWNER_TOLD, CaseStep.DRZ_TOLD),
    }
)
"""Who is told before a case can be closed: the owner of its time, DRZ, and who has the device."""


@dataclass(frozen=True)
class StepTaken:
    """Something that was done about a case."""

    step: CaseStep
    at: datetime
    by: AccountId
    reference: str | None = None


@dataclass(frozen=True)
class Case:
    """An event that turned out wrong after the device left, what was done about it, and how it ended."""

    id: CaseId
    event: EventId
    severity: Severity
    since: date
    opened_at: datetime
    opened_by: AccountId
    medium: str | None = None
    steps: tuple[StepTaken, ...] = ()
    outcome: CaseOutcome | None = None
    closed_at: datetime | None = None
    closed_by: AccountId | None = None

    @property
    def is_open(self) -> bool:
        return self.outcome is None

    @property
    def untold(self) -> tuple[CaseStep, ...]:
        """Who still has to be told, by the step that says so."""
        taken = {each.step for each in self.steps}
        return tuple(step for step in MUST_BE_TOLD[self.severity] if step not in taken)

    @property
    def doubts_erasure(self) -> bool:
        """Whether what was said to be erased before it was opened can no longer be relied on."""
        return self.severity is Severity.POSSIBLE_DATA_LEAK and self.outcome is not CaseOutcome.UNFOUNDED
