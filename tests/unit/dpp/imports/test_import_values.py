"""Cells become values: numbers, quantities, days, yes and no, as people type them in Dutch and English."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.catalogue import Code, Text, ValueType
from dpp.domain.errors import InvalidInput
from dpp.domain.figure import Unit
from dpp.domain.imports.dates import read_date, read_month
from dpp.domain.imports.fields import Field
from dpp.domain.imports.quantities import DecimalSign, read_number, read_quantity, sign_of
from dpp.domain.imports.values import Style, read_value

COMMA, POINT = DecimalSign.COMMA, DecimalSign.POINT
SHEET = Style(COMMA, None, "Data sheet")


def field(value_type: ValueType, **more: Any) -> Field:
    return Field("name", "group", Text("Name", "Naam"), value_type, **more)


@pytest.mark.parametrize(
    ("text", "sign", "number"),
    [
        ("1,4", COMMA, "1.4"),
        ("1.299,50", COMMA, "1299.50"),
        ("1 299", COMMA, "1299"),
        ("1.299", COMMA, "1299"),
        ("1.299", POINT, "1.299"),
        ("1,299.5", POINT, "1299.5"),
        ("-3", COMMA, "-3"),
        ("007", COMMA, "7"),
    ],
)
def test_a_number_is_read_by_the_sign_that_marks_its_decimals(text: str, sign: DecimalSign, number: str) -> None:
    assert read_number(text, sign) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "sign"),
    [("1.5", COMMA), ("1,5", POINT), ("12.34.567", COMMA), ("1,2,3", COMMA), ("abc", COMMA), ("", COMMA)],
)
def test_a_number_that_is_written_the_other_way_is_not_guessed_at(text: str, sign: DecimalSign) -> None:
    assert read_number(text, sign) is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_a_number_reads_the_same_however_its_decimals_are_marked(number: Decimal) -> None:
    assert read_number(f"{number:f}", POINT) == number
    assert read_number(f"{number:f}".replace(".", ","), COMMA) == number


@pytest.mark.parametrize(
    ("text", "wanted", "assumed", "number"),
    [
        ("1,4 kg", Unit.KILOGRAM, None, "1.4"),
        ("1400 gram", Unit.KILOGRAM, None, "1.4"),
        ("1400", Unit.KILOGRAM, Unit.GRAM, "1.4"),
        ("1,4 kg", Unit.KILOGRAM, Unit.GRAM, "1.4"),
        ("14 inch", Unit.INCH, None, "14"),
        ('14"', Unit.INCH, None, "14"),
        ("13,3″", Unit.INCH, None, "13.3"),
        ("35,56 cm", Unit.INCH, None, "14.0000"),
        ("512GB", Unit.GIGABYTE, None, "512"),
        ("1 TB", Unit.GIGABYTE, None, "1000"),
        ("3 jaar", Unit.MONTH, None, "36"),
        ("85 %", Unit.PERCENT, None, "85"),
        ("1.234 Wh", Unit.WATT_HOUR, None, "1234"),
        ("341 kg CO2e", Unit.KILOGRAM_CO2E, None, "341"),
        ("42 kWh per year", Unit.KILOWATT_HOUR_PER_YEAR, None, "42"),
    ],
)
def test_a_quantity_is_given_in_the_unit_of_its_field(
    text: str, wanted: Unit, assumed: Unit | None, number: str
) -> None:
    assert read_quantity(text, COMMA, wanted, assumed) == Decimal(number)


@pytest.mark.parametrize(("text", "wanted"), [("14 kg", Unit.INCH), ("14 stuks", Unit.KILOGRAM), ("kg", Unit.KILOGRAM)])
def test_a_quantity_of_another_kind_is_refused(text: str, wanted: Unit) -> None:
    assert read_quantity(text, COMMA, wanted) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31-01-2026", date(2026, 1, 31)),
        ("1/2/2026", date(2026, 2, 1)),
        ("2026-01-31", date(2026, 1, 31)),
        ("2026-01-31T10:00:00", date(2026, 1, 31)),
        ("31-1-2026 00:00", date(2026, 1, 31)),
        ("3 maart 2021", date(2021, 3, 3)),
        ("3 mrt. 2021", date(2021, 3, 3)),
        ("31-02-2026", None),
        ("01-31-2026", None),
        ("31-01-26", None),
        ("morgen", None),
    ],
)
def test_a_day_comes_before_its_month_and_a_year_has_four_digits(text: str, day: date | None) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2021-03", "2021-03"),
        ("03-2021", "2021-03"),
        ("3/2021", "2021-03"),
        ("mrt 2021", "2021-03"),
        ("maart 2021", "2021-03"),
        ("15-03-2021", "2021-03"),
        ("13-2021", None),
        ("2021", None),
    ],
)
def test_a_month_may_be_given_as_a_day(text: str, month: str | None) -> None:
    assert read_month(text) == month


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_day_in_dutch_order_and_in_iso_order_is_the_same_day(day: date) -> None:
    assert read_date(day.strftime("%d-%m-") + f"{day.year:04}") == day == read_date(day.isoformat())


@pytest.mark.parametrize("cell", [None, "", "   "])
def test_an_empty_cell_says_nothing(cell: str | None) -> None:
    assert read_value(cell, field(ValueType.BOOLEAN), SHEET) is None


@pytest.mark.parametrize(("word", "meant"), [("ja", True), ("Nee", False), ("X", True), (False, False), (1, True)])
def test_yes_and_no_are_understood_in_dutch(word: Any, meant: object) -> None:
    assert read_value(word, field(ValueType.BOOLEAN), SHEET) is meant


def test_a_figure_gets_its_unit_and_the_source_of_the_map() -> None:
    figure = read_value("1,52 kg", field(ValueType.FIGURE, unit=Unit.KILOGRAM), SHEET)
    assert figure == {"value": 1.52, "unit": "kg", "source": {"title": "Data sheet"}}


def test_a_figure_of_a_spreadsheet_is_a_number_already() -> None:
    assert read_value(1.5, field(ValueType.FIGURE, unit=Unit.KILOGRAM), SHEET)["value"] == 1.5


def test_a_figure_without_a_source_is_refused() -> None:
    with pytest.raises(InvalidInput, match="needs a source"):
        read_value("14", field(ValueType.FIGURE, unit=Unit.INCH), Style())


def test_an_identifier_that_a_spreadsheet_took_for_a_number_gets_its_zeros_back() -> None:
    assert read_value(9520000074203.0, field(ValueType.TEXT, digits=14), SHEET) == "09520000074203"
    assert read_value("8712345678906", field(ValueType.TEXT, digits=14), SHEET) == "08712345678906"


def test_a_day_of_a_spreadsheet_is_a_day() -> None:
    assert read_value(datetime(2026, 1, 31, 12), field(ValueType.DATE), SHEET) == "2026-01-31"  # noqa: DTZ001 (as openpyxl gives it)
    assert read_value(date(2021, 3, 1), field(ValueType.MONTH), SHEET) == "2021-03"


@pytest.mark.parametrize("word", ["laptop", "Laptop", "Schootcomputer", "notebook"])
def test_a_code_is_known_by_its_value_its_labels_and_what_lists_call_it(word: str) -> None:
    codes = (Code("laptop", Text("Laptop", "Schootcomputer")), Code("phone", Text("Phone", "Telefoon")))
    assert read_value(word, field(ValueType.CODE, codes=codes), SHEET) == "laptop"


def test_several_values_stand_in_one_cell() -> None:
    assert read_value("Debian 13 | Fedora; Arch", field(ValueType.TEXT, multiple=True), SHEET) == [
        "Debian 13",
        "Fedora",
        "Arch",
    ]


@pytest.mark.parametrize(
    ("cell", "kind", "expected"),
    [
        ("veel", ValueType.NUMBER, "a number such as 1,4"),
        ("31-02-2026", ValueType.DATE, "a day such as"),
        ("ooit", ValueType.MONTH, "a month such as"),
        ("misschien", ValueType.BOOLEAN, "yes or no"),
        ("fiets", ValueType.CODE, "one of laptop"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_was_expected_and_found(
    cell: str, kind: ValueType, expected: str
) -> None:
    codes = (Code("laptop", Text("Laptop", "Laptop")),)
    with pytest.raises(InvalidInput, match=expected) as refused:
        read_value(cell, field(kind, codes=codes), SHEET)
    assert cell in str(refused.value)


def test_the_decimal_sign_is_told_by_cells_that_can_be_read_in_one_way_only() -> None:
    assert sign_of(["14", "1.299", "1,5 kg"]) is COMMA
    assert sign_of(["14", "1.5"]) is POINT
    assert sign_of(["14", "abc"]) is None
