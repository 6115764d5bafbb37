"""Asset tags in the form that their owner states, and what could be printed as a serial number."""

import re
from collections.abc import Iterator

from dpp.domain.message import message
from dpp.domain.scanning.near_misses import warnings_about
from dpp.domain.scanning.result import Candidate, Scan, ScanKind

_SERIAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ./_\-]{1,48})[A-Za-z0-9]")


def asset_tag(scan: Scan) -> Iterator[Candidate]:
    for owner, pattern in scan.asset_tags.items():
        if pattern.fullmatch(scan.text):
            reason = message("the form of asset tags of {owner}", owner=owner)
            yield Candidate(ScanKind.ASSET_TAG, scan.text, 0.8, reason, warnings_about(scan.text))


def serial(scan: Scan) -> Iterator[Candidate]:
    """What is left: anything that could be printed as a serial number, and what follows a data identifier S or 1S."""
    text = scan.text
    if not _SERIAL.fullmatch(text):
        return
    sure = 0.5 if any(letter.isdigit() for letter in text) else 0.2
    yield Candidate(ScanKind.SERIAL, text, sure, message("the form of a serial number"), warnings_about(text))
    prefix = next((prefix for prefix in ("1S", "S") if text.startswith(prefix) and len(text) >= len(prefix) + 6), None)
    if prefix:
        rest = text.removeprefix(prefix)
        reason = message("a serial number after the data identifier {prefix}", prefix=prefix)
        yield Candidate(ScanKind.SERIAL, rest, 0.4, reason, warnings_about(rest))
