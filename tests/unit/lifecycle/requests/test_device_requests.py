"""A request and its life: what may be asked, by whom, and how it stands."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.actor import Role
from dpp.domain.errors import InvalidInput, Refused
from lifecycle.domain.requests.cancelled import CancelledOrder, displacement
from lifecycle.domain.requests.offered import PartInside
from lifecycle.domain.requests.request import (
    Act,
    RequestState,
    Stage,
    changed,
    made,
    opened,
    order_confirmed,
    withdrawn,
)
from lifecycle.domain.requests.specification import MINIMA, System, fits, refusals
from lifecycle.domain.vocabulary import ComponentKind, Route
from tests.support.request_samples import DEADLINE, DOING, NOW, ON, device, request, wanted

BATTERY = ComponentKind.BATTERY
ORDER = CancelledOrder("PO-2026-17", 3, date(2026, 5, 1))


@pytest.mark.parametrize(
    ("role", "more", "route"),
    [
        (Role.OWNER, {}, Route.REDEPLOY),
        (Role.COORDINATOR, {}, Route.DONATE),
        (Role.REPAIRER, {"part": BATTERY}, Route.PARTS),
        (Role.REFURBISHER, {"part": BATTERY}, Route.PARTS),
    ],
)
def test_the_role_says_for_which_route_devices_are_asked(role: Role, more: dict[str, Any], route: Route) -> None:
    assert request(role=role, **more).route is route


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"number": 0}, "$.number"),
        ({"category": "spaceship"}, "$.category"),
        ({"place": "  "}, "$.place"),
        ({"place": "x" * 201}, "$.place"),
        ({"programme": "x" * 201}, "$.programme"),
        ({"deadline": ON - timedelta(days=1)}, "$.deadline"),
        ({"memory_gib": -8}, "$.specification.memory_gib"),
        ({"memory_gib": float("nan")}, "$.specification.memory_gib"),
        ({"functional_grade": 7}, "$.specification.functional_grade"),
        ({"battery_percent": 101}, "$.specification.battery_percent"),
        ({"part": BATTERY}, "$.specification.part"),
        ({"part_number": "4GVMP"}, "$.specification.part_number"),
        ({"cancelled_order": CancelledOrder(" ", 1, ON)}, "$.cancelled_order.reference"),
        ({"cancelled_order": CancelledOrder("PO", 0, ON)}, "$.cancelled_order.devices"),
        ({"cancelled_order": CancelledOrder("PO", 1, ON + timedelta(days=1))}, "$.cancelled_order.cancelled_on"),
    ],
)
def test_what_cannot_be_asked_is_told_with_its_place(more: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        request(**more)
    assert [problem.path for problem in refusal.value.problems] == [path]


def test_a_repairer_says_which_part_and_has_no_order_to_cancel() -> None:
    with pytest.raises(InvalidInput) as refusal:
        request(role=Role.REPAIRER, cancelled_order=ORDER)
    assert [problem.path for problem in refusal.value.problems] == ["$.specification.part", "$.cancelled_order"]


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(InvalidInput) as refusal:
        request(number=0, place="", memory_gib=-1)
    assert len(refusal.value.problems) == 3


@pytest.mark.parametrize(
    ("given_devices", "day", "state", "needs"),
    [
        (0, ON, RequestState.OPEN, 3),
        (2, ON, RequestState.PARTLY_MET, 1),
        (3, ON, RequestState.MET, 0),
        (2, DEADLINE, RequestState.PARTLY_MET, 1),
        (2, DEADLINE + timedelta(days=1), RequestState.EXPIRED, 0),
        (3, DEADLINE + timedelta(days=1), RequestState.MET, 0),
    ],
)
def test_the_state_follows_from_what_is_given_and_the_day(
    given_devices: int, day: date, state: RequestState, needs: int
) -> None:
    asked = request(number=3)
    assert (asked.state(given_devices, day), asked.needs(given_devices, day)) == (state, needs)


def test_a_draft_needs_nothing_until_it_is_opened_and_is_opened_once() -> None:
    draft = made(request().id, request().requester, Role.OWNER, wanted(), DOING, draft=True)
    assert (draft.state(0, ON), draft.needs(0, ON)) == (RequestState.DRAFT, 0)
    asked = opened(draft, DOING)
    assert asked.needs(0, ON) == 1
    with pytest.raises(Refused):
        opened(asked, DOING)


def test_a_draft_whose_deadline_passed_is_not_opened() -> None:
    draft = made(request().id, request().requester, Role.OWNER, wanted(), DOING, draft=True)
    with pytest.raises(InvalidInput):
        opened(draft, replace(DOING, at=NOW + timedelta(days=200)))


def test_every_act_is_kept_with_what_was_asked() -> None:
    asked = changed(request(number=3), wanted(5), 2, DOING)
    gone = withdrawn(asked, " no longer needed ", DOING)
    assert [step.act for step in gone.steps] == [Act.MADE, Act.CHANGED, Act.WITHDRAWN]
    assert [step.wanted and step.wanted.number for step in gone.steps] == [3, 5, None]
    assert (gone.stage, gone.steps[-1].reason) == (Stage.WITHDRAWN, "no longer needed")


def test_what_was_given_is_not_asked_away() -> None:
    with pytest.raises(Refused, match="2 devices are given"):
        changed(request(number=3), wanted(1), 2, DOING)
    with pytest.raises(Refused, match="kind of device stays"):
        changed(request(number=3), wanted(3, category="phone"), 1, DOING)
    assert changed(request(number=3), wanted(2), 2, DOING).needs(2, ON) == 0


def test_a_withdrawn_request_stays_so() -> None:
    gone = withdrawn(request(), None, DOING)
    with pytest.raises(Refused, match="withdrawn"):
        changed(gone, wanted(), 0, DOING)
    with pytest.raises(Refused, match="withdrawn"):
        withdrawn(gone, None, DOING)


def test_a_device_fits_what_it_just_meets() -> None:
    asked = wanted(
        memory_gib=8,
        storage_gb=256,
        diagonal_inch=14,
        functional_grade=5,
        cosmetic_grade=5,
        battery_percent=85,
        age_months_at_most=36,
        supported_until=date(2028, 1, 1),
        system=System.WINDOWS_11,
    ).specification
    assert fits(asked, device("a"))
    assert not list(refusals(asked, device("a")))


@pytest.mark.parametrize(
    ("asked", "known", "criterion", "why"),
    [
        ({"memory_gib": 16}, {}, "memory", "it has 8 GiB of memory and 16 GiB is asked"),
        ({"storage_gb": 512}, {}, "storage", "it has 256 GB of storage and 512 GB is asked"),
        ({"diagonal_inch": 15.6}, {}, "screen", "its screen is 14 inch and 15.6 inch is asked"),
        ({"functional_grade": 6}, {}, "functional-grade", "its functional grade is F5 and F6 is asked"),
        ({"cosmetic_grade": 6}, {}, "cosmetic-grade", "its cosmetic grade is C5 and C6 is asked"),
        ({"battery_percent": 90}, {}, "battery", "its battery has 85 % left and 90 % is asked"),
        ({"age_months_at_most": 24}, {}, "age", "it is 36 months old and at most 24 is asked"),
        (
            {"supported_until": date(2029, 1, 1)},
            {},
            "support",
            "its security updates end on 2028-01-01 and they are asked until 2029-01-01",
        ),
        ({"system": System.WINDOWS_11}, {"windows_11": False}, "system", "Windows 11 does not run on it"),
        ({"system": System.WINDOWS_11}, {"windows_11": None}, "system", "whether Windows 11 runs is not known"),
        (
            {"system": System.ALTERNATIVE},
            {"alternative_system": None},
            "system",
            "whether an alternative operating system runs is not known",
        ),
        ({"memory_gib": 4}, {"memory_gib": None}, "memory", "how much memory it has is not known"),
        ({"battery_percent": 1}, {"battery_percent": None}, "battery", "how good its battery is, is not known"),
    ],
)
def test_each_refusal_has_its_reason(asked: dict[str, Any], known: dict[str, Any], criterion: str, why: str) -> None:
    specification = wanted(**asked).specification
    given_device = device("a", **known)
    assert [(it.criterion, str(it.why)) for it in refusals(specification, given_device)] == [(criterion, why)]
    assert not fits(specification, given_device)


def test_a_part_is_found_by_its_kind_and_by_its_number_however_it_is_written() -> None:
    donor = device("a", parts=(PartInside.of(BATTERY, "4GV-MP"), PartInside.of(ComponentKind.MEMORY, None)))
    assert fits(wanted(part=BATTERY).specification, donor)
    assert fits(wanted(part=BATTERY, part_number="4gv-mp").specification, donor)
    assert fits(wanted(part=ComponentKind.MEMORY).specification, donor)
    for part, number in ((BATTERY, "OTHER"), (ComponentKind.MEMORY, "4GVMP")):
        refused = refusals(wanted(part=part, part_number=number).specification, donor)
        assert [it.criterion for it in refused] == ["part"]


@given(st.data())
def test_a_device_fits_exactly_when_nothing_refuses_it(data: st.DataObject) -> None:
    """Whatever is asked and whatever is known, the quick answer and the reasons say the same."""
    scales = {each.of_request for each in MINIMA} - {"supported_until"}
    asked: dict[str, Any] = {name: data.draw(st.none() | st.integers(1, 6), name) for name in scales}
    known = {name: data.draw(st.none() | st.integers(1, 6), name) for name in (scales - {"age_months_at_most"})}
    specification = wanted(**asked).specification
    given_device = device("a", **known, age_months=data.draw(st.none() | st.integers(0, 7)))
    assert fits(specification, given_device) == (not list(refusals(specification, given_device)))


def test_an_order_is_confirmed_after_the_first_device_is_in_use() -> None:
    with pytest.raises(Refused, match="in use yet"):
        order_confirmed(request(), ORDER, 0, DOING)
    confirmed = order_confirmed(request(cancelled_order=ORDER), ORDER, 1, DOING)
    assert (confirmed.confirmed_order, request(cancelled_order=ORDER).confirmed_order) == (ORDER, None)
    with pytest.raises(Refused, match="redeployment"):
        order_confirmed(request(role=Role.COORDINATOR), ORDER, 1, DOING)


def test_only_what_was_not_bought_counts_in_full() -> None:
    """Avoided impact: d = 1 for devices of a cancelled order, else 0.7 (0.54-0.73)."""
    everything, nothing, half = displacement(4, 4), displacement(4), displacement(4, 2)
    assert (everything.value, everything.low, everything.high) == (1, 1, 1)
    assert (nothing.value, nothing.low, nothing.high) == pytest.approx((0.7, 0.54, 0.73))
    assert (half.value, half.low, half.high) == pytest.approx((0.85, 0.77, 0.865))
    assert displacement(4, 9) == everything


@given(st.integers(1, 200), st.integers(0, 300))
def test_a_larger_cancelled_order_never_displaces_less(devices: int, cancelled: int) -> None:
    less, more = displacement(devices, cancelled), displacement(devices, cancelled + 1)
    assert less.value <= more.value + 1e-12
