"""A policy is data: it is whole, it names its own faults, and the published schema says the same."""

import json
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dpp.domain.errors import InvalidInput
from lifecycle.domain.routing.limits import Unverified
from lifecycle.domain.routing.plain import plain
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.vocabulary import Classification, Route
from tests.support.routing_samples import POLICY_FILE, default_policy, policy_content, policy_with

SCHEMA = json.loads((POLICY_FILE.parent / "schema.json").read_text(encoding="utf-8"))


def change(content: dict[str, Any], path: str, value: Any) -> None:
    *steps, name = path.split(".")
    for step in steps:
        content = content.setdefault(step, {})
    content[name] = value


def test_the_default_policy_has_every_starting_value() -> None:
    """The numbers with which the policy starts, as its owner stated them."""
    policy = default_policy()
    laptop, display = policy.categories["laptop"].options, policy.categories["display"].options
    asked = {
        (route.value, name): limit.value
        for route, limits in laptop.items()
        for name in (
            "age_months_at_most",
            "functional_grade_at_least",
            "cosmetic_grade_at_least",
            "battery_percent_at_least",
        )
        if (limit := getattr(limits, name)) is not None
    }
    assert asked == {
        ("redeploy", "age_months_at_most"): 48,
        ("redeploy", "functional_grade_at_least"): 5,
        ("redeploy", "cosmetic_grade_at_least"): 4,
        ("redeploy", "battery_percent_at_least"): 80,
        ("donate", "age_months_at_most"): 84,
        ("donate", "functional_grade_at_least"): 4,
        ("donate", "cosmetic_grade_at_least"): 3,
        ("donate", "battery_percent_at_least"): 60,
        ("sell", "functional_grade_at_least"): 3,
        ("sell", "battery_percent_at_least"): 60,
    }
    months = laptop[Route.DONATE].support_months_at_least
    inches, lines = display[Route.DONATE].diagonal_inch_at_least, display[Route.DONATE].lines_at_least
    assert months is not None
    assert inches is not None
    assert lines is not None
    assert (months.value, inches.value, lines.value) == (24, 21.5, 1080)
    assert plain(policy.disk) == {
        "pending_above": 0,
        "reallocated_above": 10,
        "media_errors_above": 0,
        "percentage_used_from": 80,
    }
    assert policy.release_lock_eur == 35
    assert policy.repair_percent_of_value["battery"] == 30
    assert policy.media.unverified is Unverified.BEFORE_HAND_OVER
    assert policy.categories["phone"].reuse_needs_erasure_method


def test_a_policy_has_an_owner_a_date_a_version_and_a_hash_of_its_content() -> None:
    name = default_policy().name
    assert (name.id, name.version, name.date) == ("default", "1.2.0", date(2026, 11, 20))
    assert name.owner
    assert name.digest != policy_with("locks", "release_eur", 36).name.digest


def test_a_number_knows_the_line_where_it_stands_and_a_category_goes_before_the_general_rule() -> None:
    donate = (
        policy_with("categories", "laptop", "donate", "functional_grade_at_least", 6)
        .categories["laptop"]
        .options[Route.DONATE]
    )
    assert donate.functional_grade_at_least is not None
    assert donate.cosmetic_grade_at_least is not None
    assert donate.functional_grade_at_least.value == 6
    assert donate.functional_grade_at_least.place == "categories.laptop.donate.functional_grade_at_least"
    assert donate.cosmetic_grade_at_least.place == "options.donate.cosmetic_grade_at_least"


def test_json_and_toml_give_the_same_policy() -> None:
    """A policy that was stored as JSON has its date as text, and is the same policy."""
    assert Policy.parse(plain(policy_content())) == default_policy()


WRONG = [
    ("options.redeploy.battery_percent_at_least", "eighty"),
    ("options.redeploy.battery_percent_at_least", 101),
    ("options.sell.functional_grade_at_least", 7),
    ("options.sell.functional_grade_at_least", 3.5),
    ("options.donate.batery_percent_at_least", 60),
    ("options.repair", {}),
    ("categories.laptop.donate.age_months_at_most", -1),
    ("categories.laptop.platform", "amiga"),
    ("categories.laptop.battery", "yes"),
    ("disk.reallocated_above", True),
    ("locks.release_eur", float("nan")),
    ("media.unverified", "later"),
    ("media.destroy_from", "unknown"),
    ("missing.battery_health.effect", "guess"),
    ("missing.battery_health", {"effect": "ask", "value": 80}),
    ("missing.serial_number", {"effect": "ask"}),
    ("repair.percent_of_value_at_most.battery", "30 %"),
    ("windows_11.tpm_at_least", None),
    ("owner", " "),
    ("date", "20 november"),
    ("categories", {}),
    ("advice.extra_years", 2),
    ("advice.extra_years", [1, 2]),
    ("advice.new_years", [0, 4, 6]),
    ("advice.labour_eur_per_hour", ["30", "50", "75"]),
    ("advice.as_is_percent_of_value", [10, 30, 160]),
    ("advice.support_months_at_least", 0.5),
    ("advice.parts.laptop.battery", {"eur": [25, 50, 110]}),
    ("advice.parts.laptop.battery.price", 50),
    ("surprise", 1),
]


@pytest.mark.parametrize(("path", "value"), WRONG)
def test_a_wrong_line_is_named_by_its_path(path: str, value: Any) -> None:
    content = policy_content()
    change(content, path, value)
    with pytest.raises(InvalidInput) as caught:
        Policy.parse(content)
    assert any(problem.path.startswith(f"$.{path}") for problem in caught.value.problems), [
        str(problem.path) for problem in caught.value.problems
    ]
    assert caught.value.remedy is not None


DEFAULTS_OF_THE_WRONG_KIND = [
    ("flags", ["borrowed"]),
    ("flags", "missing"),
    ("classification", "secret"),
    ("media", "empty"),
    ("disk_health", "bad"),
    ("locks", [1]),
    ("charger_present", 1),
    ("functional_grade", 4.5),
    ("tpm", 2.0),
    ("wipe_cost", "free"),
    ("open_requests", False),
    ("in_use_since", "2020-01-01"),
]


@pytest.mark.parametrize(("name", "value"), DEFAULTS_OF_THE_WRONG_KIND)
def test_a_default_must_be_something_that_the_fact_could_be(name: str, value: Any) -> None:
    content = policy_content()
    content["missing"][name] = {"effect": "default", "value": value}
    with pytest.raises(InvalidInput) as caught:
        Policy.parse(content)
    assert [problem.path.rpartition(".")[0] for problem in caught.value.problems][:1] == [f"$.missing.{name}"]


def test_every_fault_is_told_at_once() -> None:
    content = policy_content()
    del content["owner"], content["missing"]["locks"], content["disk"]["pending_above"]
    with pytest.raises(InvalidInput) as caught:
        Policy.parse(content)
    assert {problem.path for problem in caught.value.problems} == {
        "$.owner",
        "$.missing.locks",
        "$.disk.pending_above",
    }


@pytest.mark.parametrize(
    "content", [{}, {"options": []}, {"categories": {"laptop": 1}}, {"windows_11": {"blocked": 3}}]
)
def test_anything_may_come_in_and_only_one_kind_of_error_comes_out(content: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        Policy.parse(content)


def test_the_default_policy_follows_the_published_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert list(Draft202012Validator(SCHEMA).iter_errors(plain(policy_content()))) == []


@pytest.mark.parametrize(("path", "value"), [case for case in WRONG if case[1] == case[1] and case[0] != "owner"])
def test_the_published_schema_refuses_what_the_service_refuses(path: str, value: Any) -> None:
    """But for NaN, which JSON does not have, and a text of blanks."""
    content = plain(policy_content())
    change(content, path, value)
    assert not Draft202012Validator(SCHEMA).is_valid(content)


def test_what_must_be_destroyed_goes_up_with_the_classification() -> None:
    media = default_policy().media
    assert [word.value for word in Classification if media.must_destroy(word)] == ["stg-c", "stg-g", "stg-zg"]


def test_an_amount_of_the_advice_goes_from_low_over_likely_to_high() -> None:
    """Three numbers in another order are a fault of their line; the published schema cannot say it."""
    with pytest.raises(InvalidInput) as caught:
        policy_with("advice", "extra_years", [4, 2, 1])
    assert [problem.path for problem in caught.value.problems] == ["$.advice.extra_years"]


def test_a_policy_need_not_say_anything_of_advice() -> None:
    content = policy_content()
    del content["advice"]
    assert Policy.parse(content).advice is None
    assert Draft202012Validator(SCHEMA).is_valid(plain(content))
