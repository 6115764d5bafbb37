"""Reads a report by a map of its fields: here, or as a format that a worker process reads.

A worker is sent report and map in one (`envelope`). What it keeps is the format of the domain, without the report.
"""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from dpp.domain.errors import InvalidInput
from dpp.domain.message import message
from lifecycle.adapters.parsers.reports.envelope import FILE
from lifecycle.adapters.parsers.reports.markup import xml_records
from lifecycle.adapters.parsers.reports.pdf import pdf_records
from lifecycle.adapters.parsers.reports.tables import table_records
from lifecycle.domain.evidence import erasure_report
from lifecycle.domain.evidence.erasure_map import FieldMap, Layout, read_map
from lifecycle.domain.evidence.format import Format, Kept, Opened
from lifecycle.domain.evidence.members import member
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.stripping import Stripped, stripped

_RECORDS: Mapping[Layout, Callable[[bytes, FieldMap], Iterable[Mapping[str, str]]]] = {
    Layout.PDF: pdf_records,
    Layout.XML: xml_records,
    Layout.TABLE: table_records,
}


def read_erasure_report(content: bytes, wanted: FieldMap) -> tuple[Stripped, Reading]:
    """What may be stored of a report, and what it says; the file is read in this very process.

    InvalidInput for what is empty, broken or not of the layout that the map says; TooLarge over a limit.
    """
    kept = _kept(content, wanted)
    return stripped(content, kept.content, kept.removed), erasure_report.read(kept.content)


def _kept(content: bytes, wanted: FieldMap) -> Kept:
    if not content.strip():
        raise InvalidInput(message("The file is empty."), remedy=message("Export it again, then send it."))
    return erasure_report.keep_records(wanted, _RECORDS[wanted.layout](content, wanted))


def _keep(opened: Opened) -> Kept | None:
    report: Any = member(opened.document, erasure_report.MARK)
    file = member(report, FILE)
    if not isinstance(file, str):
        return erasure_report.keep(opened)
    try:
        content = base64.b64decode(file, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidInput(message("The file is not in base64.")) from error
    return _kept(content, read_map(member(report, "map")))


FORMATS: tuple[Format, ...] = (replace(erasure_report.FORMAT, keep=_keep),)
"""For `ProcessReader(place="lifecycle.adapters.parsers.reports.reading:FORMATS")`."""
