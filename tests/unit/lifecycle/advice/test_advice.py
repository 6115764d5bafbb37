"""What each part of an advice says, and of what."""

from dataclasses import replace
from datetime import date

import pytest

from dpp.domain.figure import Unit
from lifecycle.domain.advice.advice import Say
from lifecycle.domain.advice.emissions import BY_KIND, Footprint, avoided
from lifecycle.domain.advice.reason import Stand
from lifecycle.domain.advice.work import Basis, Known
from lifecycle.domain.routing.facts import Figure, Platform, RepairOption, RoutingFacts, Since
from lifecycle.domain.vocabulary import DataState, Hazard, Holding, Route
from tests.support.advice_samples import DISPLACED, advised, ranged, reason
from tests.support.routing_samples import battery, display, eur, laptop, medium, policy_with, with_facts

WORN = laptop(media=(medium(DataState.VERIFIED),), battery_health=61.0, market_value=eur(260))
EXTRA, NEW = Figure(2, 1, 4, "years"), Figure(4, 3, 6, "years")


def test_a_quote_goes_before_the_catalogue_and_that_before_the_policy() -> None:
    prices = Known(prices={"battery": ranged(44, 40, 48)})
    quoted = replace(WORN, repair_options=laptop(repair_options=(battery(38),)).repair_options)
    found = [advised(WORN).repairs[0], advised(WORN, known=prices).repairs[0], advised(quoted, known=prices).repairs[0]]
    assert [each.basis for each in found] == [Basis.POLICY, Basis.CATALOGUE, Basis.QUOTE]
    assert [each.cost and round(each.cost.value) for each in found] == [67, 61, 38]
    sources = [each.cost and each.cost.source.title for each in found]
    assert sources == [
        "policy: advice.parts.laptop.battery.eur; policy: advice.labour_eur_per_hour",
        "catalogue; policy: advice.labour_eur_per_hour",
        "inspection",
    ]


def test_the_minutes_of_a_repair_guide_go_before_those_of_the_policy() -> None:
    guide = Known(hours={"battery": ranged(0.1, 0.1, 0.1, Unit.HOUR, "repair guide")})
    (repair,) = advised(WORN, known=guide).repairs
    assert repair.hours is not None
    assert (repair.hours.source.title, repair.cost and repair.cost.value) == ("repair guide", 55)


def test_of_two_quotes_for_the_same_part_the_cheapest_counts_and_nothing_is_paid_twice() -> None:
    both = RepairOption("battery", eur(60), besides=("keyboard",))
    advice = advised(replace(WORN, repair_options=laptop(repair_options=(both, battery(38))).repair_options))
    assert [each.parts for each in advice.repairs] == [("battery",), ("battery", "keyboard")]
    one = advised(replace(WORN, repair_options=laptop(repair_options=(battery(45), battery(38))).repair_options))
    assert [each.cost and each.cost.value for each in one.repairs] == [38]


def test_who_looks_at_nothing_finds_nothing_broken_and_cannot_say_so() -> None:
    unseen = RoutingFacts(category=laptop().category, holding=laptop().holding)
    assert advised(unseen).say is Say.CANNOT
    assert advised(laptop()).say is Say.NOTHING


def test_the_repaired_device_must_be_of_use_to_somebody() -> None:
    """A 15 year old laptop may be sold at any age; where the policy asks a grade for that it does not reach, no."""
    policy = policy_with("options", "sell", "functional_grade_at_least", 6)
    old = replace(WORN, in_use_since=laptop(in_use_since=Since.exactly(date(2011, 1, 1))).in_use_since)
    advice = advised(old, policy)
    assert advice.say is Say.DO_NOT
    assert reason(advice, "route").stand is Stand.AGAINST
    assert "once repaired it would still go to harvesting parts, because sale asks for functional grade F6" in str(
        advice.why
    )


def test_a_device_of_another_party_is_advised_without_a_route() -> None:
    advice = advised(replace(WORN, holding=laptop(holding=Holding.RECIPIENT).holding))
    assert (advice.say, advice.route) == (Say.REPAIR, None)
    assert [each.name for each in advice.reasons if each.stand is Stand.BESIDE][:1] == ["standing"]


def test_a_swollen_battery_is_made_safe_by_its_repair() -> None:
    swollen = replace(WORN, hazards=laptop(hazards=frozenset({Hazard.SWOLLEN_BATTERY})).hazards)
    advice = advised(swollen)
    assert advice.route is not None
    assert (advice.route.before, advice.route.after) == (Route.HOLD, Route.REDEPLOY)


def test_a_display_is_not_asked_for_updates() -> None:
    advice = advised(display(failed_tests=frozenset({"power-supply"}), functional_grade=2, cosmetic_grade=4))
    assert [each.name for each in advice.reasons] == ["broken", "cost", "route", "value", "climate"]


def test_an_alternative_system_is_support_enough_for_a_computer_and_not_for_a_phone() -> None:
    ended = {"platform": Platform.MACOS, "security_support_end": date(2025, 1, 1)}
    computer = reason(advised(with_facts(WORN, **ended)), "support")
    assert computer.stand is Stand.FOR
    assert "the policy reckons that another operating system can run on it" in str(computer.why)
    assert reason(advised(with_facts(WORN, category="phone", **ended)), "support").stand is Stand.AGAINST


def test_what_longer_use_avoids_has_a_range_and_names_every_term() -> None:
    """0.7 x 2 / 4 x 241 - 8 = 76; at its worst 0.54 x 1 / 6 x 69 - 8 = -2; at its best 0.73 x 4 / 3 x 280 - 8 = 265."""
    spared = avoided("laptop", ("battery",), Footprint(DISPLACED), EXTRA, NEW)
    assert spared is not None
    assert (spared.kg.value, *spared.kg.bounds) == (76.3, -1.8, 264.5)
    assert list(spared.terms) == ["displaced", "extra_years", "new_years", "embodied", "part:battery"]
    assert all(each.source.title for each in spared.terms.values())
    assert reason(advised(WORN), "climate").why.template.startswith("longer use may avoid")


def test_the_makers_own_figure_goes_before_that_of_the_kind() -> None:
    own = ranged(161, 140, 180, Unit.KILOGRAM_CO2E, "maker's report")
    years = ranged(4, 4, 4, Unit.YEAR, "maker's report")
    spared = avoided("laptop", (), Footprint(DISPLACED, own, years), EXTRA, NEW)
    assert spared is not None
    assert spared.terms["embodied"] is own
    assert spared.kg.value == pytest.approx(0.7 * 2 / 4 * 161, abs=0.05)


def test_a_part_without_figures_and_a_kind_without_figures_are_told() -> None:
    spared = avoided("laptop", ("touchpad",), Footprint(DISPLACED), EXTRA, NEW)
    assert spared is not None
    assert [str(each) for each in spared.left_out] == ["the emissions of making this part are not known: touchpad"]
    assert avoided("dock", (), Footprint(DISPLACED), EXTRA, NEW) is None
    assert {"laptop", "display", "phone", "tablet", "desktop"} == set(BY_KIND)
