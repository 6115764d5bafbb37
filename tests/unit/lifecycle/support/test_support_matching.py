"""A model's release is found by its own name or by a person's word, and never guessed."""

import json
from datetime import UTC, datetime

import pytest

from dpp.domain.actor import AccountId
from dpp.domain.opaque import PassportId
from lifecycle.domain.support.dataset import read_dataset
from lifecycle.domain.support.matching import (
    Confirmation,
    MatchedBy,
    NamedModel,
    exact,
    match,
    model_keys,
    proposals,
    release_key,
)
from lifecycle.domain.support.releases import Kind, ReleaseName
from tests.support.shared import shared_data
from tests.support.support_samples import releases

MODEL = PassportId("0" * 16)
ALL = tuple(releases().values())


def model(brand: str, name: str, identifier: str | None = None) -> NamedModel:
    return NamedModel(MODEL, brand, name, identifier)


def said(release: ReleaseName | None) -> Confirmation:
    return Confirmation(MODEL, 1, release, datetime(2026, 11, 21, tzinfo=UTC), AccountId("ann"))


@pytest.mark.parametrize(
    ("brand", "name", "release"),
    [
        ("Google", "Pixel 7", "7"),
        ("GOOGLE LLC", "google pixel 7", "7"),
        ("Google", "Pixel 7 Smartphone", "7"),
        ("Apple", "iPhone 15 Pro", "15-pro"),
        ("Apple Inc.", "Apple iPhone-15", "15"),
        ("Microsoft", "Surface Laptop", "laptop"),
    ],
)
def test_the_same_name_is_the_same_model(brand: str, name: str, release: str) -> None:
    """Case, punctuation and the brand in front say nothing; the dataset leaves `iPhone` out of its labels."""
    found = exact(model(brand, name), ALL)
    assert found is not None
    assert found.release == release


@pytest.mark.parametrize(
    ("brand", "name"),
    [
        ("Google", "Pixel 7a"),
        ("Google", "Pixel 7 Pro"),
        ("Google", "7"),
        ("Apple", "iPhone 15 Pro Max"),
        ("Samsung", "Pixel 7"),
        ("Microsoft", "Surface Laptop 4, 13.5 inch, metal"),
        ("Microsoft", "11 25H2 (E)"),
    ],
)
def test_another_name_or_brand_is_not_the_same_model(brand: str, name: str) -> None:
    assert exact(model(brand, name), ALL) is None


def test_the_makers_own_code_is_a_name_too() -> None:
    found = exact(model("Google", "Telefoon", "Pixel 5"), ALL)
    assert found == ReleaseName("pixel", "5")


def test_two_releases_that_fit_are_for_a_person() -> None:
    two = model("Google", "Pixel 7", "Pixel 5")
    assert exact(two, ALL) is None
    assert {each.label for each in proposals(two, ALL)} == {"Pixel 7", "Pixel 5"}


def test_a_name_that_says_more_is_proposed_and_not_matched() -> None:
    longer = model("Microsoft", "Surface Laptop 4, 13.5 inch, metal")
    assert match(longer, ALL, None) is None
    assert [each.label for each in proposals(longer, ALL)] == ["Surface Laptop 4", "Surface Laptop"]


def test_a_name_that_says_less_is_proposed_the_nearest_first() -> None:
    labels = [each.label for each in proposals(model("Apple", "iPhone"), ALL)]
    assert labels == []
    assert [each.label for each in proposals(model("Apple", "iPhone Pro"), ALL)] == ["15 Pro"]


def test_a_persons_word_goes_before_the_name() -> None:
    pixel = model("Google", "Pixel 7")
    other = match(pixel, ALL, said(ReleaseName("pixel", "5")))
    assert other is not None
    assert (other.release.release, other.by) == ("5", MatchedBy.PERSON)
    assert match(pixel, ALL, said(None)) is None


def test_in_the_real_dataset_every_device_finds_itself_by_its_whole_name() -> None:
    """No two devices of a brand bear one name: what fits exactly, fits one."""
    read = read_dataset(json.loads(shared_data("endoflife/endoflife_devices.json").read_text()))
    devices = [each for each in read.releases if each.kind is Kind.DEVICE]
    keys = {(each.name.product, release_key(each)) for each in devices}
    assert len(keys) == len(devices)
    for brand, name, expected in (
        ("Fairphone", "Fairphone 4", "fairphone/4"),
        ("Fairphone", "Fairphone 3+", "fairphone/3+"),
        ("Samsung", "Galaxy XCover7", "samsung-mobile/galaxy-xcover7"),
        ("Samsung Electronics", "Galaxy Tab A9+", "samsung-galaxy-tab/galaxy-tab-a9+"),
        ("HMD Global", "Nokia C300", "nokia/c300"),
        ("HMD", "Nokia C300", "nokia/c300"),
        ("OnePlus", "13R", "oneplus/13r"),
        ("Apple", "iPhone Air", None),
        ("Dell", "Latitude 7420", None),
    ):
        found = exact(model(brand, name), devices)
        assert (None if found is None else str(found)) == expected, name


def test_the_names_of_a_model_leave_its_brand_out() -> None:
    assert model_keys(model("Fairphone", "Fairphone 4", "FP4")) == {"4", "fp4"}
