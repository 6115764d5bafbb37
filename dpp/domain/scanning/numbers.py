"""Numbers that a check digit makes known: IMEI (3GPP TS 23.003), GTIN (GS1 General Specifications, section 7.9)."""

from collections.abc import Iterator

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.check_digits import read_gtin
from dpp.domain.imei import read_imei, read_imeisv
from dpp.domain.message import message
from dpp.domain.scanning.result import Candidate, Scan, ScanKind


def imei(scan: Scan) -> Iterator[Candidate]:
    for read, kind, sure, reason in (
        (read_imei, ScanKind.IMEI, 0.95, message("15 digits with a fitting check digit")),
        (read_imeisv, ScanKind.IMEISV, 0.6, message("16 digits: an IMEI with its software version")),
    ):
        try:
            yield Candidate(kind, read(scan.text), sure, reason)
        except InvalidInput:
            continue


def gtin(scan: Scan) -> Iterator[Candidate]:
    try:
        number = read_gtin(scan.text)
    except InvalidInput:
        return
    sure = 0.95 if (scan.symbology or "").startswith("]E") else 0.8
    warning = message("A GTIN names the model, not this device: scan its label or serial number too.")
    yield Candidate(ScanKind.GTIN, number, sure, message("a GTIN with a fitting check digit"), (warning,))
