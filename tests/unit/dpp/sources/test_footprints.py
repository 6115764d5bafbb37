"""Rows of makers' carbon footprints become figures with range and source, and nothing that is not stated."""

import pytest

from dpp.adapters.catalogue import load_catalogue
from dpp.adapters.validation import JsonSchemaValidator
from dpp.domain.catalogue import Granularity, ProductGroup
from dpp.domain.sources.footprints import group_of, read_footprint

ROW = {
    "manufacturer": "Voorbeeld",
    "name": "Schrijfmap 14",
    "category": "Workplace",
    "subcategory": "Laptop",
    "gwp_total": "341.0",
    "gwp_use_ratio": "0.106",
    "lifetime": "4.0",
    "use_location": "EU",
    "report_date": "January 2021",
    "sources": "https://voorbeeld.example/schrijfmap-14.pdf",
    "sources_hash": "31224f39",
    "gwp_error_ratio": "0.2375",
    "gwp_manufacturing_ratio": "0.859",
    "weight": "1.52",
    "added_date": "2022-04-07",
    "add_method": "Manual",
    "gwp_transport_ratio": "0",
    "gwp_eol_ratio": "",
    "comment": "",
}
SOURCE = {
    "title": "Voorbeeld Schrijfmap 14, maker's product carbon footprint, in Boavizta environmental-footprint-data",
    "url": "https://voorbeeld.example/schrijfmap-14.pdf",
    "date": "2021-01",
    "licence": "ODbL 1.0",
    "note": "use phase: EU; row: Manual",
}


def test_a_row_becomes_footprint_shares_and_lifetime() -> None:
    row = read_footprint(7, ROW)
    assert (row.line, row.name, row.warnings, row.problems) == (7, "Voorbeeld Schrijfmap 14", (), ())
    assert row.elements == {
        "carbonFootprint": {
            "value": 341,
            "low": 260.0,
            "high": 422.0,
            "unit": "kg CO2e",
            "quality": "declared",
            "source": SOURCE,
        },
        "carbonFootprintShares": {"manufacturing": 85.9, "use": 10.6},
        "assumedLifetime": {"value": 4, "unit": "years", "source": SOURCE},
        "carbonFootprintReport": {"title": "Product carbon footprint of Schrijfmap 14", "url": SOURCE["url"]},
        "compiledFrom": [
            {
                **SOURCE,
                "elements": [
                    "assumedLifetime",
                    "carbonFootprint",
                    "carbonFootprintReport",
                    "carbonFootprintShares",
                ],
            }
        ],
    }


def test_the_elements_pass_the_gate_of_publishing() -> None:
    model = {"productGroup": "laptop", "brand": "Voorbeeld", "modelName": "Schrijfmap 14"}
    validator = JsonSchemaValidator(load_catalogue())
    assert validator.problems({**model, **read_footprint(1, ROW).elements}, Granularity.MODEL) == ()


@pytest.mark.parametrize("error", ["", "0.0000", "1.1024", "1", "-0.2"])
def test_where_no_error_is_stated_no_range_is_invented(error: str) -> None:
    row = read_footprint(1, {**ROW, "gwp_error_ratio": error})
    assert not {"low", "high"} & set(row.elements["carbonFootprint"])
    assert ("$.gwp_error_ratio" in {note.path for note in row.read_as}) == bool(error)


def test_a_share_of_nothing_is_one_that_is_not_stated() -> None:
    row = read_footprint(1, ROW)
    assert ("$.gwp_transport_ratio", "0") in {(note.path, note.raw) for note in row.read_as}


def test_a_share_above_the_whole_is_left_out_with_a_warning() -> None:
    row = read_footprint(1, {**ROW, "gwp_use_ratio": "7.14"})
    assert row.elements["carbonFootprintShares"] == {"manufacturing": 85.9}
    assert [warning.path for warning in row.warnings] == ["$.gwp_use_ratio"]


def test_shares_above_the_whole_together_stay_and_are_a_warning() -> None:
    row = read_footprint(1, {**ROW, "gwp_use_ratio": "0.3"})
    assert row.elements["carbonFootprintShares"] == {"manufacturing": 85.9, "use": 30}
    assert [str(warning.what) for warning in row.warnings] == ["The shares add up to 115.9 %."]


def test_a_row_without_shares_or_lifetime_has_none() -> None:
    bare = ROW | {"gwp_use_ratio": "", "gwp_manufacturing_ratio": "", "lifetime": ""}
    assert set(read_footprint(1, bare).elements) == {
        "carbonFootprint",
        "carbonFootprintReport",
        "compiledFrom",
    }


@pytest.mark.parametrize(
    ("raw", "date"),
    [
        ("January 2021", "2021-01"),
        ("Sept 2021", "2021-09"),
        ("December 10 2019", "2019-12-10"),
        ("December 10th, 2019", "2019-12-10"),
        ("2021-1-11", "2021-01-11"),
        ("26/07/2019", "2019-07-26"),
        ("2020", "2020"),
        ("", None),
        ("last year", None),
        ("Febtober 2021", None),
    ],
)
def test_dates_of_reports(raw: str, date: str | None) -> None:
    row = read_footprint(1, {**ROW, "report_date": raw})
    assert row.elements["carbonFootprint"]["source"].get("date") == date
    assert ("$.report_date" in {note.path for note in row.not_taken}) == (bool(raw) and date is None)


@pytest.mark.parametrize("total", ["", "many", "0", "-5", "NaN", "1e400"])
def test_a_row_without_a_footprint_is_not_used(total: str) -> None:
    row = read_footprint(1, {**ROW, "gwp_total": total})
    assert ([problem.path for problem in row.problems], row.elements) == (["$.gwp_total"], {})


def test_an_implausible_footprint_stays_and_is_a_warning() -> None:
    row = read_footprint(1, {**ROW, "gwp_total": "34100"})
    assert row.elements["carbonFootprint"]["value"] == 34100
    assert [warning.path for warning in row.warnings] == ["$.gwp_total"]


def test_other_columns_are_told_as_not_taken_over() -> None:
    assert {(note.path, note.raw) for note in read_footprint(1, ROW).not_taken} == {("$.weight", "1.52")}


def test_product_groups() -> None:
    groups = [group_of({"subcategory": name}) for name in ("Laptop", "monitor", "Smartphone", "Server", "")]
    assert groups == [ProductGroup.LAPTOP, ProductGroup.DISPLAY, ProductGroup.PHONE, None, None]
