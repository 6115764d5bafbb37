"""What a passport declares is held against what else it declares; a finding says what follows, by which rule."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.repairability.findings import warnings

PHONE: dict[str, Any] = {
    "productGroup": "phone",
    "energyClass": "A",
    "batteryEndurance": {"value": 48.5, "unit": "h"},
    "batteryCapacity": {"value": 4500, "unit": "mAh"},
    "ingressProtection": "IP54",
    "fallReliabilityClass": "A",
    "fallsWithoutDefect": 270,
    "repairabilityClass": "A",
    "repairabilityIndex": {"value": 4.01, "unit": "1"},
    "repairabilityScores": {
        "disassemblyDepth": 4.05,
        "fasteners": 5,
        "tools": 4,
        "sparePartsOffered": "all-priority-parts",
        "repairInformationOffered": "free-for-all",
    },
    "osUpdateYears": {"value": 5, "unit": "years"},
    "batteryCyclesTo80": {"value": 800, "unit": "cycles"},
}
DISPLAY: dict[str, Any] = {
    "productGroup": "display",
    "energyClass": "C",
    "onModePower": {"value": 10.6, "unit": "W"},
    "screenDiagonal": {"value": 23.8, "unit": "in"},
    "resolution": {"width": 1920, "height": 1080},
}


def found(elements: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {finding.rule: (finding.declared, finding.recomputed) for finding in warnings(elements)}


def test_a_passport_that_agrees_with_itself_has_no_finding() -> None:
    assert found(PHONE) == {}
    assert found(DISPLAY) == {}


@pytest.mark.parametrize(
    ("change", "rule", "declared", "recomputed"),
    [
        ({"repairabilityIndex": {"value": 4.02}}, "repairability.index", "4.02", "4.01"),
        ({"repairabilityClass": "B"}, "repairability.class", "B", "A"),
        ({"batteryEndurance": {"value": 4.0}}, "energy.class", "A", "G"),
        ({"energyClass": "C"}, "energy.class", "C", "A"),
        ({"fallsWithoutDefect": 210}, "falls.class", "A", "B"),
        ({"batteryCyclesTo80": {"value": 500}}, "battery.cycles", "500", "800"),
        ({"ingressProtection": "IP42"}, "ingress.protection", "IP42", "IP44"),
        ({"ingressProtection": "IP38"}, "ingress.protection", "IP38", "IP44"),
    ],
)
def test_each_contradiction_of_a_phone_is_found(
    change: dict[str, Any], rule: str, declared: str, recomputed: str
) -> None:
    assert found(PHONE | change) == {rule: (declared, recomputed)}


@pytest.mark.parametrize("missing", ["batteryCapacity", "energyClass", "repairabilityScores", "osUpdateYears"])
def test_without_a_figure_that_a_rule_needs_nothing_is_said(missing: str) -> None:
    bad = PHONE | {"repairabilityIndex": {"value": 4.02}, "batteryEndurance": {"value": 4.0}}
    assert len(found(bad)) == 2
    del bad[missing]
    assert len(found(bad)) == 1


def test_a_class_that_some_voltage_gives_is_no_finding() -> None:
    """51.17 h on 4860 mAh is A at 3.70 V and B at 3.98 V."""
    at_the_edge = PHONE | {"batteryEndurance": {"value": 51.17}, "batteryCapacity": {"value": 4860}}
    assert found(at_the_edge) == {}
    assert found(at_the_edge | {"energyClass": "B"}) == {}
    assert found(at_the_edge | {"energyClass": "C"}) == {"energy.class": ("C", "A - B")}


def test_a_declared_voltage_leaves_less_room() -> None:
    at_the_edge = PHONE | {"batteryEndurance": {"value": 51.17}, "batteryCapacity": {"value": 4860}}
    assert found(at_the_edge | {"batteryVoltage": {"value": 3.95}}) == {"energy.class": ("A", "B")}
    assert found(at_the_edge | {"batteryVoltage": {"value": 3.75}}) == {}


def test_an_uncertain_score_makes_a_range() -> None:
    """Which score fewer spare parts have is not certain: only an index outside 3.41 to 3.71 contradicts it."""
    fewer = PHONE | {
        "repairabilityScores": PHONE["repairabilityScores"] | {"sparePartsOffered": "fewer"},
        "repairabilityClass": "B",
    }
    assert found(fewer | {"repairabilityIndex": {"value": 3.5}}) == {}
    assert found(fewer | {"repairabilityIndex": {"value": 3.8}}) == {"repairability.index": ("3.8", "3.41 - 3.71")}


def test_the_falls_of_a_foldable_phone_are_not_judged_by_the_limits_of_others() -> None:
    assert found(PHONE | {"fallsWithoutDefect": 210, "foldable": True}) == {}


def test_a_finding_says_rule_source_and_tolerance_in_words() -> None:
    (finding,) = warnings(PHONE | {"batteryEndurance": {"value": 4.0}})
    assert str(finding.what) == "4.0 h on 4500 mAh is energy class G; class A is declared."
    assert str(finding.tolerance) == "a nominal voltage from 3.70 to 3.98 V"
    assert (finding.path, finding.source) == ("$.energyClass", "(EU) 2023/1669, Annex II")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"energyClass": "B"}, {"energy.class": ("B", "C")}),
        ({"onModePower": {"value": 10}}, {}),
        ({"onModePower": {"value": 13}, "energyClass": "D"}, {}),
        (
            {"energyClassHdr": "A", "onModePowerHdr": {"value": 40}},
            {"energy.class-hdr": ("A", "G")},
        ),
        ({"energyClass": "A", "screenArea": {"value": 15.62}}, {"energy.class": ("A", "C")}),
        ({"energyClass": "G", "maximumLuminance": {"value": 700}}, {}),
        (
            {"energyClass": "G", "maximumLuminance": {"value": 700}, "displayCategory": "monitor"},
            {"energy.class": ("G", "C")},
        ),
    ],
)
def test_a_display_is_judged_by_its_power_and_size(change: dict[str, Any], expected: dict[str, Any]) -> None:
    """Above 500 cd/m2 it may be signage, whose index is corrected: then a worse class is possible."""
    assert found(DISPLAY | change) == expected


@pytest.mark.parametrize("missing", ["screenDiagonal", "resolution", "onModePower"])
def test_a_display_of_unknown_size_or_power_is_not_judged(missing: str) -> None:
    bad = DISPLAY | {"energyClass": "A"}
    del bad[missing]
    assert found(bad) == {}


def test_laptops_have_no_index_of_the_union() -> None:
    assert warnings({"productGroup": "laptop", "energyClass": "A"}) == ()


_ANY = st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.text(max_size=3) | st.none()


@given(
    st.sampled_from([PHONE, DISPLAY]),
    st.dictionaries(st.sampled_from(sorted({*PHONE, *DISPLAY, "batteryVoltage"})), _ANY),
)
def test_no_number_however_absurd_breaks_a_rule(elements: dict[str, Any], absurd: dict[str, Any]) -> None:
    """A passport may declare anything; the findings on it are words all the same."""
    figures = {name: {"value": value} for name, value in absurd.items() if name != "productGroup"}
    sides = {"resolution": {"width": absurd.get("energyClass"), "height": absurd.get("onModePower")}}
    for changed in (figures, absurd, figures | sides):
        for finding in warnings({**elements, **changed, "productGroup": elements["productGroup"]}):
            assert str(finding.what)
