"""A small way to tell a device's life in a test: each step is an event a minute after the last one."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Self

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.device import Device
from lifecycle.domain.events import (
    ConsignmentId,
    CustodyChanged,
    DeclaredSurplus,
    Event,
    EventId,
    EvidenceAttached,
    Happening,
    IntakeScanned,
    OwnershipChanged,
    PassportRegistered,
    Place,
    RouteApproved,
    RouteProposed,
    SanitisationPerformed,
    SanitisationVerified,
    TransactionId,
    TransferOffered,
    TransferReceived,
)
from lifecycle.domain.facts import ClaimKind, IdentityClaim, MediumSeen
from lifecycle.domain.fold import apply
from lifecycle.domain.guards import admit
from lifecycle.domain.vocabulary import Classification, Ground, Holding, MediumKind, Route, SanitisationCategory

KEY = DeviceKey("0123456789abcdef")
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

MINISTRY = OrganisationId("ministry")
PROVIDER = OrganisationId("provider")
COORDINATOR = OrganisationId("coordinator")
LESSOR = OrganisationId("lessor")
RECYCLER = OrganisationId("recycler")
ANNE, BRAM, CARLA = AccountId("anne"), AccountId("bram"), AccountId("carla")

SERIAL = IdentityClaim(ClaimKind.SERIAL, "PF12345", "label", 0.9)
DISK, SECOND_DISK = "S4EVNX0M", "WD-WCC6"
MANIFEST = "ab" * 32
CONSIGNMENT = ConsignmentId("c1")

REGISTERED = PassportRegistered(
    passport=PassportId("passport-1"),
    model=PassportId("model-1"),
    owner=MINISTRY,
    custodian=PROVIDER,
    place=Place("The Hague, store"),
    category="laptop",
    classification=Classification.DEP_V,
    claims=(SERIAL,),
)
SCANNED = IntakeScanned(raw="https://id.kringpas.nl/d/x", symbology="]Q1", place=Place("Hall 3"))
SURPLUS = DeclaredSurplus(decision="2026-117", decided_on=date(2026, 3, 1), authority=MINISTRY)


def inventory(*serials: str) -> EvidenceAttached:
    """A file that lists all media in the device."""
    media = tuple(MediumSeen(serial, MediumKind.SSD) for serial in serials)
    return EvidenceAttached(
        sha256="e" * 64,
        original_sha256="f" * 64,
        format="glpi",
        parser="glpi",
        parser_version="1",
        media=media,
        lists_all_media=True,
    )


def wipe(serial: str = DISK, *, succeeded: bool = True, present: tuple[str, ...] = ()) -> SanitisationPerformed:
    return SanitisationPerformed(
        medium=serial,
        category=SanitisationCategory.PURGE,
        technique="block erase",
        tool="nwipe",
        tool_version="0.40",
        succeeded=succeeded,
        media_present=present,
    )


def verify(serial: str = DISK) -> SanitisationVerified:
    return SanitisationVerified(medium=serial)


def propose(route: Route, decision: str = "decision-1") -> RouteProposed:
    return RouteProposed(
        decision=decision, route=route, rule_set="2026.1", inputs_sha256="1" * 64, trace_sha256="2" * 64
    )


def approve(route: Route, decision: str = "decision-1") -> RouteApproved:
    return RouteApproved(decision=decision, route=route)


def gift(receiver: OrganisationId = COORDINATOR) -> TransferOffered:
    return TransferOffered(
        consignment=CONSIGNMENT,
        manifest_sha256=MANIFEST,
        receiver=receiver,
        inside_state=False,
        ground=Ground.GIFT,
        holding=Holding.COORDINATOR,
        route=Route.DONATE,
    )


RECEIVED = TransferReceived(consignment=CONSIGNMENT, manifest_sha256=MANIFEST)
IN_CUSTODY = CustodyChanged(custodian=COORDINATOR, place=Place("Utrecht"), inside_state=False, consignment=CONSIGNMENT)
OWNED = OwnershipChanged(owner=COORDINATOR, holding=Holding.COORDINATOR, ground=Ground.GIFT, consignment=CONSIGNMENT)


@dataclass
class Life:
    """Events so far and the device that they make; every step passes the guards."""

    device: Device | None = None
    events: list[Event] = field(default_factory=list)
    now: datetime = START

    def event(
        self, happening: Happening, by: AccountId = ANNE, organisation: OrganisationId | None = PROVIDER
    ) -> Event:
        number = EventId(f"event-{len(self.events) + 1}")
        return Event(number, KEY, self.now, self.now, by, organisation, TransactionId("t"), happening)

    def then(self, happening: Happening, by: AccountId = ANNE, organisation: OrganisationId | None = PROVIDER) -> Self:
        self.now += timedelta(minutes=1)
        event = self.event(happening, by, organisation)
        admit(self.device, event)
        self.device = apply(self.device, event)
        self.events.append(event)
        return self

    @property
    def state(self) -> Device:
        assert self.device is not None
        return self.device


def registered() -> Life:
    return Life().then(REGISTERED, organisation=MINISTRY)


def at_intake(*serials: str) -> Life:
    """Surplus, scanned, and with these storage media in it."""
    life = registered().then(SURPLUS, organisation=MINISTRY).then(SCANNED)
    return life.then(inventory(*(serials or (DISK,))))


def clean() -> Life:
    """At intake, its one disk erased by Anne and verified by Bram."""
    return at_intake().then(wipe()).then(verify(), BRAM)


def routed(route: Route = Route.DONATE) -> Life:
    return clean().then(propose(route)).then(approve(route), CARLA)


def given_away() -> Life:
    """In the hands of the donation coordinator, who owns it."""
    life = routed().then(gift())
    for happening in (RECEIVED, IN_CUSTODY, OWNED):
        life.then(happening, CARLA, COORDINATOR)
    return life
