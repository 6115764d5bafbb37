"""GS1 data: Digital Link URIs, element strings, and what they say besides the key.

Rules:
1. What a symbology identifier announces as GS1 data is read as such. Unannounced, a text is when it begins with a GTIN
   (01), an asset (8004, 8003), or stands in brackets as it is printed.
2. A serial number (21), an IMEI (8040, 8041) and an EID (8042) in the data are readings of their own: by these a device
   may be known that was registered without a GTIN.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.digital_link import parse
from dpp.domain.gs1.element_string import (
    SYMBOLOGIES,
    ElementString,
    read_bracketed,
    read_data,
    readings_without_separators,
)
from dpp.domain.message import Message, message
from dpp.domain.scanning.near_misses import warnings_about
from dpp.domain.scanning.numbers import eid, imei
from dpp.domain.scanning.result import Candidate, Scan, ScanKind

_UNANNOUNCED = re.compile(r"01[0-9]{14}|8004[0-9]{4}|8003[0-9]{14}")
_IN_BRACKETS = re.compile(r"\s*\([0-9]{2,4}\)")
_NUMBERS: tuple[tuple[str, Callable[[Scan], Iterator[Candidate]]], ...] = (
    ("8040", imei),
    ("8041", imei),
    ("8042", eid),
)


def digital_link(uri: str) -> Iterator[Candidate]:
    try:
        link = parse(uri)
    except InvalidInput:
        return
    yield Candidate(ScanKind.GS1, link.path, 0.95, message("a GS1 Digital Link, {elements}", elements=link.elements))
    yield from _claims(dict(link.qualifiers))


def element_strings(scan: Scan) -> Iterator[Candidate]:
    announced = scan.symbology in SYMBOLOGIES
    if _IN_BRACKETS.match(scan.text):
        yield from _bracketed(scan.text)
    elif announced or _UNANNOUNCED.match(scan.text):
        yield from unbracketed(scan.text, 0.95 if announced else 0.7)


def unbracketed(data: str, sure: float) -> Iterator[Candidate]:
    """The readings of element strings as a symbol carries them; guesses where the separators were lost."""
    try:
        yield from _elements(read_data(data), sure)
    except InvalidInput:
        lost = message("The scanner lost the group separator: this is a guess.")
        for reading in readings_without_separators(data):
            yield from _elements(reading, 0.4, lost)


def _bracketed(text: str) -> Iterator[Candidate]:
    try:
        yield from _elements(read_bracketed(text), 0.9)
    except InvalidInput:
        return


def _elements(reading: ElementString, sure: float, *warnings: Message) -> Iterator[Candidate]:
    if (path := reading.identifies) is not None:
        yield Candidate(ScanKind.GS1, path, sure, message("GS1 data, {elements}", elements=str(reading)), warnings)
    yield from _claims(dict(reading.elements))


def _claims(elements: Mapping[str, str]) -> Iterator[Candidate]:
    """Rule 2."""
    if serial := elements.get("21"):
        reason = message("the serial number (21) in GS1 data")
        yield Candidate(ScanKind.SERIAL, serial, 0.7, reason, warnings_about(serial))
    for identifier, read in _NUMBERS:
        if number := elements.get(identifier):
            yield from read(Scan(number, None))
