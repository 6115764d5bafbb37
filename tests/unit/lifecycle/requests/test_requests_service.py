"""Requests and allocations over storage in memory: who may do what, and what follows from events."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, Refused
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import EventId, Inspected, Redeployed, Released, RouteApproved, RouteProposed
from lifecycle.domain.requests.allotment import AllotmentState
from lifecycle.domain.requests.cancelled import CancelledOrder
from lifecycle.domain.requests.request import RequestState
from lifecycle.domain.vocabulary import ComponentKind, CosmeticGrade, FunctionalGrade, ReleaseReason, Route
from lifecycle.service.request_ports import AllocationState
from lifecycle.service.requests import RequestView
from tests.support.fake_organisations import FakeOrganisations
from tests.support.market_world import happen
from tests.support.request_samples import wanted
from tests.support.service_world import (
    AUDITOR,
    CHECKER,
    DRIVER,
    GRADED,
    ICT,
    MINISTRY,
    OTHER_OWNER,
    OWNER,
    RECEIVER,
    REPAIRER,
    ROUTER,
    SECOND_ROUTER,
    VERIFIED,
    WIPED,
    World,
)

LATER = date(2026, 12, 1)


@pytest.fixture
def world() -> World:
    return World()


def asked(world: World, number: int = 1, actor: Actor = OWNER, **more: Any) -> RequestView:
    return world.use.requests.make(actor, wanted(number, deadline=LATER, **more))


def free_laptop(world: World) -> DeviceKey:
    """Approved for a next use within government."""
    key = world.collected_laptop(in_use_since=date(2025, 1, 1))
    world.attach(key)
    world.record(ICT, key, GRADED)
    world.record(ICT, key, WIPED)
    world.record(CHECKER, key, VERIFIED)
    world.use.routing.propose(ICT, key)
    world.use.routing.approve(ROUTER, [key])
    approval = world.device(key).approval
    assert approval is not None
    assert approval.route is Route.REDEPLOY
    return key


def reserved_laptop(world: World) -> tuple[DeviceKey, RequestView]:
    key, request = free_laptop(world), asked(world)
    world.use.allocations.confirm(ROUTER, world.use.allocations.propose(ROUTER).allocation.allocation_id)
    return key, request


def kept(world: World, key: DeviceKey) -> EventId:
    """The reservation of a device."""
    reservation = world.device(key).reservation
    assert reservation is not None
    return reservation.event


def state(world: World, request: RequestView) -> RequestState:
    return world.use.requests.read(AUDITOR, request.line.request.id).line.state


def test_government_coordinators_and_repairers_ask_and_others_do_not(world: World) -> None:
    assert asked(world).line.request.route is Route.REDEPLOY
    assert asked(world, actor=RECEIVER).line.request.route is Route.DONATE
    with pytest.raises(InvalidInput, match="not filled in"):
        asked(world, actor=REPAIRER)
    for actor in (ICT, ROUTER, DRIVER):
        with pytest.raises(NotPermitted):
            asked(world, actor=actor)


def test_a_request_is_for_its_organisation_and_for_who_divides(world: World) -> None:
    request = asked(world).line.request.id
    for reader in (OWNER, ROUTER, AUDITOR):
        assert world.use.requests.read(reader, request).line.request.id == request
    for stranger in (OTHER_OWNER, RECEIVER, ICT):
        with pytest.raises(NotFound):
            world.use.requests.read(stranger, request)
    with pytest.raises(NotFound):
        world.use.requests.withdraw(OTHER_OWNER, request)
    with pytest.raises(NotPermitted):
        world.use.requests.withdraw(ROUTER, request)


def test_a_draft_is_for_its_organisation_alone(world: World) -> None:
    draft = world.use.requests.make(OWNER, wanted(deadline=LATER), draft=True).line.request.id
    assert [line.state for line in world.use.requests.mine(OWNER)] == [RequestState.DRAFT]
    assert world.use.requests.all(ROUTER) == ()
    with pytest.raises(NotFound):
        world.use.requests.read(ROUTER, draft)
    world.use.requests.open(OWNER, draft)
    assert [line.state for line in world.use.requests.all(ROUTER)] == [RequestState.OPEN]


def test_a_proposal_changes_nothing_and_a_confirmation_reserves(world: World) -> None:
    key, request = free_laptop(world), asked(world)
    proposed = world.use.allocations.propose(ROUTER).allocation
    assert [each["device"] for each in proposed.content["placed"]] == [key]
    assert world.device(key).reservation is None
    confirmed = world.use.allocations.confirm(ROUTER, proposed.allocation_id)
    reservation = world.device(key).reservation
    assert reservation is not None
    assert (reservation.requester, reservation.request) == (MINISTRY, request.line.request.id)
    assert reservation.until == world.clock().date() + timedelta(days=13), "fourteen days, today included"
    assert (confirmed.allocation.state, confirmed.allocation.refused) == (AllocationState.CONFIRMED, ())
    assert str(world.events(key)[-1].transaction) == proposed.allocation_id
    assert state(world, request) is RequestState.MET


def test_what_is_released_is_needed_again_and_can_be_given_again(world: World) -> None:
    key, request = reserved_laptop(world)
    world.use.market.reservations.give_back(ROUTER, [kept(world, key)])
    view = world.use.requests.read(OWNER, request.line.request.id)
    assert (view.line.state, [each.state for each in view.allotments]) == (
        RequestState.OPEN,
        [AllotmentState.TAKEN_AWAY],
    )
    again = world.use.allocations.propose(ROUTER).allocation
    world.use.allocations.confirm(ROUTER, again.allocation_id)
    assert state(world, request) is RequestState.MET


def test_longer_keeping_is_the_same_allotment(world: World) -> None:
    key, request = reserved_laptop(world)
    world.clock.forward(minutes=5 * 24 * 60)
    until = world.use.market.reservations.keep_longer(ROUTER, [kept(world, key)])
    allotments = world.use.requests.read(OWNER, request.line.request.id).allotments
    assert [(each.state, each.until) for each in allotments] == [(AllotmentState.KEPT, until)]


def test_what_arrived_stays_given(world: World) -> None:
    key, request = reserved_laptop(world)
    world.record(ROUTER, key, Redeployed(receiver=MINISTRY, unit="Finance"))
    view = world.use.requests.read(OWNER, request.line.request.id)
    assert (view.line.state, [each.state for each in view.allotments]) == (RequestState.MET, [AllotmentState.ARRIVED])
    assert view.displacement is not None
    assert (view.displacement.value, view.displacement.low, view.displacement.high) == (0.7, 0.54, 0.73)


def test_a_cancelled_order_counts_once_it_is_confirmed_at_the_redeployment(world: World) -> None:
    key, request = reserved_laptop(world)
    order = CancelledOrder("PO-2026-17", 1, date(2026, 5, 1))
    with pytest.raises(Refused):
        world.use.requests.confirm_cancelled_order(OWNER, request.line.request.id, order)
    world.record(ROUTER, key, Redeployed(receiver=MINISTRY, unit="Finance"))
    view = world.use.requests.confirm_cancelled_order(OWNER, request.line.request.id, order)
    assert view.displacement is not None
    assert view.displacement.value == view.displacement.low == 1
    assert view.line.request.confirmed_order == order


def test_a_withdrawn_request_gives_back_what_was_kept(world: World) -> None:
    key, request = reserved_laptop(world)
    view = world.use.requests.withdraw(OWNER, request.line.request.id, "Not needed any more")
    assert world.device(key).reservation is None
    released = world.events(key)[-1].happening
    assert isinstance(released, Released)
    assert released.reason is ReleaseReason.WITHDRAWN
    assert (view.line.state, view.line.given) == (RequestState.WITHDRAWN, 0)


def test_what_changed_since_the_proposal_is_not_given_and_the_reason_is_kept(world: World) -> None:
    key, _ = free_laptop(world), asked(world, cosmetic_grade=5)
    proposed = world.use.allocations.propose(ROUTER).allocation
    world.record(ICT, key, Inspected(functional=FunctionalGrade.F5, cosmetic=CosmeticGrade.C4, charger=True))
    confirmed = world.use.allocations.confirm(ROUTER, proposed.allocation_id)
    (refused,) = confirmed.allocation.refused
    assert (refused["device"], refused["why"]["text"]) == (
        key,
        "It does not fit any more: its cosmetic grade is C4 and C5 is asked.",
    )
    assert world.device(key).reservation is None


def test_in_the_internal_phase_what_is_given_is_given_to_organisations_of_the_state() -> None:
    """Confirming asks what every reservation asks, also where the requester left the State since the proposal."""
    world = World()
    key, _ = free_laptop(world), asked(world)
    proposed = world.use.allocations.propose(ROUTER).allocation.allocation_id
    there = world.organisations.rows
    outside = FakeOrganisations({**there, MINISTRY: replace(there[MINISTRY], in_state=False)})
    refused = replace(world, organisations=outside).use.allocations.confirm(ROUTER, proposed).allocation.refused
    assert [(each["device"], each["code"]) for each in refused] == [(key, "refused")]
    assert "organisations of the State until" in refused[0]["why"]["text"]
    assert world.device(key).reservation is None


def test_what_could_not_be_handed_over_is_not_proposed_either(world: World) -> None:
    """A disk that nobody verified stands in the way, as on the marketplace."""
    key = world.graded_laptop()
    world.record(ICT, key, WIPED)
    happen(world, ROUTER, key, *approved(Route.REDEPLOY))
    request = asked(world).line.request.id
    assert world.use.allocations.propose(ROUTER).allocation.content["placed"] == []
    assert [each.criterion for each in world.use.allocations.explain(ROUTER, request, key)][:1] == ["route"]


def approved(route: Route) -> tuple[RouteProposed, RouteApproved]:
    proposed = RouteProposed(decision="d", route=route, rule_set="r", inputs_sha256="0", trace_sha256="0")
    return proposed, RouteApproved(decision="d", route=route)


def test_two_proposals_of_one_device_give_it_once(world: World) -> None:
    key = free_laptop(world)
    asked(world)
    first, second = (world.use.allocations.propose(ROUTER).allocation.allocation_id for _ in range(2))
    world.use.allocations.confirm(ROUTER, first)
    confirmed = world.use.allocations.confirm(SECOND_ROUTER, second)
    assert [each["device"] for each in confirmed.allocation.refused] == [key]
    assert world.kinds(key).count("reserved") == 1


def test_a_withdrawn_request_gets_nothing_of_a_proposal(world: World) -> None:
    key, request = free_laptop(world), asked(world)
    proposed = world.use.allocations.propose(ROUTER).allocation
    world.use.requests.withdraw(OWNER, request.line.request.id)
    confirmed = world.use.allocations.confirm(ROUTER, proposed.allocation_id)
    assert [each["why"]["text"] for each in confirmed.allocation.refused] == ["The request needs nothing more."]
    assert world.device(key).reservation is None


def test_a_proposal_is_decided_once(world: World) -> None:
    free_laptop(world)
    asked(world)
    proposed = world.use.allocations.propose(ROUTER).allocation.allocation_id
    assert world.use.allocations.cancel(ROUTER, proposed).allocation.state is AllocationState.CANCELLED
    for decide in (world.use.allocations.confirm, world.use.allocations.cancel):
        with pytest.raises(Conflict):
            decide(ROUTER, proposed)


def test_a_confirmation_that_broke_off_is_finished_and_not_cancelled(world: World) -> None:
    key, _ = free_laptop(world), asked(world)
    proposed = world.use.allocations.propose(ROUTER).allocation
    world.use.allocations.confirm(ROUTER, proposed.allocation_id)
    world.storage.committed.allocations.rows[proposed.allocation_id] = proposed  # as if it broke off before the end
    with pytest.raises(Refused, match="given already"):
        world.use.allocations.cancel(ROUTER, proposed.allocation_id)
    again = world.use.allocations.confirm(ROUTER, proposed.allocation_id)
    assert (again.allocation.refused, [each.device for each in again.given]) == ((), [key])
    assert world.kinds(key).count("reserved") == 1


def test_the_same_question_has_the_same_hash_and_the_same_answer(world: World) -> None:
    free_laptop(world)
    asked(world)
    first = world.use.allocations.propose(ROUTER).allocation
    world.use.allocations.cancel(ROUTER, first.allocation_id)
    second = world.use.allocations.propose(ROUTER).allocation
    assert (first.inputs_hash, first.content) == (second.inputs_hash, second.content)


def test_only_drz_divides_and_the_auditor_reads(world: World) -> None:
    proposed = world.use.allocations.propose(ROUTER).allocation.allocation_id
    for actor in (OWNER, RECEIVER, AUDITOR):
        with pytest.raises(NotPermitted):
            world.use.allocations.propose(actor)
    assert world.use.allocations.read(AUDITOR, proposed).allocation.content["placed"] == []
    with pytest.raises(NotPermitted):
        world.use.allocations.read(OWNER, proposed)


def test_why_a_device_does_not_go_to_a_request_is_told(world: World) -> None:
    key = free_laptop(world)
    phone = asked(world, category="phone", actor=RECEIVER).line.request.id
    told = world.use.allocations.explain(ROUTER, phone, key)
    assert [each.criterion for each in told] == ["route", "category"]
    assert world.use.allocations.explain(ROUTER, asked(world).line.request.id, key) == ()


def test_what_is_reserved_locked_or_gone_is_not_free(world: World) -> None:
    key, _ = reserved_laptop(world)
    asked(world, 3)
    assert world.use.allocations.propose(ROUTER).allocation.content["placed"] == []
    world.record(ROUTER, key, Redeployed(receiver=MINISTRY, unit="Finance"))
    assert world.use.allocations.propose(ROUTER).allocation.content["placed"] == []


def test_decisions_see_what_is_still_needed(world: World) -> None:
    """Once laptops were asked for donation and for parts, one is donated only while somebody asks for it."""
    key = world.clean_laptop()
    donation = asked(world, actor=RECEIVER)
    assert "open_requests" not in world.use.routing.propose(ROUTER, key).content["facts"]
    parts = asked(world, actor=REPAIRER, part=ComponentKind.BATTERY)
    names = (donation.line.request.id, parts.line.request.id)
    assert demand(world, key) == ["met donate", "met parts", *sorted(names)]
    world.use.requests.withdraw(RECEIVER, donation.line.request.id)
    assert demand(world, key) == ["met donate", "met parts", parts.line.request.id]


def demand(world: World, key: DeviceKey) -> list[str]:
    """The names of the requests that a decision of now sees."""
    facts = world.use.routing.propose(ROUTER, key).content["facts"]
    return [each["name"] for each in facts["open_requests"]["value"]]
