"""Rows of Open Repair Data: read with the traps of real files, refused by field, written by the published schema."""

import csv
import json
from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import given

from lifecycle.domain.faults.kinds import NOT_KNOWN, OTHER_BRAND, Fault, ProductKind, RepairStatus
from lifecycle.domain.faults.loads import day_in
from lifecycle.domain.faults.open_data import FIELDS, OpenRepair, digest, read_row, write_row
from lifecycle.domain.vocabulary import RepairBarrier
from tests.support import table_schema
from tests.support.fault_samples import PUBLISHED, REFERENCE, repair, row
from tests.support.shared import shared_data


def test_a_row_is_read_into_our_words() -> None:
    """The brand by its table, the barrier in the spelling of the data, the text as faults alone."""
    read = repair()
    assert (read.kind, read.brand, read.status) == (ProductKind.LAPTOP, "HP", RepairStatus.END_OF_LIFE)
    assert read.barrier is RepairBarrier.WORN_OUT
    assert read.faults == {Fault.BATTERY, Fault.CHARGING, Fault.SCREEN}
    assert (read.year, read.age, read.described) == (None, 4.5, True)
    assert "scherm kapot" not in repr(read)


@pytest.mark.parametrize(
    ("written", "brand"),
    [
        ("Hewlett-Packard", "HP"),
        ("HP", "HP"),
        ("hp laptop", "HP"),
        ("HP Compaq", "HP"),
        ("Compaq", "Compaq"),
        ("LENOVA", "Lenovo"),
        ("iPhone 6", "Apple"),
        ("Phillips", "Philips"),
        ("Packard Bell", "Packard Bell"),
        ("Unknown", NOT_KNOWN),
        ("onbekend", NOT_KNOWN),
        ("Laptop", NOT_KNOWN),
        ("", NOT_KNOWN),
        ("Jan Jansen, 06-12345678", OTHER_BRAND),
    ],
)
def test_a_brand_is_known_however_it_is_written_and_any_other_text_is_not_kept(written: str, brand: str) -> None:
    assert repair(brand=written).brand == brand


@pytest.mark.parametrize(
    ("changed", "years"),
    [
        ({"product_age": "4.5"}, 4.5),
        ({"product_age": "", "year_of_manufacture": "????"}, None),
        ({"product_age": "", "year_of_manufacture": "2015"}, 4.0),
        ({"product_age": "", "year_of_manufacture": "2021"}, None),
        ({"product_age": "99", "year_of_manufacture": "2015"}, None),
    ],
)
def test_an_age_is_what_was_given_or_what_the_years_say_where_that_is_sensible(
    changed: dict[str, str], years: float | None
) -> None:
    assert repair(**changed).years(REFERENCE.policy.oldest) == years


@pytest.mark.parametrize("changed", [{"id": "rcint_23"}, {"product_category_id": ""}, {"product_age": ""}])
def test_what_real_files_leave_out_or_write_otherwise_is_read(changed: dict[str, str]) -> None:
    assert repair(**changed).kind is ProductKind.LAPTOP


@pytest.mark.parametrize(
    "changed", [{"product_category": "Kettle", "product_category_id": "14"}, {"product_category": "Kettle"}]
)
def test_another_product_is_left_out_or_contradicts_its_number(changed: dict[str, str]) -> None:
    read = read_row(row(**changed), REFERENCE, PUBLISHED)
    if "product_category_id" in changed:
        assert read is None
    else:
        assert isinstance(read, tuple)
        assert [problem.path for problem in read] == ["product_category_id"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "Sample 1"),
        ("data_provider", ""),
        ("country", "NL"),
        ("year_of_manufacture", "'15"),
        ("product_age", "old"),
        ("repair_status", "Done"),
        ("repair_barrier_if_end_of_life", "No time"),
        ("group_identifier", "a\nb"),
        ("event_date", "02-03-2019"),
        ("event_date", "2025-08-01"),
    ],
)
def test_a_fault_names_its_field_and_what_was_expected_and_not_the_value(field: str, value: str) -> None:
    read = read_row(row(**{field: value}), REFERENCE, PUBLISHED)
    assert isinstance(read, tuple)
    [problem] = read
    assert problem.path == field
    assert str(problem.what).startswith("Expected")
    assert not value or value not in str(problem.what)


def test_every_fault_of_a_row_is_told_at_once() -> None:
    read = read_row(row(country="NL", repair_status="Done"), REFERENCE, PUBLISHED)
    assert isinstance(read, tuple)
    assert [problem.path for problem in read] == ["country", "repair_status"]


REPAIRS = st.builds(
    OpenRepair,
    id=st.from_regex(r"[a-z]{1,20}-[0-9]{1,20}", fullmatch=True),
    provider=st.just("Repair Café Voorbeeld"),
    country=st.from_regex(r"[A-Z]{3}", fullmatch=True),
    kind=st.sampled_from(ProductKind),
    brand=st.sampled_from((*REFERENCE.brands.all, OTHER_BRAND, NOT_KNOWN)),
    year=st.none() | st.integers(1980, 2025),
    age=st.none() | st.integers(0, 9999).map(lambda tenths: tenths / 10),
    status=st.sampled_from(RepairStatus),
    barrier=st.none() | st.sampled_from(RepairBarrier),
    group=st.sampled_from(("", "0122")),
    on=st.dates(max_value=PUBLISHED),
    faults=st.frozensets(st.sampled_from(Fault)),
    described=st.booleans(),
).map(lambda it: replace(it, described=it.described or bool(it.faults)))


@given(made=REPAIRS)
def test_what_is_written_reads_as_it_was(made: OpenRepair) -> None:
    """Every field; and nothing that is written is free text."""
    again = read_row(write_row(made, REFERENCE), REFERENCE, PUBLISHED)
    assert again == made
    assert isinstance(again, OpenRepair)
    assert digest(again, REFERENCE) == digest(made, REFERENCE)


@given(made=st.lists(REPAIRS, max_size=5, unique_by=lambda it: it.id))
def test_what_is_written_keeps_every_constraint_of_the_published_schema(made: list[OpenRepair]) -> None:
    package = json.loads(shared_data("ords/ords_v0.3_tableschema.json").read_text(encoding="utf-8"))
    schema = package["resources"][0]["schema"]
    assert table_schema.faults(schema, FIELDS, [write_row(each, REFERENCE) for each in made]) == []


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("OpenRepairData_v0.3_aggregate_202507.csv", "2025-07-31"),
        ("repairs-2024-02.csv", "2024-02-29"),
        ("repairs.csv", None),
        ("repairs_1999.csv", None),
    ],
)
def test_the_day_of_a_file_is_the_last_of_the_month_in_its_name(name: str, day: str | None) -> None:
    found = day_in(name)
    assert (found and found.isoformat()) == day


def test_every_row_of_the_real_sample_is_read() -> None:
    """12,989 rows, with unknown years, empty ages and category numbers, and two spellings of a barrier."""
    with shared_data("ords/ords_devices_subset.csv").open(encoding="utf-8", newline="") as file:
        read = [read_row(each, REFERENCE, PUBLISHED) for each in csv.DictReader(file)]
    assert len(read) == 12_989
    assert all(isinstance(each, OpenRepair) for each in read)
    known = [each for each in read if isinstance(each, OpenRepair) and each.brand]
    assert sum(each.brand == OTHER_BRAND for each in known) / len(known) < 0.1
