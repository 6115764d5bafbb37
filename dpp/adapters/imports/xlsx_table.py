"""Tables in spreadsheets (XLSX), read as data and never as a program.

Rules:
1. The first sheet that is not hidden counts; its first row that says anything is the heading.
2. A formula is refused with its row: what it comes to depends on who computes it. Values can be pasted over it.
3. An archive that unpacks to more than `MOST_BYTES`, or holds more than `MOST_PARTS`, is not opened at all. The sizes
   that it declares are a limit: the unpacker reads no byte more.
"""

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from dpp.adapters.imports.headings import distinct
from dpp.domain.errors import InvalidInput, Problem, TooLarge
from dpp.domain.imports.columns import TableRow
from dpp.domain.imports.values import Cell
from dpp.domain.message import message
from dpp.service.imports.ports import Table

MOST_BYTES = 256 << 20
MOST_TEXTS = 64 << 20
MOST_PARTS = 1000
_TEXTS = "xl/sharedStrings.xml"
_UNREADABLE = (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError, TypeError)


def read_xlsx(file: BinaryIO) -> Table:
    """The table of a workbook. Raises InvalidInput where it is none, TooLarge where it would unpack to too much."""
    _guard(file)
    file.seek(0)
    try:
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
    except _UNREADABLE as error:
        raise _no_workbook() from error
    if sheet is None:
        raise InvalidInput(message("The workbook has no sheet that can be seen."))
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    records = _records(sheet)
    heading = next(records, None)
    if heading is None:
        raise InvalidInput(message("The file has no heading."), remedy=message("Put the names of the columns first."))
    return Table(distinct(["" if cell is None else str(cell) for cell in heading.cells]), records)


def _records(sheet: Any) -> Iterator[TableRow]:
    try:
        for line, cells in enumerate(sheet.iter_rows(), 1):
            formulas = tuple(_formula(cell) for cell in cells if cell.data_type == "f")
            values: list[Cell] = [None if cell.data_type in {"f", "e"} else _plain(cell.value) for cell in cells]
            if formulas or any(value is not None for value in values):
                yield TableRow(line, values, formulas)
    except _UNREADABLE as error:
        raise _no_workbook() from error


def _plain(value: Any) -> Cell:
    """Openpyxl gives texts, numbers, truth values, days and moments; anything else as it would be printed."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return value if isinstance(value, Cell) else str(value)


def _formula(cell: Any) -> Problem:
    return Problem(
        f"{get_column_letter(cell.column)}{cell.row}",
        message("This cell holds a formula. Paste its value over it, and send the file again."),
    )


def _guard(file: BinaryIO) -> None:
    """Rule 3."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise _no_workbook() from error
    texts = sum(part.file_size for part in parts if part.filename == _TEXTS)
    if len(parts) > MOST_PARTS or texts > MOST_TEXTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise TooLarge(
            message("This workbook unpacks to more than is read here."),
            remedy=message("Save it as CSV, or divide it."),
        )


def _no_workbook() -> InvalidInput:
    return InvalidInput(
        message("This is not a workbook that can be read."), remedy=message("Save it as XLSX or CSV, and try again.")
    )
