"""The models of the demo are real, valid, and equal to the sources that they cite."""

import csv
import json
import re
from collections import Counter
from importlib.resources import files
from typing import Any

import pytest

from dpp.adapters.catalogue import load_catalogue
from dpp.adapters.validation import JsonSchemaValidator
from dpp.domain.catalogue import Granularity, ValueType
from dpp.domain.document import reserved_names
from dpp.domain.figure import Figure, read_figure
from dpp.domain.personal_data import personal_data
from tests.support.shared import shared_data

CATALOGUE = load_catalogue()
VALIDATOR = JsonSchemaValidator(CATALOGUE)
MODELS: dict[str, dict[str, Any]] = {
    file.name: json.loads(file.read_text(encoding="utf-8"))
    for file in sorted(files("web.demo").joinpath("models").iterdir(), key=lambda file: file.name)
    if file.name.endswith(".json")
}
EVERY_MODEL = pytest.mark.parametrize("elements", MODELS.values(), ids=MODELS)

FOOTPRINT_COLUMNS = {
    "mass": "weight",
    "screenDiagonal": "screen_size",
    "annualEnergy": "yearly_tec",
    "carbonFootprint": "gwp_total",
    "assumedLifetime": "lifetime",
    "memory": "memory",
}
SHARES = {"manufacturing": "manufacturing", "transport": "transport", "use": "use", "endOfLife": "eol"}
ENERGY_STAR_COLUMNS = {
    "screenDiagonal": "inches",
    "maximumLuminance": "max_nits",
    "onModePower": "on_w",
    "standbyPower": "sleep_w",
    "offModePower": "off_w",
}
EPREL_COLUMNS = {
    "repairabilityIndex": ("repairability_index", "repairability_index:eu"),
    "repairabilityClass": ("repairability_class", "repairability_class:eu"),
    "energyClass": ("energy_class", "energy_efficiency_class:eu"),
    "fallReliabilityClass": ("fall_class", "repeated_free_fall_reliability_class:eu"),
    "fallsWithoutDefect": ("falls_without_defect", "consumer_electronics:falls_without_defect"),
    "ingressProtection": ("ip", "ingress_protection_rating:ip"),
    "batteryCapacity": ("battery_mah", "consumer_electronics:battery_capacity:mah"),
    "batteryUserReplaceable": ("battery_user_replaceable", "consumer_electronics:battery_user_replaceable"),
    "osUpdateYears": ("sw_update_years", "consumer_electronics:min_years_software_updates"),
    "modelIdentifier": ("model", "manufacturer:reference_number"),
}


def rows(name: str, key: str) -> dict[str, dict[str, str]]:
    with shared_data(name).open(encoding="utf-8", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def figures(elements: dict[str, Any]) -> dict[str, Figure]:
    known = ((name, CATALOGUE.element(name)) for name in elements)
    return {name: read_figure(elements[name]) for name, element in known if element.value_type is ValueType.FIGURE}


def cited(elements: dict[str, Any], pattern: str) -> tuple[str, list[str]] | None:
    """What the note of a source names (a row, a number), and the elements that the source covers."""
    for source in elements["compiledFrom"]:
        if found := re.match(pattern, source.get("note", "")):
            return found[1], source["elements"]
    return None


def plain(value: Any) -> str:
    """A value of a model as a CSV would write it, to compare."""
    value = value["value"] if isinstance(value, dict) else value
    return str(value).lower() if isinstance(value, bool) else str(value)


def same(written: str, value: Any) -> bool:
    try:
        return float(written) == float(plain(value))
    except ValueError:
        return written.lower() == plain(value).lower()


def test_there_are_enough_of_each_kind() -> None:
    kinds = Counter(elements["productGroup"] for elements in MODELS.values())
    assert all(kinds[kind] >= 4 for kind in ("laptop", "phone", "display"))
    assert ("Dell", "Latitude 7420") in {(elements["brand"], elements["modelName"]) for elements in MODELS.values()}


@EVERY_MODEL
def test_every_model_is_valid_and_leads_to_no_person(elements: dict[str, Any]) -> None:
    assert VALIDATOR.problems(elements, Granularity.MODEL) == ()
    assert personal_data(elements) == ()
    assert reserved_names(elements) == ()


@EVERY_MODEL
def test_every_model_says_who_compiled_it_and_from_what(elements: dict[str, Any]) -> None:
    """Each element is covered by a source, but for those that say what the passport is about."""
    assert elements["compiledBy"] == "Kringpas, from public sources"
    said_by_us = {
        "productGroup",
        "brand",
        "modelName",
        "modelIdentifier",
        "manufacturerName",
        "compiledBy",
        "compiledFrom",
    }
    covered = [name for source in elements["compiledFrom"] for name in source["elements"]]
    assert len(covered) == len(set(covered))
    assert set(elements) - said_by_us - {"gtin", "demonstrationNumber"} == set(covered)


@EVERY_MODEL
def test_every_figure_has_a_source_that_is_listed(elements: dict[str, Any]) -> None:
    listed = {(source["title"], source.get("note")) for source in elements["compiledFrom"]}
    assert {(figure.source.title, figure.source.note) for figure in figures(elements).values()} <= listed


def test_no_article_number_is_made_up() -> None:
    """The only numbers are GS1's for demonstrations, each once, and they say so."""
    numbers = [elements["gtin"] for elements in MODELS.values() if "gtin" in elements]
    assert len(numbers) == len(set(numbers)) <= 2
    assert all(number.startswith("0952") for number in numbers)


@EVERY_MODEL
def test_footprints_equal_the_row_that_they_cite(elements: dict[str, Any]) -> None:
    with shared_data("footprint/boavizta-data-us.csv").open(encoding="utf-8", newline="") as file:
        table = {f"{row['manufacturer']}, {row['name']}": row for row in csv.DictReader(file)}
    if (citation := cited(elements, r"row: (.*)")) is None:
        assert "carbonFootprint" not in elements
        return
    row, covered = table[citation[0]], citation[1]
    for name in covered:
        if name in FOOTPRINT_COLUMNS:
            assert same(row[FOOTPRINT_COLUMNS[name]], elements[name]), name
    footprint = figures(elements)["carbonFootprint"]
    error = float(row["gwp_error_ratio"] or 0) * footprint.value
    assert footprint.has_range == bool(error)
    assert footprint.bounds == pytest.approx((footprint.value - error, footprint.value + error), abs=0.051)
    for share, column in SHARES.items():
        expected = round(float(row[f"gwp_{column}_ratio"] or 0) * 100, 1) or None
        assert elements.get("carbonFootprintShares", {}).get(share) == expected, share
    assert (
        next(source for source in elements["compiledFrom"] if "row:" in source.get("note", ""))["url"] == row["sources"]
    )


@EVERY_MODEL
def test_displays_equal_the_row_of_energy_star_that_they_cite(elements: dict[str, Any]) -> None:
    table = rows("footprint/energy_star_monitors_dell_benq_sample.csv", "model_number")
    if (citation := cited(elements, r"model number: (\w+);")) is None:
        assert "onModePower" not in elements
        return
    row = table[citation[0]]
    assert elements["resolution"] == {"width": int(row["width"]), "height": int(row["height"])}
    assert elements["panelTechnology"] == row["panel"]
    assert not [name for name, column in ENERGY_STAR_COLUMNS.items() if not same(row[column], elements[name])]


@EVERY_MODEL
def test_phones_equal_the_registration_that_they_cite(elements: dict[str, Any]) -> None:
    by_hand = rows("eprel/eprel_phones_2026-08.csv", "eprel_id")
    sample = rows("eprel/eprel_smartphones_sample.csv", "eprel_id")
    if (citation := cited(elements, r"registration: (\d+)")) is None:
        assert "repairabilityIndex" not in elements
        return
    number = citation[0]
    row = by_hand.get(number) or sample[number]
    columns = {name: pair[0 if number in by_hand else 1] for name, pair in EPREL_COLUMNS.items()}
    assert elements["eprelRegistrationNumber"] == number
    assert not [name for name, column in columns.items() if not same(row[column], elements[name])]


@EVERY_MODEL
def test_support_ends_on_the_day_that_the_cited_release_says(elements: dict[str, Any]) -> None:
    families = json.loads(shared_data("endoflife/endoflife_devices.json").read_text(encoding="utf-8"))
    if (citation := cited(elements, r"release: (.*)")) is None:
        assert "securitySupportUntil" not in elements
        return
    family, _, cycle = citation[0].partition("/")
    release = next(one for one in families[family]["releases"] if one["releaseCycle"] == cycle)
    assert elements["securitySupportUntil"] == release["eol"]
