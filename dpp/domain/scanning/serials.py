"""Asset tags in the form that their owner states, and what could be printed as a serial number.

Rules:
1. Anything that could be printed as a serial number may be one.
2. Scanners give the data identifier before it too: S, 1S or 25S. It is told with and without; without it is surer where
   what is left has the form of a maker.
3. 1P before a number announces the number of a model. A serial number may begin with it too, so both are told.
4. A serial number is unique for one maker only: where several makers' numbers look like it, that is warned of.
"""

import re
from collections.abc import Iterator

from dpp.domain.message import Message, listed, message
from dpp.domain.scanning.makers import named_maker, possible_makers
from dpp.domain.scanning.near_misses import warnings_about
from dpp.domain.scanning.result import Candidate, Scan, ScanKind

_SERIAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./_\-]{1,48}[A-Za-z0-9]")
_PREFIXES = ("25S", "1S", "S")
_MODEL = "1P"
_LEAST_REST = 6


def asset_tag(scan: Scan) -> Iterator[Candidate]:
    for owner, pattern in scan.asset_tags.items():
        if pattern.fullmatch(scan.text):
            reason = message("the form of asset tags of {owner}", owner=owner)
            yield Candidate(ScanKind.ASSET_TAG, scan.text, 0.8, reason, warnings_about(scan.text))


def serial(scan: Scan) -> Iterator[Candidate]:
    text = scan.text
    if not _SERIAL.fullmatch(text):
        return
    likely = 0.5 if any(letter.isdigit() for letter in text) else 0.2
    yield _judged(text, message("the form of a serial number"), likely)
    prefix = next((each for each in _PREFIXES if text.startswith(each)), "")
    if prefix and len(text) >= len(prefix) + _LEAST_REST:
        reason = message("a serial number after the data identifier {prefix}", prefix=prefix)
        yield _judged(text.removeprefix(prefix), reason, 0.4)
    if text.startswith(_MODEL) and len(text) >= len(_MODEL) + _LEAST_REST:
        reason = message("the number of a model after the data identifier {prefix}", prefix=_MODEL)
        yield Candidate(ScanKind.MODEL_NUMBER, text.removeprefix(_MODEL), 0.45, reason)


def _judged(text: str, reason: Message, sure: float) -> Candidate:
    if named := named_maker(text):
        maker, why = named
        return Candidate(ScanKind.SERIAL, text, 0.6, why, warnings_about(text), maker=maker)
    makers = possible_makers(text)
    return Candidate(ScanKind.SERIAL, text, sure, reason, (*warnings_about(text), *_shared(makers)), None, makers)


def _shared(makers: tuple[str, ...]) -> Iterator[Message]:
    """Rule 4."""
    if len(makers) > 1:
        yield message("Serial numbers of {makers} look like this: see whose device it is.", makers=listed(makers))
