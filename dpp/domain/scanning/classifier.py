"""The order in which the recognisers are asked.

Rules:
1. The raw string and the symbology identifier are kept as they came.
2. The kinds are tried in this order: our own addresses and label codes, other addresses (only named), GS1 element
   strings, ISO 15434 envelopes, vendor prefixes (Lenovo), IMEI, EID, GTIN, GLN, Dell Express Service Code, asset tag,
   serial.
   Several may fit: all are told, in this order, each with a confidence and the reason.
3. A GTIN names the model, not the device. A serial number is unique for one maker only.
4. A bare serial number is a reading only where nothing surer was found.
5. A value stands once of each kind, as surely as the surest reading of it, with the maker that any of them tells.
6. Longer than 2,048 characters is no scan: it has no readings.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from dpp.domain.scanning.addresses import address, label_code
from dpp.domain.scanning.envelopes import envelope
from dpp.domain.scanning.gs1_data import element_strings
from dpp.domain.scanning.makers import dell, lenovo
from dpp.domain.scanning.numbers import eid, gln, gtin, imei
from dpp.domain.scanning.result import Candidate, Scan, ScanKind, ScanResult
from dpp.domain.scanning.serials import asset_tag, serial

LONGEST = 2048
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9a-zA-Z]")
_IN_ORDER: tuple[Callable[[Scan], Iterator[Candidate]], ...] = (
    address,
    label_code,
    element_strings,
    envelope,
    lenovo,
    imei,
    eid,
    gtin,
    gln,
    dell,
    asset_tag,
)


def classify(
    raw: str,
    *,
    own_hosts: frozenset[str],
    symbology: str | None = None,
    asset_tags: Mapping[str, re.Pattern[str]] | None = None,
) -> ScanResult:
    """What `raw` may be. `own_hosts` as in an address (with a port, if it has one); `asset_tags`: pattern by owner."""
    text = raw.strip(" \t\r\n\0")
    if symbology is None and _SYMBOLOGY.match(text):
        symbology, text = text[:3], text[3:]
    if len(text) > LONGEST:
        return ScanResult(raw, symbology, ())
    scan = Scan(text, symbology, own_hosts, asset_tags or {})
    found = [candidate for recognise in _IN_ORDER for candidate in recognise(scan)]
    if not any(candidate.confidence >= 0.9 for candidate in found):
        found.extend(serial(scan))
    return ScanResult(raw, symbology, _once(found))


def _once(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Rule 5."""
    kept: dict[tuple[ScanKind, str], Candidate] = {}
    for each in found:
        before = kept.get((each.kind, each.value), each)
        surer, other = (each, before) if each.confidence > before.confidence else (before, each)
        kept[each.kind, each.value] = replace(surer, maker=surer.maker or other.maker)
    return tuple(kept.values())
