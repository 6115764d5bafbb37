"""Reads reports of any erasure tool by a map of its fields: one report, and a record for each disk.

What is kept is, for each disk, the fields that the map names, each in the form that it should have, and the map itself:
so the report can be read again when the parser improves, and an auditor sees what the words were taken to mean.

Rules:
1. A record without a serial number, or without a result that the map knows, is no erasure; both are told.
2. An erasure is verified when it succeeded and the map takes the word for its verification so. That is the tool's own
   read-back, not the check of a second person.
3. The serial number of a device is claimed where all records name the same one: a report can be of many devices.
4. The disks are not taken to be in one device together, so there are no media in the reading.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dpp.domain.errors import Problem
from dpp.domain.message import message
from dpp.domain.proof import canonical
from lifecycle.domain.evidence.erasure_map import FieldMap, ReportField, read_map, write_map
from lifecycle.domain.evidence.format import Format, Kept, Opened
from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.limits import load_json, text_of
from lifecycle.domain.evidence.members import Unread, member, records, said
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.report_times import read_time
from lifecycle.domain.evidence.shape import IDENTIFIER, TEXT, VERSION, Leaf, Shape, strip
from lifecycle.domain.facts import ClaimKind, ErasureReading, IdentityClaim

MARK = NAME = "erasure-report"
PARSER = "fieldmap"
PARSER_VERSION = "1.0"

_PERSONAL = "personal"
_TIME = re.compile(r"[0-9][0-9T:./, +-]{5,39}(?: ?(?:Z|[AP]M|UTC|GMT))?", re.IGNORECASE)
_TIME_FORM = Leaf(lambda value: isinstance(value, str) and bool(_TIME.fullmatch(value)))
_CONFIDENCE = 0.8
"""The tool read it from the firmware, or somebody typed it: a report does not say."""
SHAPE: Shape = {
    "records": {
        ReportField.DISK_SERIAL.value: IDENTIFIER,
        ReportField.DISK_MODEL.value: TEXT,
        ReportField.RESULT.value: TEXT,
        ReportField.METHOD.value: TEXT,
        ReportField.VERIFICATION.value: TEXT,
        ReportField.STARTED.value: _TIME_FORM,
        ReportField.FINISHED.value: _TIME_FORM,
        ReportField.TOOL_VERSION.value: VERSION,
        ReportField.DEVICE_SERIAL.value: IDENTIFIER,
    }
}


@dataclass(frozen=True)
class ReportRecord:
    """What one record of a report says, and what of it could not be read. Times are in UTC where the zone is known."""

    number: int
    said: Mapping[str, str] = field(default_factory=dict)
    disk_model: str | None = None
    device_serial: str | None = None
    started_at: datetime | None = None
    erasure: ErasureReading | None = None
    problems: tuple[Problem, ...] = ()


def keep_records(wanted: FieldMap, found: Iterable[Mapping[str, str]]) -> Kept:
    """What may be kept of a report whose records are `found`: for each, what stands where the map says.

    InvalidInput for more records than a list may have.
    """
    whole = [dict(record) for record in found]
    chosen = [
        {name.value: " ".join(record[where].split()) for name, where in wanted.fields.items() if record.get(where)}
        for record in whole
    ]
    names = [record[where] for record in whole for where in wanted.personal if record.get(where)]
    kept, removed = strip({"records": chosen, _PERSONAL: names}, SHAPE, {_PERSONAL: Removed.ACCOUNT})
    return _kept(wanted, kept["records"], removed | {Removed.UNNEEDED})


def keep(opened: Opened) -> Kept | None:
    """A report that was kept before."""
    report = member(opened.document, MARK)
    if not isinstance(member(report, "records"), list) or not isinstance(member(report, "map"), Mapping):
        return None
    kept, removed = strip({"records": report["records"]}, SHAPE, {})
    return _kept(read_map(report["map"]), kept["records"], removed)


def _kept(wanted: FieldMap, found: Any, removed: frozenset[Removed]) -> Kept:
    return Kept(canonical({MARK: {"map": write_map(wanted), "records": found}}), removed)


def read(content: bytes) -> Reading:
    """The erasures, one a disk."""
    found = tuple(records_of(content))
    devices = {record.device_serial for record in found}
    serial = devices.pop() if len(devices) == 1 else None
    return Reading(
        NAME,
        PARSER,
        PARSER_VERSION,
        claims=() if serial is None else (IdentityClaim(ClaimKind.SERIAL, serial, NAME, _CONFIDENCE),),
        erasures=tuple(record.erasure for record in found if record.erasure is not None),
        unread=tuple(problem for record in found for problem in record.problems),
    )


def records_of(content: bytes) -> Iterator[ReportRecord]:
    """Each record of a report that was kept, with what its map makes of it."""
    report = member(load_json(text_of(content)), MARK)
    wanted = read_map(member(report, "map"))
    for number, record in records(report, "records"):
        yield _record(wanted, number, record)


def _record(wanted: FieldMap, number: int, record: Mapping[str, str]) -> ReportRecord:
    unread, path = Unread(), f"$.{MARK}.records[{number}]"
    model = said(record.get(ReportField.DISK_MODEL))
    erasure = _erasure(wanted, record, path, unread)
    return ReportRecord(
        number=number,
        said=dict(record),
        disk_model=model,
        device_serial=said(record.get(ReportField.DEVICE_SERIAL)),
        started_at=_time(wanted, record, ReportField.STARTED, (path, unread)),
        erasure=erasure,
        problems=unread.problems(),
    )


def _erasure(wanted: FieldMap, record: Mapping[str, str], path: str, unread: Unread) -> ErasureReading | None:
    serial, result = said(record.get(ReportField.DISK_SERIAL)), record.get(ReportField.RESULT)
    succeeded = wanted.succeeded(result)
    if serial is None:
        unread.note(
            f"{path}.diskSerial", message("The report gives a result for a storage medium without its serial number.")
        )
    if succeeded is None:
        unread.note(
            f"{path}.result", message("The map does not know this result, or there is none: that is no erasure.")
        )
    if serial is None or succeeded is None:
        return None
    method = wanted.method(record.get(ReportField.METHOD))
    if method is None:
        unread.note(
            f"{path}.method", message("The map does not know this method, or there is none: it has no category.")
        )
    return ErasureReading(
        medium_serial=serial,
        succeeded=succeeded,
        verified=succeeded and wanted.is_verified(record.get(ReportField.VERIFICATION)),
        tool=wanted.tool,
        tool_version=said(record.get(ReportField.TOOL_VERSION)) or wanted.tool_version or None,
        technique=method.technique if method else said(record.get(ReportField.METHOD)),
        category=method.category if method else None,
        finished_at=_time(wanted, record, ReportField.FINISHED, (path, unread)),
        detail=None if succeeded else f"the report says: {result}",
    )


def _time(wanted: FieldMap, record: Mapping[str, str], name: ReportField, told: tuple[str, Unread]) -> datetime | None:
    text = said(record.get(name))
    moment = read_time(text, wanted.time_format, wanted.zone) if text else None
    if text and moment is None:
        path, unread = told
        unread.note(f"{path}.{name}", message("This time is not written as the map says."))
    return moment


FORMAT = Format(
    NAME,
    "Erasure report, by a map of its fields",
    PARSER,
    PARSER_VERSION,
    keep,
    read,
    gives="per disk whether it was wiped, how and when, with what verification, and in which device",
    made_with="any erasure tool: PDF with text, XML, CSV or XLSX, together with a map of its fields",
)
