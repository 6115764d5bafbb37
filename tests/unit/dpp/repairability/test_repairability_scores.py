"""The formulas of the acts, against the act's own limits and against real declared rows."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.repairability import displays, energy, phones
from dpp.domain.repairability.phones import FOLDABLE_WEIGHTS, RIGID_WEIGHTS, Part, Score, Scores
from dpp.domain.repairability.rounding import half_a_digit, half_up

SCORE = st.decimals(1, 5, places=2)
FULL = ("all-priority-parts", "5", "free-for-all")
LEVEL_4 = ("display-battery-back-cover-cameras", "5", "free-for-all")
EPREL_ROWS = [
    # supplier and model, depth, fasteners, tools, what is offered, the declared index and class
    ("vivo V2505", "2.9", "3.1", "1", FULL, "2.99", "C"),
    ("TCL T517F", "3.1", "3.6", "3.15", FULL, "3.44", "B"),
    ("motorola XT2523-6", "2.3", "3.4", "4.35", FULL, "3.39", "B"),
    ("HMD TA-1688", "4.05", "5", "4", FULL, "4.01", "A"),
    ("HONOR DNP-NX9", "3.7", "3.6", "4.3", LEVEL_4, "3.61", "B"),
    ("DORO DSC-0540", "3.3", "4.26", "4", FULL, "3.71", "B"),
]


def scores(depth: str, fasteners: str, tools: str, offered: tuple[str, str, str]) -> Scores:
    parts, years, information = offered
    updates = phones.update_score(Decimal(years))
    assert updates is not None
    return Scores(
        Score.of(Decimal(depth)),
        Score.of(Decimal(fasteners)),
        Score.of(Decimal(tools)),
        phones.SPARE_PARTS[parts],
        updates,
        phones.REPAIR_INFORMATION[information],
    )


@pytest.mark.parametrize(("name", "depth", "fasteners", "tools", "offered", "index", "letter"), EPREL_ROWS)
def test_real_registrations_give_the_index_that_they_declare(
    name: str, depth: str, fasteners: str, tools: str, offered: tuple[str, str, str], index: str, letter: str
) -> None:
    """EPREL, 2025: to the last digit."""
    found = phones.index(scores(depth, fasteners, tools, offered))
    assert found == Score.of(Decimal(index)), name
    assert phones.index_class(found.low) == letter


@pytest.mark.parametrize("weights", [RIGID_WEIGHTS, FOLDABLE_WEIGHTS])
def test_the_weights_of_the_parts_are_a_whole(weights: dict[Part, Decimal]) -> None:
    assert sum(weights.values()) == 1


def test_a_part_that_occurs_twice_takes_its_lower_score_and_an_absent_one_scores_5() -> None:
    one_cover = {part: [5] for part in RIGID_WEIGHTS} | {Part.REAR_CAMERA: [5, 1, 3]}
    assert phones.weighted(one_cover) == Decimal("4.80")
    assert phones.weighted({}) == 5
    assert phones.weighted({Part.HINGE: [1]}, foldable=True) == 5 - 4 * Decimal("0.17")


@pytest.mark.parametrize(
    ("steps", "score"), [(1, 5), (2, 5), (3, 4), (5, 4), (6, 3), (10, 3), (11, 2), (15, 2), (16, 1)]
)
def test_each_limit_of_the_disassembly_depth(steps: int, score: int) -> None:
    assert phones.depth_score(steps) == score


def test_remote_authorisation_counts_as_five_steps_more() -> None:
    assert (phones.depth_score(5), phones.depth_score(5, remote_authorisation=True)) == (4, 3)


@pytest.mark.parametrize(("years", "score"), [("8", 5), ("7", 5), ("6", 3), ("5", 1)])
def test_years_of_updates(years: str, score: int) -> None:
    assert phones.update_score(Decimal(years)) == Score.of(score)


def test_fewer_years_of_updates_than_the_act_allows_have_no_score() -> None:
    assert phones.update_score(Decimal(4)) is None


@given(SCORE, SCORE, SCORE)
def test_an_index_lies_between_its_lowest_and_its_highest_score(
    depth: Decimal, fasteners: Decimal, tools: Decimal
) -> None:
    found = phones.index(scores(str(depth), str(fasteners), str(tools), ("fewer", "6", "free-for-all")))
    assert 1 <= found.low <= found.high <= 5
    assert found.high - found.low == Decimal("0.30")


@pytest.mark.parametrize(
    ("index", "letter"), [("4.00", "A"), ("3.99", "B"), ("3.35", "B"), ("3.34", "C"), ("2.55", "C"), ("1.74", "E")]
)
def test_a_limit_of_the_index_belongs_to_the_better_class(index: str, letter: str) -> None:
    assert phones.index_class(Decimal(index)) == letter


def test_a_half_goes_up() -> None:
    """Python's own rounding would make 2.98 of it."""
    assert half_up(Decimal("2.985")) == Decimal("2.99")


@pytest.mark.parametrize(("written", "margin"), [(25, "0.5"), (10.6, "0.05"), (20.45, "0.005"), (100, "0.5")])
def test_rounding_hides_half_a_digit(written: float, margin: str) -> None:
    assert half_a_digit(written) == Decimal(margin)


@pytest.mark.parametrize(
    ("power", "area", "index", "letter"), [("10.6", "15.62", "0.444", "C"), ("25.1", "20.10", "0.860", "F")]
)
def test_displays_have_the_index_of_the_act(power: str, area: str, index: str, letter: str) -> None:
    found = displays.energy_index(Decimal(power), Decimal(area))
    assert half_up(found, Decimal("0.001")) == Decimal(index)
    assert displays.energy_class(found) == letter


def test_signage_is_corrected_for_its_luminance() -> None:
    assert displays.signage_correction(Decimal(600), Decimal(20)) == Decimal("1.24")


def test_a_24_inch_screen_of_16_to_9_has_its_area() -> None:
    """53.1 cm x 29.9 cm."""
    area = displays.area(24 * displays.CENTIMETRES_PER_INCH, Decimal(1920), Decimal(1080))
    assert half_up(area) == Decimal("15.88")


def test_a_limit_of_an_energy_index_belongs_to_the_worse_class() -> None:
    assert (displays.energy_class(Decimal("0.30")), displays.energy_class(Decimal("0.29"))) == ("B", "A")
    assert (energy.energy_class(Decimal("2.70")), energy.energy_class(Decimal("2.71"))) == ("B", "A")
    assert energy.energy_class(Decimal("2.70"), energy.Kind.TABLET) == "F"


@pytest.mark.parametrize(("falls", "letter"), [(270, "A"), (269, "B"), (180, "B"), (90, "C"), (45, "D"), (44, "E")])
def test_falls(falls: int, letter: str) -> None:
    assert energy.fall_class(Decimal(falls)) == letter
    assert energy.fall_class(Decimal(208), energy.Kind.TABLET) == "A"


def test_the_energy_index_is_lower_at_a_higher_voltage() -> None:
    voltages = (energy.HIGHEST_VOLTAGE, energy.LOWEST_VOLTAGE)
    low, high = (energy.energy_index(Decimal("45.17"), Decimal(4860), voltage) for voltage in voltages)
    assert (low, high) == (Decimal("2.34"), Decimal("2.51"))
