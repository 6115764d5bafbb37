"""Tables as text: CSV as spreadsheets and programs really write it.

Rules:
1. The encoding is that of the byte order mark; without one UTF-8, and where that does not fit, Windows-1252.
2. The delimiter is what parts the first records most evenly: semicolon, tab, comma or bar; or what `sep=;` says.
3. The first record that says anything is the heading. Records that say nothing are passed over.
4. The line of a record is where it begins: a cell may hold line feeds.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import BinaryIO

from dpp.adapters.imports.headings import distinct
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.imports.columns import TableRow
from dpp.domain.message import message
from dpp.service.imports.ports import Table

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ";\t,|"
_SAMPLE = 65_536
_SAMPLE_RECORDS = 20
_BLOCK = 1 << 20


def read_csv(file: BinaryIO) -> Table:
    """The table of a text file. Raises InvalidInput where there is no heading."""
    encoding = _encoding(file)
    file.seek(0)
    text = _Text(file, encoding=encoding, errors="replace", newline="")
    sample = text.read(_SAMPLE)
    text.seek(0)
    said = _said_delimiter(sample)
    if said:
        text.readline()
    records = _records(text, said or _delimiter(sample), 1 if said else 0)
    heading = next(records, None)
    if heading is None:
        raise InvalidInput(message("The file has no heading."), remedy=message("Put the names of the columns first."))
    return Table(distinct([str(cell) for cell in heading.cells]), records)


class _Text(io.TextIOWrapper):
    """The text of a file that stays open when nobody reads this text any more: the file belongs to somebody else."""

    def close(self) -> None:
        with suppress(ValueError):  # it was let go before
            self.detach()


def _records(text: io.TextIOWrapper, delimiter: str, before: int) -> Iterator[TableRow]:
    reader = csv.reader(text, delimiter=delimiter)
    while True:
        line = before + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield TableRow(line, (), (Problem("$", message("This record cannot be read: {error}.", error=error)),))
        else:
            if any(cell.strip() for cell in cells):
                yield TableRow(line, cells)


def _encoding(file: BinaryIO) -> str:
    file.seek(0)
    head = file.read(3)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _said_delimiter(sample: str) -> str | None:
    """Excel's own way to say it: a first line `sep=;`."""
    first = sample.partition("\n")[0].strip()
    return first[4] if len(first) == 5 and first.lower().startswith("sep=") else None


def _delimiter(sample: str) -> str:
    return max(_DELIMITERS, key=lambda sign: _evenness(sample, sign))


def _evenness(sample: str, sign: str) -> tuple[float, int]:
    """How many of the first records have the width of the heading, and that width; nothing for a single column."""
    try:
        records = _first_records(sample, sign)
    except csv.Error:
        return (0.0, 0)
    width = len(records[0]) if records else 0
    if width < 2:
        return (0.0, 0)
    return (sum(len(record) == width for record in records) / len(records), width)


def _first_records(sample: str, sign: str) -> list[Sequence[str]]:
    whole = sample if len(sample) < _SAMPLE else sample.rpartition("\n")[0]
    reader = csv.reader(io.StringIO(whole, newline=""), delimiter=sign)
    found = [record for record, _ in zip(reader, range(_SAMPLE_RECORDS), strict=False)]
    return [record for record in found if any(cell.strip() for cell in record)]
