"""Files with rows: which format a file has, and the reader of each format."""

import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO

from dpp.adapters.imports.csv_table import read_csv
from dpp.adapters.imports.json_rows import read_json, read_ndjson
from dpp.domain.errors import InvalidInput
from dpp.domain.imports.formats import Format
from dpp.domain.imports.rows import ImportRow
from dpp.domain.message import message
from dpp.service.imports.ports import Table


def _read_xlsx(file: BinaryIO) -> Table:
    from dpp.adapters.imports.xlsx_table import read_xlsx  # noqa: PLC0415 - a start need not wait for spreadsheets

    return read_xlsx(file)


_TABLES: Mapping[Format, Callable[[BinaryIO], Table]] = MappingProxyType(
    {Format.CSV: read_csv, Format.XLSX: _read_xlsx}
)
_OBJECTS: Mapping[Format, Callable[[BinaryIO], Iterator[ImportRow]]] = MappingProxyType(
    {Format.JSON: read_json, Format.NDJSON: read_ndjson}
)
_HEAD = 1 << 16
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class Files:
    """`FileReader` over the formats that there are."""

    def format_of(self, file: BinaryIO) -> Format:
        """By what stands in the file, whatever its name. Raises InvalidInput for what is certainly none of them."""
        file.seek(0)
        head = file.read(_HEAD)
        if head.startswith(b"PK\x03\x04"):
            return Format.XLSX
        if head.startswith(_OLD_EXCEL):
            raise InvalidInput(
                message("This is a workbook of an old kind (XLS)."), remedy=message("Save it as XLSX or CSV.")
            )
        text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        if not text:
            raise InvalidInput(message("The file is empty."))
        if text.startswith(b"["):
            return Format.JSON
        return _of_objects(text) if text.startswith(b"{") else Format.CSV

    def table(self, file: BinaryIO, file_format: Format) -> Table:
        return _TABLES[file_format](file)

    def objects(self, file: BinaryIO, file_format: Format) -> Iterator[ImportRow]:
        return _OBJECTS[file_format](file)


def _of_objects(text: bytes) -> Format:
    """One object over several lines is JSON; else each line is an object of its own."""
    first, more, _ = text.partition(b"\n")
    try:
        json.loads(first)
    except ValueError:
        return Format.JSON if more and first.strip() == b"{" else Format.NDJSON
    except RecursionError:
        return Format.NDJSON
    return Format.NDJSON
