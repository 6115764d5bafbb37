"""What is possible after the last update: which ways are told of which device, and what they ask."""

import json
from datetime import date, timedelta

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from lifecycle.adapters.after_support import FILE, KIND, VERSION, packaged_ways
from lifecycle.domain.routing.facts import Platform, Processor, RoutingFacts
from lifecycle.domain.routing.findings import Case
from lifecycle.domain.support.afterwards import Afterwards, Fits, Read, WayKind, afterwards
from schemas import catalog
from tests.support.routing_samples import I7_4600U, ON, default_policy, display, laptop


def told(facts: RoutingFacts, on: date = ON) -> dict[str, Afterwards]:
    policy = default_policy()
    category = "" if facts.category is None else facts.category.value
    case = Case(facts.known(), policy, on, policy.categories.get(category))
    return {each.way.id: each for each in afterwards(case, packaged_ways())}


def test_the_file_is_what_its_schema_says() -> None:
    schema = json.loads(catalog.read_text(KIND, VERSION, "schema.json"))
    Draft202012Validator.check_schema(schema)
    content = json.loads(catalog.read_text(KIND, VERSION, FILE))
    assert list(Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(content)) == []


def test_every_way_has_a_source_a_day_and_how_it_is_known() -> None:
    ways = packaged_ways()
    assert len({each.id for each in ways}) == len(ways)
    assert all(each.source.page.url.startswith("https://") for each in ways)
    assert all(each.source.read <= date(2026, 11, 21) for each in ways)
    assert {each.source.how for each in ways} == set(Read)


def test_a_laptop_that_cannot_run_windows_11_has_other_systems_and_longer_updates() -> None:
    found = told(laptop(processor=I7_4600U, memory_gib=8, storage_gb=128))
    assert [name for name, each in found.items() if each.fits is Fits.YES] == [
        "chromeos-flex",
        "ubuntu-26.04",
        "linux-mint-22",
    ]
    assert [name for name, each in found.items() if each.way.kind is WayKind.UPDATES] == [
        "windows-10-esu-personal",
        "windows-10-esu-organisations",
    ]
    assert found["ubuntu-26.04"].facts == ("processor", "memory_gib", "storage_gb")
    assert [str(each) for each in found["ubuntu-26.04"].why][1:] == [
        "it asks 6 GB of memory, and this has 8",
        "it asks 25 GB of storage, and this has 128",
    ]


def test_what_runs_windows_11_needs_no_longer_updates_of_windows_10() -> None:
    assert all(each.way.kind is not WayKind.UPDATES for each in told(laptop()).values())


def test_too_little_memory_is_a_no_and_an_unknown_processor_leaves_it_open() -> None:
    little = told(laptop(memory_gib=4))
    assert (little["ubuntu-26.04"].fits, little["chromeos-flex"].fits) == (Fits.NO, Fits.YES)
    assert list(little)[-1] == "ubuntu-26.04"
    unknown = told(laptop(processor=None))
    assert unknown["linux-mint-22"].fits is Fits.UNKNOWN


@pytest.mark.parametrize("vendor", ["apple", "qualcomm"])
def test_systems_for_intel_and_amd_do_not_run_on_other_processors(vendor: str) -> None:
    found = told(laptop(processor=Processor(vendor, "M1"), platform=Platform.MACOS))
    assert {each.fits for each in found.values()} == {Fits.NO}


def test_of_phones_only_the_place_to_look_is_told() -> None:
    """No compatibility is invented: the publishers' lists are named, and not checked for this model."""
    found = told(laptop(category="phone", platform=Platform.ANDROID))
    assert set(found) == {"lineageos", "postmarketos"}
    assert {(each.way.kind, each.fits, each.way.source.how) for each in found.values()} == {
        (WayKind.LIST, Fits.UNKNOWN, Read.NAMED)
    }
    assert told(laptop(category="phone", platform=Platform.IOS)) == {}


def test_a_display_needs_none() -> None:
    assert told(display()) == {}


def test_what_is_over_is_told_as_over_and_last() -> None:
    end = date(2028, 10, 10)
    for day, over in ((end, False), (end + timedelta(days=1), True)):
        found = told(laptop(processor=I7_4600U), day)
        assert found["windows-10-esu-organisations"].over is over
    assert list(found)[-1].startswith("windows-10-esu")
    assert found["windows-10-esu-organisations"].fits is Fits.NO
