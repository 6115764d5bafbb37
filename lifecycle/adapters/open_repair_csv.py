"""CSV files of the Open Repair Data Standard: read piece by piece, and written.

A file is in UTF-8, with or without a mark; a byte that is none becomes a replacement character, for the public files
hold texts that were in other encodings before.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO, TextIO

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import listed, message
from lifecycle.domain.faults.open_data import FIELDS


def read_rows(file: BinaryIO) -> Iterator[tuple[int, Mapping[str, str]]]:
    """`RowReader`: each row with the line on which it begins. Columns may stand in any order, others between."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    try:
        yield from _rows(text)
    finally:
        text.detach()  # the file is its owner's to close


def write_rows(fields: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Iterator[bytes]:
    """A file in pieces, one for each row, the heading first; lines end as RFC 4180 has them."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fields)
    writer.writeheader()
    for row in rows:
        yield _emptied(buffer)
        writer.writerow(row)
    yield _emptied(buffer)


def _emptied(buffer: io.StringIO) -> bytes:
    content = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return content


def _rows(text: TextIO) -> Iterator[tuple[int, Mapping[str, str]]]:
    reader = csv.reader(text)
    try:
        places = _places(next(reader, []))
        least, line = max(places.values()) + 1, reader.line_num + 1
        for cells in reader:
            if len(cells) >= least:
                yield line, {field: cells[place] for field, place in places.items()}
            elif cells:
                yield line, dict.fromkeys(FIELDS, "") | _short(places, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise InvalidInput(
            message("The file cannot be read as CSV: line {line}.", line=reader.line_num + 1),
            remedy=message("Fetch it again."),
        ) from error


def _short(places: Mapping[str, int], cells: Sequence[str]) -> dict[str, str]:
    """A row with too few cells: it is refused by what it lacks."""
    return {field: cells[place] for field, place in places.items() if place < len(cells)}


def _places(heading: Sequence[str]) -> dict[str, int]:
    """Where each field stands; InvalidInput with the fields that are missing."""
    found = {name.strip(): place for place, name in enumerate(heading)}
    missing = [field for field in FIELDS if field not in found]
    if missing:
        raise InvalidInput(
            message("The file lacks these columns: {columns}.", columns=listed(missing)),
            tuple(Problem(field, message("Expected this column.")) for field in missing),
            remedy=message("Take the aggregate of the Open Repair Data Standard 0.3 as it was published."),
        )
    return {field: found[field] for field in FIELDS}
