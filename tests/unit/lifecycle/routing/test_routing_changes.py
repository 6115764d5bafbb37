"""What would change a decision, and where the ends of a figure disagree about it."""

from datetime import date
from typing import Any

import pytest

from lifecycle.domain.routing.facts import Figure, Flag, RepairOption, Request, Since
from lifecycle.domain.vocabulary import Classification, DataState, Hazard, Lock, Route
from tests.support.routing_samples import I5_8250U, battery, decided, eur, laptop, medium, policy_with

KEYBOARD = RepairOption("keyboard", eur(25), 3, mends=frozenset({"keyboard"}))
DISPLAY = RepairOption("display", eur(60), 10)
MEMORY = RepairOption("memory", eur(18), 2, gives=8)
STORAGE = RepairOption("storage", eur(300), 4, gives=256)


STATEMENT = (
    "With a statement by its owner that its data were classified no higher than Dep.V, "
    "a donation programme becomes possible."
)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"battery_health": 61.0, "repair_options": (battery(38),)},
            ["With a new battery, EUR 38, internal reuse becomes possible."],
        ),
        (
            {"locks": frozenset({Lock.MDM, Lock.ABSOLUTE})},
            ["With release of its locks, EUR 35, internal reuse becomes possible."],
        ),
        (
            {"locks": frozenset({Lock.MDM}), "battery_health": 61.0, "repair_options": (battery(38),)},
            [
                "With a new battery and release of its locks, EUR 73, internal reuse becomes possible.",
                "With release of its locks, EUR 35, a donation programme becomes possible.",
            ],
        ),
        (
            {"hazards": frozenset({Hazard.SWOLLEN_BATTERY}), "repair_options": (battery(38),)},
            ["With a new battery, EUR 38, internal reuse becomes possible."],
        ),
        (
            {"hazards": frozenset({Hazard.BROKEN_GLASS})},
            ["With making it safe, internal reuse becomes possible."],
        ),
        (
            {"media": (medium(DataState.FAILED),), "repair_options": (STORAGE,)},
            ["With a new storage medium, EUR 300, internal reuse becomes possible."],
        ),
        (
            {"classification": Classification.UNKNOWN, "battery_health": 61.0},
            [
                STATEMENT,
            ],
        ),
        (
            {"battery_health": 61.0, "open_requests": (), "market_value": eur(1)},
            [
                "With a request that it fits, a donation programme becomes possible.",
                "With a request that it fits, harvesting parts becomes possible.",
            ],
        ),
        (
            {"battery_health": 61.0, "credentials": ()},
            ["With a receiver that can show its aanwijzingsbesluit, a donation programme becomes possible."],
        ),
        ({"in_use_since": Since.exactly(date(2022, 1, 1)), "repair_options": (battery(), DISPLAY)}, []),
        ({}, []),
    ],
)  # fmt: skip
def test_the_cheapest_change_that_opens_a_better_option_is_found_by_deciding_again(
    values: dict[str, Any], said: list[str]
) -> None:
    assert [str(flip.what) for flip in decided(laptop(**values)).flips] == said


def test_memory_makes_windows_11_possible() -> None:
    short = {"processor": I5_8250U, "memory_gib": 2, "market_value": None, "repair_options": (MEMORY, DISPLAY)}
    (flip,) = decided(laptop(**short)).flips
    assert flip.route is Route.REDEPLOY
    assert [step.kind for step in flip.steps] == ["repair"]
    assert (flip.cost, flip.lead_days) == (eur(18), 2)


def test_only_what_is_needed_is_proposed_and_the_cheapest_of_it() -> None:
    """Two batteries are on offer, and a screen that nobody needs."""
    options = (battery(60), battery(45, 40, 50), DISPLAY)
    (flip,) = decided(laptop(battery_health=61.0, repair_options=options)).flips
    assert flip.cost == eur(45, 40, 50)
    assert [str(step.what) for step in flip.steps] == ["a new battery"]


def test_a_change_without_a_price_comes_after_one_with_a_price() -> None:
    swollen = laptop(hazards=frozenset({Hazard.SWOLLEN_BATTERY}), repair_options=(battery(1000),))
    assert [flip.cost for flip in decided(swollen).flips] == [eur(1000)]


def test_erasing_is_a_change_where_the_policy_wants_it_first() -> None:
    (flip,) = decided(laptop(), policy_with("media", "unverified", "close")).flips
    assert str(flip.what) == "With erasing its storage media and verifying it, EUR 5, internal reuse becomes possible."


def test_the_price_of_a_lock_is_the_policys() -> None:
    (flip,) = decided(laptop(locks=frozenset({Lock.MDM})), policy_with("locks", "release_eur", 50)).flips
    assert flip.cost == eur(50)


def test_nothing_flips_a_legal_hold() -> None:

    held = laptop(flags=frozenset({Flag.LEGAL_HOLD}), locks=frozenset({Lock.MDM}), repair_options=(battery(),))
    assert decided(held).flips == ()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"battery_health": 61.0, "repair_options": (battery(38),), "market_value": eur(110, 90, 140)},
            ["At the high end of the market value the answer would be repair."],
        ),
        (
            {"battery_health": 61.0, "repair_options": (battery(33, 30, 40),)},
            ["At the high end of the repair options the answer would be a donation programme."],
        ),
        (
            {"in_use_since": Since(date(2023, 5, 1), date(2022, 5, 1), date(2024, 5, 1))},
            ["If it was in use since 2022-05-01 the answer would be a donation programme."],
        ),
        (
            {"in_use_since": Since(date(2022, 5, 1), date(2022, 4, 1), date(2023, 1, 1))},
            ["If it was in use since 2023-01-01 the answer would be internal reuse."],
        ),
        (
            {
                "battery_health": 61.0,
                "open_requests": (),
                "market_value": eur(20, 17, 30),
                "handling_cost": eur(10, 8, 13),
            },
            ["With every amount at its worst the answer would be recycling."],
        ),
        ({"market_value": eur(110, 20, 300), "handling_cost": eur(7, 0, 200)}, []),
    ],
)  # fmt: skip
def test_a_figure_whose_ends_disagree_about_the_answer_is_named(values: dict[str, Any], said: list[str]) -> None:
    assert [str(it.what) for it in decided(laptop(**values)).disagreements] == said


def test_a_figure_lies_between_its_ends_and_its_arithmetic_keeps_them() -> None:
    with pytest.raises(ValueError, match="between its ends"):
        Figure(5, 6, 7, "EUR")
    assert eur(10, 8, 12) + eur(1, 0, 2) == eur(11, 8, 14)
    assert eur(10, 8, 12) - eur(1, 0, 2) == eur(9, 6, 12)


def test_a_request_that_is_found_need_not_be_made_up() -> None:
    """With an open request that it fits, no change of demand is proposed."""
    asked = (Request("school", Route.DONATE, "laptop", 3),)
    decision = decided(laptop(battery_health=61.0, open_requests=asked))
    assert decision.route is Route.DONATE
    assert decision.flips == ()
