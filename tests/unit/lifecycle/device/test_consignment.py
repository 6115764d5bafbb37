"""Consignments: a frozen manifest, differences as items, and the events that an offer and a receipt make."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.errors import Conflict, InvalidInput, Refused
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.consignment import (
    Arrival,
    Consignment,
    ConsignmentState,
    DifferenceItem,
    Terms,
    offer_happenings,
    offered,
    receipt_happenings,
    received,
    with_devices,
    withdrawal_happenings,
    withdrawn,
    without_devices,
)
from lifecycle.domain.events import Difference, LockFound, Place
from lifecycle.domain.vocabulary import Ground, Holding, Lifecycle, Lock, Route
from tests.unit.lifecycle.device.lives import (
    BRAM,
    CARLA,
    CONSIGNMENT,
    COORDINATOR,
    DISK,
    KEY,
    MINISTRY,
    PROVIDER,
    SECOND_DISK,
    Life,
    at_intake,
    inventory,
    routed,
)

A, B, C = DeviceKey("aaaa"), DeviceKey("bbbb"), DeviceKey("cccc")
GIFT = Terms(inside_state=False, ground=Ground.GIFT, holding=Holding.COORDINATOR, route=Route.DONATE)
MOVE = Terms(inside_state=True)
THERE = Place("Utrecht")


def draft(*devices: DeviceKey, terms: Terms = GIFT) -> Consignment:
    return with_devices(Consignment(CONSIGNMENT, PROVIDER, COORDINATOR, terms), *devices)


def all_of(consignment: Consignment) -> Arrival:
    return Arrival(devices=frozenset(consignment.devices), place=THERE)


def kinds(happenings: tuple[object, ...]) -> list[str]:
    return [getattr(each, "kind") for each in happenings]  # noqa: B009 (of any happening)


def test_a_draft_takes_devices_in_and_out_once_each() -> None:
    assert with_devices(draft(A), B, A).devices == (A, B)
    assert without_devices(draft(A, B), A).devices == (B,)


@given(st.permutations([A, B, C]))
def test_the_same_devices_on_the_same_terms_have_the_same_hash(order: list[DeviceKey]) -> None:
    assert offered(draft(*order)).manifest_sha256 == offered(draft(A, B, C)).manifest_sha256


@pytest.mark.parametrize(
    "other",
    [
        draft(A),
        draft(A, B, terms=replace(GIFT, ground=Ground.SALE)),
        replace(draft(A, B), receiver=MINISTRY),
        replace(draft(A, B), sender=MINISTRY),
    ],
)
def test_anything_else_has_another_hash(other: Consignment) -> None:
    assert offered(other).manifest_sha256 != offered(draft(A, B)).manifest_sha256


@pytest.mark.parametrize(
    "change", [offered, lambda frozen: with_devices(frozen, B), lambda frozen: without_devices(frozen, A)]
)
def test_an_offer_is_frozen(change: Callable[[Consignment], Consignment]) -> None:
    with pytest.raises(Conflict, match="offered, not draft"):
        change(offered(draft(A)))


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (draft(), "$.devices"),
        (replace(draft(A), receiver=PROVIDER), "$.receiver"),
        (draft(A, terms=replace(GIFT, holding=None)), "$.terms.ground"),
        (draft(A, terms=replace(GIFT, seal="S-1")), "$.terms.processor_agreement"),
        (draft(A, terms=replace(GIFT, route=Route.REDEPLOY)), "$.terms.unit"),
        (draft(A, terms=replace(GIFT, route=Route.RETURN_TO_LESSOR)), "$.terms.contract"),
    ],
)
def test_an_incomplete_consignment_is_not_offered(wrong: Consignment, path: str) -> None:
    with pytest.raises(InvalidInput) as invalid:
        offered(wrong)
    assert [problem.path for problem in invalid.value.problems] == [path]


def test_a_manifest_that_was_changed_behind_its_hash_is_refused() -> None:
    forged = replace(offered(draft(A)), devices=(A, B))
    with pytest.raises(Refused, match="not the one that was offered"):
        received(forged, all_of(forged))


def test_differences_are_items_of_their_own() -> None:
    consignment = offered(draft(A, B))
    arrival = Arrival(
        devices=frozenset({B, C}), place=THERE, differences={B: Difference.OTHER_CONDITION, A: Difference.BROKEN_SEAL}
    )
    after = received(consignment, arrival)
    assert after.state is ConsignmentState.RECEIVED
    assert after.differences == (
        DifferenceItem(A, Difference.MISSING),
        DifferenceItem(B, Difference.OTHER_CONDITION),
        DifferenceItem(C, Difference.EXTRA),
    )
    assert {device: kinds(made) for device, made in receipt_happenings(consignment, arrival).items()} == {
        device: ["transfer_disputed"] for device in (A, B, C)
    }


def test_what_was_received_or_withdrawn_is_over() -> None:
    consignment = offered(draft(A))
    for over in (received(consignment, all_of(consignment)), withdrawn(consignment)):
        with pytest.raises(Conflict):
            received(over, all_of(over))


@pytest.mark.parametrize(
    ("terms", "made"),
    [
        (MOVE, ["transfer_received", "custody_changed"]),
        (GIFT, ["transfer_received", "custody_changed", "ownership_changed", "donated"]),
        (
            replace(GIFT, ground=Ground.SALE, holding=Holding.BUYER, route=Route.SELL),
            ["transfer_received", "custody_changed", "ownership_changed", "sold"],
        ),
        (
            replace(MOVE, ground=Ground.TRANSFER, holding=Holding.STATE, route=Route.REDEPLOY, unit="Finance"),
            ["transfer_received", "custody_changed", "ownership_changed", "redeployed"],
        ),
        (
            replace(GIFT, ground=Ground.DESTRUCTION, holding=Holding.RECIPIENT, route=Route.RECYCLE),
            ["transfer_received", "custody_changed", "ownership_changed"],
        ),
        (
            replace(GIFT, ground=Ground.LEASE, holding=Holding.LESSOR, route=Route.RETURN_TO_LESSOR, contract="L-1"),
            ["transfer_received", "custody_changed", "ownership_changed", "returned_to_lessor"],
        ),
    ],
)
def test_a_receipt_makes_events_by_ground_and_route(terms: Terms, made: list[str]) -> None:
    consignment = offered(draft(A, terms=terms))
    assert kinds(receipt_happenings(consignment, all_of(consignment))[A]) == made


def offer(life: Life, terms: Terms = GIFT) -> Consignment:
    consignment = offered(draft(KEY, terms=terms))
    for happening in offer_happenings(consignment)[KEY]:
        life.then(happening)
    return consignment


def receive(life: Life, consignment: Consignment) -> Life:
    for happening in receipt_happenings(consignment, all_of(consignment))[KEY]:
        life.then(happening, CARLA, consignment.receiver)
    return life


def test_an_offer_and_its_receipt_pass_the_guards_and_give_the_device_to_its_receiver() -> None:
    life = routed()
    device = receive(life, offer(life)).state
    assert device.lifecycle is Lifecycle.DONATED
    assert device.ownership is not None
    assert (device.custody.custodian, device.ownership.owner) == (COORDINATOR, COORDINATOR)
    assert (device.ownership.ground, device.handover) == (Ground.GIFT, None)


def test_a_redeployment_by_consignment_passes_the_guards() -> None:
    life = routed(Route.REDEPLOY)
    terms = Terms(
        inside_state=True, ground=Ground.TRANSFER, holding=Holding.STATE, route=Route.REDEPLOY, unit="Finance"
    )
    assert receive(life, offer(life, terms)).state.lifecycle is Lifecycle.REDEPLOYED


@pytest.mark.parametrize(
    ("terms", "rule"),
    [
        (GIFT, "unverified-medium"),
        (Terms(inside_state=False), "unverified-medium"),
    ],
)
def test_nothing_with_an_unverified_medium_is_offered_outside_the_state(terms: Terms, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        offer(at_intake(), terms)
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    ("meanwhile", "rule"),
    [(inventory(DISK, SECOND_DISK), "unverified-medium"), (LockFound(lock=Lock.MDM), "locked-device")],
)
def test_what_came_to_light_after_the_offer_refuses_the_receipt(meanwhile: LockFound, rule: str) -> None:
    life = routed()
    consignment = offer(life)
    life.then(meanwhile, BRAM)
    with pytest.raises(Refused) as refused:
        receive(life, consignment)
    assert refused.value.rule == rule


def test_sealed_custody_takes_data_to_a_contracted_party_and_back() -> None:
    terms = Terms(inside_state=False, seal="SEAL-1", processor_agreement="VWO-3")
    life = at_intake()
    consignment = offer(life, terms)
    arrival = replace(all_of(consignment), seal="SEAL-1")
    for happening in receipt_happenings(consignment, arrival)[KEY]:
        life.then(happening, CARLA, COORDINATOR)
    custody = life.state.custody
    assert (custody.inside_state, custody.seal, custody.processor_agreement) == (False, "SEAL-1", "VWO-3")


def test_a_withdrawn_offer_leaves_the_device_where_it_was() -> None:
    life = routed()
    consignment = offer(life)
    for happening in withdrawal_happenings(consignment)[KEY]:
        life.then(happening)
    assert (life.state.lifecycle, life.state.handover) == (Lifecycle.ROUTED, None)


def test_how_an_organisation_stands_to_a_consignment() -> None:
    consignment = draft(A, terms=replace(GIFT, carrier=MINISTRY))
    assert consignment.relations(PROVIDER) == {Relation.CUSTODIAN}
    assert consignment.relations(COORDINATOR) == consignment.relations(MINISTRY) == {Relation.RECEIVER}
    assert consignment.relations(None) == frozenset()
