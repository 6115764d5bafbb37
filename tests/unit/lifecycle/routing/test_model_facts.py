"""What a model tells routing: support and system, a range for the start of use, what a further year of use avoids."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from dpp.domain.opaque import DeviceKey
from lifecycle.domain import events
from lifecycle.domain.axes import Custody, Grades, RepairQuote
from lifecycle.domain.device import Device
from lifecycle.domain.events import Place
from lifecycle.domain.facts import Hardware
from lifecycle.domain.routing.decision import decide
from lifecycle.domain.routing.facts import Platform, RoutingFacts, Since
from lifecycle.domain.support.matching import Match, MatchedBy
from lifecycle.domain.support.of_model import DatasetWord, ModelUpdates, updates_of
from lifecycle.domain.vocabulary import ComponentKind, CosmeticGrade, FunctionalGrade, Lifecycle, Route
from lifecycle.service.routing_facts import Beside, routing_facts
from tests.support.routing_samples import GOOD_LAPTOP, ON, policy_with
from tests.support.support_samples import releases

DAY, TODAY = date(2026, 10, 1), date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
SOURCE = {"title": "The maker's report"}
OWN = {"brand": "Google", "modelName": "Pixel 7", "securitySupportUntil": "2027-12-31"}
COMPILED = {**OWN, "compiledBy": "Kringpas, from public sources"}
BARE = Device(DeviceKey("0" * 16), Lifecycle.INTAKE, Custody("drz", Place("Zoetermeer")), NOW)  # type: ignore[arg-type]


def word(name: str) -> DatasetWord:
    release = releases()[name]
    return DatasetWord(release, Match(release.name, MatchedBy.NAME), DAY, TODAY)


def facts(model: dict[str, Any], dataset: DatasetWord | None = None, device: Device = BARE) -> RoutingFacts:
    beside = Beside(model=model, updates=ModelUpdates(dataset=dataset), first_told=date(2026, 3, 1))
    return routing_facts(device, TODAY, beside)


def test_who_answers_for_a_passport_knows_best_until_when_it_is_supported() -> None:
    end = facts(OWN, word("pixel/7")).security_support_end
    assert end is not None
    assert (end.value, end.source) == (date(2027, 12, 31), "model passport")


def test_the_dataset_goes_before_a_passport_that_was_compiled_from_public_sources() -> None:
    end = facts(COMPILED, word("pixel/7")).security_support_end
    assert end is not None
    assert (end.value, end.source, end.observed) == (date(2027, 10, 1), "endoflife.date: pixel/7", DAY)


def test_support_that_has_ended_on_no_known_day_ended_on_the_datasets_day_at_the_latest() -> None:
    end = facts({"brand": "Google"}, word("pixel/5")).security_support_end
    assert end is not None
    assert end.value == DAY


@pytest.mark.parametrize("name", ["iphone/15", "iphone/15-pro"])
def test_where_no_end_is_announced_none_is_known(name: str) -> None:
    assert facts({"brand": "Apple"}, word(name)).security_support_end is None


def test_a_dataset_without_a_day_leaves_the_passports_word() -> None:
    end = facts(COMPILED, word("iphone/15")).security_support_end
    assert end is not None
    assert end.value == date(2027, 12, 31)


def test_what_differs_is_told_and_what_agrees_is_not() -> None:
    assert updates_of(OWN, word("pixel/7")).differ
    assert not updates_of({**OWN, "securitySupportUntil": "2027-10-01"}, word("pixel/7")).differ
    assert not updates_of(OWN, word("iphone/15-pro")).differ
    assert not updates_of(OWN, None).differ


def test_the_line_of_a_model_says_what_it_runs_where_its_passport_does_not() -> None:
    by_line = facts({}, word("iphone/15")).platform
    assert by_line is not None
    assert by_line.value is Platform.IOS
    said = facts({"operatingSystem": "Linux Mint"}, word("surface/laptop-4")).platform
    assert said is not None
    assert said.value is Platform.LINUX


def test_the_start_of_use_lies_between_the_market_and_the_first_sight() -> None:
    """Nothing exact is known: the decision is tried at both ends."""
    since = facts({"placedOnMarket": "2021-03"}).in_use_since
    assert since is not None
    assert since.value == Since(date(2023, 8, 31), date(2021, 3, 1), date(2026, 3, 1))


def test_the_datasets_day_of_release_serves_where_the_passport_names_no_month() -> None:
    since = facts({}, word("pixel/7")).in_use_since
    assert since is not None
    assert since.value.earliest == date(2022, 10, 13)


def test_what_the_owner_says_of_the_start_of_use_is_exact() -> None:
    since = facts({"placedOnMarket": "2021-03"}, device=replace(BARE, in_use_since=date(2022, 1, 5))).in_use_since
    assert since is not None
    assert since.value == Since.exactly(date(2022, 1, 5))


@pytest.mark.parametrize("model", [{}, {"placedOnMarket": "2026-04"}])
def test_no_start_of_use_is_made_up(model: dict[str, Any]) -> None:
    """A device that was here before its model was sold is a contradiction, not an age."""
    assert facts(model).in_use_since is None


def test_the_model_fills_what_evidence_does_not_tell() -> None:
    model = {"processor": "Intel Core i5-1145G7", "securityChip": "tpm-2.0", "firmwareType": "uefi-secure-boot"}
    known = facts(model)
    assert known.processor is not None
    assert (known.processor.value.vendor, known.processor.value.family) == ("intel", None)
    assert known.tpm is not None
    assert known.tpm.value == "2.0"
    assert known.uefi is not None
    assert known.uefi.value is True
    device = replace(BARE, hardware=Hardware(tpm="1.2", uefi=False))
    seen = facts(model, device=device)
    assert seen.tpm is not None
    assert (seen.tpm.value, seen.tpm.source) == ("1.2", "inventory of the device")
    assert seen.uefi is not None
    assert seen.uefi.value is False


def test_a_further_year_of_use_avoids_a_share_of_making_a_new_one() -> None:
    """Fairphone 4: 49.9 kg, 78.4 % before use, five years: 0.70 of 7.82 kg a year, 0.54 to 0.73 of it."""
    model = {
        "carbonFootprint": {"value": 49.9, "unit": "kg CO2e", "source": SOURCE},
        "carbonFootprintShares": {"manufacturing": 73.7, "transport": 4.7, "use": 24.8, "endOfLife": 4.2},
        "assumedLifetime": {"value": 5, "unit": "years", "source": SOURCE},
    }
    known = facts(model).kg_co2e
    assert known is not None
    assert set(known.value) == {Route.REDEPLOY, Route.DONATE, Route.SELL}
    figure = known.value[Route.DONATE]
    assert [round(each, 2) for each in (figure.low, figure.value, figure.high)] == [4.23, 5.48, 5.71]
    assert figure.unit == "kg CO2e per year"
    del model["carbonFootprintShares"]
    assert facts(model).kg_co2e is None


def test_quotes_that_mend_every_failed_test_say_what_grade_can_be_reached() -> None:
    tests = (events.TestResult("keyboard", passed=False), events.TestResult("display", passed=True))
    graded = replace(BARE, grades=Grades(FunctionalGrade.F3, CosmeticGrade.C5, NOW, tests))
    quoted = replace(graded, quotes=(RepairQuote((ComponentKind.KEYBOARD,), Decimal(40)),))
    known = facts({}, device=quoted)
    assert known.reachable_functional_grade is not None
    assert known.reachable_functional_grade.value == 5
    assert known.repair_options is not None
    assert known.repair_options.value[0].mends == {"keyboard"}
    battery = replace(graded, quotes=(RepairQuote((ComponentKind.BATTERY,), Decimal(38)),))
    assert facts({}, device=battery).reachable_functional_grade is None
    assert facts({}, device=graded).reachable_functional_grade is None


def test_a_policy_prices_erasing_and_handling_by_category() -> None:
    """The cost counts as a fact with its line; a device whose own cost is known keeps that."""
    policy = policy_with("categories", "laptop", "wipe_eur", 12)
    bare = replace(GOOD_LAPTOP, wipe_cost=None, handling_cost=None)
    used = {each.name: each for line in decide(bare, policy, on=ON).trace for each in line.facts}
    assert used["wipe_cost"].value["value"] == 12
    assert used["wipe_cost"].source == "policy: categories.laptop.wipe_eur"
    assert "handling_cost" not in used
