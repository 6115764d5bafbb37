"""A single device: registered, read, found and refurbished."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dpp.domain.actor import VISITOR, Actor
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, NotSignedIn, Refused
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.events import (
    KINDS,
    CustodyChanged,
    EventId,
    IdentityMatched,
    IntakeScanned,
    OwnershipChanged,
    RouteApproved,
)
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.permissions import USE_CASES
from lifecycle.domain.possible import _probes
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Ground, Holding, Route
from lifecycle.service.devices import ELSEWHERE, Refurbishment
from lifecycle.service.ports import LineFilter
from tests.support.service_world import (
    ADVISER,
    AUDITOR,
    BENCH,
    COORDINATOR,
    DRIVER,
    GRADED,
    ICT,
    MINISTRY,
    OTHER_MINISTRY,
    OTHER_OWNER,
    OWNER,
    PROVIDER,
    RECEIVER,
    ROUTER,
    SERIAL,
    START,
    STORE,
    SURPLUS,
    TAG,
    URL,
    World,
)

GTIN = "09520000074203"
DONE = Refurbishment(functional=FunctionalGrade.F6, cosmetic=CosmeticGrade.C7, all_tests_pass=True)


@pytest.fixture
def world() -> World:
    return World()


def test_a_registered_device_has_a_passport_a_label_and_claims(world: World) -> None:
    view = world.register(occurred_at=START - timedelta(days=900))
    stores = world.storage.committed
    assert view.passport_url == f"{URL}/passports/{view.passport_id}"
    assert [label.code for label in stores.labels.of_passport(PassportId(view.passport_id or ""))] == list(view.labels)
    assert (view.line.serial, view.line.asset_tag, view.line.placeholder) == (SERIAL, TAG, False)
    assert (view.line.owner, view.line.custodian, view.line.place) == (MINISTRY, MINISTRY, STORE)
    assert {claim.kind: claim.value for claim in view.device.claims} == {
        ClaimKind.MAKER: "Dell",
        ClaimKind.MODEL: "Latitude 7420",
        ClaimKind.SERIAL: SERIAL,
        ClaimKind.ASSET_TAG: TAG,
    }
    assert view.names == {MINISTRY: "The ministry"}
    assert [entry.organisation for entry in view.timeline] == ["The ministry"]
    assert view.timeline[0].event.recorded_at == START


def test_a_key_and_what_is_printed_say_nothing_about_the_device(world: World) -> None:
    view = world.register()
    printed = json.dumps([view.device.key, view.passport_id, view.labels])
    assert not [secret for secret in (SERIAL, TAG, "Dell", "7420") if secret in printed]
    assert len({str(each) for each in (view.device.key, view.labels[0], view.passport_id)}) == 3


def test_where_the_model_has_a_gtin_the_makers_own_code_leads_to_the_passport(world: World) -> None:
    view = world.register(model=world.model(gtin=GTIN, demonstrationNumber=True))
    assert world.storage.committed.gs1_keys.get(f"/01/{GTIN}/21/{SERIAL}") == view.passport_id


def test_a_leased_device_is_the_lessors_and_stands_as_the_lessees(world: World) -> None:
    view = world.register(owner=COORDINATOR, lessee=MINISTRY, holding=Holding.LESSOR)
    assert (view.line.owner, view.line.custodian) == (COORDINATOR, MINISTRY)
    assert world.use.devices.read(OWNER, view.device.key).device.ownership == view.device.ownership


def test_a_retry_gives_the_same_device(world: World) -> None:
    first = world.register(event_id=EventId("import-1"))
    before = world.storage.committed
    world.clock.forward(hours=1)
    again = world.register(event_id=EventId("import-1"))
    assert world.storage.committed == before
    assert (again.device, again.labels) == (first.device, first.labels)


@pytest.mark.parametrize(
    "change",
    [{"serial": "OTHER-1"}, {"place": BENCH}, {"owner": OTHER_MINISTRY}, {"asset_tag": None}],
)
def test_the_id_of_another_registration_is_a_conflict(world: World, change: dict[str, Any]) -> None:
    world.register(ROUTER, event_id=EventId("import-1"))
    before = world.storage.committed
    with pytest.raises(Conflict, match="import-1"):
        world.register(ROUTER, event_id=EventId("import-1"), **change)
    assert world.storage.committed == before


def test_an_event_id_does_not_open_somebody_elses_device(world: World) -> None:
    """Whoever guesses or overhears an id learns nothing by it."""
    overheard = world.events(world.register().device.key)[0].id
    with pytest.raises(Conflict):
        world.register(OTHER_OWNER, owner=OTHER_MINISTRY, serial="OTHER-1", asset_tag=None, event_id=overheard)


@pytest.mark.parametrize(("name", "value"), [("serial", SERIAL), ("asset_tag", TAG)])
def test_a_number_of_the_same_maker_belongs_to_one_device(world: World, name: str, value: str) -> None:
    key = world.register().device.key
    model = world.model(modelName="Latitude 5420")
    before = world.storage.committed
    wanted: dict[str, Any] = {"serial": None, "asset_tag": None, name: value.lower()}
    with pytest.raises(Conflict) as refused:
        world.register(model=model, **wanted)
    assert key in str(refused.value.remedy)
    assert world.storage.committed == before


def test_the_same_number_of_another_maker_is_another_device(world: World) -> None:
    world.register()
    world.register(model=world.model(brand="HP", modelName="EliteBook 840"), asset_tag=None)
    assert len(world.storage.committed.devices.claiming(ClaimKind.SERIAL, SERIAL)) == 2


def test_a_placeholder_gets_its_passport_when_it_is_registered(world: World) -> None:
    key = world.scan(SERIAL).device
    assert key is not None
    claim = IdentityClaim(ClaimKind.SERIAL, SERIAL, "label", 0.9)
    world.record(ICT, key, IdentityMatched(claims=(claim,)))
    view = world.register(ICT, device=key)
    assert (view.device.key, view.line.placeholder) == (key, False)
    assert view.labels
    assert world.kinds(key) == ["intake_scanned", "identity_matched", "passport_registered"]


def test_a_sticker_that_turned_out_to_be_another_device_stands_in_nobodys_way(world: World) -> None:
    """Its claim means that device: registering that device's number again is told with that device's key."""
    key = world.register().device.key
    placeholder = world.scan("STICKER-0009").device
    assert placeholder is not None
    claim = IdentityClaim(ClaimKind.SERIAL, "STICKER-0009", "label", 0.9)
    world.record(ROUTER, placeholder, IdentityMatched(claims=(claim,), same_as=key))
    with pytest.raises(Conflict) as refused:
        world.register(serial="STICKER-0009", asset_tag=None)
    assert key in str(refused.value.remedy)


def test_a_device_needs_a_model(world: World) -> None:
    with pytest.raises(NotFound, match="absent"):
        world.register(model=PassportId("absent0000000000"))
    assert world.storage.committed.labels.rows == {}


@pytest.mark.parametrize(
    "happening",
    [
        IntakeScanned(raw="x", symbology="typed", place=BENCH),
        CustodyChanged(custodian=PROVIDER, place=BENCH, inside_state=True),
        OwnershipChanged(owner=PROVIDER, holding=Holding.STATE, ground=Ground.TRANSFER),
        RouteApproved(decision="d", route=Route.DONATE),
    ],
)
def test_what_has_its_own_use_case_is_not_recorded_by_itself(world: World, happening: Any) -> None:
    """Else somebody could take a device by saying so."""
    key = world.collected_laptop()
    before = world.storage.committed
    with pytest.raises(InvalidInput) as refused:
        world.record(ICT, key, happening)
    assert [problem.path for problem in refused.value.problems] == ["$.happening.kind"]
    assert refused.value.remedy
    assert world.storage.committed == before


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (VISITOR, NotSignedIn),
        (OTHER_OWNER, NotPermitted),
        (RECEIVER, NotPermitted),
        (ADVISER, NotPermitted),
        (DRIVER, NotPermitted),
        (replace(OWNER, organisation=None), NotPermitted),
    ],
)
def test_a_device_is_for_its_own_parties(world: World, actor: Actor, refusal: type[Exception]) -> None:
    view = world.register()
    assert view.passport_id is not None
    with pytest.raises(refusal):
        world.use.devices.read(actor, view.device.key)
    assert world.use.devices.of_passport(actor, view.passport_id) is None
    with pytest.raises(refusal):
        world.record(actor, view.device.key, GRADED)
    with pytest.raises(refusal):
        world.use.devices.refurbish(actor, view.device.key, DONE)
    assert len(world.events(view.device.key)) == 1


@pytest.mark.parametrize("actor", [OWNER, ROUTER, AUDITOR])
def test_who_may_read_a_device_finds_it_by_its_passport(world: World, actor: Actor) -> None:
    view = world.register()
    assert view.passport_id is not None
    assert world.use.devices.read(actor, view.device.key).device == view.device
    assert world.use.devices.of_passport(actor, view.passport_id) == view.device.key
    assert world.use.devices.of_passport(actor, world.model()) is None


def test_what_is_possible_is_what_this_actor_may_do(world: World) -> None:
    """The auditor may do nothing; the owner may decide about what is its own."""
    key = world.register().device.key
    assert world.use.devices.consider(AUDITOR, key).possible == ()
    mine = {each.kind: each.refusal for each in world.use.devices.consider(OWNER, key).possible}
    assert mine["declared_surplus"] is None
    assert "sanitisation_verified" not in mine


def test_devices_are_found_among_ones_own_unless_ones_role_reads_all(world: World) -> None:
    mine = world.register().device.key
    other = world.register(ROUTER, owner=OTHER_MINISTRY, serial="OTHER-1", asset_tag=None).device.key

    def found(actor: Actor, **wanted: Any) -> set[DeviceKey]:
        return {line.device_key for line in world.use.devices.find(actor, LineFilter(**wanted))}

    assert found(ROUTER) == found(AUDITOR) == {mine, other}
    assert found(OWNER) == {mine}
    assert found(OTHER_OWNER, party=MINISTRY) == {other}, "asking for another's gives one's own"
    assert found(OWNER, text="OTHER-1") == set()
    assert found(RECEIVER) == set()
    with pytest.raises(NotPermitted):
        found(ADVISER)


def test_an_account_of_no_organisation_finds_nothing(world: World) -> None:
    world.register()
    with pytest.raises(NotPermitted):
        world.use.devices.find(replace(OWNER, organisation=None), LineFilter())


def test_refurbishing_gives_a_successor_passport_under_the_same_label(world: World) -> None:
    key = world.graded_laptop()
    before = world.use.devices.read(ICT, key)
    after = world.use.devices.refurbish(ICT, key, DONE)
    stores = world.storage.committed
    assert before.passport_id is not None
    assert after.passport_id is not None
    assert after.passport_id != before.passport_id
    assert after.labels == before.labels
    assert (after.line.functional_grade, after.line.cosmetic_grade) == ("F6", "C7")
    assert stores.passports.rows[before.passport_id].status == "inactive"
    assert stores.passports.rows[after.passport_id].successor_of == before.passport_id
    old, new = (world.passports.read(ICT, each).document.values() for each in (before.passport_id, after.passport_id))
    assert old["successorPassport"] == f"{URL}/passports/{after.passport_id}"
    assert new["previousPassport"] == f"{URL}/passports/{before.passport_id}"
    assert new["memory"] == old["memory"]


def test_the_history_goes_on_in_the_successor(world: World) -> None:
    key = world.graded_laptop()
    before = world.use.devices.read(ICT, key).passport_id
    after = world.use.devices.refurbish(ICT, key, DONE).passport_id
    assert before is not None
    assert after is not None
    old, new = (world.passports.read(VISITOR, each).document.history for each in (before, after))
    assert old is not None
    assert new is not None
    assert [entry.kind for entry in new.entries] == [*(entry.kind for entry in old.entries), "refurbished"]


def test_a_refused_refurbishment_makes_no_passport(world: World) -> None:
    key = world.graded_laptop()
    before = world.storage.committed
    with pytest.raises(Refused):
        world.use.devices.refurbish(ICT, key, replace(DONE, all_tests_pass=False))
    assert world.storage.committed == before


def test_a_retried_refurbishment_makes_one_passport(world: World) -> None:
    key = world.graded_laptop()
    done = replace(DONE, event_id=EventId("bench-1"))
    first = world.use.devices.refurbish(ICT, key, done)
    before = world.storage.committed
    world.clock.forward(hours=1)
    assert world.use.devices.refurbish(ICT, key, done).device == first.device
    assert world.storage.committed == before
    with pytest.raises(Conflict, match="bench-1"):
        world.use.devices.refurbish(ICT, key, replace(done, licence="another"))
    assert world.storage.committed == before


def test_a_placeholder_cannot_be_refurbished(world: World) -> None:
    key = world.scan("STICKER-0009").device
    assert key is not None
    with pytest.raises(NotFound):
        world.use.devices.refurbish(ICT, key, DONE)


def test_a_surplus_device_names_all_its_parties(world: World) -> None:
    key = world.register().device.key
    view = world.record(OWNER, key, SURPLUS)
    assert view.names == {MINISTRY: "The ministry", PROVIDER: "The ICT provider"}


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [(VISITOR, NotSignedIn), (AUDITOR, NotPermitted), (ADVISER, NotPermitted), (DRIVER, NotPermitted)],
)
def test_who_only_looks_records_no_kind_of_event(world: World, actor: Actor, refusal: type[Exception]) -> None:
    view = world.register()
    before = world.storage.committed
    tried = 0
    for happening in _probes(view.device, MINISTRY, START):
        if happening.kind not in ELSEWHERE:
            tried += 1
            with pytest.raises(refusal):
                world.record(actor, view.device.key, happening)
    assert tried > 20
    assert world.storage.committed == before


def test_every_kind_of_event_has_its_use_case_or_its_place() -> None:
    """Nothing can be recorded that no line of the permission table is asked about."""
    assert set(KINDS) == set(USE_CASES)
    assert set(ELSEWHERE) <= set(KINDS)
