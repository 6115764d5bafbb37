"""Real registrations and real reports: what they say comes out, and contradictions are found."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from dpp.adapters.catalogue import load_catalogue
from dpp.adapters.validation import JsonSchemaValidator
from dpp.domain.catalogue import Granularity
from dpp.domain.personal_data import personal_data
from dpp.domain.repairability.findings import warnings
from dpp.domain.sources.eprel.product import read_product
from dpp.domain.sources.footprints import group_of, read_footprint
from dpp.domain.sources.notes import SourceRow
from tests.support.shared import shared_data

PHONE_GROUP = "smartphonestablets20231669"
SAMPLE = {  # column of the collection -> field of EPREL
    "eprel_id": "eprelRegistrationNumber",
    "brands": "supplierOrTrademark",
    "manufacturer:reference_number": "modelIdentifier",
    "device_type": "deviceType",
    "release_date": "onMarketStartDate",
    "energy_efficiency_class:eu": "energyClass",
    "battery_autonomy_per_cycle:eu:hours_min": "batteryEndurancePerCycle",
    "battery_endurance_in_cycles:eu": "batteryEnduranceInCycles",
    "consumer_electronics:battery_capacity:mah": "ratedBatteryCapacity",
    "consumer_electronics:battery_user_replaceable": "batteryUserReplaceable",
    "consumer_electronics:charger_output_power:w": "chargerRequiredOutputPower",
    "consumer_electronics:charger_receptacle_type": "chargerReceptacleType",
    "consumer_electronics:falls_without_defect": "fallsWithoutDefect",
    "consumer_electronics:initial_operating_system": "operatingSystem",
    "consumer_electronics:is_foldable": "isFoldable",
    "consumer_electronics:min_years_software_updates": "minYearsSoftwareUpdates",
    "consumer_electronics:repair_instructions:url": "webLinkRepairInstructions",
    "consumer_electronics:spare_parts_info:url": "webLinkInfoSparePartsAvailability",
    "consumer_electronics:screen_scratch_resistance:mohs": "screenScratchResistance",
    "guarantee_duration:months": "guaranteeDuration",
    "ingress_protection_rating:ip": "ingressProtectionRating",
    "repairability_class:eu": "repairabilityClass",
    "repairability_index:eu": "repairabilityIndex",
    "repairability_score:eu:disassembly_depth": "disassemblyDepthScore",
    "repairability_score:eu:fasteners": "fastenersScore",
    "repairability_score:eu:tools": "toolsScore",
    "repairability_score:eu:spare_parts": "sparePartScore",
    "repairability_score:eu:repair_info": "repairInfoScore",
    "repeated_free_fall_reliability_class:eu": "repeatedFreeFallReliabilityClass",
}
COPIED = {
    "eprel_id": "eprelRegistrationNumber",
    "supplier": "supplierOrTrademark",
    "model": "modelIdentifier",
    "on_market": "onMarketStartDate",
    "repairability_index": "repairabilityIndex",
    "repairability_class": "repairabilityClass",
    "energy_class": "energyClass",
    "fall_class": "repeatedFreeFallReliabilityClass",
    "falls_without_defect": "fallsWithoutDefect",
    "ip": "ingressProtectionRating",
    "battery_mah": "ratedBatteryCapacity",
    "endurance_per_cycle_h": "batteryEndurancePerCycleInHours",
    "endurance_cycles_raw_eprel": "batteryEnduranceInCycles",
    "battery_user_replaceable": "batteryUserReplaceable",
    "sw_update_years": "minYearsSoftwareUpdates",
}
FIRST = {  # the ten whose sub-scores are known: the rules that they break
    "V2505": [],
    "C1 Pro": [],
    "Construction": ["repairability.index", "battery.cycles"],
    "RMX3939": [],
    "T517F": [],
    "e15 (XT2523-6)": [],
    "TA-1688": [],
    "DNP-NX9": [],
    "CPH2711": ["repairability.index"],
    "DSC-0540": [],
}
SECOND = {  # the others that break a rule; those that are not named break none
    "2284559": ["falls.class"],  # folds, which this list does not say
    "2600776": ["falls.class"],  # the same
    "2380121": ["repairability.class"],
    "2818190": ["ingress.protection"],
    "2389124": ["battery.cycles"],
    "2605783": ["battery.cycles"],
    "2487541": ["battery.cycles", "ingress.protection"],
    "2356009": ["energy.class", "ingress.protection"],
    "2645392": ["ingress.protection"],
    "2556178": ["energy.class", "ingress.protection"],
    "2372864": ["battery.cycles", "ingress.protection"],
}


def table(name: str) -> list[dict[str, str]]:
    with shared_data(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def registrations(name: str, columns: Mapping[str, str]) -> Iterator[SourceRow]:
    for line, row in enumerate(table(name), start=1):
        raw: dict[str, Any] = {field: row[column] for column, field in columns.items()}
        yield read_product(line, {**raw, "productGroup": PHONE_GROUP}, load_catalogue())


@cache
def validator() -> JsonSchemaValidator:
    return JsonSchemaValidator(load_catalogue())


def check_gates(elements: Mapping[str, Any]) -> None:
    assert validator().problems(elements, Granularity.MODEL) == (), elements["modelName"]
    assert personal_data(elements) == (), elements["modelName"]


def rules(row: SourceRow) -> list[str]:
    return sorted(finding.rule for finding in warnings(row.elements))


def test_ten_registrations_reproduce_their_index_or_are_found_out() -> None:
    rows = list(registrations("eprel/eprel_smartphones_sample.csv", SAMPLE))
    assert {row.elements["modelName"]: rules(row) for row in rows} == {
        name: sorted(broken) for name, broken in FIRST.items()
    }
    for row in rows:
        assert (row.problems, row.warnings) == ((), ())
        check_gates(row.elements)


def test_links_that_lead_nowhere_are_left_out_of_real_rows() -> None:
    rows = {row.elements["modelName"]: row for row in registrations("eprel/eprel_smartphones_sample.csv", SAMPLE)}
    assert "repairInstructions" not in rows["RMX3939"].elements
    assert rows["Construction"].elements["repairInstructions"]["url"] == "https://www.mptech.eu"


def test_registrations_that_contradict_the_act_are_found_and_no_others() -> None:
    rows = list(registrations("eprel/eprel_phones_2026-08.csv", COPIED))
    found = {row.elements["eprelRegistrationNumber"]: rules(row) for row in rows}
    assert {number: broken for number, broken in found.items() if broken} == SECOND
    for row in rows:
        check_gates(row.elements)


@pytest.fixture(scope="module")
def footprints() -> list[tuple[dict[str, str], SourceRow]]:
    rows = table("footprint/boavizta-data-us.csv")
    return [(row, read_footprint(line, row)) for line, row in enumerate(rows, start=1)]


def test_every_report_of_our_products_is_read_and_passes_the_gates(
    footprints: list[tuple[dict[str, str], SourceRow]],
) -> None:
    ours = [(raw, row) for raw, row in footprints if group_of(raw)]
    assert Counter(str(group_of(raw)) for raw, _ in ours) == {"laptop": 452, "display": 296, "phone": 50}
    for raw, row in ours:
        assert row.problems == ()
        group = group_of(raw)
        assert group is not None
        check_gates({**row.elements, "productGroup": group.value, "brand": raw["manufacturer"], "modelName": "M"})


def test_a_range_is_there_exactly_where_the_report_states_an_error(
    footprints: list[tuple[dict[str, str], SourceRow]],
) -> None:
    for raw, row in footprints:
        stated = 0 < float(raw["gwp_error_ratio"] or 0) < 1
        assert ("low" in row.elements["carbonFootprint"]) == stated, raw["name"]


def test_the_report_of_a_latitude_is_as_the_catalogue_has_it(
    footprints: list[tuple[dict[str, str], SourceRow]],
) -> None:
    row = next(row for _, row in footprints if row.name == "Dell Latitude 7420")
    figure = row.elements["carbonFootprint"]
    assert [figure[name] for name in ("value", "low", "high", "unit")] == [341, 260.0, 422.0, "kg CO2e"]
    assert row.elements["carbonFootprintShares"] == {"manufacturing": 85.9, "use": 10.6}
    assert figure["source"]["date"] == "2021-01"
    assert json.dumps(row.elements)
