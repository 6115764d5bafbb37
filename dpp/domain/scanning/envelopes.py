"""Envelopes of ISO/IEC 15434, with data identifiers of ANSI MH10.8.2 (S: serial number) or GS1 data in them."""

import re
from collections.abc import Iterator

from dpp.domain.gs1.element_string import GROUP_SEPARATOR, with_separators
from dpp.domain.message import message
from dpp.domain.scanning.gs1_data import element_strings
from dpp.domain.scanning.near_misses import warnings_about
from dpp.domain.scanning.result import Candidate, Scan, ScanKind

_ENVELOPE = re.compile(r"\[\)>(?:\x1e|<RS>|\^\^|␞)?(?P<format>0[56])")
_RECORD_ENDS = re.compile(r"\x1e|\x04|<RS>|<EOT>|␞|␄|\^\^|\^D")
_DATA_IDENTIFIER = re.compile(r"(?P<identifier>[0-9]{0,3}[A-Z])(?P<value>.+)")


def envelope(scan: Scan) -> Iterator[Candidate]:
    matched = _ENVELOPE.match(scan.text)
    if matched is None:
        return
    body = with_separators(_RECORD_ENDS.sub("", scan.text[matched.end() :]))
    if matched["format"] == "05":
        yield from element_strings(Scan(body, "]d2"))
        return
    for part in body.split(GROUP_SEPARATOR):
        named = _DATA_IDENTIFIER.fullmatch(part)
        if named and named["identifier"] == "S":
            reason = message("the serial number (S) in an ISO 15434 envelope")
            yield Candidate(ScanKind.SERIAL, named["value"], 0.95, reason, warnings_about(named["value"]))
