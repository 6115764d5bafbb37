"""Which device goes to which request: fair, without waste, stable, repeatable, and with its reasons."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.domain.actor import Role
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical
from lifecycle.adapters.transport import HighsSolver
from lifecycle.domain.allocation.allocate import allocate
from lifecycle.domain.allocation.answer import Allocation, Method, Question, Shortage, Standing
from lifecycle.domain.allocation.record import inputs_hash, to_plain
from lifecycle.domain.allocation.rule import DEFAULT_RULE, Need
from lifecycle.domain.allocation.transport import Transport, cost
from lifecycle.domain.requests.offered import Offered, PartInside
from lifecycle.domain.requests.request import DeviceRequest, RequestId
from lifecycle.domain.requests.specification import fits
from lifecycle.domain.vocabulary import ComponentKind, Route
from tests.support.fake_solver import PathSolver
from tests.support.request_samples import DEADLINE, DOING, ON, device, request


def question(requests: Iterable[DeviceRequest], stock: Iterable[Offered], standing: Standing | None = None) -> Question:
    needs = tuple(Need(each, each.wanted.number) for each in requests)
    return Question(needs, tuple(stock), ON, DEFAULT_RULE, standing or {})


def run(requests: Iterable[DeviceRequest], stock: Iterable[Offered], standing: Standing | None = None) -> Allocation:
    return allocate(question(requests, stock, standing), PathSolver())


def pairs(answer: Allocation) -> dict[str, str]:
    return {each.device: each.request for each in answer.placed}


def gets(answer: Allocation) -> dict[str, int]:
    return {each.request: each.given for each in answer.outcomes}


def ladder(*more: Offered) -> list[Offered]:
    return [device("a", memory_gib=8), device("b", memory_gib=16), *more]


def test_a_device_that_alone_serves_a_demanding_request_is_not_spent_on_an_easy_one() -> None:
    answer = run([request("easy"), request("hard", memory_gib=16)], ladder())
    assert pairs(answer) == {"a": "easy", "b": "hard"}


def test_where_taking_turns_in_order_wastes_nothing_that_is_the_method() -> None:
    assert run([request("easy"), request("hard", memory_gib=16)], ladder()).method is Method.IN_ORDER


def test_where_it_would_leave_somebody_without_the_devices_are_assigned_together() -> None:
    """The first request exceeds less with the second device, the only one that serves the second request."""
    stock = [device("a", memory_gib=64, cosmetic_grade=9), device("b", battery_percent=95)]
    asked = [
        request("1", requester="one"),
        request("2", requester="two", battery_percent=95),
        request("3", requester="three", memory_gib=64, cosmetic_grade=9, deadline=date(2026, 12, 1)),
    ]
    answer = run(asked, stock)
    assert answer.method is Method.ASSIGNMENT
    assert pairs(answer) == {"a": "1", "b": "2"}


def test_what_government_uses_again_itself_goes_before_donation_and_donation_before_parts() -> None:
    battery = ComponentKind.BATTERY
    asked = [
        request("p", requester="repairer", role=Role.REPAIRER, part=battery),
        request("d", requester="coordinator", role=Role.COORDINATOR),
        request("r", requester="ministry"),
    ]
    every = frozenset({Route.REDEPLOY, Route.DONATE, Route.PARTS})
    stock = [device(name, routes=every, parts=(PartInside.of(battery, None),)) for name in "abc"]
    assert gets(run(asked, stock[:1])) == {"r": 1, "d": 0, "p": 0}
    assert gets(run(asked, stock[:2])) == {"r": 1, "d": 1, "p": 0}
    assert gets(run(asked, stock)) == {"r": 1, "d": 1, "p": 1}


def test_a_device_goes_only_where_its_route_leads() -> None:
    answer = run([request("d", role=Role.COORDINATOR)], [device("a")])
    assert answer.outcomes[0].shortage is Shortage.NONE_OF_KIND


def test_near_deadlines_go_first_in_bands() -> None:
    """A day more or less inside a band decides nothing: there they take turns."""
    soon, later = ON + timedelta(days=10), ON + timedelta(days=20)
    urgent = [request("late", 2, requester="one", deadline=later), request("soon", 2, requester="two", deadline=soon)]
    assert gets(run(urgent, [device("a"), device("b")])) == {"soon": 2, "late": 0}
    alike = [
        request("x", 2, requester="one", deadline=soon),
        request("y", 2, requester="two", deadline=soon - timedelta(days=1)),
    ]
    assert gets(run(alike, [device("a"), device("b")])) == {"x": 1, "y": 1}


def test_requesters_take_turns_however_much_each_asks_and_in_however_many_requests() -> None:
    asked = [
        request("large", 100, requester="one"),
        *(request(f"many-{number}", 5, requester="two") for number in range(10)),
        request("small", 2, requester="three"),
    ]
    got = Counter[str]()
    for name, number in gets(run(asked, [device(f"{number:02}") for number in range(12)])).items():
        got[name.split("-")[0]] += number
    assert got == {"large": 5, "many": 5, "small": 2}


def test_what_somebody_was_given_before_counts() -> None:
    asked = (Need(request("1", 3, requester="one"), 2, given=1), Need(request("2", 3, requester="two"), 3))
    answer = allocate(Question(asked, (device("a"), device("b")), ON, DEFAULT_RULE, {}), PathSolver())
    assert gets(answer) == {"1": 0, "2": 2} or gets(answer) == {"1": 1, "2": 1}
    one = allocate(Question(asked, (device("a"),), ON, DEFAULT_RULE, {}), PathSolver())
    assert gets(one) == {"1": 0, "2": 1}


def test_each_device_has_its_reasons() -> None:
    asked = [
        request("easy", requester="one"),
        request("hard", 2, requester="two", memory_gib=16),
        request("none", requester="three", memory_gib=64),
    ]
    answer = run(asked, ladder())
    by_device = {each.device: each for each in answer.placed}
    strong = by_device[DeviceKey("b")]
    fitted = {need.request.id for place in strong.fits for need in answer.demands[place].needs}
    assert (strong.request, fitted, strong.next) == ("hard", {"easy", "hard"}, None)
    assert (by_device[DeviceKey("a")].request, by_device[DeviceKey("a")].next) == ("easy", None)
    assert answer.unplaced == 0


def test_who_would_be_next_is_named() -> None:
    asked = [request("1", requester="one"), request("2", requester="two")]
    answer = run(asked, [device("a")])
    assert [(each.request, each.next) for each in answer.placed] == [("1", "2")]


def test_each_shortage_has_its_reason() -> None:
    asked = [
        request("1", requester="one"),
        request("2", requester="two"),
        request("hard", memory_gib=64, battery_percent=90),
        request("phone", category="phone"),
    ]
    found = {each.request: each for each in run(asked, [device("a")]).outcomes}
    assert found[RequestId("1")].shortage is None
    assert found[RequestId("2")].shortage is Shortage.IN_TURN_TO_OTHERS
    assert found[RequestId("phone")].shortage is Shortage.NONE_OF_KIND
    alone = run([request("1", 2)], [device("a")]).outcomes[0]
    assert (alone.given, alone.shortage) == (1, Shortage.ALL_THAT_FIT)
    hard = found[RequestId("hard")]
    assert (hard.shortage, hard.failing) == (Shortage.NONE_FITS, (("battery", 1), ("memory", 1)))


def test_a_device_goes_to_its_own_place_first() -> None:
    asked = [request("1", place="Groningen", requester="one"), request("2", place="Zwolle", requester="two")]
    stock = [device("a", place="Zwolle"), device("b", place="Groningen"), device("c", place="Breda")]
    assert pairs(run(asked, stock)) == {"a": "2", "b": "1"}


def test_what_was_proposed_before_stays_though_another_fits_better() -> None:
    asked = [request("easy"), request("hard", memory_gib=16)]
    stock = [device("a", memory_gib=16), device("b", memory_gib=16), device("new", memory_gib=8)]
    before = {DeviceKey("a"): RequestId("easy"), DeviceKey("b"): RequestId("hard")}
    answer = run(asked, stock, before)
    assert pairs(answer) == before
    assert all(each.stays for each in answer.placed)


def test_it_moves_where_somebody_is_served_only_so() -> None:
    asked = [request("easy"), request("hard", memory_gib=16)]
    answer = run(asked, ladder(), {DeviceKey("b"): RequestId("easy")})
    assert pairs(answer) == {"a": "easy", "b": "hard"}
    assert not any(each.stays for each in answer.placed)
    assert answer.method is Method.ASSIGNMENT


def test_what_was_proposed_before_and_fits_no_longer_goes() -> None:
    answer = run([request("hard", memory_gib=16)], ladder(), {DeviceKey("a"): RequestId("hard")})
    assert pairs(answer) == {"b": "hard"}


MEMORY, BATTERY = (None, 8, 16, 32), (None, 60, 80)
PLACES = ("The Hague", "Zwolle")


@st.composite
def demands(draw: st.DrawFn) -> list[DeviceRequest]:
    names = [f"r{number}" for number in range(draw(st.integers(1, 7)))]
    return [
        request(
            name,
            draw(st.integers(1, 4)),
            requester=draw(st.sampled_from("ABC")),
            role=draw(st.sampled_from([Role.OWNER, Role.COORDINATOR])),
            deadline=ON + timedelta(days=draw(st.sampled_from([5, 30, 100]))),
            memory_gib=draw(st.sampled_from(MEMORY)),
            battery_percent=draw(st.sampled_from(BATTERY)),
            place=draw(st.sampled_from(PLACES)),
        )
        for name in names
    ]


@st.composite
def stocks(draw: st.DrawFn) -> list[Offered]:
    routes = [frozenset({Route.REDEPLOY}), frozenset({Route.DONATE}), frozenset({Route.REDEPLOY, Route.DONATE})]
    return [
        device(
            f"d{number}",
            routes=draw(st.sampled_from(routes)),
            memory_gib=draw(st.sampled_from(MEMORY)),
            battery_percent=draw(st.sampled_from(BATTERY)),
            place=draw(st.sampled_from(PLACES)),
        )
        for number in range(draw(st.integers(0, 9)))
    ]


@settings(max_examples=60)
@given(demands(), stocks())
def test_no_device_goes_twice_none_is_below_what_is_asked_and_nobody_gets_too_many(
    asked: list[DeviceRequest], stock: list[Offered]
) -> None:
    answer = run(asked, stock)
    by_name, by_key = {each.id: each for each in asked}, {each.device: each for each in stock}
    assert len({each.device for each in answer.placed}) == len(answer.placed)
    for each in answer.placed:
        wanted, given_device = by_name[each.request], by_key[each.device]
        assert fits(wanted.wanted.specification, given_device)
        assert wanted.route in given_device.routes
    counts = Counter(each.request for each in answer.placed)
    assert {each.request: each.given for each in answer.outcomes} == {each.id: counts[each.id] for each in asked}
    assert all(counts[each.id] <= each.wanted.number for each in asked)


@settings(max_examples=40)
@given(demands(), stocks())
def test_the_most_is_served_on_each_rung_and_in_each_band(asked: list[DeviceRequest], stock: list[Offered]) -> None:
    """Against every way to serve: earlier tiers first, as many as can be, and the next as many as is left."""
    asked, stock = asked[:4], stock[:4]
    answer = gets(run(asked, stock))
    assert _by_tier(asked, answer) == max(_by_tier(asked, way) for way in _ways(asked, stock))


@settings(max_examples=40)
@given(demands(), stocks())
def test_no_other_way_is_fairer(asked: list[DeviceRequest], stock: list[Offered]) -> None:
    """Where nothing else decides: who has the fewest could not have more, nor after that the next, and so on."""
    alike = [replace(it, role=Role.OWNER, wanted=replace(it.wanted, deadline=DEADLINE)) for it in asked[:4]]
    answer = gets(run(alike, stock[:4]))
    assert _shares(alike, answer) == max(_shares(alike, way) for way in _ways(alike, stock[:4]))


def _by_tier(asked: list[DeviceRequest], got: Mapping[str, int]) -> list[int]:
    counts = Counter[tuple[int, int]]()
    for each in asked:
        counts[Need(each, 1).tier(DEFAULT_RULE, ON)] += got.get(each.id, 0)
    return [counts[tier] for tier in sorted(counts)]


def _shares(asked: list[DeviceRequest], got: Mapping[str, int]) -> list[int]:
    """What the requesters have, the least first."""
    had = Counter[str]()
    for each in asked:
        had[each.requester] += got.get(each.id, 0)
    return sorted(had.values())


def _ways(asked: list[DeviceRequest], stock: list[Offered]) -> list[Counter[str]]:
    """Every way to give each device to somebody whom it fits, or to nobody."""
    options = [
        [None, *(it.id for it in asked if it.route in each.routes and fits(it.wanted.specification, each))]
        for each in stock
    ]
    room = {each.id: each.wanted.number for each in asked}
    ways = (Counter(name for name in way if name is not None) for way in product(*options))
    return [Counter(way) for way in ways if all(number <= room[name] for name, number in way.items())]


@settings(max_examples=50)
@given(demands(), stocks(), st.randoms(use_true_random=False))
def test_the_same_input_gives_the_same_bytes_in_whatever_order_it_comes(
    asked: list[DeviceRequest], stock: list[Offered], chance: random.Random
) -> None:
    first = question(asked, stock)
    shuffled = question(chance.sample(asked, len(asked)), chance.sample(stock, len(stock)))
    solve = PathSolver()
    one, other = (canonical(to_plain(allocate(each, solve), each, solve.name)) for each in (first, shuffled))
    assert one == other


@settings(max_examples=50)
@given(demands(), stocks())
def test_asking_again_moves_nothing(asked: list[DeviceRequest], stock: list[Offered]) -> None:
    before = run(asked, stock)
    again = run(asked, stock, {each.device: each.request for each in before.placed})
    assert pairs(again) == pairs(before)


@settings(max_examples=50)
@given(demands(), stocks(), st.data())
def test_a_small_change_of_stock_moves_only_what_it_must(
    asked: list[DeviceRequest], stock: list[Offered], data: st.DataObject
) -> None:
    """One device comes or goes: of what stays in stock no more moves than in the answer that moves the least."""
    before = run(asked, stock)
    standing = {each.device: each.request for each in before.placed}
    gone: Offered | None = data.draw(st.sampled_from([None, *stock]), "gone")
    if gone is not None:
        now = [each for each in stock if each is not gone]
    else:
        now = [*stock, replace(device("new"), memory_gib=data.draw(st.sampled_from(MEMORY), "memory"))]
    after = run(asked, now, standing)
    kept = sum(each.stays for each in after.placed)
    assert kept == _most_kept(asked, now, standing, gets(after))


def _most_kept(asked: list[DeviceRequest], stock: list[Offered], standing: Standing, got: dict[str, int]) -> int:
    """The most devices that could stay while everybody gets as many: by a flow in which only staying is cheap."""
    places = {each.id: place for place, each in enumerate(asked)}
    arcs = {
        (at, places[it.id]): int(standing.get(each.device) != it.id)
        for at, each in enumerate(stock)
        for it in asked
        if it.route in each.routes and fits(it.wanted.specification, each)
    }
    problem = Transport((1,) * len(stock), tuple(got[each.id] for each in asked), arcs)
    return sum(got.values()) - cost(problem, PathSolver()(problem))


@settings(max_examples=20)
@given(demands(), stocks())
def test_the_real_solver_serves_the_same_requests(asked: list[DeviceRequest], stock: list[Offered]) -> None:
    real, fake = allocate(question(asked, stock), HighsSolver()), run(asked, stock)
    assert gets(real) == gets(fake)
    assert sum(each.excess for each in real.placed) == sum(each.excess for each in fake.placed)


def test_the_hash_names_everything_that_the_answer_depends_on() -> None:
    asked, stock = [request("1")], [device("a")]
    usual = question(asked, stock)
    others = [
        replace(usual, on=ON + timedelta(days=1)),
        replace(usual, rule=replace(DEFAULT_RULE, urgent_days=(7,))),
        replace(usual, standing={DeviceKey("a"): RequestId("1")}),
        question([request("1", memory_gib=4)], stock),
        question([request("1", doing=replace(DOING, at=DOING.at + timedelta(hours=1)))], stock),
        question(asked, [device("a", memory_gib=4)]),
    ]
    hashes = {inputs_hash(each, "one") for each in (usual, *others)} | {inputs_hash(usual, "other")}
    assert len(hashes) == len(others) + 2


def test_a_wrong_solution_is_refused() -> None:
    asked = [request("easy"), request("hard", memory_gib=16)]
    with pytest.raises(ValueError, match="not a solution"):
        allocate(question(asked, ladder(), {DeviceKey("b"): RequestId("easy")}), lambda _: {})
