"""Records out of CSV and XLSX: a row is a record, a heading is a field."""

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from dpp.adapters.imports.csv_table import read_csv
from dpp.adapters.imports.xlsx_table import read_xlsx
from dpp.domain.errors import InvalidInput
from dpp.domain.imports.columns import plain_heading
from dpp.domain.message import message
from lifecycle.domain.evidence.erasure_map import FieldMap
from lifecycle.domain.evidence.limits import MAX_ENTRIES

_WORKBOOK = b"PK\x03\x04"


def table_records(content: bytes, wanted: FieldMap) -> Iterator[Mapping[str, str]]:
    """What stands under the headings of the map, for each row; InvalidInput where the table has none of them."""
    table = (read_xlsx if content.startswith(_WORKBOOK) else read_csv)(io.BytesIO(content))
    places = {plain_heading(heading): place for place, heading in reversed(list(enumerate(table.headings)))}
    columns = {
        where: places[plain_heading(where)]
        for where in (*wanted.fields.values(), *wanted.personal)
        if plain_heading(where) in places
    }
    if not columns:
        raise InvalidInput(
            message("The table has none of the columns that the map names."),
            remedy=message("Choose another map, or mend this one."),
        )
    for number, row in enumerate(table.records):
        if number > MAX_ENTRIES:  # one more than may be kept: whoever keeps them says so
            return
        yield {where: _text(row.cells[place]) for where, place in columns.items() if place < len(row.cells)}


def _text(cell: Any) -> str:
    """A cell of a workbook can be a number or a time."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date | datetime) else str(cell)
