"""A column map says which column fills which field; a proposal is made from the headings."""

from typing import Any

import pytest

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.catalogue import Granularity
from dpp.domain.errors import InvalidInput
from dpp.domain.figure import Unit
from dpp.domain.imports.columns import Column, ColumnMap, Mapper, TableRow, read_map, write_map
from dpp.domain.imports.fields import element_fields
from dpp.domain.imports.proposal import plain_word, propose
from dpp.domain.imports.quantities import DecimalSign
from dpp.domain.imports.synonyms import SYNONYMS

FIELDS = {field.name: field for field in element_fields(load_catalogue(), Granularity.MODEL)}
HEADINGS = ("Merk", "Modelnaam", "Gewicht (g)", "Opmerking")
MAP = ColumnMap(
    (Column("merk", "brand"), Column("Modelnaam", "modelName"), Column("Gewicht (g)", "mass", Unit.GRAM)),
    {"productGroup": "laptop"},
    source="Price list",
)


def mapped(cells: list[Any], column_map: ColumnMap = MAP, headings: tuple[str, ...] = HEADINGS) -> Any:
    return Mapper(column_map, FIELDS, headings).row(TableRow(2, cells))


def test_columns_fill_fields_constants_fill_the_rest_and_other_columns_are_ignored() -> None:
    row = mapped(["Dell", "Latitude 7420", "1520", "mooi"])
    assert row.line == 2
    assert row.content == {
        "productGroup": "laptop",
        "brand": "Dell",
        "modelName": "Latitude 7420",
        "mass": {"value": 1.52, "unit": "kg", "source": {"title": "Price list"}},
    }


def test_an_empty_cell_and_a_short_record_say_nothing() -> None:
    assert mapped(["Dell", ""]).content == {"productGroup": "laptop", "brand": "Dell"}


def test_a_cell_goes_before_a_constant_where_it_says_something() -> None:
    both = ColumnMap((Column("Merk", "brand"),), {"brand": "HP"})
    assert mapped(["Dell"], both).content == {"brand": "Dell"}
    assert mapped([""], both).content == {"brand": "HP"}


def test_a_member_of_a_collection_is_a_field_of_its_own() -> None:
    columns = ColumnMap((Column("Breedte", "resolution.width"), Column("Hoogte", "resolution.height")))
    row = mapped(["1920", "1080"], columns, ("Breedte", "Hoogte"))
    assert row.content == {"resolution": {"width": 1920, "height": 1080}}


def test_a_cell_that_cannot_be_read_is_a_problem_of_the_row_that_names_its_column() -> None:
    (problem,) = mapped(["Dell", "X", "zwaar"]).problems
    assert problem.path == "$.mass"
    assert str(problem.what).startswith("Column 'Gewicht (g)': Expected a quantity such as 1,4 kg, found zwaar")


def test_a_record_with_more_cells_than_headings_is_refused_because_its_cells_may_have_moved() -> None:
    assert mapped(["Dell", "X", "1", "", ""]).problems == ()
    assert [problem.path for problem in mapped(["Dell", "X", "1", "", "more"]).problems] == ["$"]


@pytest.mark.parametrize(
    ("column_map", "path"),
    [
        (ColumnMap((Column("Merk", "colour"),)), "$.columns[0].field"),
        (ColumnMap((Column("Merk", "brand"), Column("Modelnaam", "brand"))), "$.columns[1].field"),
        (ColumnMap((Column("Merk", "brand", Unit.GRAM),)), "$.columns[0].unit"),
        (ColumnMap((Column("Gewicht (g)", "mass", Unit.INCH),)), "$.columns[0].unit"),
        (ColumnMap((Column("Prijs", "brand"),)), "$.columns[0]"),
        (ColumnMap((), {"colour": "red"}), "$.constants.colour"),
    ],
)
def test_a_map_that_does_not_fit_the_fields_or_the_file_reads_nothing(column_map: ColumnMap, path: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Mapper(column_map, FIELDS, HEADINGS)
    assert [problem.path for problem in refused.value.problems] == [path]


def test_a_map_survives_writing_and_reading() -> None:
    assert read_map(write_map(MAP)) == MAP


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ([], "$"),
        ({"columns": {}}, "$.columns"),
        ({"columns": [{"field": "brand"}]}, "$.columns[0]"),
        ({"columns": [{"heading": "a", "field": 1}]}, "$.columns[0].field"),
        ({"columns": [{"heading": "a", "unit": "stone"}]}, "$.columns[0].unit"),
        ({"constants": {"brand": 1}}, "$.constants"),
        ({"decimalSign": "dot"}, "$.decimalSign"),
        ({"source": None}, "$.source"),
    ],
)
def test_what_is_no_map_is_refused_with_its_path(content: Any, path: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_map(content)
    assert [problem.path for problem in refused.value.problems] == [path]


def test_a_proposal_knows_labels_in_both_languages_ids_and_what_lists_call_things() -> None:
    headings = ("Merk", "modelName", "Battery energy", "CPU", "EAN-code", "Kleur")
    proposed = propose(headings, [], FIELDS, "list.csv")
    assert [column.field for column in proposed.columns] == [
        "brand",
        "modelName",
        "batteryEnergy",
        "processor",
        "gtin",
        None,
    ]
    assert proposed.source == "list.csv"


def test_a_unit_behind_the_heading_is_that_of_the_column() -> None:
    proposed = propose(("Gewicht (g)", "Screen size in cm", "Opslag [GB]"), [], FIELDS, "")
    assert [(column.field, column.unit) for column in proposed.columns] == [
        ("mass", Unit.GRAM),
        ("screenDiagonal", Unit.CENTIMETRE),
        ("storage", None),
    ]


def test_a_field_is_proposed_for_the_first_column_that_means_it() -> None:
    proposed = propose(("Merk", "Fabrikant", "Brand"), [], FIELDS, "")
    assert [column.field for column in proposed.columns] == ["brand", "manufacturerName", None]


def test_the_decimal_sign_is_proposed_from_the_cells_of_numbers() -> None:
    assert propose(("Merk", "Gewicht"), [("1,5", "1.52")], FIELDS, "").sign is DecimalSign.POINT
    assert propose(("Merk", "Gewicht"), [("1.5", "1,52")], FIELDS, "").sign is DecimalSign.COMMA


def test_no_word_stands_under_two_fields() -> None:
    words = [plain_word(word) for synonyms in SYNONYMS.values() for word in dict.fromkeys(map(plain_word, synonyms))]
    assert {word for word in words if words.count(word) > 1} == set()


def test_every_proposed_map_fits_the_file_that_it_was_proposed_for() -> None:
    headings = tuple(field.label.nl for field in FIELDS.values())
    proposed = propose(headings, [], FIELDS, "list")
    Mapper(proposed, FIELDS, headings)
    assert sum(column.field is not None for column in proposed.columns) > len(FIELDS) * 0.9
