"""The forms of makers.

Lenovo prints 1S, machine type and serial number; Dell's Express Service Code is the service tag read in base 36.
"""

import re
from collections.abc import Iterator

from dpp.domain.gs1.check_digits import are_digits
from dpp.domain.message import message
from dpp.domain.scanning.near_misses import warnings_about
from dpp.domain.scanning.result import Candidate, Scan, ScanKind

_LENOVO = re.compile(r"1S(?:(?P<type>[A-Z0-9]{10})(?P<serial>[A-Z0-9]{8})|(?P<old>[A-Z0-9]{7})(?P<short>[A-Z0-9]{7}))")
_LEAST_TAG, _BEYOND_TAG = 36**6, 36**7


def lenovo(scan: Scan) -> Iterator[Candidate]:
    if matched := _LENOVO.fullmatch(scan.text):
        serial, model = matched["serial"] or matched["short"], matched["type"] or matched["old"]
        reason = message("Lenovo's form: 1S, machine type {type}, serial number", type=model)
        yield Candidate(ScanKind.SERIAL, serial, 0.9, reason, warnings_about(serial), maker="Lenovo")


def dell(scan: Scan) -> Iterator[Candidate]:
    if len(scan.text) in {10, 11} and are_digits(scan.text) and _LEAST_TAG <= int(scan.text) < _BEYOND_TAG:
        tag = _base_36(int(scan.text))
        reason = message("a Dell Express Service Code: service tag {tag}", tag=tag)
        yield Candidate(ScanKind.SERIAL, tag, 0.6, reason, maker="Dell")


def _base_36(number: int) -> str:
    digits = ""
    while number:
        number, place = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place] + digits
    return digits
