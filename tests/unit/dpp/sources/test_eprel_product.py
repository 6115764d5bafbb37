"""A registration of EPREL becomes the elements of a model; what was read differently, or not at all, is told."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_catalogue
from dpp.adapters.validation import JsonSchemaValidator
from dpp.domain.catalogue import Granularity
from dpp.domain.personal_data import personal_data
from dpp.domain.repairability.findings import warnings
from dpp.domain.sources.eprel.fields import DISPLAY, PHONE
from dpp.domain.sources.eprel.groups import GROUPS
from dpp.domain.sources.eprel.product import read_product
from dpp.domain.sources.notes import SourceRow
from tests.support.eprel_samples import DISPLAY_GROUP, PHONE_GROUP, display, phone

CATALOGUE = load_catalogue()
VALIDATOR = JsonSchemaValidator(CATALOGUE)
PAGE = f"https://eprel.ec.europa.eu/screen/product/{PHONE_GROUP}/900001"


def read(raw: dict[str, Any]) -> SourceRow:
    return read_product(1, raw, CATALOGUE)


def told(row: SourceRow) -> dict[str, tuple[str, str]]:
    return {note.path: (note.raw, note.value) for note in row.read_as}


def left(row: SourceRow) -> dict[str, str]:
    return {note.path: note.raw for note in row.not_taken}


def test_a_phone_gets_every_element_that_its_registration_has() -> None:
    elements = dict(read(phone()).elements)
    source = {
        "title": "EPREL registration 900001",
        "url": PAGE,
        "date": "2025-06-18",
        "licence": "CC BY 4.0",
    }
    (compiled,) = elements.pop("compiledFrom")
    assert {name: compiled[name] for name in source} == source
    figures = {name: elements.pop(name) for name in list(elements) if _is_figure(elements[name])}
    assert all(figure["source"] == source and figure["quality"] == "declared" for figure in figures.values())
    assert {name: (figure["value"], figure["unit"]) for name, figure in figures.items()} == {
        "guaranteeDuration": (36, "months"),
        "batteryEndurance": (48.5, "h"),
        "batteryCyclesTo80": (800, "cycles"),
        "batteryCapacity": (4500, "mAh"),
        "chargerPower": (33, "W"),
        "osUpdateYears": (5, "years"),
        "repairabilityIndex": (4.01, "1"),
    }
    assert elements == {
        "productGroup": "phone",
        "brand": "Voorbeeld",
        "modelName": "VB-100",
        "modelIdentifier": "VB-100",
        "eprelRegistrationNumber": "900001",
        "compiledBy": "Kringpas, from public sources",
        "productDatabaseEntry": {"title": "EPREL 900001", "url": PAGE},
        "placedOnMarket": "2025-06",
        "energyClass": "A",
        "batteryUserReplaceable": True,
        "chargingConnector": "usb-c",
        "operatingSystem": "Android",
        "ingressProtection": "IP54",
        "fallReliabilityClass": "A",
        "fallsWithoutDefect": 270,
        "foldable": False,
        "scratchResistance": 8,
        "repairabilityClass": "A",
        "repairabilityScores": {
            "disassemblyDepth": 4.05,
            "fasteners": 5,
            "tools": 4,
            "sparePartsOffered": "all-priority-parts",
            "repairInformationOffered": "free-for-all",
        },
        "repairInstructions": {"title": "Repair instructions", "url": "https://voorbeeld.example/repair"},
        "sparePartsInformation": {"title": "Spare parts", "url": "https://voorbeeld.example/parts"},
    }


def _is_figure(value: Any) -> bool:
    return isinstance(value, dict) and "unit" in value


@pytest.mark.parametrize("raw", [phone(), display(), display(energyClassHDR="G", powerOnModeHDR=40)])
def test_what_comes_out_passes_the_gates_of_publishing_and_has_no_finding(raw: dict[str, Any]) -> None:
    elements = read(raw).elements
    assert VALIDATOR.problems(elements, Granularity.MODEL) == ()
    assert personal_data(elements) == ()
    assert warnings(elements) == ()


def test_the_source_names_every_element_that_it_has() -> None:
    elements = read(phone()).elements
    assert set(elements["compiledFrom"][0]["elements"]) == set(elements) - {"compiledBy", "compiledFrom"}


def test_a_display_without_hdr_has_no_class_for_it() -> None:
    row = read(display())
    assert "energyClassHdr" not in row.elements
    assert told(row)["$.energyClassHDR"] == ("NA", "null")
    assert told(row)["$.powerOnModeHDR"] == ("NA", "null")
    assert row.elements["placedOnMarket"] == "2019-07"
    assert row.elements["screenDiagonal"]["value"] == 23.8
    assert row.elements["resolution"] == {"width": 1920, "height": 1080}
    assert row.warnings == ()


def test_minutes_become_hours_and_hundreds_become_cycles_and_both_are_told() -> None:
    row = read(phone())
    assert told(row)["$.batteryEndurancePerCycle"] == ("2910", "48.5 h")
    assert told(row)["$.batteryEnduranceInCycles"] == ("8", "800")


@pytest.mark.parametrize(("raw", "cycles"), [(8, 800), (20, 2000), (99, 9900), (100, 100), (800, 800), ("1000", 1000)])
def test_suppliers_mix_hundreds_of_cycles_and_cycles(raw: Any, cycles: int) -> None:
    row = read(phone(batteryEnduranceInCycles=raw))
    assert row.elements["batteryCyclesTo80"]["value"] == cycles
    assert "$.batteryEnduranceInCycles" in told(row)


def test_an_implausible_value_stays_as_declared_and_is_a_warning() -> None:
    """48 was hardly meant as minutes, but the field is in minutes."""
    row = read(phone(batteryEndurancePerCycle=48))
    assert row.elements["batteryEndurance"]["value"] == 0.8
    assert [warning.path for warning in row.warnings] == ["$.batteryEndurancePerCycle"]


def test_hours_are_taken_where_there_are_no_minutes() -> None:
    row = read(phone(batteryEndurancePerCycle=None, batteryEndurancePerCycleInHours=48.5))
    assert row.elements["batteryEndurance"]["value"] == 48.5


@pytest.mark.parametrize(("hours", "warns"), [(48.5, False), (48, False), (40, True)])
def test_two_fields_that_disagree_are_a_warning(hours: float, *, warns: bool) -> None:
    row = read(phone(batteryEndurancePerCycleInHours=hours))
    assert row.elements["batteryEndurance"]["value"] == 48.5
    assert bool(row.warnings) == warns


def test_the_day_of_placing_on_the_market_may_be_an_epoch() -> None:
    row = read(phone(onMarketStartDate=None, onMarketStartDateTS=1750370400000))
    assert row.elements["placedOnMarket"] == "2025-06"


def test_links_that_lead_nowhere_are_left_out_and_those_without_scheme_get_one() -> None:
    row = read(phone(webLinkRepairInstructions="/", webLinkInfoSparePartsAvailability="www.doro.com/repair"))
    assert "repairInstructions" not in row.elements
    assert left(row)["$.webLinkRepairInstructions"] == "/"
    assert row.elements["sparePartsInformation"]["url"] == "https://www.doro.com/repair"
    assert "$.webLinkInfoSparePartsAvailability" in told(row)


@pytest.mark.parametrize(("raw", "code"), [("IP54", "IP54"), ("54", "IP54"), (68, "IP68"), ("ip 5x", "IP5X")])
def test_ingress_protection_is_written_in_one_way(raw: Any, code: str) -> None:
    row = read(phone(ingressProtectionRating=raw))
    assert row.elements["ingressProtection"] == code
    assert ("$.ingressProtectionRating" in told(row)) == (raw != code)


def test_codes_that_are_not_known_are_left_out_and_told() -> None:
    row = read(phone(sparePartScore="SOMETHING_NEW", chargerReceptacleType="POGO", ingressProtectionRating="good"))
    assert "sparePartsOffered" not in row.elements["repairabilityScores"]
    assert left(row)["$.sparePartScore"] == "SOMETHING_NEW"
    assert left(row)["$.chargerReceptacleType"] == "POGO"
    assert left(row)["$.ingressProtectionRating"] == "good"


def test_what_has_no_element_is_told_as_not_taken_over() -> None:
    assert left(read(phone(aNewField={"x": 1})))["$.aNewField"] == '{"x": 1}'


def test_people_are_neither_taken_over_nor_repeated() -> None:
    row = read(phone(contactDetails={"email": "anna@voorbeeld.example"}))
    assert left(row)["$.organisation"] == ""
    assert left(row)["$.contactDetails"] == ""
    assert "anna" not in repr(row).lower()


def test_what_eprel_keeps_for_itself_is_not_told() -> None:
    assert not {"$.versionId", "$.status"} & set(left(read(phone())))


def test_a_value_that_is_long_is_cut_in_the_report() -> None:
    assert len(left(read(phone(aNewField="x" * 5000)))["$.aNewField"]) == 200


@pytest.mark.parametrize("name", ["eprelRegistrationNumber", "supplierOrTrademark", "modelIdentifier"])
@pytest.mark.parametrize("value", [None, "", "NA", True, {"a": 1}])
def test_a_registration_that_does_not_say_who_it_is_is_not_used(name: str, value: Any) -> None:
    row = read(phone(**{name: value}))
    assert f"$.{name}" in {problem.path for problem in row.problems}
    assert row.elements == {}


def test_a_tablet_has_no_product_group_here() -> None:
    assert [problem.path for problem in read(phone(deviceType="TABLET")).problems] == ["$.deviceType"]


def test_a_product_of_another_group_is_not_used() -> None:
    row = read(phone(productGroup="dishwashers2019"))
    assert [problem.path for problem in row.problems] == ["$.productGroup"]


def test_the_group_that_was_asked_for_counts_where_the_answer_names_none() -> None:
    row = read_product(1, display(productGroup=None), CATALOGUE, GROUPS[DISPLAY_GROUP])
    assert row.elements["productGroup"] == "display"


def _identifiers(*numbers: str) -> list[dict[str, str]]:
    return [{"modelIdentifier": number, "type": "EAN_13"} for number in numbers]


@pytest.mark.parametrize(
    ("numbers", "gtin"),
    [
        (["4006381333931"], "04006381333931"),
        (["4006381333931", "04006381333931"], "04006381333931"),
        (["4006381333930"], None),
        (["4006381333931", "5901234123457"], None),
        (["x"], None),
        ([], None),
    ],
)
def test_one_article_number_is_the_models_and_several_are_for_a_person(numbers: list[str], gtin: str | None) -> None:
    row = read(phone(otherIdentifiers=_identifiers(*numbers)))
    assert row.elements.get("gtin") == gtin
    assert ("$.otherIdentifiers" in left(row)) == (bool(numbers) and gtin is None)


def test_half_a_resolution_is_none() -> None:
    row = read(display(resolutionVerticalPixels=None))
    assert "resolution" not in row.elements
    assert "$.resolution" in left(row)


def test_centimetres_stand_in_for_inches() -> None:
    row = read(display(diagonalInch=None))
    assert row.elements["screenDiagonal"]["value"] == 23.6
    assert told(row)["$.diagonalCm"] == ("60", "23.6 in")


def test_a_code_of_hardness_is_a_number_on_its_scale() -> None:
    row = read(phone(screenScratchResistance="VERY"))
    assert "scratchResistance" not in row.elements
    assert left(row)["$.screenScratchResistance"] == "VERY"


@pytest.mark.parametrize(("sides", "ratio"), [((16, 9), "16:9"), (("21", "9"), "21:9"), ((16, None), None)])
def test_the_sides_of_a_display_are_its_ratio(sides: tuple[Any, Any], ratio: str | None) -> None:
    row = read(display(sizeRatioX=sides[0], sizeRatioY=sides[1]))
    assert row.elements.get("aspectRatio") == ratio
    assert ("$.sizeRatioX" in left(row)) == (ratio is None)


@given(
    st.sampled_from(sorted({field.name for field in (*PHONE, *DISPLAY)} | {"sizeRatioX"})),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers()),
)
def test_no_value_of_any_field_makes_elements_that_are_refused(name: str, value: Any) -> None:
    for raw in (phone(), display()):
        row = read({**raw, name: value})
        assert VALIDATOR.problems(row.elements, Granularity.MODEL) == ()
