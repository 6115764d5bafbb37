"""Each gate by examples: what it ends, closes, asks, and demands before the hand-over."""

from datetime import date
from typing import Any

import pytest

from lifecycle.domain.facts import MediumSeen
from lifecycle.domain.routing.facts import Credential, Flag, Platform, Request, RoutingFacts, Since
from lifecycle.domain.routing.findings import Verdict
from lifecycle.domain.routing.gates import OptionState, assess
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.vocabulary import Classification, DataState, Hazard, Holding, Lock, MediumKind, Route
from tests.support.routing_samples import (
    I7_4600U,
    ON,
    decided,
    default_policy,
    display,
    eur,
    laptop,
    medium,
    policy_content,
    policy_with,
)

REDEPLOY, DONATE, SELL, PARTS, RECYCLE = Route.REDEPLOY, Route.DONATE, Route.SELL, Route.PARTS, Route.RECYCLE
ALL = {REDEPLOY, DONATE, SELL, PARTS, RECYCLE}


def shut(facts: RoutingFacts, policy: Policy | None = None) -> set[Route]:
    assessment = assess(facts, policy or default_policy(), ON)
    return {route for route in ALL if assessment.state(route) is OptionState.CLOSED}


def waiting(facts: RoutingFacts, policy: Policy | None = None) -> set[Route]:
    assessment = assess(facts, policy or default_policy(), ON)
    return {route for route in ALL if assessment.state(route) is OptionState.UNDECIDED}


def test_nothing_is_closed_for_a_good_laptop() -> None:
    assert shut(laptop()) == set()
    assert waiting(laptop()) == set()


@pytest.mark.parametrize(
    ("values", "route", "why"),
    [
        ({"flags": frozenset({Flag.MISSING})}, Route.HOLD, "it is reported missing"),
        ({"flags": frozenset({Flag.LEGAL_HOLD})}, Route.HOLD, "a legal hold rests on it"),
        ({"flags": frozenset({Flag.QUARANTINED})}, Route.HOLD, "it is in quarantine"),
        ({"holding": Holding.LESSOR}, Route.RETURN_TO_LESSOR, "it is leased"),
        ({"holding": Holding.BUYER}, Route.HOLD, "does not belong to the State"),
        ({"hazards": frozenset({Hazard.SWOLLEN_BATTERY})}, Route.HOLD, "its battery is swollen"),
        ({"hazards": frozenset({Hazard.BROKEN_GLASS})}, Route.HOLD, "its glass is broken"),
        ({"category": "toaster"}, Route.HOLD, "no line for this kind of device (toaster)"),
        ({"category": None}, Route.HOLD, "not known what kind of device"),
    ],
)
def test_some_facts_end_the_matter(values: dict[str, Any], route: Route, why: str) -> None:
    decision = decided(laptop(**values))
    assert decision.route is route
    assert why in str(decision.why)
    assert decision.failed[-1].verdict is Verdict.ENDS


def test_a_missing_device_is_held_even_if_it_is_leased_and_a_leased_one_goes_back_even_with_a_hazard() -> None:
    """The order of the gates: missing, then ownership, then hazard."""
    lost = frozenset({Flag.MISSING})
    hazard = frozenset({Hazard.BROKEN_GLASS})
    assert decided(laptop(flags=lost, holding=Holding.LESSOR)).route is Route.HOLD
    assert decided(laptop(holding=Holding.LESSOR, hazards=hazard)).route is Route.RETURN_TO_LESSOR


def test_nothing_after_the_end_of_the_matter_is_in_the_trace() -> None:
    lines = decided(laptop(flags=frozenset({Flag.MISSING}))).trace
    assert [line.rule for line in lines] == ["standing.category", "standing.present"]


def test_a_leased_device_is_erased_before_it_goes_back() -> None:
    """The same gates as any exit."""
    conditions = decided(laptop(holding=Holding.LESSOR)).conditions
    assert [line.rule for line in conditions] == ["data.media"]


DESTROYED = {"classification": Classification.STG_C, "media": (medium(DataState.DESTROYED),)}


@pytest.mark.parametrize(
    ("values", "closed"),
    [
        ({"classification": Classification.UNKNOWN}, {DONATE, SELL}),
        ({"classification": None}, {DONATE, SELL}),
        ({"classification": Classification.NONE}, set()),
        ({"classification": Classification.STG_C}, {REDEPLOY, DONATE}),
        ({"classification": Classification.STG_ZG, "media": (medium(DataState.VERIFIED),)}, {REDEPLOY, DONATE}),
        (
            {"classification": Classification.STG_C, "media": (medium(removable=False),)},
            {REDEPLOY, DONATE, SELL, PARTS},
        ),
        (DESTROYED, {REDEPLOY, DONATE}),
        ({"media": (medium(DataState.FAILED),)}, {REDEPLOY, DONATE}),
        ({"media": (medium(DataState.NO_MEDIUM),)}, {REDEPLOY, DONATE}),
        ({"media": (medium(DataState.FAILED), medium(DataState.VERIFIED, name="S2"))}, set()),
        ({"locks": frozenset({Lock.AUTOPILOT})}, {REDEPLOY, DONATE, SELL}),
        ({"functional_grade": 4}, {REDEPLOY}),
        ({"functional_grade": 3}, {REDEPLOY, DONATE}),
        ({"functional_grade": 2}, {REDEPLOY, DONATE, SELL}),
        ({"functional_grade": 3, "reachable_functional_grade": 4}, {REDEPLOY}),
        ({"cosmetic_grade": 3}, {REDEPLOY}),
        ({"cosmetic_grade": 2}, {REDEPLOY, DONATE}),
        ({"cosmetic_grade": 2, "reachable_cosmetic_grade": 3}, {REDEPLOY}),
        ({"failed_tests": frozenset({"camera"})}, {REDEPLOY}),
        ({"battery_health": 80.0}, set()),
        ({"battery_health": 79.99}, {REDEPLOY}),
        ({"battery_health": 60.0}, {REDEPLOY}),
        ({"battery_health": 59.9}, {REDEPLOY, DONATE, SELL}),
        ({"charger_present": False}, {DONATE}),
        ({"in_use_since": Since.exactly(date(2022, 11, 20))}, set()),
        ({"in_use_since": Since.exactly(date(2022, 10, 20))}, {REDEPLOY}),
        ({"in_use_since": Since.exactly(date(2019, 10, 20))}, {REDEPLOY, DONATE}),
        ({"processor": I7_4600U}, {REDEPLOY}),
        ({"processor": I7_4600U, "alternative_system": False}, {REDEPLOY, DONATE}),
        ({"security_support_end": date(2027, 12, 31)}, set()),
        ({"security_support_end": date(2027, 12, 31), "alternative_system": False}, {DONATE}),
        ({"security_support_end": date(2026, 10, 1), "alternative_system": False}, {REDEPLOY, DONATE}),
        ({"platform": Platform.MACOS, "alternative_system": False}, {REDEPLOY, DONATE}),
        ({"platform": Platform.MACOS, "security_support_end": date(2029, 1, 1)}, set()),
        ({"market_value": eur(12)}, {SELL}),
        ({"market_value": eur(12.01)}, set()),
        ({"market_value": None}, {SELL}),
        ({"open_requests": ()}, {DONATE, PARTS}),
        ({"credentials": ()}, {DONATE}),
    ],
)
def test_a_gate_closes_the_options_that_it_concerns_and_no_other(values: dict[str, Any], closed: set[Route]) -> None:
    assert shut(laptop(**values)) == closed


@pytest.mark.parametrize(
    ("values", "closed"),
    [
        ({}, {REDEPLOY}),
        ({"cosmetic_grade": 4}, set()),
        ({"diagonal_inch": 21.4}, {REDEPLOY, DONATE}),
        ({"lines": 1050}, {REDEPLOY, DONATE}),
        ({"diagonal_inch": 21.5}, {REDEPLOY}),
    ],
)
def test_a_display_has_no_battery_and_no_disk_and_a_size_that_recipients_ask(
    values: dict[str, Any], closed: set[Route]
) -> None:
    assert shut(display(**values)) == closed


@pytest.mark.parametrize(
    ("disk", "fails"),
    [
        (MediumSeen("S1", MediumKind.SSD), False),
        (MediumSeen("S1", MediumKind.SSD, healthy=False), True),
        (MediumSeen("S1", MediumKind.HDD, healthy=True, pending_sectors=1), True),
        (MediumSeen("S1", MediumKind.HDD, reallocated_sectors=10), False),
        (MediumSeen("S1", MediumKind.HDD, reallocated_sectors=11), True),
        (MediumSeen("S1", MediumKind.NVME, media_errors=1), True),
        (MediumSeen("S1", MediumKind.NVME, percentage_used=79), False),
        (MediumSeen("S1", MediumKind.NVME, percentage_used=80), True),
        (MediumSeen("another", MediumKind.NVME, percentage_used=80), True),
    ],
)
def test_a_disk_that_fails_is_no_storage_to_work_with(disk: MediumSeen, fails: bool) -> None:  # noqa: FBT001 (a table)
    assert (REDEPLOY in shut(laptop(disk_health=(disk,)))) is fails


def test_a_phone_is_not_reused_until_the_policy_names_a_method_of_erasure() -> None:
    phone = laptop(category="phone", platform=Platform.ANDROID, security_support_end=date(2028, 1, 1))
    assert shut(phone) == {REDEPLOY, DONATE, SELL}
    named = policy_with("categories", "phone", "erasure_methods", ["factory reset with key destruction"])
    assert shut(phone, named) == set()


def test_a_phone_needs_a_year_of_support() -> None:
    named = policy_with("categories", "phone", "erasure_methods", ["factory reset with key destruction"])
    phone = laptop(category="phone", platform=Platform.ANDROID, security_support_end=date(2027, 11, 19))
    assert shut(phone, named) == {REDEPLOY, DONATE, SELL}


def test_a_stricter_programme_wants_the_wipe_first() -> None:
    """Policy data: the media gate may close the options instead of being a condition of the hand-over."""
    strict = policy_with("media", "unverified", "close")
    assert shut(laptop(), strict) == {REDEPLOY, DONATE, SELL, PARTS}
    assert shut(laptop(media=(medium(DataState.VERIFIED),)), strict) == set()


def test_the_route_comes_first_and_the_wipe_must_be_met_before_the_hand_over() -> None:
    decision = decided(laptop())
    assert decision.route is REDEPLOY
    assert [(line.rule, line.place, line.verdict) for line in decision.conditions] == [
        ("data.media", "media.unverified", Verdict.CONDITION)
    ]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("holding", ALL),
        ("hazards", ALL),
        ("locks", {REDEPLOY, DONATE, SELL}),
        ("functional_grade", {REDEPLOY, DONATE, SELL}),
        ("cosmetic_grade", {REDEPLOY, DONATE}),
        ("battery_health", {REDEPLOY, DONATE, SELL}),
        ("charger_present", {DONATE}),
        ("in_use_since", {REDEPLOY, DONATE}),
        ("processor", {REDEPLOY}),
        ("memory_gib", {REDEPLOY}),
    ],
)
def test_an_option_waits_for_a_fact_that_the_policy_asks(name: str, options: set[Route]) -> None:
    assert waiting(laptop(**{name: None})) == options


@pytest.mark.parametrize(
    ("request_", "fits"),
    [
        (Request("r", DONATE, "laptop", 5), True),
        (Request("r", DONATE, "laptop", 0), False),
        (Request("r", DONATE, "display", 5), False),
        (Request("r", REDEPLOY, "laptop", 5), False),
        (Request("r", DONATE, "laptop", 5, deadline=date(2026, 11, 20)), True),
        (Request("r", DONATE, "laptop", 5, deadline=date(2026, 11, 19)), False),
        (Request("r", DONATE, "laptop", 5, memory_gib=16, storage_gb=256, battery_percent=86), True),
        (Request("r", DONATE, "laptop", 5, memory_gib=32), False),
        (Request("r", DONATE, "laptop", 5, diagonal_inch=13), False),
    ],
)
def test_demand_is_an_open_request_that_the_device_fits(request_: Request, fits: bool) -> None:  # noqa: FBT001 (a table)
    """A fact that is not known (here the diagonal) does not meet a minimum."""
    assert (DONATE not in shut(laptop(open_requests=(request_,)))) is fits


@pytest.mark.parametrize(
    ("first", "last", "open_"),
    [
        (date(2025, 1, 1), date(2026, 11, 20), True),
        (date(2025, 1, 1), date(2026, 11, 19), False),
        (date(2026, 11, 21), date(2027, 1, 1), False),
    ],
)
def test_a_credential_counts_on_its_days(first: date, last: date, open_: bool) -> None:  # noqa: FBT001 (a table)
    held = Credential(DONATE, "aanwijzingsbesluit", "Stichting", first, last)
    assert (DONATE not in shut(laptop(credentials=(held,)))) is open_


def test_recycling_is_never_closed_and_says_what_must_be_met_first() -> None:
    """Something must be able to happen to every device."""
    worst = laptop(
        functional_grade=1, classification=Classification.UNKNOWN, open_requests=(), credentials=(), mass_kg=None
    )
    decision = decided(worst)
    assert decision.route is RECYCLE
    assert [line.rule for line in decision.conditions] == [
        "data.classification",
        "data.media",
        "demand.credentials",
        "demand.mass",
    ]


def test_where_several_facts_are_missing_the_strictest_effect_counts() -> None:
    """A sale asks for the costs and is blocked without a value: without either it is closed, not waiting."""
    asks = policy_with("missing", "wipe_cost", {"effect": "ask"})
    assert SELL in waiting(laptop(wipe_cost=None), asks)
    assert SELL in shut(laptop(wipe_cost=None, market_value=None), asks)


def test_a_blocked_fact_closes_even_when_another_missing_one_only_asks() -> None:
    content = policy_content()
    content["missing"]["media"] = {"effect": "ask"}
    content["missing"]["disk_health"] = {"effect": "block"}
    both = laptop(media=None, disk_health=None)
    assert {REDEPLOY, DONATE} <= shut(both, Policy.parse(content))
