"""Every rule refuses what it should, says why and what would help, and the same act passes once that is done."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Refused
from dpp.domain.labels.rolls import LabelFault
from dpp.domain.opaque import DeviceKey, LabelCode, PassportId
from lifecycle.domain.events import (
    Assigned,
    CaseStep,
    Classified,
    ComponentInstalled,
    ComponentRemoved,
    ConsignmentId,
    CustodyChanged,
    Difference,
    Donated,
    EvidenceErased,
    EvidenceReadAgain,
    ExchangedUnderWarranty,
    Found,
    Happening,
    Harvested,
    HazardCleared,
    HazardFound,
    HoldPlaced,
    HoldReleased,
    IdentityConflict,
    IdentityMatched,
    Inspected,
    LabelLinked,
    LabelRetired,
    LockFound,
    LockReleased,
    LocksChecked,
    LookedFor,
    LostOrStolen,
    MediaDestroyed,
    MediaRemoved,
    Part,
    Place,
    Recycled,
    Redeployed,
    Refurbished,
    Released,
    Reserved,
    ReturnedToLessor,
    ReturnedToOwner,
    RouteOverridden,
    SanitisationPerformed,
    SentToRecycler,
    Sold,
    TakenBack,
    ThingRegistered,
    TransferDisputed,
    TransferOffered,
    TransferReceived,
    TransferWithdrawn,
)
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.guards import RULES, admit, refusals
from lifecycle.domain.vocabulary import (
    Classification,
    ComponentKind,
    CosmeticGrade,
    FunctionalGrade,
    Ground,
    Hazard,
    Holding,
    Lifecycle,
    Lock,
    PartOrigin,
    Route,
    SanitisationCategory,
)
from tests.unit.lifecycle.device.cases import LEAK, UNFOUNDED, ended_case, in_case, told, told_all
from tests.unit.lifecycle.device.lives import (
    ANNE,
    BRAM,
    CARLA,
    CONSIGNMENT,
    COORDINATOR,
    DISK,
    IN_CUSTODY,
    KEY,
    LESSOR,
    MANIFEST,
    MINISTRY,
    OWNED,
    PROVIDER,
    RECEIVED,
    RECYCLER,
    REGISTERED,
    SCANNED,
    SECOND_DISK,
    SERIAL,
    SURPLUS,
    Life,
    approve,
    at_intake,
    clean,
    gift,
    given_away,
    inventory,
    propose,
    registered,
    routed,
    verify,
    wipe,
)

LOCKED = LockFound(lock=Lock.MDM)
SWOLLEN = HazardFound(hazard=Hazard.SWOLLEN_BATTERY)
HELD = HoldPlaced(hold="court-7", reason="claim")
LOST = LostOrStolen(stolen=True, report="PV-1")
INSPECTED = Inspected(functional=FunctionalGrade.F5, cosmetic=CosmeticGrade.C4)
REFURBISHED = Refurbished(
    functional=FunctionalGrade.F6,
    cosmetic=CosmeticGrade.C5,
    all_tests_pass=True,
    operating_system="Linux",
    licence=None,
    successor=PassportId("passport-2"),
)
OVERRIDDEN = RouteOverridden(decision="decision-2", overrides="decision-1", route=Route.SELL, reason="no demand")
DESTROYED = MediaDestroyed(medium=DISK, method="shredder", witness=BRAM, particle_mm=Decimal(6))
STORAGE_OUT = ComponentRemoved(component=ComponentKind.STORAGE, serial=DISK)
TO_RECYCLER = SentToRecycler(
    receiver=RECYCLER,
    conformity="EN50625-9",
    conformity_until=date(2027, 1, 1),
    weee_category=6,
    ewc="16 02 14",
    kilograms=Decimal("1.8"),
)
RECYCLED = Recycled(kilograms=Decimal("1.8"), weee_category=6, ewc="16 02 14")
LINKED = LabelLinked(label=LabelCode("000000000011"))
WORN = LabelRetired(label=LINKED.label, fault=LabelFault.DAMAGED)
THING = ThingRegistered(thing="hologram", owner=MINISTRY, place=Place("Hall 3"))
RESERVED = Reserved(requester=MINISTRY, until=date(2026, 4, 1))
UNSEALED = TransferOffered(
    consignment=CONSIGNMENT, manifest_sha256=MANIFEST, receiver=OrganisationId("wiper"), inside_state=False
)
SEALED = replace(UNSEALED, seal="SEAL-1", processor_agreement="VWO-3")
INSIDE = replace(UNSEALED, receiver=MINISTRY, inside_state=True)


def leased() -> Life:
    lease = replace(REGISTERED, owner=LESSOR, holding=Holding.LESSOR, lessee=MINISTRY)
    life = Life().then(lease, organisation=MINISTRY).then(SCANNED)
    return life.then(inventory(DISK)).then(wipe()).then(verify(), BRAM)


def offered(offer: TransferOffered | None = None) -> Life:
    return routed().then(offer or gift())


def secret(*serials: str) -> Life:
    """Clean by erasure; then it turns out to have held what is Stg. CONFIDENTIEEL."""
    life = registered().then(SURPLUS, organisation=MINISTRY).then(SCANNED).then(inventory(*(serials or (DISK,))))
    life.then(wipe()).then(verify(), BRAM)
    life.then(Classified(classification=Classification.STG_C), organisation=MINISTRY)
    return life.then(propose(Route.DONATE)).then(approve(Route.DONATE))


def known_secret() -> Life:
    """Erased, though what it held can only be destroyed."""
    life = registered().then(Classified(classification=Classification.STG_C), organisation=MINISTRY)
    return life.then(SURPLUS, organisation=MINISTRY).then(SCANNED).then(inventory(DISK)).then(wipe())


def unclassified() -> Life:
    life = Life().then(replace(REGISTERED, classification=Classification.UNKNOWN)).then(SURPLUS).then(SCANNED)
    life.then(inventory(DISK)).then(wipe()).then(verify(), BRAM)
    return life.then(propose(Route.DONATE)).then(approve(Route.DONATE))


def ownerless() -> Life:
    life = Life().then(SCANNED).then(IdentityMatched(claims=(SERIAL,)))
    return life.then(Classified(classification=Classification.NONE)).then(inventory())


def not_surplus() -> Life:
    life = registered().then(SCANNED).then(inventory(DISK)).then(wipe()).then(verify(), BRAM)
    return life.then(propose(Route.DONATE)).then(approve(Route.DONATE))


def at_recycler() -> Life:
    offer = replace(gift(RECYCLER), ground=Ground.DESTRUCTION, holding=Holding.RECIPIENT, route=Route.RECYCLE)
    life = routed(Route.RECYCLE).then(offer).then(RECEIVED, CARLA, RECYCLER)
    life.then(replace(IN_CUSTODY, custodian=RECYCLER), CARLA, RECYCLER)
    owned = replace(OWNED, owner=RECYCLER, ground=Ground.DESTRUCTION, holding=Holding.RECIPIENT)
    return life.then(owned, CARLA, RECYCLER)


def recycled() -> Life:
    return at_recycler().then(TO_RECYCLER, CARLA, RECYCLER).then(RECYCLED, CARLA, RECYCLER)


def labelled() -> Life:
    return registered().then(LINKED)


def same_as() -> IdentityMatched:
    return IdentityMatched(claims=(), same_as=DeviceKey("the-real-one"))


def conflict(other: DeviceKey) -> IdentityConflict:
    return IdentityConflict(claim=ClaimKind.SERIAL, value="PF12345", other=other)


def destroy_as_erasure() -> SanitisationPerformed:
    return replace(wipe(), category=SanitisationCategory.DESTROY)


def new_storage(serial: str | None) -> ComponentInstalled:
    return ComponentInstalled(component=ComponentKind.STORAGE, origin=PartOrigin.NEW_ORIGINAL, serial=serial)


def dispute(difference: Difference = Difference.MISSING, *, manifest: str = MANIFEST) -> TransferDisputed:
    return TransferDisputed(consignment=CONSIGNMENT, manifest_sha256=manifest, difference=difference)


def arrived() -> Life:
    return offered().then(RECEIVED, CARLA, COORDINATOR)


def in_custody() -> Life:
    return arrived().then(IN_CUSTODY, CARLA, COORDINATOR)


def classified_placeholder() -> Life:
    """Known by a match, and its data classified, before anybody registers it."""
    life = Life().then(SCANNED).then(IdentityMatched(claims=(SERIAL,)))
    return life.then(Classified(classification=Classification.STG_C))


def overridden() -> Life:
    return clean().then(propose(Route.DONATE)).then(OVERRIDDEN, CARLA)


@dataclass(frozen=True)
class Case:
    """`happening`, done by `by` for `organisation`, is refused by `rule` at this point of a life."""

    rule: str
    life: Callable[[], Life]
    happening: Happening
    by: AccountId = ANNE
    organisation: OrganisationId | None = PROVIDER

    def __str__(self) -> str:
        return f"{self.rule}:{self.happening.kind}"


def harvest(*parts: Part) -> Harvested:
    return Harvested(parts=parts)


def of_a_kind_that_is_asked() -> Life:
    """An approved donation of a tablet, on which nobody looked for locks."""
    life = routed()
    life.device = replace(life.state, category="tablet")
    return life


FILE_ERASED = EvidenceErased(sha256=inventory().sha256, ground="request")
READ_AGAIN = EvidenceReadAgain(sha256=inventory().sha256, parser="glpi", parser_version="2")
CASES = (
    Case("unknown-device-scan-only", Life, LOCKED),
    Case("unknown-device-scan-only", Life, inventory(DISK)),
    Case("unknown-device-scan-only", lambda: Life().then(SCANNED), LOCKED),
    Case("unknown-device-scan-only", lambda: Life().then(SCANNED), REGISTERED),
    Case("unknown-device-scan-only", lambda: Life().then(SCANNED), wipe()),
    Case("acting-organisation", Life, SCANNED, organisation=None),
    Case("same-device", lambda: Life().then(SCANNED).then(same_as()), inventory(DISK)),
    Case("registered-once", registered, REGISTERED),
    Case("match-names-something", registered, IdentityMatched(claims=())),
    Case("conflict-with-another", registered, conflict(KEY)),
    Case("missing-found-first", lambda: registered().then(LOST), LOCKED),
    Case("not-missing", registered, Found(place=Place("Hall"))),
    Case("recycled-is-the-end", recycled, LOCKED),
    Case("read-again-what-is-kept", registered, READ_AGAIN),
    Case("read-again-what-is-kept", lambda: at_intake().then(FILE_ERASED), READ_AGAIN),
    Case("was-not-found", registered, LockReleased(lock=Lock.MDM, proof="x")),
    Case("was-not-found", registered, HazardCleared(hazard=Hazard.BROKEN_GLASS, how="swept")),
    Case("was-not-found", registered, HoldReleased(hold="court-7", reason="over")),
    Case("proof-of-release", lambda: registered().then(LOCKED), LockReleased(lock=Lock.MDM, proof=" ")),
    Case("proof-of-release", lambda: registered().then(SWOLLEN), HazardCleared(hazard=Hazard.SWOLLEN_BATTERY, how="")),
    Case("hazard-handling", lambda: at_intake().then(SWOLLEN), INSPECTED),
    Case("hazard-handling", lambda: at_intake().then(SWOLLEN), wipe()),
    Case("assign-in-service", at_intake, Assigned(unit="Finance")),
    Case("declassified-by-decision", registered, Classified(classification=Classification.NONE)),
    Case("declassified-by-decision", registered, Classified(classification=Classification.UNKNOWN)),
    Case("surplus-decision", registered, replace(SURPLUS, decision=" ")),
    Case("surplus-decision", registered, replace(SURPLUS, decided_on=date(2026, 3, 3))),
    Case("surplus-decision", given_away, SURPLUS),
    Case("surplus-decision", leased, SURPLUS),
    Case("all-tests-pass", clean, replace(REFURBISHED, all_tests_pass=False)),
    Case("successor-passport", clean, replace(REFURBISHED, successor=REGISTERED.passport)),
    Case("away-before-back", clean, TakenBack(reason="broken")),
    Case("unknown-medium", at_intake, verify("NOBODY-SAW-IT"), BRAM),
    Case("unknown-medium", at_intake, replace(DESTROYED, medium="NOBODY-SAW-IT")),
    Case("unknown-medium", at_intake, MediaRemoved(medium="NOBODY-SAW-IT", kept_by=PROVIDER)),
    Case("destroyed-medium", lambda: at_intake().then(DESTROYED), wipe()),
    Case("verify-after-erasure", at_intake, verify(), BRAM),
    Case("verify-after-erasure", lambda: at_intake().then(wipe(succeeded=False)), verify(), BRAM),
    Case("verify-after-erasure", clean, verify(), BRAM),
    Case("own-verification", lambda: at_intake().then(wipe()), verify()),
    Case("own-verification", lambda: at_intake().then(wipe()).then(wipe(), BRAM), verify()),
    Case("category-for-classification", known_secret, verify(), BRAM),
    Case("flash-by-technique", at_intake, replace(wipe(), technique="PRNG Stream")),
    Case("witnessed-destruction", at_intake, destroy_as_erasure()),
    Case("witnessed-destruction", at_intake, replace(DESTROYED, witness=ANNE)),
    Case("storage-by-serial", at_intake, ComponentRemoved(component=ComponentKind.STORAGE)),
    Case("storage-by-serial", at_intake, new_storage(None)),
    Case("classified-media-destroyed", secret, gift()),
    Case("classified-media-destroyed", secret, harvest(Part(ComponentKind.STORAGE, DISK))),
    Case("classified-media-destroyed", lambda: secret().then(STORAGE_OUT), gift()),
    Case("unverified-harvest", at_intake, harvest(Part(ComponentKind.STORAGE, DISK))),
    Case("unverified-harvest", clean, harvest(Part(ComponentKind.STORAGE))),
    Case("keep-under-hold", lambda: at_intake().then(HELD), wipe()),
    Case("keep-under-hold", lambda: at_intake().then(HELD), DESTROYED),
    Case("keep-under-hold", lambda: at_intake().then(HELD), STORAGE_OUT),
    Case("unverified-medium", lambda: routed().then(inventory(DISK, SECOND_DISK)), gift()),
    Case("unverified-medium", lambda: offered().then(inventory(DISK, SECOND_DISK)), RECEIVED, CARLA, COORDINATOR),
    Case("unverified-medium", lambda: registered().then(SCANNED), UNSEALED),
    Case("unverified-medium", at_intake, UNSEALED),
    Case("unverified-medium", lambda: at_intake().then(wipe()), gift()),
    Case("unverified-medium", lambda: at_intake().then(wipe(succeeded=False)), gift()),
    Case("unverified-medium", at_intake, Redeployed(receiver=MINISTRY, unit="Finance")),
    Case("unverified-medium", at_intake, TO_RECYCLER),
    Case("classification-unknown", unclassified, gift()),
    Case("owner-unknown", ownerless, gift()),
    Case("identity-conflict", lambda: routed().then(conflict(DeviceKey("other"))), gift()),
    Case("missing-medium", lambda: routed().then(inventory()), gift()),
    Case("legal-hold", lambda: routed().then(HELD), gift()),
    Case("legal-hold", lambda: offered().then(HELD), RECEIVED, CARLA, COORDINATOR),
    Case("hazard-first", lambda: routed().then(SWOLLEN), gift()),
    Case("surplus-first", not_surplus, gift()),
    Case("leased-goes-back", leased, gift()),
    Case("leased-goes-back", leased, harvest()),
    Case("leased-goes-back", clean, ReturnedToLessor(contract="lease-1")),
    Case("locked-device", lambda: routed().then(LOCKED), gift()),
    Case("locked-device", lambda: offered().then(LOCKED), RECEIVED, CARLA, COORDINATOR),
    Case("locked-device", lambda: given_away().then(LOCKED), Donated(receiver=COORDINATOR)),
    Case("locked-device", lambda: given_away().then(LOCKED), Sold(receiver=COORDINATOR)),
    Case("locked-device", lambda: clean().then(LOCKED), Redeployed(receiver=MINISTRY, unit="Finance")),
    Case("export-test-record", given_away, Sold(receiver=COORDINATOR, export=True)),
    Case("recycler-conformity", at_recycler, replace(TO_RECYCLER, conformity_until=date(2026, 3, 1))),
    Case("waste-and-kilograms", at_recycler, replace(TO_RECYCLER, kilograms=Decimal(0))),
    Case("waste-and-kilograms", at_recycler, RECYCLED),
    Case("waste-codes", at_recycler, replace(TO_RECYCLER, weee_category=7)),
    Case("waste-codes", lambda: at_recycler().then(TO_RECYCLER, CARLA, RECYCLER), replace(RECYCLED, ewc="electronics")),
    Case("export-test-record", given_away, Donated(receiver=COORDINATOR, export=True)),
    Case("ground-of-route", routed, replace(gift(), ground=Ground.DESTRUCTION)),
    Case("ground-of-route", routed, replace(gift(), holding=Holding.STATE)),
    Case("ground-of-route", routed, replace(gift(), route=Route.PARTS)),
    Case("ground-of-exit", leased, ReturnedToLessor(contract="lease-1", ground=Ground.GIFT)),
    Case("ground-of-exit", clean, ExchangedUnderWarranty(contract="w-1", ground=Ground.SALE)),
    Case("back-to-the-state", leased, ReturnedToOwner(reason="wanted")),
    Case("back-to-the-state", given_away, ReturnedToOwner(reason="wanted"), CARLA, COORDINATOR),
    Case("gone-once", recycled, ExchangedUnderWarranty(contract="w-1")),
    Case("says-why", registered, Assigned(unit=" ")),
    Case("says-why", registered, HoldPlaced(hold="court-7", reason="")),
    Case("says-why", clean, ExchangedUnderWarranty(contract=" ")),
    Case("declassified-by-decision", classified_placeholder, REGISTERED),
    Case("offer-by-custodian", routed, gift(), organisation=MINISTRY),
    Case("offer-by-custodian", routed, gift(PROVIDER)),
    Case("one-offer-at-a-time", offered, replace(gift(), consignment=ConsignmentId("c2"))),
    Case("offer-terms", routed, replace(gift(), holding=None)),
    Case("sealed-custody", at_intake, replace(SEALED, processor_agreement=None)),
    Case(
        "sealed-custody",
        lambda: at_intake().then(SEALED),
        TransferReceived(consignment=CONSIGNMENT, manifest_sha256=MANIFEST, seal="SEAL-2"),
        organisation=SEALED.receiver,
    ),
    Case("two-sided-transfer", routed, RECEIVED, CARLA, COORDINATOR),
    Case("two-sided-transfer", offered, RECEIVED),
    Case("two-sided-transfer", offered, IN_CUSTODY, CARLA, COORDINATOR),
    Case("two-sided-transfer", registered, TransferWithdrawn(consignment=CONSIGNMENT)),
    Case("two-sided-transfer", registered, replace(OWNED, holding=Holding.STATE)),
    Case("manifest-as-offered", offered, replace(RECEIVED, manifest_sha256="00"), CARLA, COORDINATOR),
    Case("manifest-as-offered", offered, dispute(manifest="00"), CARLA, COORDINATOR),
    Case("custody-as-offered", arrived, replace(IN_CUSTODY, seal="X"), CARLA, COORDINATOR),
    Case("ownership-as-offered", in_custody, replace(OWNED, ground=Ground.SALE), CARLA, COORDINATOR),
    Case("ownership-as-offered", arrived, OWNED, CARLA, COORDINATOR),
    Case("handed-over-first", lambda: routed(Route.RECYCLE), TO_RECYCLER),
    Case("handed-over-first", routed, Donated(receiver=COORDINATOR)),
    Case("handed-over-first", leased, ReturnedToLessor(contract="lease-1")),
    Case("handed-over-first", clean, ExchangedUnderWarranty(contract="w-1")),
    Case("approve-what-was-proposed", clean, approve(Route.DONATE)),
    Case("approve-what-was-proposed", lambda: clean().then(propose(Route.DONATE)), approve(Route.SELL)),
    Case("own-approval", overridden, approve(Route.SELL, "decision-2"), CARLA),
    Case("override-a-proposal", clean, OVERRIDDEN),
    Case("override-needs-reason", lambda: clean().then(propose(Route.DONATE)), replace(OVERRIDDEN, reason=" ")),
    Case("approved-route", clean, gift()),
    Case("approved-route", lambda: routed(Route.SELL), gift()),
    Case("approved-route", overridden, gift()),
    Case("reserved-for-another", lambda: routed().then(RESERVED), gift()),
    Case("reserved-for-another", lambda: routed().then(RESERVED), replace(RESERVED, requester=PROVIDER)),
    Case("not-reserved", routed, Released()),
    Case("thing-of-a-kind", Life, THING),
    Case("registered-once", registered, THING),
    Case("checklist-of-its-kind", routed, LocksChecked(checklist="android", answers=())),
    Case(
        "proof-of-release",
        lambda: routed().then(LOCKED),
        LocksChecked(checklist="windows-pc", answers=(LookedFor(Lock.MDM, there=False),)),
    ),
    Case("locks-checked", of_a_kind_that_is_asked, gift()),
    Case("label-linked-once", labelled, LINKED),
    Case("label-linked-once", lambda: labelled().then(WORN), LINKED),
    Case("label-of-this-device", registered, WORN),
    Case("label-of-this-device", lambda: labelled().then(WORN), WORN),
    Case("case-of-its-own", in_case, LEAK),
    Case("open-case-only", given_away, told(CaseStep.OWNER_TOLD)),
    Case("open-case-only", ended_case, told(CaseStep.OWNER_TOLD)),
    Case("open-case-only", ended_case, UNFOUNDED),
    Case("breach-reference", in_case, told(CaseStep.BREACH_REPORTED)),
    Case("told-before-closing", in_case, UNFOUNDED, BRAM),
    Case("own-case", told_all, UNFOUNDED),
    Case("open-data-case", in_case, Donated(receiver=COORDINATOR), CARLA, COORDINATOR),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_rule_refuses_and_says_what_would_help(case: Case) -> None:
    life = case.life()
    life.now += timedelta(minutes=1)
    found = refusals(life.device, life.event(case.happening, case.by, case.organisation))
    refusal = next((each for each in found if each.rule == case.rule), None)
    assert refusal is not None, [each.rule for each in found]
    assert str(refusal).endswith(".")
    assert str(refusal.remedy).endswith(".")


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    names = {rule.name for rule in RULES} | {"acting-organisation"}
    elsewhere = {"future-event"}
    assert {case.rule for case in CASES} == names - elsewhere


def test_what_is_said_to_happen_after_it_was_recorded_is_refused_beyond_the_skew_of_clocks() -> None:
    event = Life().event(SCANNED)
    admit(None, replace(event, occurred_at=event.recorded_at + timedelta(minutes=5)))
    with pytest.raises(Refused, match="after it was recorded"):
        admit(None, replace(event, occurred_at=event.recorded_at + timedelta(minutes=6)))


PASSES: dict[str, Callable[[], Life]] = {
    "a whole life from registration to donation": lambda: given_away().then(
        Donated(receiver=COORDINATOR), CARLA, COORDINATOR
    ),
    "a whole life to the recycler": recycled,
    "a placeholder becomes known by a match, and is registered": lambda: (
        Life().then(SCANNED).then(inventory(DISK)).then(IdentityMatched(claims=(SERIAL,))).then(REGISTERED)
    ),
    "sealed custody outside the State under an agreement, with data on it": lambda: at_intake().then(SEALED),
    "custody within the State, with data on it": lambda: at_intake().then(INSIDE),
    "a locked device to the recycler": lambda: (
        routed(Route.RECYCLE)
        .then(LOCKED)
        .then(replace(gift(RECYCLER), ground=Ground.DESTRUCTION, holding=Holding.RECIPIENT, route=Route.RECYCLE))
    ),
    "a swollen battery to the recycler": lambda: (
        routed(Route.RECYCLE)
        .then(SWOLLEN)
        .then(replace(gift(RECYCLER), ground=Ground.DESTRUCTION, holding=Holding.RECIPIENT, route=Route.RECYCLE))
    ),
    "classified media destroyed before a witness": lambda: secret().then(DESTROYED).then(gift()),
    "a lock released with proof": lambda: (
        routed().then(LOCKED).then(LockReleased(lock=Lock.MDM, proof="e" * 64)).then(gift())
    ),
    "a medium whose removal is recorded is explained": lambda: (
        routed().then(MediaRemoved(medium=DISK, kept_by=PROVIDER)).then(inventory()).then(gift())
    ),
    "a medium that a recorded repair swapped is explained, and the new one erased": lambda: (
        routed()
        .then(STORAGE_OUT)
        .then(new_storage(SECOND_DISK))
        .then(inventory(SECOND_DISK))
        .then(wipe(SECOND_DISK))
        .then(verify(SECOND_DISK), BRAM)
        .then(gift())
    ),
    "a missing medium that comes back, and is erased again": lambda: (
        routed().then(inventory()).then(inventory(DISK)).then(wipe()).then(verify(), BRAM).then(gift())
    ),
    "an override approved by a second person": lambda: overridden().then(approve(Route.SELL, "decision-2"), BRAM),
    "a proposal approved by who asked for it": lambda: (
        clean().then(propose(Route.DONATE), CARLA).then(approve(Route.DONATE), CARLA)
    ),
    "a reservation that ended": lambda: routed().then(replace(RESERVED, until=date(2026, 3, 1))).then(gift()),
    "a dispute ends the offer, so that it can be offered again": lambda: (
        offered().then(dispute(), CARLA, COORDINATOR).then(gift())
    ),
    "an offer taken back": lambda: offered().then(TransferWithdrawn(consignment=CONSIGNMENT)).then(gift()),
    "a conflict that a person settled": lambda: (
        routed()
        .then(conflict(DeviceKey("other")))
        .then(IdentityMatched(claims=(SERIAL,), settles=(DeviceKey("other"),)))
        .then(gift())
    ),
    "a classification raised without a decision": lambda: registered().then(
        Classified(classification=Classification.STG_G)
    ),
    "a classification lowered by a decision": lambda: registered().then(
        Classified(classification=Classification.NONE, decision="D-1")
    ),
    "a leased device back to its lessor": lambda: (
        leased()
        .then(back_to_lessor())
        .then(RECEIVED, CARLA, LESSOR)
        .then(replace(IN_CUSTODY, custodian=LESSOR), CARLA, LESSOR)
        .then(replace(OWNED, owner=LESSOR, holding=Holding.LESSOR, ground=Ground.LEASE), CARLA, LESSOR)
        .then(ReturnedToLessor(contract="lease-1"), CARLA, LESSOR)
    ),
    "a collection agreed on in the surplus decision": lambda: (
        registered_at_ministry()
        .then(replace(SURPLUS, intake_by=PROVIDER), organisation=MINISTRY)
        .then(SCANNED)
        .then(CustodyChanged(custodian=PROVIDER, place=Place("Hall 3"), inside_state=True))
    ),
}


def back_to_lessor() -> TransferOffered:
    return replace(gift(LESSOR), ground=Ground.LEASE, holding=Holding.LESSOR, route=Route.RETURN_TO_LESSOR)


def registered_at_ministry() -> Life:
    return Life().then(replace(REGISTERED, custodian=None), organisation=MINISTRY)


@pytest.mark.parametrize("what", PASSES)
def test_what_the_rules_allow(what: str) -> None:
    assert PASSES[what]().device is not None


def test_a_leased_device_that_went_back_is_returned() -> None:
    assert PASSES["a leased device back to its lessor"]().state.lifecycle is Lifecycle.RETURNED


def test_an_intake_collection_makes_the_collector_its_custodian() -> None:
    custody = PASSES["a collection agreed on in the surplus decision"]().state.custody
    assert (custody.custodian, custody.place) == (PROVIDER, "Hall 3")
