"""GS1 data: Digital Link URIs, element strings, and what they say besides the key."""

import re
from collections.abc import Iterator, Mapping

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.digital_link import parse
from dpp.domain.gs1.element_string import SYMBOLOGIES, ElementString, read_data, readings_without_separators
from dpp.domain.message import Message, message
from dpp.domain.scanning.near_misses import warnings_about
from dpp.domain.scanning.numbers import imei
from dpp.domain.scanning.result import Candidate, Scan, ScanKind


def digital_link(uri: str) -> Iterator[Candidate]:
    try:
        link = parse(uri)
    except InvalidInput:
        return
    yield Candidate(ScanKind.GS1, link.path, 0.95, message("a GS1 Digital Link, {elements}", elements=link.elements))
    yield from _claims(dict(link.qualifiers))


def element_strings(scan: Scan) -> Iterator[Candidate]:
    announced = scan.symbology in SYMBOLOGIES
    if not announced and not re.match(r"(?:01[0-9]{14}|8004[0-9]{4})", scan.text):
        return
    try:
        yield from _elements(read_data(scan.text), 0.95 if announced else 0.7)
    except InvalidInput:
        lost = message("The scanner lost the group separator: this is a guess.")
        for reading in readings_without_separators(scan.text):
            yield from _elements(reading, 0.4, lost)


def _elements(reading: ElementString, sure: float, *warnings: Message) -> Iterator[Candidate]:
    if (path := reading.identifies) is not None:
        yield Candidate(ScanKind.GS1, path, sure, message("GS1 data, {elements}", elements=str(reading)), warnings)
    yield from _claims(dict(reading.elements))


def _claims(elements: Mapping[str, str]) -> Iterator[Candidate]:
    """What GS1 data says besides the key: by these a device may be known that was registered without a GTIN."""
    if serial := elements.get("21"):
        yield Candidate(
            ScanKind.SERIAL, serial, 0.7, message("the serial number (21) in GS1 data"), warnings_about(serial)
        )
    for identifier in ("8040", "8041"):
        if number := elements.get(identifier):
            yield from imei(Scan(number, None))
