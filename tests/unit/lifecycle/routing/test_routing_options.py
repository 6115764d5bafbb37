"""From open options to one route: the ladder, repair, waiting, and the sentence."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lifecycle.domain.routing.facts import Figure, RepairOption, Since
from lifecycle.domain.routing.findings import Gate
from lifecycle.domain.routing.gates import OptionState
from lifecycle.domain.routing.plain import plain, read_plain
from lifecycle.domain.vocabulary import Classification, Hazard, Lock, Route
from tests.support.routing_samples import battery, decided, eur, laptop, medium, policy_with

KEYBOARD = RepairOption("keyboard", eur(25), 3, mends=frozenset({"keyboard"}), functional_grade=5)


def test_the_ladder_decides_among_open_options() -> None:
    decision = decided(laptop())
    assert decision.route is Route.REDEPLOY
    assert [it.route for it in decision.alternatives] == [
        Route.REDEPLOY,
        Route.REPAIR,
        Route.DONATE,
        Route.SELL,
        Route.PARTS,
        Route.RECYCLE,
    ]


@pytest.mark.parametrize(
    ("values", "route", "then"),
    [
        ({"battery_health": 61.0}, Route.DONATE, None),
        ({"battery_health": 61.0, "repair_options": (battery(33),)}, Route.REPAIR, Route.REDEPLOY),
        ({"battery_health": 61.0, "repair_options": (battery(33.01),)}, Route.DONATE, None),
        ({"battery_health": 59.0}, Route.PARTS, None),
        ({"battery_health": 59.0, "repair_options": (battery(33),)}, Route.REPAIR, Route.REDEPLOY),
        ({"battery_health": 59.0, "repair_options": (battery(34),)}, Route.PARTS, None),
        (
            {"functional_grade": 2, "failed_tests": frozenset({"keyboard"}), "repair_options": (KEYBOARD,)},
            Route.REPAIR,
            Route.REDEPLOY,
        ),
        ({"charger_present": False, "cosmetic_grade": 3}, Route.SELL, None),
        (
            {"charger_present": False, "cosmetic_grade": 3, "repair_options": (RepairOption("charger", eur(20)),)},
            Route.REPAIR,
            Route.DONATE,
        ),
        ({"battery_health": 61.0, "repair_options": (battery(33),), "market_value": None}, Route.DONATE, None),
        ({"battery_health": 61.0, "repair_options": (battery(33),), "locks": frozenset({Lock.MDM})}, Route.PARTS, None),
    ],
)
def test_repair_is_worth_it_up_to_a_share_of_the_value(
    values: dict[str, Any], route: Route, then: Route | None
) -> None:
    """A battery up to 30 % of EUR 110; everything together up to all of it."""
    decision = decided(laptop(**values))
    assert (decision.route, decision.then) == (route, then)


def test_several_parts_may_be_needed_and_the_cheapest_set_is_taken() -> None:
    decision = decided(
        laptop(
            battery_health=61.0,
            failed_tests=frozenset({"keyboard"}),
            repair_options=(battery(30), battery(20), KEYBOARD, RepairOption("display", eur(60))),
        )
    )
    assert [str(step.what) for step in decision.repair] == ["a new battery", "a new keyboard"]
    assert [step.cost for step in decision.repair] == [eur(20), eur(25)]
    repair = next(it for it in decision.alternatives if it.route is Route.REPAIR)
    assert repair.figures["cost"] == eur(20 + 25 + 5 + 7)


def test_parts_of_one_price_are_fitted_together_and_paid_once() -> None:
    """What each of them costs is not known: the share of all together counts, and not that of the battery."""
    both = RepairOption("battery", eur(40), mends=frozenset({"keyboard"}), functional_grade=5, besides=("keyboard",))
    worn = {"battery_health": 61.0, "failed_tests": frozenset({"keyboard"}), "functional_grade": 3}
    decision = decided(laptop(**worn, repair_options=(both,)))
    assert (decision.route, decision.then) == (Route.REPAIR, Route.REDEPLOY)
    assert [(str(step.what), step.cost) for step in decision.repair] == [("a new battery and a new keyboard", eur(40))]
    repair = next(it for it in decision.alternatives if it.route is Route.REPAIR)
    assert repair.figures["cost"] == eur(40 + 5 + 7)
    dear = decided(laptop(**worn, repair_options=(replace(both, price=eur(109)),)))
    (line,) = (line for line in dear.trace if line.rule == "economics.repair")
    assert line.place == "repair.percent_of_value_at_most.total"


def test_an_option_of_one_part_keeps_the_bytes_that_it_had() -> None:
    """Decisions of before options had several parts are made again with the same hash."""
    written = plain(battery(33))
    assert "besides" not in written
    assert read_plain(RepairOption, written) == battery(33)
    both = replace(battery(33), besides=("keyboard",))
    assert read_plain(RepairOption, plain(both)) == both


def test_where_it_was_offered_in_vain_it_goes_down_the_ladder() -> None:
    day = date(2026, 11, 19)
    once = decided(laptop(offered_in_vain={Route.REDEPLOY: day}))
    twice = decided(laptop(offered_in_vain={Route.REDEPLOY: day, Route.DONATE: day}))
    assert [decided(laptop()).route, once.route, twice.route] == [Route.REDEPLOY, Route.DONATE, Route.SELL]
    (line,) = (line for line in once.trace if line.rule == "demand.offered")
    assert line.place == "marketplace.internal_days"
    assert str(line.why) == "it was offered until 2026-11-19 and nobody reserved it: internal reuse"
    assert once.flips == (), "nothing that can be done to the device changes it"


def test_an_expensive_part_closes_repair_with_its_line_of_the_policy() -> None:
    decision = decided(laptop(battery_health=61.0, repair_options=(battery(38),)))
    line = next(line for line in decision.trace if line.rule == "economics.repair")
    assert line.gate is Gate.ECONOMICS
    assert line.place == "repair.percent_of_value_at_most.battery"
    assert str(line.why) == ("a new battery costs EUR 38 and repair may cost at most 30 % of the market value, EUR 110")


def test_a_better_use_is_not_passed_over_because_nobody_looked() -> None:
    decision = decided(laptop(battery_health=None))
    assert (decision.route, decision.then) == (Route.HOLD, Route.REDEPLOY)
    assert str(decision.why) == (
        "This device stays where it is for now: internal reuse waits while this is not known: the battery condition."
    )
    assert {line.rule for line in decision.questions} == {"working.battery"}


def test_what_is_closed_for_another_reason_waits_for_nothing() -> None:
    """The charger decides a donation alone; a laptop for internal reuse does not wait for it."""
    assert decided(laptop(charger_present=None)).route is Route.REDEPLOY
    old = laptop(charger_present=None, in_use_since=Since.exactly(date(2018, 1, 1)))
    assert decided(old).route is Route.SELL


def test_a_policy_that_asks_makes_a_repair_wait_for_the_market_value() -> None:
    asks = policy_with("missing", "market_value", {"effect": "ask"})
    decision = decided(laptop(battery_health=61.0, market_value=None, repair_options=(battery(33),)), asks)
    assert (decision.route, decision.then) == (Route.HOLD, Route.REDEPLOY)
    assert "the market value" in str(decision.why)


def test_a_new_disk_makes_a_classified_laptop_usable_while_the_old_one_is_destroyed() -> None:
    disk = RepairOption("storage", eur(30), gives=256)
    decision = decided(laptop(classification=Classification.STG_C, repair_options=(disk,)))
    assert (decision.route, decision.then) == (Route.REPAIR, Route.REDEPLOY)
    assert [line.place for line in decision.conditions] == ["media.destroy_from"]
    soldered = laptop(classification=Classification.STG_C, repair_options=(disk,), media=(medium(removable=False),))
    assert decided(soldered).route is Route.RECYCLE


def test_the_figures_of_every_option_are_shown() -> None:
    avoided = {Route.REDEPLOY: Figure(150, 90, 220, "kg CO2e"), Route.SELL: Figure(100, 60, 140, "kg CO2e")}
    decision = decided(laptop(kg_co2e=avoided, market_value=eur(110, 90, 140)))
    by_route = {it.route: it for it in decision.alternatives}
    assert by_route[Route.REDEPLOY].figures == {"cost": eur(12), "kg_co2e": avoided[Route.REDEPLOY]}
    assert by_route[Route.SELL].figures["net"] == eur(98, 78, 128)
    assert by_route[Route.REPAIR].state is OptionState.CLOSED


NEEDS_BATTERY = "internal reuse asks for a battery of at least 80 % and this one has 61 %."
SENTENCES: list[tuple[dict[str, Any], str]] = [
    (
        {"battery_health": 61.0},
        "This device goes to a donation programme, because " + NEEDS_BATTERY,
    ),
    ({}, "This device goes to another user inside government, because it has all that internal reuse asks."),
    (
        {"battery_health": 61.0, "repair_options": (battery(30, 28, 35),)},
        "This device gets a new battery first, for EUR 30 (28 to 35), and is then ready for internal reuse, because "
        + NEEDS_BATTERY,
    ),
    (
        {"locks": frozenset({Lock.MDM, Lock.AUTOPILOT})},
        "This device is taken apart for its parts, because a lock is still on it (autopilot, mdm).",
    ),
    (
        {"hazards": frozenset({Hazard.SWOLLEN_BATTERY})},
        "This device stays where it is, because its battery is swollen.",
    ),
    (
        {"functional_grade": 1, "open_requests": ()},
        "This device goes to a recycler, because it works at F1 at best, and every reuse asks for F3.",
    ),
]


@pytest.mark.parametrize(("values", "sentence"), SENTENCES)
def test_the_decision_is_said_in_one_plain_sentence(values: dict[str, Any], sentence: str) -> None:
    assert str(decided(laptop(**values)).why) == sentence


def test_the_trace_shows_source_and_age_of_a_fact_and_the_effect_of_a_missing_one() -> None:
    decision = decided(laptop(battery_health=61.0, tpm=None))
    battery_line = next(line for line in decision.trace if line.place == "options.redeploy.battery_percent_at_least")
    (used,) = battery_line.facts
    assert (used.name, used.value, used.source, used.age_days) == ("battery_health", 61, "inspection", 10)
    system = next(line for line in decision.trace if line.rule == "support.system")
    assert [(it.name, it.effect, it.value, it.place) for it in system.missing] == [
        ("tpm", "default", "2.0", "missing.tpm")
    ]


def test_the_gates_are_in_their_order() -> None:
    decision = decided(laptop(battery_health=61.0, repair_options=(battery(38),)))
    order = list(Gate)
    places = [order.index(line.gate) for line in decision.trace]
    assert places == sorted(places)
    assert {line.gate for line in decision.trace} == set(Gate)
