"""What holds for every device and every policy."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.domain.proof import canonical
from lifecycle.domain.facts import MediumSeen
from lifecycle.domain.routing.changes import candidates, plans
from lifecycle.domain.routing.decision import Decision
from lifecycle.domain.routing.facts import (
    Figure,
    Flag,
    Medium,
    Platform,
    Processor,
    RepairOption,
    Request,
    RoutingFacts,
    Since,
)
from lifecycle.domain.routing.gates import OptionState, assess
from lifecycle.domain.routing.options import choose
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.routing.record import from_plain, to_plain
from lifecycle.domain.vocabulary import Classification, DataState, Hazard, Holding, Lock, MediumKind, Route
from tests.support.routing_samples import (
    GOOD_LAPTOP,
    I5_8250U,
    I7_4600U,
    ON,
    decided,
    default_policy,
    fact,
    policy_content,
    with_facts,
)

holds = settings(max_examples=40)
DIRECT = (Route.REDEPLOY, Route.DONATE, Route.SELL, Route.PARTS, Route.RECYCLE)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(values, values, values, st.none())


@st.composite
def figures(draw: st.DrawFn, most: int = 300) -> Figure:
    low, value, high = sorted(draw(st.tuples(*[st.integers(0, most)] * 3)))
    return Figure(value, low, high, "EUR")


@st.composite
def starts(draw: st.DrawFn) -> Since:
    earliest, value, latest = sorted(draw(st.tuples(*[st.dates(date(2017, 1, 1), date(2026, 1, 1))] * 3)))
    return Since(value, earliest, latest)


TESTS = st.sampled_from(["keyboard", "camera", "wifi"])
REPAIRS = st.builds(
    RepairOption,
    st.sampled_from(["battery", "memory", "storage", "display", "keyboard", "charger"]),
    figures(80),
    st.integers(0, 20),
    gives=st.sampled_from([None, 8.0, 256.0]),
    mends=st.frozensets(TESTS, max_size=2),
    functional_grade=st.one_of(st.none(), st.integers(1, 6)),
    cosmetic_grade=st.one_of(st.none(), st.integers(0, 9)),
)
MEDIA = st.lists(
    st.builds(
        Medium,
        st.sampled_from(["S1", "S2"]),
        st.just(MediumKind.SSD),
        st.sampled_from(DataState),
        st.sampled_from([True, False, None]),
    ),
    max_size=2,
    unique_by=lambda medium: medium.name,
).map(tuple)
DISKS = st.lists(
    st.builds(MediumSeen, st.sampled_from(["S1", "S2"]), st.just(MediumKind.SSD), percentage_used=st.integers(0, 100)),
    max_size=2,
).map(tuple)
REQUESTS = st.lists(
    st.builds(
        Request,
        st.just("r"),
        st.sampled_from(DIRECT),
        st.just("laptop"),
        st.integers(0, 9),
        battery_percent=st.one_of(st.none(), st.integers(40, 90)),
        functional_grade=st.one_of(st.none(), st.integers(3, 6)),
    ),
    max_size=3,
).map(tuple)

STATE = {
    "holding": st.sampled_from([Holding.STATE] * 9 + [Holding.LESSOR, None]),
    "flags": st.sampled_from([frozenset()] * 9 + [frozenset({Flag.LEGAL_HOLD}), None]),
    "hazards": st.sampled_from([frozenset()] * 7 + [frozenset({Hazard.SWOLLEN_BATTERY}), None]),
    "locks": maybe(st.sampled_from([frozenset(), frozenset(), frozenset({Lock.MDM})])),
    "classification": maybe(st.sampled_from(Classification)),
    "media": maybe(MEDIA),
    "disk_health": maybe(DISKS),
}
CONDITION = {
    "functional_grade": maybe(st.integers(1, 6)),
    "cosmetic_grade": maybe(st.integers(0, 9)),
    "reachable_functional_grade": maybe(st.integers(1, 6)),
    "failed_tests": maybe(st.frozensets(TESTS, max_size=2)),
    "battery_health": maybe(st.floats(0, 110)),
    "charger_present": maybe(st.booleans()),
    "repair_options": maybe(st.lists(REPAIRS, max_size=3).map(tuple)),
}
SUPPORT = {
    "in_use_since": maybe(starts()),
    "platform": maybe(st.sampled_from([Platform.WINDOWS, Platform.MACOS])),
    "processor": maybe(st.sampled_from([I5_8250U, I7_4600U, Processor("Intel", None, 6)])),
    "memory_gib": maybe(st.sampled_from([2.0, 8.0, 16.0])),
    "security_support_end": maybe(st.dates(date(2026, 1, 1), date(2031, 1, 1))),
    "alternative_system": maybe(st.booleans()),
}
MARKET = {
    "market_value": maybe(figures()),
    "wipe_cost": maybe(figures(20)),
    "handling_cost": maybe(figures(20)),
    "open_requests": maybe(REQUESTS),
}


@st.composite
def devices(draw: st.DrawFn) -> RoutingFacts:
    """A laptop of which most things are known, and of which anything may be true."""
    drawn = draw(st.fixed_dictionaries({**STATE, **CONDITION, **SUPPORT, **MARKET}))
    return with_facts(GOOD_LAPTOP, **drawn)


def rank(facts: RoutingFacts, policy: Policy | None = None) -> tuple[int, bool]:
    return choose(assess(facts, policy or default_policy(), ON)).rank


def admitted(facts: RoutingFacts, policy: Policy) -> set[Route]:
    assessment = assess(facts, policy, ON)
    if assessment.ending is not None:
        return set()
    return {route for route in DIRECT if assessment.state(route) is not OptionState.CLOSED}


def open_options(decision: Decision) -> set[Route]:
    return {it.route for it in decision.alternatives if it.state is OptionState.OPEN}


@holds
@given(devices(), st.dates(date(2017, 1, 1), ON), st.dates(date(2017, 1, 1), ON))
def test_a_newer_device_never_has_a_worse_route(facts: RoutingFacts, one: date, other: date) -> None:
    older, newer = sorted((one, other))
    of_older = with_facts(facts, in_use_since=Since.exactly(older))
    assert rank(with_facts(facts, in_use_since=Since.exactly(newer))) <= rank(of_older)


@holds
@given(devices())
def test_a_decision_is_made_again_from_what_it_keeps(facts: RoutingFacts) -> None:
    """Its facts come back as they were, and give the same bytes."""
    written = canonical(to_plain(decided(facts)))
    kept = from_plain(json.loads(written))
    assert kept.facts == facts
    assert canonical(to_plain(decided(kept.facts))) == written


@holds
@given(devices(), st.floats(0, 100), st.floats(0, 100))
def test_a_better_battery_never_makes_the_route_worse(facts: RoutingFacts, one: float, other: float) -> None:
    worse, better = sorted((one, other))
    assert rank(with_facts(facts, battery_health=better)) <= rank(with_facts(facts, battery_health=worse))


@holds
@given(devices(), st.integers(1, 6), st.integers(1, 6))
def test_a_better_grade_never_makes_the_route_worse(facts: RoutingFacts, one: int, other: int) -> None:
    worse, better = sorted((one, other))
    assert rank(with_facts(facts, functional_grade=better)) <= rank(with_facts(facts, functional_grade=worse))


@holds
@given(devices(), st.integers(0, 300), st.integers(0, 300))
def test_a_higher_value_never_makes_the_route_worse(facts: RoutingFacts, one: int, other: int) -> None:
    low, high = (Figure.exact(value, "EUR") for value in sorted((one, other)))
    assert rank(with_facts(facts, market_value=high)) <= rank(with_facts(facts, market_value=low))


STRICTER = st.sampled_from(
    [
        ("options.redeploy.battery_percent_at_least", 95),
        ("options.donate.battery_percent_at_least", 75),
        ("options.sell.battery_percent_at_least", 99),
        ("options.redeploy.functional_grade_at_least", 6),
        ("options.donate.functional_grade_at_least", 5),
        ("options.sell.functional_grade_at_least", 4),
        ("options.donate.cosmetic_grade_at_least", 8),
        ("options.donate.reachable_grade_counts", False),
        ("options.donate.support_months_at_least", 36),
        ("options.donate.alternative_system", False),
        ("options.sell.value_after_costs_eur_above", 50),
        ("options.redeploy.memory_gib_at_least", 12),
        ("options.redeploy.request", True),
        ("options.sell.charger", True),
        ("categories.laptop.redeploy.age_months_at_most", 24),
        ("categories.laptop.donate.age_months_at_most", 60),
        ("categories.laptop.reuse_needs_erasure_method", True),
        ("disk.percentage_used_from", 10),
        ("media.destroy_from", "dep-v"),
        ("media.unverified", "close"),
        ("windows_11.memory_gib_at_least", 12),
        ("repair.percent_of_value_at_most.battery", 5),
        ("repair.percent_of_value_at_most.total", 10),
    ]
)


@holds
@given(devices(), STRICTER)
def test_a_stricter_policy_never_admits_more(facts: RoutingFacts, line: tuple[str, Any]) -> None:
    """No option is open that was not, and the route is no better."""
    content = policy_content()
    *steps, name = line[0].split(".")
    table = content
    for step in steps:
        table = table[step]
    table[name] = line[1]
    stricter = Policy.parse(content)
    assert admitted(facts, stricter) <= admitted(facts, default_policy())
    assert rank(facts, stricter) >= rank(facts)


@holds
@given(devices(), st.sampled_from(Lock))
def test_adding_a_lock_never_opens_an_option(facts: RoutingFacts, lock: Lock) -> None:
    known = facts.locks.value if facts.locks is not None else frozenset()
    assert open_options(decided(with_facts(facts, locks=known | {lock}))) <= open_options(decided(facts))


@holds
@given(devices(), st.sampled_from(Hazard))
def test_adding_a_hazard_never_opens_an_option(facts: RoutingFacts, hazard: Hazard) -> None:
    known = facts.hazards.value if facts.hazards is not None else frozenset()
    assert open_options(decided(with_facts(facts, hazards=known | {hazard}))) <= open_options(decided(facts))


@holds
@given(devices())
def test_the_same_inputs_give_the_same_bytes(facts: RoutingFacts) -> None:
    """Whatever the order in which sets were built, and whether a whole number came as 5 or as 5.0."""
    again = replace(
        facts,
        locks=None if facts.locks is None else replace(facts.locks, value=frozenset(sorted(facts.locks.value))),
        memory_gib=None if facts.memory_gib is None else replace(facts.memory_gib, value=int(facts.memory_gib.value)),
    )
    assert canonical(to_plain(decided(facts))) == canonical(to_plain(decided(again)))


@holds
@given(devices(), devices())
def test_other_facts_have_another_hash(one: RoutingFacts, other: RoutingFacts) -> None:
    assert (decided(one).inputs_hash == decided(other).inputs_hash) is (one == other)


@holds
@given(devices(), devices(), st.data())
def test_judging_again_what_changed_is_judging_everything_again(
    facts: RoutingFacts, other: RoutingFacts, data: st.DataObject
) -> None:
    """Each rule names every fact that it reads: else a hypothesis would be answered from stale findings."""
    names = data.draw(st.sets(st.sampled_from(sorted({*STATE, *CONDITION, *SUPPORT, *MARKET})), min_size=1))
    changes = {name: getattr(other, name) for name in names if getattr(other, name) is not None}
    whole = assess(replace(facts, **changes), default_policy(), ON)
    assert assess(facts, default_policy(), ON).supposing(changes).by_rule == whole.by_rule


@holds
@given(devices())
def test_every_flip_is_the_cheapest_of_all_that_work(facts: RoutingFacts) -> None:
    """Tried the long way: every set of up to three changes, on a whole new assessment."""
    decision = decided(facts)
    case = assess(facts, default_policy(), ON).case
    for flip in decision.flips:
        working = (
            plan
            for plan in plans(candidates(case))
            if flip.route in fully_open(replace(facts, **plan.made(case.facts)))
        )
        cheapest = next(working)
        assert (cheapest.cost, cheapest.steps) == (flip.cost, flip.steps)


def fully_open(facts: RoutingFacts) -> set[Route]:
    assessment = assess(facts, default_policy(), ON)
    if assessment.ending is not None:
        return set()
    return {route for route in DIRECT if assessment.state(route) is OptionState.OPEN}


@holds
@given(devices())
def test_a_decision_is_silent_about_ranges_only_where_every_end_agrees(facts: RoutingFacts) -> None:
    decision = decided(facts)
    if decision.disagreements:
        return
    for name in ("market_value", "wipe_cost", "handling_cost", "in_use_since"):
        known = getattr(facts, name)
        if known is None:
            continue
        for end in ends(known.value):
            assert rank(replace(facts, **{name: fact(end)})) == rank(facts), name


def ends(value: Figure | Since) -> tuple[Any, Any]:
    if isinstance(value, Since):
        return Since.exactly(value.earliest), Since.exactly(value.latest)
    return Figure.exact(value.low, value.unit), Figure.exact(value.high, value.unit)


@holds
@given(devices())
def test_the_answer_is_an_open_option_or_a_reason_to_wait(facts: RoutingFacts) -> None:
    decision = decided(facts)
    assert str(decision.why).endswith(".")
    if decision.route in DIRECT or decision.route is Route.REPAIR:
        assert decision.route in open_options(decision)
    else:
        assert decision.failed or decision.questions
