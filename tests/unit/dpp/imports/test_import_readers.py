"""Files with rows are read as people and programs really write them, piece by piece."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from dpp.adapters.imports import json_rows, xlsx_table
from dpp.adapters.imports.files import Files
from dpp.adapters.imports.headings import MOST_COLUMNS, distinct
from dpp.domain.errors import InvalidInput, TooLarge
from dpp.domain.imports.formats import Format
from dpp.domain.imports.rows import ImportRow
from dpp.service.imports.ports import Table

FILES = Files()


def csv_table(content: bytes) -> Table:
    file = io.BytesIO(content)
    assert FILES.format_of(file) is Format.CSV
    return FILES.table(file, Format.CSV)


def cells(table: Table) -> list[tuple[int, list[Any]]]:
    return [(record.line, list(record.cells)) for record in table.records]


@pytest.mark.parametrize("delimiter", [";", "\t", ",", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiter_and_encoding_are_found_out(delimiter: str, encoding: str) -> None:
    lines = ["Merk,Naam,Prijs", "Dell,Café één,12", "HP,Ünit,13"]
    table = csv_table("\r\n".join(line.replace(",", delimiter) for line in lines).encode(encoding))
    assert table.headings == ("Merk", "Naam", "Prijs")
    assert cells(table) == [(2, ["Dell", "Café één", "12"]), (3, ["HP", "Ünit", "13"])]


def test_a_decimal_comma_does_not_make_the_comma_the_delimiter() -> None:
    table = csv_table(b"Merk;Gewicht\nDell;1,52\nHP;1,4\n")
    assert cells(table) == [(2, ["Dell", "1,52"]), (3, ["HP", "1,4"])]


def test_a_spreadsheet_may_say_its_delimiter_itself() -> None:
    table = csv_table(b"sep=|\nMerk|a,b\nDell|1\n")
    assert table.headings == ("Merk", "a,b")
    assert cells(table) == [(3, ["Dell", "1"])]


def test_the_line_of_a_record_is_where_it_begins_also_after_cells_of_several_lines() -> None:
    table = csv_table(b'Merk;Opmerking\n\nDell;"een\ntwee"\nHP;x\n')
    assert cells(table) == [(3, ["Dell", "een\ntwee"]), (5, ["HP", "x"])]


def test_a_file_can_be_read_again_after_its_table_was_left() -> None:
    file = io.BytesIO(b"Merk;Naam\nDell;x\n")
    assert FILES.table(file, Format.CSV).headings == FILES.table(file, Format.CSV).headings
    assert [record.line for record in FILES.table(file, Format.CSV).records] == [2]


def test_a_single_column_is_a_table_too() -> None:
    assert cells(csv_table(b"Serienummer\nA1\nA2\n")) == [(2, ["A1"]), (3, ["A2"])]


def test_a_cell_that_is_far_too_long_costs_its_record_alone() -> None:
    table = csv_table(b"Merk;Naam\nDell;" + b"x" * 200_000 + b"\nHP;y\n")
    records = list(table.records)
    assert [record.line for record in records] == [2, 3]
    assert [bool(record.problems) for record in records] == [True, False]


def test_an_empty_file_and_a_file_without_a_heading_are_refused() -> None:
    with pytest.raises(InvalidInput, match="empty"):
        FILES.format_of(io.BytesIO(b" \n"))
    with pytest.raises(InvalidInput, match="no heading"):
        FILES.table(io.BytesIO(b";;\n"), Format.CSV)


def test_headings_that_are_alike_or_empty_can_be_told_apart() -> None:
    assert distinct(["Datum", "datum ", "", "x", ""]) == ("Datum", "datum (2)", "#3", "x")


def test_a_file_with_more_columns_than_anybody_reads_is_refused() -> None:
    with pytest.raises(InvalidInput, match="columns"):
        distinct(["a"] * (MOST_COLUMNS + 1))


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1), min_size=2, max_size=4)
    )
)
def test_whatever_stands_in_a_text_file_reading_it_ends_in_rows(records: list[list[str]]) -> None:
    content = "a;b;c;d\n" + "\n".join(";".join(record) for record in records)
    table = FILES.table(io.BytesIO(content.encode()), Format.CSV)
    lines = [record.line for record in table.records]
    assert lines == sorted(set(lines))


def workbook(*rows: list[Any], hidden: list[list[Any]] | None = None) -> io.BytesIO:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in hidden or []:
        sheet.append(row)
    if hidden is not None:
        sheet.sheet_state = "hidden"
        sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file


def test_a_workbook_gives_numbers_days_and_truth_values_as_what_they_are() -> None:
    file = workbook([], ["Merk", "Gewicht", "Datum", "Oké"], ["Dell", 1.5, datetime(2026, 1, 31), True], [], ["HP", 2])  # noqa: DTZ001 (a sheet has no zones)
    assert FILES.format_of(file) is Format.XLSX
    table = FILES.table(file, Format.XLSX)
    assert table.headings == ("Merk", "Gewicht", "Datum", "Oké")
    first, second = table.records
    assert (first.line, list(first.cells)) == (3, ["Dell", 1.5, datetime(2026, 1, 31), True])  # noqa: DTZ001 (the same)
    assert (second.line, list(second.cells)[:2]) == (5, ["HP", 2])


def test_a_formula_is_refused_with_its_row_and_its_cell() -> None:
    table = FILES.table(workbook(["Merk", "Prijs"], ["Dell", "=1+1"], ["HP", 2]), Format.XLSX)
    first, second = table.records
    assert [problem.path for problem in first.problems] == ["B2"]
    assert first.cells[1] is None
    assert not second.problems


def test_a_hidden_sheet_is_passed_over() -> None:
    table = FILES.table(workbook(["Merk"], ["Dell"], hidden=[["Geheim"]]), Format.XLSX)
    assert table.headings == ("Merk",)


def test_a_workbook_that_would_unpack_to_far_more_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 2_000_000)
    monkeypatch.setattr(xlsx_table, "MOST_BYTES", 1_000_000)
    assert len(bomb.getvalue()) < 10_000
    with pytest.raises(TooLarge):
        FILES.table(bomb, Format.XLSX)


def test_a_workbook_with_entities_of_its_own_is_refused() -> None:
    good = workbook(["Merk"], ["Dell"])
    evil = io.BytesIO()
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(evil, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename.startswith("xl/worksheets/"):
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + content.replace(b"Dell", b"&b;")
            target.writestr(part.filename, content)
    with pytest.raises(InvalidInput):
        list(FILES.table(evil, Format.XLSX).records)


@pytest.mark.parametrize("content", [b"PK\x03\x04 and then nothing", b"PK\x03\x04"])
def test_what_only_begins_like_a_workbook_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(InvalidInput, match="workbook"):
        FILES.table(io.BytesIO(content), FILES.format_of(io.BytesIO(content)))


def test_an_old_workbook_is_refused_with_what_to_do() -> None:
    with pytest.raises(InvalidInput, match="XLS") as refused:
        FILES.format_of(io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1"))
    assert "XLSX" in str(refused.value.remedy)


def received(row: ImportRow) -> bytes:
    assert isinstance(row.content, bytes)
    return row.content


def objects(content: bytes) -> list[ImportRow]:
    file = io.BytesIO(content)
    return list(FILES.objects(file, FILES.format_of(file)))


def test_each_line_of_ndjson_is_a_row_as_it_came() -> None:
    rows = objects(b'\xef\xbb\xbf{"a": 1}\r\n\n{"a":2}\n{broken\n{"a": 3}')
    assert [(row.line, row.content) for row in rows] == [
        (1, b'{"a": 1}'),
        (3, b'{"a":2}'),
        (4, b"{broken"),
        (5, b'{"a": 3}'),
    ]


def test_a_line_that_is_too_long_costs_that_line_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_rows, "MOST_BYTES", 50)
    rows = list(json_rows.read_ndjson(io.BytesIO(b'{"a": 1}\n{"a": "' + b"x" * 500 + b'"}\n{"a": 2}\n')))
    assert [(row.line, bool(row.problems)) for row in rows] == [(1, False), (2, True), (3, False)]


def test_each_object_of_an_array_is_a_row_with_its_number() -> None:
    rows = objects(b'[\n  {"a": 1},\n  {"a": {\n"b": "]"}}, 3\n]\n')
    assert [(row.line, row.content) for row in rows] == [(1, b'{"a": 1}'), (2, b'{"a": {\n"b": "]"}}'), (3, b"3")]


def test_a_single_object_over_several_lines_is_one_row() -> None:
    assert [json.loads(received(row)) for row in objects(b'{\n "a": 1\n}\n')] == [{"a": 1}]


@pytest.mark.parametrize("content", [b'[{"a": 1} {"a": 2}]', b'[{"a": 1}, {"a', b'[{"a": 1}', b'[{"a": 1}, nonsense]'])
def test_a_fault_in_the_form_of_an_array_ends_the_reading_and_is_told(content: bytes) -> None:
    rows = objects(content)
    assert rows[0].content == b'{"a": 1}'
    assert not rows[0].problems
    assert [bool(row.problems) for row in rows[1:]] == [True]


def test_bytes_that_are_no_utf8_stay_what_they_are() -> None:
    assert objects(b'[{"a": "\xff"}]')[0].content == b'{"a": "\xff"}'


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(values), st.sampled_from([None, 2]), st.integers(min_value=1, max_value=40))
def test_an_array_is_read_the_same_in_pieces_of_any_size(content: list[Any], indent: int | None, size: int) -> None:
    original = json_rows._BLOCK
    json_rows._BLOCK = size
    try:
        file = io.BytesIO(json.dumps(content, indent=indent, ensure_ascii=False).encode(errors="surrogatepass"))
        rows = list(json_rows.read_json(file))
    finally:
        json_rows._BLOCK = original
    assert [json.loads(received(row).decode(errors="surrogatepass")) for row in rows] == content
