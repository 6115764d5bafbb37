"""Envelopes of ISO/IEC 15434: `[)>`, then records, each with a format indicator and fields.

Rules:
1. RS (0x1E) ends the header and each record, GS (0x1D) each field, EOT (0x04) the message. A keyboard wedge types them
   as `<RS>`, `Ctrl+^`, `^^`, U+241E; as `element_string` says; and as `<EOT>`, `Ctrl+D`, `^D`, U+2404.
2. Format 05 holds GS1 element strings, 06 data identifiers (ANSI MH10.8.2), 12 text element identifiers (ATA Spec 2000,
   MIL-STD-130: three letters and a space). Other formats are passed over, and what comes after three records or forty
   fields.
3. Of the data identifiers S is the serial number that the supplier gave, 1S a code of the supplier's own, 25S one that
   is unique in the world (it begins with the company in 18V where that is told), 18S the same after a CAGE code; 1P is
   the supplier's number of the model, 1T of a lot.
4. Without a separator after the format its fields cannot be told apart: what is read then is a guess.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from dpp.domain.gs1.element_string import GROUP_SEPARATOR, with_separators
from dpp.domain.message import Message, message
from dpp.domain.scanning.gs1_data import unbracketed
from dpp.domain.scanning.makers import lenovo
from dpp.domain.scanning.near_misses import warnings_about
from dpp.domain.scanning.result import Candidate, Scan, ScanKind

_HEADER = "[)>"
_RECORD_SEPARATOR = "\x1e"
_RECORD_ENDS = re.compile(r"<RS>|Ctrl\+\^|\^\^|␞")
_MESSAGE_ENDS = re.compile(r"(?:\x04|<EOT>|Ctrl\+D|\^D|␄)\Z")
_FIELD = re.compile(r"(?P<identifier>[0-9]{0,3}[A-Z])(?P<value>.+)", re.DOTALL)
_TEXT_FIELD = re.compile(r"(?P<identifier>[A-Z]{3}) (?P<value>.+)", re.DOTALL)
_MOST_RECORDS, _MOST_FIELDS = 3, 40
Fields = Mapping[str, str]


def envelope(scan: Scan) -> Iterator[Candidate]:
    if not scan.text.startswith(_HEADER):
        return
    text = _MESSAGE_ENDS.sub("", scan.text.removeprefix(_HEADER))
    text = with_separators(_RECORD_ENDS.sub(_RECORD_SEPARATOR, text))
    for record in text.lstrip(_RECORD_SEPARATOR).split(_RECORD_SEPARATOR)[:_MOST_RECORDS]:
        read = _FORMATS.get(record[:2])
        if read is not None:
            yield from read(record[2:].strip(GROUP_SEPARATOR), record[2:3] != GROUP_SEPARATOR)


def _gs1(body: str, _lost: bool) -> Iterator[Candidate]:  # noqa: FBT001 - as the table of formats calls it
    """A separator after the format is no part of the data, so losing it loses nothing."""
    yield from unbracketed(body, 0.95)


def _data_identifiers(body: str, lost: bool) -> Iterator[Candidate]:  # noqa: FBT001 - as the table of formats calls it
    fields = _fields(body, _FIELD)
    guess = _guess(lost)
    for identifier, what in _SERIALS.items():
        if value := fields.get(identifier):
            warnings = (*guess, *warnings_about(value))
            yield Candidate(ScanKind.SERIAL, value, 0.3 if lost else _SURE.get(identifier, 0.95), what, warnings)
    yield from _without_company(fields, lost=lost)
    if "1S" in fields:
        yield from lenovo(Scan(f"1S{fields['1S']}", None))
    yield from _of_many(fields, "1P", "1T", guess)


def _without_company(fields: Fields, *, lost: bool) -> Iterator[Candidate]:
    """What follows the company in 25S, where 18V tells the company: the number that is printed on the label."""
    company, whole = fields.get("18V", ""), fields.get("25S", "")
    if company and whole.startswith(company) and (serial := whole.removeprefix(company)):
        reason = message("the serial number (25S) after the company {company} (18V)", company=company)
        yield Candidate(ScanKind.SERIAL, serial, 0.3 if lost else 0.8, reason, warnings_about(serial))


def _text_elements(body: str, lost: bool) -> Iterator[Candidate]:  # noqa: FBT001 - as the table of formats calls it
    fields = _fields(body, _TEXT_FIELD)
    guess = _guess(lost)
    for identifier in ("SER", "SEQ"):
        if value := fields.get(identifier):
            reason = message("the serial number ({identifier}) in an ISO 15434 envelope", identifier=identifier)
            yield Candidate(ScanKind.SERIAL, value, 0.3 if lost else 0.9, reason, (*guess, *warnings_about(value)))
    yield from _of_many(fields, "PNO", "LOT", guess)


def _of_many(fields: Fields, model: str, lot: str, guess: tuple[Message, ...]) -> Iterator[Candidate]:
    """What names the model or the lot, of which there are many."""
    if value := fields.get(model):
        reason = message("the number of the model ({identifier}) in an ISO 15434 envelope", identifier=model)
        yield Candidate(ScanKind.MODEL_NUMBER, value, 0.3 if guess else 0.6, reason, guess)
    if value := fields.get(lot):
        reason = message("the number of a lot ({identifier}) in an ISO 15434 envelope", identifier=lot)
        yield Candidate(ScanKind.LOT, value, 0.3, reason, guess)


def _fields(body: str, form: re.Pattern[str]) -> Fields:
    """The fields by their identifier; of two with the same the first counts, as the first is about the whole thing."""
    read = (form.fullmatch(field.strip()) for field in body.split(GROUP_SEPARATOR)[:_MOST_FIELDS])
    fields: dict[str, str] = {}
    for field in filter(None, read):
        fields.setdefault(field["identifier"], field["value"])
    return fields


def _guess(lost: bool) -> tuple[Message, ...]:  # noqa: FBT001 - passed on
    return (message("The scanner lost the group separator: this is a guess."),) if lost else ()


_FORMATS: Mapping[str, Callable[[str, bool], Iterator[Candidate]]] = {
    "05": _gs1,
    "06": _data_identifiers,
    "12": _text_elements,
}
_SERIALS = {
    "S": message("the serial number (S) in an ISO 15434 envelope"),
    "25S": message("the serial number (25S), unique in the world, in an ISO 15434 envelope"),
    "18S": message("the serial number (18S) after a CAGE code, in an ISO 15434 envelope"),
}
_SURE = {"25S": 0.85, "18S": 0.7}
