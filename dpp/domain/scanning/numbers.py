"""Numbers that a check digit makes known.

IMEI (3GPP TS 23.003), EID (GSMA SGP.02), GTIN and GLN (GS1 General Specifications, section 7.9).

Rules:
1. The symbologies ]E0 (EAN-13, UPC-A), ]E4 (EAN-8) and ]I1 (ITF with its check digit looked at) carry a GTIN: what they
   announce is one. ]X0 and the rest announce nothing.
2. One in ten numbers has a fitting check digit by chance. Eight digits are as often a serial number, so without ]E4
   that reading comes last.
3. A GLN has the form of a GTIN-13; nothing but its application identifier (414, 417) tells it. Bare, it is told last.
"""

from collections.abc import Iterator

from dpp.domain.eid import read_eid
from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.check_digits import read_gln, read_gtin
from dpp.domain.imei import read_imei, read_imeisv
from dpp.domain.message import message
from dpp.domain.scanning.result import Candidate, Scan, ScanKind

_RETAIL = {"]E0": {12, 13}, "]E4": {8}, "]I1": {14}}


def imei(scan: Scan) -> Iterator[Candidate]:
    for read, kind, sure, reason in (
        (read_imei, ScanKind.IMEI, 0.95, message("15 digits with a fitting check digit")),
        (read_imeisv, ScanKind.IMEISV, 0.6, message("16 digits: an IMEI with its software version")),
    ):
        try:
            yield Candidate(kind, read(scan.text), sure, reason)
        except InvalidInput:
            continue


def eid(scan: Scan) -> Iterator[Candidate]:
    try:
        number = read_eid(scan.text)
    except InvalidInput:
        return
    reason = message("32 digits with fitting check digits: the number of the embedded SIM")
    yield Candidate(ScanKind.EID, number, 0.95 if number.startswith("89") else 0.8, reason)


def gtin(scan: Scan) -> Iterator[Candidate]:
    try:
        number = read_gtin(scan.text)
    except InvalidInput:
        return
    announced = len(scan.text) in _RETAIL.get(scan.symbology or "", set())
    sure = 0.95 if announced else 0.4 if len(scan.text) == 8 else 0.8
    reason = message("a GTIN, announced by its bar code") if announced else message("a GTIN with a fitting check digit")
    warning = message("A GTIN names the model, not this device: scan its label or serial number too.")
    yield Candidate(ScanKind.GTIN, number, sure, reason, (warning,))


def gln(scan: Scan) -> Iterator[Candidate]:
    """Rule 3."""
    try:
        number = read_gln(scan.text)
    except InvalidInput:
        return
    warning = message("A GLN and a GTIN of 13 digits look the same: only (414) or (417) before it tells a GLN.")
    reason = message("a GLN with a fitting check digit: a place or an organisation, no device")
    if (scan.symbology or "") not in _RETAIL:
        yield Candidate(ScanKind.GLN, number, 0.2, reason, (warning,))
