"""A row is about one model that there is, or about none: nothing is guessed."""

import pytest

from dpp.domain.catalogue import ProductGroup
from dpp.domain.opaque import PassportId
from dpp.domain.sources.matching import KnownModel, Models, maker_key, name_key
from dpp.domain.sources.merging import merged

LAPTOP, DISPLAY, PHONE = ProductGroup.LAPTOP, ProductGroup.DISPLAY, ProductGroup.PHONE


def model(key: str, group: ProductGroup, brand: str, name: str, **more: str) -> KnownModel:
    return KnownModel(PassportId(key), {"productGroup": group.value, "brand": brand, "modelName": name, **more})


MODELS = Models(
    [
        model("a", LAPTOP, "HP", "EliteBook 845 G8"),
        model("b", LAPTOP, "Dell", "Latitude 7420"),
        model("c", DISPLAY, "Dell", "C2422HE"),
        model("d", PHONE, "Samsung", "Galaxy S20 FE 5G", modelIdentifier="SM-G781B", eprelRegistrationNumber="11"),
        model("e", PHONE, "Google", "Pixel 4a"),
        model("f", LAPTOP, "Lenovo", "ThinkPad T14"),
        model("g", LAPTOP, "LENOVO", "Thinkpad T14 Notebook"),
        model("h", PHONE, "Wit Merk", "S24 Ultra", eprelRegistrationNumber="12"),
    ]
)


@pytest.mark.parametrize(
    ("one", "other"),
    [("HP", "HP Inc."), ("Hewlett-Packard", "hp"), ("Dell Technologies", "DELL"), ("Foo Co., Ltd", "foo")],
)
def test_a_maker_is_the_same_in_any_case_and_legal_form(one: str, other: str) -> None:
    assert maker_key(one) == maker_key(other)


@pytest.mark.parametrize("maker", ["SA", "Co", "Inc."])
def test_a_maker_that_is_called_as_a_legal_form_keeps_its_name(maker: str) -> None:
    assert maker_key(maker) != ""


@pytest.mark.parametrize(
    ("maker", "name", "group", "found"),
    [
        ("HP", "EliteBook 845 G8 Notebook PC", LAPTOP, "a"),
        ("Hewlett-Packard", "HP elitebook 845 g8", LAPTOP, "a"),
        ("Dell", "Latitude\u00a07420", LAPTOP, "b"),
        ("Dell", "C2422HE Monitor", DISPLAY, "c"),
        ("Samsung", "Galaxy S20 FE (SM-G781B)", PHONE, "d"),
        ("Google", "Pixel 4a", PHONE, "e"),
    ],
)
def test_a_report_finds_its_model(maker: str, name: str, group: ProductGroup, found: str) -> None:
    assert [model.passport_id for model in MODELS.named(maker, name, group)] == [found]


@pytest.mark.parametrize(
    ("maker", "name", "group"),
    [
        ("Google", "Pixel 4a (5G)", PHONE),
        ("Dell", "C2422HE Monitor (without stand)", DISPLAY),
        ("Dell", "Latitude 7420 2-in-1", LAPTOP),
        ("Dell", "C2422HE", LAPTOP),
        ("Lenovo", "EliteBook 845 G8", LAPTOP),
        ("Samsung", "Galaxy S20 (SM-G780F)", PHONE),
        ("Other", "(S24 Ultra)", PHONE),
        ("", "", LAPTOP),
    ],
)
def test_a_report_of_something_like_it_finds_nothing(maker: str, name: str, group: ProductGroup) -> None:
    """What stands between brackets tells models apart."""
    assert MODELS.named(maker, name, group) == ()


def test_two_models_that_fit_are_both_given() -> None:
    assert [found.passport_id for found in MODELS.named("Lenovo", "ThinkPad T14", LAPTOP)] == ["f", "g"]


def test_a_registration_is_known_by_supplier_and_number() -> None:
    assert [found.passport_id for found in MODELS.registered("11", "Samsung Electronics")] == ["d"]
    assert MODELS.registered("12", "Samsung") == ()
    assert MODELS.registered("13", "Samsung") == ()
    assert [found.passport_id for found in MODELS.with_number("12")] == ["h"]


def test_names_keep_what_tells_products_apart() -> None:
    assert name_key("Pixel 6+", "Google", PHONE) != name_key("Pixel 6", "Google", PHONE)
    assert name_key("Surface 13.5", "Microsoft", LAPTOP) != name_key("Surface 13 5", "Microsoft", LAPTOP)
    assert name_key("Notebook", "HP", LAPTOP) == "notebook"


COMPILED = {"title": "EPREL registration 1", "elements": ["energyClass"]}


def test_a_passport_keeps_its_identity_and_the_rest_of_what_it_says() -> None:
    before = {"brand": "Merk", "modelName": "Mooie naam", "compiledBy": "Ons", "processor": "P", "energyClass": "B"}
    fresh = {"brand": "MERK", "modelName": "MN-1", "compiledBy": "Z", "energyClass": "A", "compiledFrom": [COMPILED]}
    assert merged(before, fresh) == {**before, "energyClass": "A", "compiledFrom": [COMPILED]}


def test_what_its_maker_wrote_is_not_called_compiled() -> None:
    assert "compiledBy" not in merged({"brand": "Merk"}, {"compiledBy": "Z", "energyClass": "A"})


def test_a_source_is_named_once_and_an_element_under_the_source_that_it_has_now() -> None:
    before = {
        "compiledFrom": [
            {"title": "A list", "elements": ["mass", "energyClass"]},
            {"title": "Another", "elements": ["energyClass"]},
            {"title": "EPREL registration 1", "elements": ["weeeCategory"]},
            {"title": "All of it"},
        ]
    }
    once = merged(before, {"energyClass": "A", "compiledFrom": [COMPILED]})
    assert once["compiledFrom"] == [{"title": "A list", "elements": ["mass"]}, COMPILED, {"title": "All of it"}]
    assert merged(once, {"energyClass": "A", "compiledFrom": [COMPILED]}) == once
