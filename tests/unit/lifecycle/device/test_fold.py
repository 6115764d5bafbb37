"""State from events: the axes, and that nothing known is lost."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.permission import Relation
from lifecycle.domain.axes import Conflict
from lifecycle.domain.device import Device
from lifecycle.domain.events import (
    Assigned,
    ComponentInstalled,
    Donated,
    EvidenceAttached,
    Found,
    Happening,
    HazardFound,
    IdentityConflict,
    IdentityMatched,
    Inspected,
    LockFound,
    LostOrStolen,
    Place,
    Redeployed,
    Refurbished,
    Repaired,
    Reserved,
    ReturnedToOwner,
    SanitisationFailed,
    TakenBack,
    TransferOffered,
    Unassigned,
)
from lifecycle.domain.facts import BatteryReading, ClaimKind, Hardware, IdentityClaim
from lifecycle.domain.fold import apply, fold
from lifecycle.domain.vocabulary import (
    ComponentKind,
    CosmeticGrade,
    DataState,
    FunctionalGrade,
    Ground,
    Hazard,
    Holding,
    Lifecycle,
    Lock,
    PartOrigin,
    Route,
    Waste,
)
from tests.unit.lifecycle.device.lives import (
    BRAM,
    CARLA,
    CONSIGNMENT,
    COORDINATOR,
    DISK,
    IN_CUSTODY,
    MANIFEST,
    MINISTRY,
    OWNED,
    PROVIDER,
    RECEIVED,
    REGISTERED,
    SCANNED,
    SECOND_DISK,
    SERIAL,
    START,
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

INSPECTED = Inspected(functional=FunctionalGrade.F5, cosmetic=CosmeticGrade.C4, charger=True)


def donated() -> Life:
    return given_away().then(Donated(receiver=COORDINATOR), CARLA, COORDINATOR)


def stage(life: Life) -> Lifecycle:
    return life.state.lifecycle


def test_no_events_make_no_device() -> None:
    assert fold([]) is None


def test_folding_all_events_is_applying_them_one_by_one() -> None:
    life = given_away()
    assert fold(life.events) == life.device


def test_a_life_cannot_begin_with_anything_but_a_scan_or_a_registration() -> None:
    with pytest.raises(ValueError, match="begins with a scan or a registration"):
        apply(None, Life().event(LockFound(lock=Lock.MDM)))


def test_an_event_of_another_device_is_no_event_of_this_one() -> None:
    with pytest.raises(ValueError, match="concerns device"):
        apply(registered().state, replace(Life().event(SCANNED), device=DeviceKey("other")))


def test_an_unknown_tag_makes_a_placeholder_in_the_custody_of_who_scanned_it() -> None:
    device = Life().then(SCANNED).state
    assert (device.known, device.custody.custodian, device.custody.place) == (False, PROVIDER, "Hall 3")
    assert device.data is DataState.UNKNOWN


def test_the_stages_of_a_donated_laptop() -> None:
    life = registered()
    seen = [stage(life)]
    for happening, by, organisation in (
        (Assigned(unit="Finance"), CARLA, MINISTRY),
        (Unassigned(), CARLA, MINISTRY),
        (SURPLUS, CARLA, MINISTRY),
        (SCANNED, CARLA, PROVIDER),
        (inventory(DISK), CARLA, PROVIDER),
        (INSPECTED, CARLA, PROVIDER),
        (wipe(), CARLA, PROVIDER),
        (verify(), BRAM, PROVIDER),
        (propose(Route.DONATE), CARLA, PROVIDER),
        (approve(Route.DONATE), CARLA, PROVIDER),
        (Reserved(requester=COORDINATOR, until=START.date()), CARLA, PROVIDER),
        (gift(), CARLA, PROVIDER),
        (RECEIVED, CARLA, COORDINATOR),
        (IN_CUSTODY, CARLA, COORDINATOR),
        (OWNED, CARLA, COORDINATOR),
        (Donated(receiver=COORDINATOR), CARLA, COORDINATOR),
    ):
        life.then(happening, by, organisation)
        if stage(life) is not seen[-1]:
            seen.append(stage(life))
    assert seen == [
        Lifecycle.REGISTERED,
        Lifecycle.IN_USE,
        Lifecycle.IN_STORE,
        Lifecycle.SURPLUS,
        Lifecycle.INTAKE,
        Lifecycle.INSPECTED,
        Lifecycle.SANITISED,
        Lifecycle.ROUTED,
        Lifecycle.RESERVED,
        Lifecycle.IN_TRANSIT,
        Lifecycle.RESERVED,
        Lifecycle.DONATED,
    ]


@pytest.mark.parametrize("life", [at_intake, clean, routed, donated])
def test_a_second_scan_changes_nothing_but_where_it_is(life: Callable[[], Life]) -> None:
    """State hangs on no newest scan: scanning again by its custodian moves it, and takes nothing away."""
    before = life()
    device: Device = before.state
    custodian = device.custody.custodian
    after = before.then(replace(SCANNED, place=Place("Hall 9")), organisation=custodian).state
    assert after == replace(device, custody=replace(device.custody, place=Place("Hall 9")), changed_at=after.changed_at)


def test_a_scan_by_somebody_who_does_not_have_it_moves_nothing() -> None:
    before = clean()
    device = before.state
    after = before.then(replace(SCANNED, place=Place("Elsewhere")), organisation=MINISTRY).state
    assert after == replace(device, changed_at=after.changed_at)


def test_new_evidence_never_erases_what_is_known() -> None:
    device = clean().then(inventory(DISK)).state
    assert device.data is DataState.VERIFIED
    assert len(device.evidence) == 2


def evidence(**facts: object) -> EvidenceAttached:
    return replace(inventory(DISK), lists_all_media=False, media=(), **facts)  # type: ignore[arg-type]  # any fields


def test_newer_hardware_facts_complete_the_older_ones() -> None:
    life = at_intake().then(evidence(hardware=Hardware(cpu="i5-8250U", memory_bytes=8 * 2**30)))
    life.then(evidence(hardware=Hardware(memory_bytes=16 * 2**30)))
    assert life.state.hardware == Hardware(cpu="i5-8250U", memory_bytes=16 * 2**30)


def test_a_replaced_battery_forgets_the_reading_of_the_old_one() -> None:
    life = at_intake().then(evidence(battery=BatteryReading(0.61, 700)))
    assert life.state.battery == BatteryReading(0.61, 700)
    new = ComponentInstalled(component=ComponentKind.BATTERY, origin=PartOrigin.NEW_ORIGINAL, serial="B2")
    replaced = life.then(new).state
    assert replaced.battery is None
    assert [part.serial for part in replaced.components] == ["B2"]


@pytest.mark.parametrize("before", [at_intake, clean, routed])
def test_a_lost_device_returns_to_where_it_was_and_its_data_is_unknown(before: Callable[[], Life]) -> None:
    life = before()
    where = stage(life)
    life.then(LostOrStolen(stolen=False, report="R"))
    assert stage(life) is Lifecycle.MISSING
    life.then(Found(place=Place("Lost property")))
    assert stage(life) is where
    assert life.state.data is DataState.UNKNOWN


@pytest.mark.parametrize("before", [at_intake, clean, routed])
def test_a_quarantined_device_returns_to_where_it_was(before: Callable[[], Life]) -> None:
    life = before()
    where = stage(life)
    other = DeviceKey("other")
    life.then(IdentityConflict(claim=ClaimKind.SERIAL, value="PF12345", other=other))
    assert stage(life) is Lifecycle.QUARANTINED
    assert life.state.conflicts == (Conflict(ClaimKind.SERIAL, "PF12345", other),)
    life.then(IdentityMatched(claims=(SERIAL,), settles=(other,)))
    assert stage(life) is where


def test_a_claim_found_wrong_is_dropped() -> None:
    wrong = IdentityClaim(ClaimKind.SERIAL, "PF12346", "typed", 0.4)
    life = registered().then(IdentityMatched(claims=(SERIAL,), rejected=(wrong,)))
    assert life.state.claims == (SERIAL,)


def test_a_disk_missing_at_the_wipe_quarantines_and_a_new_one_must_be_wiped_too() -> None:
    life = at_intake(DISK).then(wipe(SECOND_DISK, present=(SECOND_DISK,)))
    assert stage(life) is Lifecycle.QUARANTINED
    assert [medium.serial for medium in life.state.missing_media] == [DISK]
    assert [medium.serial for medium in life.state.unsafe_media] == [DISK, SECOND_DISK]


def test_the_worst_medium_counts() -> None:
    life = at_intake(DISK, SECOND_DISK).then(wipe()).then(verify(), BRAM)
    assert (life.state.data, stage(life)) == (DataState.UNKNOWN, Lifecycle.INTAKE)
    life.then(wipe(SECOND_DISK)).then(verify(SECOND_DISK), BRAM)
    assert (life.state.data, stage(life)) == (DataState.VERIFIED, Lifecycle.SANITISED)


def test_an_erasure_that_turns_out_to_have_failed_is_failed() -> None:
    assert clean().then(SanitisationFailed(medium=DISK)).state.data is DataState.FAILED


def test_a_display_has_no_medium_and_needs_no_erasure() -> None:
    device = Life().then(replace(REGISTERED, category="display", data_bearing=False)).state
    assert device.data is DataState.NO_MEDIUM
    assert device.is_data_safe


@pytest.mark.parametrize("happening", [inventory(), replace(INSPECTED, media_absent=True)])
def test_it_can_be_established_that_there_is_no_medium(happening: Happening) -> None:
    life = registered().then(SURPLUS, organisation=MINISTRY).then(SCANNED)
    assert life.state.is_data_safe is False
    assert life.then(happening).state.is_data_safe is True


def test_redeployment_writes_data_and_ends_the_decisions_that_led_to_it() -> None:
    life = routed(Route.REDEPLOY).then(Redeployed(receiver=MINISTRY, unit="Finance"))
    device = life.state
    assert (device.lifecycle, device.data) == (Lifecycle.REDEPLOYED, DataState.CONTAINS_DATA)
    assert (device.surplus, device.proposal, device.approval) == (None, None, None)


def test_what_is_taken_back_was_used_by_somebody() -> None:
    life = donated().then(TakenBack(reason="broken"), CARLA, COORDINATOR)
    assert (life.state.lifecycle, life.state.data) == (Lifecycle.RECEIVED, DataState.CONTAINS_DATA)


def test_until_custody_changes_the_sender_answers_for_it() -> None:
    life = routed().then(gift()).then(RECEIVED, CARLA, COORDINATOR)
    assert life.state.custody.custodian == PROVIDER
    assert life.then(IN_CUSTODY, CARLA, COORDINATOR).state.custody.custodian == COORDINATOR


def test_custody_and_ownership_are_apart() -> None:
    life = routed().then(gift()).then(RECEIVED, CARLA, COORDINATOR).then(IN_CUSTODY, CARLA, COORDINATOR)
    assert life.state.ownership is not None
    assert life.state.ownership.owner == MINISTRY
    after = life.then(OWNED, CARLA, COORDINATOR).state
    assert after.ownership is not None
    assert (after.ownership.owner, after.ownership.ground) == (COORDINATOR, Ground.GIFT)
    assert after.has_left_the_state


def test_a_route_of_repair_shows_as_in_repair_until_the_repair_ends() -> None:
    life = routed(Route.REPAIR)
    assert stage(life) is Lifecycle.IN_REPAIR
    life.then(Repaired(parts=(ComponentKind.BATTERY,), cost_eur=Decimal("38.00")))
    assert stage(life) is Lifecycle.SANITISED
    assert life.state.approval is None


def test_a_refurbished_device_gets_a_successor_passport_and_keeps_its_key() -> None:
    successor = PassportId("passport-2")
    life = clean().then(
        Refurbished(
            functional=FunctionalGrade.F6,
            cosmetic=CosmeticGrade.C6,
            all_tests_pass=True,
            operating_system="Linux Mint",
            licence=None,
            successor=successor,
        )
    )
    assert life.state.passports.items == ("passport-1", "passport-2")
    assert life.state.passports.current == successor
    assert stage(life) is Lifecycle.REFURBISHED
    assert life.state.waste is Waste.PRODUCT


def test_returned_from_the_pool_it_is_no_longer_surplus() -> None:
    life = routed().then(
        TransferOffered(consignment=CONSIGNMENT, manifest_sha256=MANIFEST, receiver=MINISTRY, inside_state=True)
    )
    life.then(RECEIVED, CARLA, MINISTRY)
    life.then(replace(IN_CUSTODY, custodian=MINISTRY, inside_state=True), CARLA, MINISTRY)
    life.then(ReturnedToOwner(reason="wanted"), CARLA, MINISTRY)
    assert (life.state.lifecycle, life.state.surplus) == (Lifecycle.IN_STORE, None)


def test_locks_and_hazards_add_up() -> None:
    life = registered().then(LockFound(lock=Lock.MDM)).then(LockFound(lock=Lock.ABSOLUTE))
    life.then(HazardFound(hazard=Hazard.BROKEN_GLASS))
    assert life.state.locks == {Lock.MDM, Lock.ABSOLUTE}
    assert life.state.hazards == {Hazard.BROKEN_GLASS}


def test_how_an_organisation_stands_to_a_device() -> None:
    device = routed().then(gift()).state
    assert device.relations(MINISTRY) == {Relation.OWNER}
    assert device.relations(PROVIDER) == {Relation.CUSTODIAN}
    assert device.relations(COORDINATOR) == {Relation.RECEIVER}
    assert device.relations(None) == frozenset()


def test_who_leases_a_device_stands_as_its_owner_beside_the_lessor() -> None:
    lease = replace(REGISTERED, owner=COORDINATOR, holding=Holding.LESSOR, lessee=MINISTRY)
    device = Life().then(lease).state
    assert device.relations(MINISTRY) == device.relations(COORDINATOR) == {Relation.OWNER}
