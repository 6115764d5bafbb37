"""Hand-overs between two sides: all devices or none, credentials on the day, differences told one by one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from dpp.domain.actor import VISITOR, AccountId, Actor, Capability, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, NotSignedIn, Refused
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import ConsignmentState
from lifecycle.domain.events import ConsignmentId, Difference, LockFound, Place, TransferDisputed, TransferReceived
from lifecycle.domain.vocabulary import Lock, Route
from lifecycle.service.consignments import NewConsignment, Receipt, Sealing
from tests.support.service_world import (
    ADVISER,
    AUDITOR,
    CARRIER,
    CHECKER,
    COORDINATOR,
    DRIVER,
    GRADED,
    ICT,
    OTHER_MINISTRY,
    OTHER_OWNER,
    OWNER,
    PROVIDER,
    RECEIVER,
    RECYCLER,
    ROUTER,
    World,
)

DEPOT = Receipt(place=Place("Depot"))
GIFT = NewConsignment(receiver=COORDINATOR, route=Route.DONATE)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def key(world: World) -> DeviceKey:
    """A laptop that may be given away."""
    return world.approved_laptop()


def draft(world: World, *devices: DeviceKey, wanted: NewConsignment = GIFT, actor: Actor = ICT) -> ConsignmentId:
    return world.use.consignments.create(actor, replace(wanted, devices=devices)).consignment.id


def offer(world: World, *devices: DeviceKey, wanted: NewConsignment = GIFT) -> ConsignmentId:
    consignment = draft(world, *devices, wanted=wanted)
    world.use.consignments.offer(ICT, consignment)
    return consignment


def state(world: World, consignment: ConsignmentId) -> ConsignmentState:
    return world.storage.committed.consignments.rows[consignment].state


def second(world: World) -> DeviceKey:
    """Another laptop of the provider, not graded."""
    return world.collected_laptop(serial="OTHER-1", asset_tag=None)


def test_a_gift_passes_custody_and_ownership_in_one_transaction(world: World, key: DeviceKey) -> None:
    consignment = offer(world, key)
    view = world.use.consignments.receive(RECEIVER, consignment, DEPOT)
    assert (view.consignment.state, view.consignment.items) == ("received", ())
    assert (view.sender, view.receiver) == ("The ICT provider", "The coordinator")
    assert view.changed_at == world.clock()
    assert world.kinds(key)[-5:] == [
        "transfer_offered",
        "transfer_received",
        "custody_changed",
        "ownership_changed",
        "donated",
    ]
    last = world.events(key)[-4:]
    assert len({event.transaction for event in last}) == 1
    assert {(event.actor, event.organisation) for event in last} == {(RECEIVER.account, COORDINATOR)}
    line = world.storage.committed.devices.rows[key]
    assert (line.owner, line.custodian, line.place, line.lifecycle) == (COORDINATOR, COORDINATOR, "Depot", "donated")
    assert line.consignment_id is None


def test_where_no_route_is_given_custody_alone_passes(world: World) -> None:
    key = second(world)
    consignment = offer(world, key, wanted=NewConsignment(receiver=OTHER_MINISTRY))
    world.use.consignments.receive(OTHER_OWNER, consignment, DEPOT)
    line = world.storage.committed.devices.rows[key]
    assert (line.owner, line.custodian) == (OWNER.organisation, OTHER_MINISTRY)


def test_an_offer_is_refused_as_a_whole_with_the_name_of_its_device(world: World, key: DeviceKey) -> None:
    """One disk is not erased: neither device is offered, and the consignment stays a draft."""
    other = second(world)
    consignment = draft(world, key, other)
    before = world.storage.committed
    with pytest.raises(Refused, match=other) as refused:
        world.use.consignments.offer(ICT, consignment)
    assert refused.value.rule
    assert refused.value.remedy
    assert world.storage.committed == before
    assert state(world, consignment) == "draft"


def test_what_an_offer_would_be_refused_for_is_told_beforehand(world: World, key: DeviceKey) -> None:
    other = second(world)
    consignment = draft(world, key, other)
    before = world.storage.committed
    assert set(world.use.consignments.preview(ICT, consignment)) == {other}
    assert world.storage.committed == before
    world.use.consignments.remove(ICT, consignment, other)
    assert world.use.consignments.preview(ICT, consignment) == {}
    assert world.use.consignments.offer(ICT, consignment).consignment.devices == (key,)


def test_devices_are_put_into_a_draft_and_taken_out(world: World, key: DeviceKey) -> None:
    consignment = draft(world)
    view = world.use.consignments.add(ICT, consignment, key, key)
    assert view.consignment.devices == (key,)
    assert [line.device_key for line in view.lines] == [key]
    assert world.use.consignments.add(ICT, consignment, key).consignment.devices == (key,)
    assert world.use.consignments.remove(ICT, consignment, key).consignment.devices == ()
    with pytest.raises(InvalidInput):
        world.use.consignments.offer(ICT, consignment)


def test_a_device_is_in_one_open_consignment(world: World, key: DeviceKey) -> None:
    first, other = draft(world, key), draft(world)
    for take in (lambda: draft(world, key), lambda: world.use.consignments.add(ICT, other, key)):
        with pytest.raises(Refused, match=first):
            take()
    world.use.consignments.remove(ICT, first, key)
    assert world.use.consignments.add(ICT, other, key).consignment.devices == (key,)


def test_only_its_custodian_puts_a_device_into_a_draft(world: World, key: DeviceKey) -> None:
    """Else anybody could hold somebody's device back, and read its line."""
    before = world.storage.committed
    with pytest.raises(NotPermitted):
        draft(world, key, actor=OTHER_OWNER)
    with pytest.raises(NotPermitted):
        draft(world, key, actor=OWNER)
    with pytest.raises(NotFound):
        draft(world, DeviceKey("absent0000000000"))
    assert world.storage.committed == before


@pytest.mark.parametrize("at", ["offer", "receipt"])
def test_a_credential_that_ended_refuses(world: World, key: DeviceKey, at: str) -> None:
    """An aanwijzingsbesluit is asked on the day of the offer, and again on that of the receipt."""
    consignment = draft(world, key)
    if at == "receipt":
        world.use.consignments.offer(ICT, consignment)
    world.clock.now = world.clock.now.replace(year=2027)
    before = world.storage.committed
    act = world.use.consignments.offer if at == "offer" else partial(world.use.consignments.receive, receipt=DEPOT)
    with pytest.raises(Refused, match="The coordinator has no valid aanwijzingsbesluit on 2027") as refused:
        act(ICT if at == "offer" else RECEIVER, consignment)
    assert refused.value.rule == "receiver-credential"
    assert world.storage.committed == before


def test_a_credential_of_another_kind_does_not_do(world: World, key: DeviceKey) -> None:
    consignment = draft(world, key, wanted=NewConsignment(receiver=RECYCLER, route=Route.DONATE))
    with pytest.raises(Refused, match="aanwijzingsbesluit"):
        world.use.consignments.offer(ICT, consignment)


def test_a_route_on_which_nothing_passes_is_a_fault(world: World) -> None:
    with pytest.raises(InvalidInput) as refused:
        draft(world, wanted=NewConsignment(receiver=COORDINATOR, route=Route.HOLD))
    assert [problem.path for problem in refused.value.problems] == ["$.route"]


def test_a_withdrawn_offer_leaves_every_device_where_it_was(world: World, key: DeviceKey) -> None:
    before = world.storage.committed.devices.rows[key]
    consignment = offer(world, key)
    assert world.storage.committed.devices.rows[key].lifecycle == "in-transit"
    view = world.use.consignments.withdraw(ICT, consignment)
    after = world.storage.committed.devices.rows[key]
    assert view.consignment.state == "withdrawn"
    assert (after.lifecycle, after.custodian, after.consignment_id) == (before.lifecycle, PROVIDER, None)
    with pytest.raises(Conflict):
        world.use.consignments.receive(RECEIVER, consignment, DEPOT)
    assert state(world, offer(world, key)) == "offered"


def test_what_is_over_cannot_be_done_again(world: World, key: DeviceKey) -> None:
    consignment = offer(world, key)
    with pytest.raises(Conflict):
        world.use.consignments.offer(ICT, consignment)
    world.use.consignments.receive(RECEIVER, consignment, DEPOT)
    for again in (
        lambda: world.use.consignments.receive(RECEIVER, consignment, DEPOT),
        lambda: world.use.consignments.withdraw(ICT, consignment),
        lambda: world.use.consignments.remove(ICT, consignment, key),
    ):
        with pytest.raises(Conflict):
            again()  # type: ignore[no-untyped-call]  # each returns what is not looked at


def test_each_difference_is_told_and_the_rest_arrives(world: World) -> None:
    """One is missing, one was never on the manifest, one arrived as it should."""
    arrived, missing, extra = (world.collected_laptop(serial=f"SERIAL-{number}", asset_tag=None) for number in range(3))
    consignment = offer(world, arrived, missing, wanted=NewConsignment(receiver=OTHER_MINISTRY))
    receipt = Receipt(place=Place("Depot"), devices=(arrived, extra))
    view = world.use.consignments.receive(OTHER_OWNER, consignment, receipt)
    assert {item.device: item.difference for item in view.consignment.items} == {
        missing: Difference.MISSING,
        extra: Difference.EXTRA,
    }
    custodians = {
        device: world.storage.committed.devices.rows[device].custodian for device in (arrived, missing, extra)
    }
    assert custodians == {arrived: OTHER_MINISTRY, missing: PROVIDER, extra: PROVIDER}
    disputed = [world.events(device)[-1].happening for device in (missing, extra)]
    assert all(isinstance(happening, TransferDisputed) for happening in disputed)


def test_a_broken_seal_is_a_difference_of_its_device(world: World) -> None:
    key = second(world)
    terms = NewConsignment(receiver=OTHER_MINISTRY, carrier=CARRIER)
    consignment = draft(world, key, wanted=terms)
    view = world.use.consignments.offer(ICT, consignment, Sealing(seal="seal 7", processor_agreement="agreement 3"))
    assert (view.carrier, view.consignment.terms.seal) == ("The carrier", "seal 7")
    receipt = Receipt(place=Place("Depot"), differences={key: Difference.BROKEN_SEAL})
    view = world.use.consignments.receive(OTHER_OWNER, consignment, receipt)
    assert [item.difference for item in view.consignment.items] == [Difference.BROKEN_SEAL]
    assert world.storage.committed.devices.rows[key].custodian == PROVIDER


def test_another_seal_than_the_one_offered_refuses_the_receipt(world: World) -> None:
    key = second(world)
    consignment = draft(world, key, wanted=NewConsignment(receiver=OTHER_MINISTRY, seal="seal 7"))
    world.use.consignments.offer(ICT, consignment)
    with pytest.raises(Refused) as refused:
        world.use.consignments.receive(OTHER_OWNER, consignment, Receipt(place=Place("Depot"), seal="seal 8"))
    assert refused.value.rule == "sealed-custody"
    world.use.consignments.receive(OTHER_OWNER, consignment, DEPOT)
    received = next(event.happening for event in world.events(key) if event.kind == "transfer_received")
    assert isinstance(received, TransferReceived)
    assert received.seal == "seal 7"


def test_a_receipt_is_refused_as_a_whole(world: World, key: DeviceKey) -> None:
    """A lock that was found on the way."""
    consignment = offer(world, key)
    world.record(ICT, key, LockFound(lock=Lock.MDM))
    before = world.storage.committed
    with pytest.raises(Refused, match=key) as refused:
        world.use.consignments.receive(RECEIVER, consignment, DEPOT)
    assert refused.value.rule == "locked-device"
    assert world.storage.committed == before


def holder(consignment: str, use_case: str = "confirm_handover") -> Actor:
    """Somebody with a link, and no account."""
    return Actor(AccountId("link"), PROVIDER, capability=Capability(use_case, consignment))


def test_the_holder_of_a_link_confirms_that_consignment_for_its_receiver(world: World, key: DeviceKey) -> None:
    consignment = offer(world, key)
    assert world.use.consignments.read(holder(consignment), consignment).consignment.id == consignment
    world.use.consignments.receive(holder(consignment), consignment, DEPOT)
    last = world.events(key)[-1]
    assert (last.actor, last.organisation) == ("link", COORDINATOR)


def test_the_holder_of_a_link_does_nothing_else(world: World, key: DeviceKey) -> None:
    consignment, other = offer(world, key), draft(world)
    it = holder(consignment)
    acts: list[Callable[[], object]] = [
        lambda: world.use.consignments.receive(it, other, DEPOT),
        lambda: world.use.consignments.read(it, other),
        lambda: world.use.consignments.withdraw(it, consignment),
        lambda: world.use.consignments.offer(it, other),
        lambda: world.use.consignments.preview(it, other),
        lambda: world.use.consignments.create(it, GIFT),
        lambda: world.use.consignments.find(replace(it, organisation=None)),
        lambda: world.use.devices.read(it, key),
        lambda: world.record(it, key, GRADED),
        lambda: world.use.consignments.receive(holder(consignment, "feedback"), consignment, DEPOT),
    ]
    before = world.storage.committed
    for act in acts:
        with pytest.raises(NotPermitted):
            act()
    assert world.use.consignments.find(it).count == 0
    assert world.storage.committed == before


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [(VISITOR, NotSignedIn), (OTHER_OWNER, NotPermitted), (ADVISER, NotPermitted), (AUDITOR, NotPermitted)],
)
def test_who_is_no_party_does_nothing(world: World, key: DeviceKey, actor: Actor, refusal: type[Exception]) -> None:
    offered_, drafted = offer(world, key), draft(world)
    acts: list[Callable[[], object]] = [
        lambda: world.use.consignments.receive(actor, offered_, DEPOT),
        lambda: world.use.consignments.withdraw(actor, offered_),
        lambda: world.use.consignments.offer(actor, drafted),
        lambda: world.use.consignments.add(actor, drafted, key),
        lambda: world.use.consignments.remove(actor, drafted, key),
        lambda: world.use.consignments.preview(actor, drafted),
    ]
    if actor is not AUDITOR:
        acts.append(lambda: world.use.consignments.read(actor, offered_))
    before = world.storage.committed
    for act in acts:
        with pytest.raises(refusal):
            act()
    assert world.storage.committed == before


def test_the_sender_does_not_receive_its_own_offer(world: World, key: DeviceKey) -> None:
    consignment = offer(world, key)
    with pytest.raises(NotPermitted):
        world.use.consignments.receive(CHECKER, consignment, DEPOT)
    with pytest.raises(NotPermitted):
        world.use.consignments.withdraw(RECEIVER, consignment)


def test_a_consignment_leaves_from_an_organisation(world: World) -> None:
    with pytest.raises(InvalidInput):
        draft(world, actor=replace(ICT, organisation=None))
    with pytest.raises(NotPermitted):
        draft(world, actor=AUDITOR)
    with pytest.raises(NotFound):
        draft(world, wanted=NewConsignment(receiver=OrganisationId("nobody")))
    with pytest.raises(NotFound):
        world.use.consignments.read(ROUTER, ConsignmentId("absent"))


def test_each_side_finds_its_consignments_newest_first(world: World, key: DeviceKey) -> None:
    gift = offer(world, key)
    world.clock.forward(hours=1)
    other = draft(world, wanted=NewConsignment(receiver=OTHER_MINISTRY))

    def found(actor: Actor) -> list[ConsignmentId]:
        return [summary.tally.id for summary in world.use.consignments.find(actor).rows]

    assert found(ICT) == found(ROUTER) == found(AUDITOR) == [other, gift]
    assert found(RECEIVER) == [gift]
    assert found(OTHER_OWNER) == [other]
    assert found(OWNER) == found(ADVISER) == []
    with pytest.raises(NotSignedIn):
        found(VISITOR)


def test_the_carrier_finds_what_it_carries(world: World, key: DeviceKey) -> None:
    consignment = offer(world, key, wanted=replace(GIFT, carrier=CARRIER))
    assert world.use.consignments.read(DRIVER, consignment).carrier == "The carrier"


def test_a_holders_credential_counts_up_to_its_last_day(world: World, key: DeviceKey) -> None:
    consignment = draft(world, key)
    world.clock.now = world.clock.now.replace(month=12, day=31)
    assert world.clock.now.date() == date(2026, 12, 31)
    assert world.use.consignments.offer(ICT, consignment).consignment.state == "offered"
