"""What a scanned or typed string may be. Nothing is opened, looked up or changed here.

Rules:
1. The raw string and the symbology identifier are kept as they came.
2. The kinds are tried in this order: our own addresses and label codes, other addresses (only named), GS1 element
   strings, ISO 15434 envelopes, vendor prefixes (Lenovo), IMEI, GTIN, Dell Express Service Code, asset tag, serial.
   Several may fit: all are told, in this order, each with a confidence and the reason.
3. An address is ours when its host is on the list, exactly: no user, no other port, no look-alike.
4. A GTIN names the model, not the device. A serial number is unique for one maker only.
5. What one misread character could explain is warned of: O and 0, I and 1, a data identifier S or 1S before a serial
   number, a check digit that does not fit.

Sources: GS1 General Specifications (sections 5, 7.8), ISO/IEC 15434, ANSI MH10.8.2 (data identifiers S and 1S),
3GPP TS 23.003 (IMEI); Lenovo prints 1S, machine type and serial number; Dell's Express Service Code is the service tag
read in base 36. A confidence (0 to 1) only orders what a person is shown.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1 import digital_link, element_string
from dpp.domain.gs1.check_digits import GTIN_LENGTHS, are_digits, ends_in_check_digit, read_gtin
from dpp.domain.imei import imei_of, read_imei, read_imeisv
from dpp.domain.message import Message, message
from dpp.domain.opaque import ALPHABET, read_label_code


class ScanKind(StrEnum):
    """What a candidate's value is: a label code, a passport id, a canonical GS1 path, ..."""

    LABEL = "label"
    PASSPORT = "passport"
    OWN_PAGE = "own-page"
    FOREIGN_URL = "foreign-url"
    GS1 = "gs1"
    IMEI = "imei"
    IMEISV = "imeisv"
    GTIN = "gtin"
    ASSET_TAG = "asset-tag"
    SERIAL = "serial"


@dataclass(frozen=True)
class Candidate:
    """One reading of the scan. `maker` where the form itself tells it."""

    kind: ScanKind
    value: str
    confidence: float
    reason: Message
    warnings: tuple[Message, ...] = ()
    maker: str | None = None


@dataclass(frozen=True)
class ScanResult:
    """The scan as it came, and what it may be, in the order of rule 2."""

    raw: str
    symbology: str | None
    candidates: tuple[Candidate, ...]

    @property
    def best(self) -> Candidate | None:
        """The most confident candidate; of equals the first."""
        return max(self.candidates, key=lambda candidate: candidate.confidence, default=None)


@dataclass(frozen=True)
class _Scan:
    text: str
    symbology: str | None
    own_hosts: frozenset[str]
    asset_tags: Mapping[str, re.Pattern[str]] = field(default_factory=dict)


_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9a-zA-Z]")
_URL = re.compile(r"(?i)(?P<scheme>[a-z][a-z0-9+.\-]{1,20}://)?(?P<host>[^/?#]*)(?P<path>[^?#]*)", re.DOTALL)
_PLAIN_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?\.)+[a-z]{2,}(?::[0-9]{1,5})?")
_SERIAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ./_\-]{1,48})[A-Za-z0-9]")
_LENOVO = re.compile(r"1S(?:(?P<type>[A-Z0-9]{10})(?P<serial>[A-Z0-9]{8})|(?P<old>[A-Z0-9]{7})(?P<short>[A-Z0-9]{7}))")
_ENVELOPE = re.compile(r"\[\)>(?:\x1e|<RS>|\^\^|␞)?(?P<format>0[56])")
_RECORD_ENDS = re.compile(r"\x1e|\x04|<RS>|<EOT>|␞|␄|\^\^|\^D")
_DATA_IDENTIFIER = re.compile(r"(?P<identifier>[0-9]{0,3}[A-Z])(?P<value>.+)")
_LEAST_TAG, _BEYOND_TAG = 36**6, 36**7


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
    scan = _Scan(text, symbology, own_hosts, asset_tags or {})
    found = [candidate for recognise in _IN_ORDER for candidate in recognise(scan)]
    if not any(candidate.confidence >= 0.9 for candidate in found):
        found.extend(_serial(scan))
    return ScanResult(raw, symbology, tuple(found))


def _address(scan: _Scan) -> Iterator[Candidate]:
    matched = _URL.match(scan.text)
    if matched is None:
        return
    host, is_web = matched["host"].lower(), (matched["scheme"] or "").lower() in {"http://", "https://"}
    if host in scan.own_hosts and (is_web or not matched["scheme"]):
        yield from _own_address(scan.text, matched["path"], f"https://{scan.text[matched.start('host') :]}")
    elif matched["scheme"] or (_PLAIN_HOST.fullmatch(host) and matched["path"]):
        reason = message("an address of {host}; it was not opened", host=host[:100] or "?")
        yield Candidate(ScanKind.FOREIGN_URL, scan.text, 0.9, reason)
        yield from _digital_link(scan.text if matched["scheme"] else f"https://{scan.text}")


def _own_address(text: str, path: str, uri: str) -> Iterator[Candidate]:
    kind, _, rest = path.strip("/").partition("/")
    if kind == "d":
        try:
            yield Candidate(ScanKind.LABEL, read_label_code(unquote(rest)), 1.0, message("the address on our label"))
        except InvalidInput as fault:
            yield Candidate(ScanKind.OWN_PAGE, text, 0.5, message("an address of ours"), (fault.what,))
    elif kind == "passports" and rest and set(rest) <= set(ALPHABET):
        yield Candidate(ScanKind.PASSPORT, rest, 1.0, message("the address of a passport"))
    elif not (links := list(_digital_link(uri))):
        yield Candidate(ScanKind.OWN_PAGE, text, 0.5, message("an address of ours"))
    else:
        yield from links


def _digital_link(uri: str) -> Iterator[Candidate]:
    try:
        link = digital_link.parse(uri)
    except InvalidInput:
        return
    yield Candidate(ScanKind.GS1, link.path, 0.95, message("a GS1 Digital Link, {elements}", elements=link.elements))
    yield from _claims(dict(link.qualifiers))


def _label_code(scan: _Scan) -> Iterator[Candidate]:
    """A bare code; one in 32 other strings of this length has a fitting check character too."""
    try:
        code = read_label_code(scan.text)
    except InvalidInput:
        return
    sure = 0.95 if "-" in scan.text else 0.3 if are_digits(scan.text) else 0.8
    yield Candidate(ScanKind.LABEL, code, sure, message("a label code with a fitting check character"))


def _element_string(scan: _Scan) -> Iterator[Candidate]:
    announced = scan.symbology in element_string.SYMBOLOGIES
    if not announced and not re.match(r"(?:01[0-9]{14}|8004[0-9]{4})", scan.text):
        return
    try:
        yield from _elements(element_string.read_data(scan.text), 0.95 if announced else 0.7)
    except InvalidInput:
        lost = message("The scanner lost the group separator: this is a guess.")
        for reading in element_string.readings_without_separators(scan.text):
            yield from _elements(reading, 0.4, lost)


def _elements(reading: element_string.ElementString, sure: float, *warnings: Message) -> Iterator[Candidate]:
    if (path := reading.identifies) is not None:
        yield Candidate(ScanKind.GS1, path, sure, message("GS1 data, {elements}", elements=str(reading)), warnings)
    yield from _claims(dict(reading.elements))


def _claims(elements: Mapping[str, str]) -> Iterator[Candidate]:
    """What GS1 data says besides the key: by these a device may be known that was registered without a GTIN."""
    if serial := elements.get("21"):
        yield Candidate(
            ScanKind.SERIAL, serial, 0.7, message("the serial number (21) in GS1 data"), _near_misses(serial)
        )
    for identifier in ("8040", "8041"):
        if number := elements.get(identifier):
            yield from _imei(_Scan(number, None, frozenset()))


def _envelope(scan: _Scan) -> Iterator[Candidate]:
    matched = _ENVELOPE.match(scan.text)
    if matched is None:
        return
    body = element_string.with_separators(_RECORD_ENDS.sub("", scan.text[matched.end() :]))
    if matched["format"] == "05":
        yield from _element_string(_Scan(body, "]d2", scan.own_hosts))
        return
    for part in body.split(element_string.GROUP_SEPARATOR):
        named = _DATA_IDENTIFIER.fullmatch(part)
        if named and named["identifier"] == "S":
            reason = message("the serial number (S) in an ISO 15434 envelope")
            yield Candidate(ScanKind.SERIAL, named["value"], 0.95, reason, _near_misses(named["value"]))


def _lenovo(scan: _Scan) -> Iterator[Candidate]:
    if matched := _LENOVO.fullmatch(scan.text):
        serial, model = matched["serial"] or matched["short"], matched["type"] or matched["old"]
        reason = message("Lenovo's form: 1S, machine type {type}, serial number", type=model)
        yield Candidate(ScanKind.SERIAL, serial, 0.9, reason, _near_misses(serial), maker="Lenovo")


def _imei(scan: _Scan) -> Iterator[Candidate]:
    for read, kind, sure, reason in (
        (read_imei, ScanKind.IMEI, 0.95, message("15 digits with a fitting check digit")),
        (read_imeisv, ScanKind.IMEISV, 0.6, message("16 digits: an IMEI with its software version")),
    ):
        try:
            yield Candidate(kind, read(scan.text), sure, reason)
        except InvalidInput:
            continue


def _gtin(scan: _Scan) -> Iterator[Candidate]:
    try:
        gtin = read_gtin(scan.text)
    except InvalidInput:
        return
    sure = 0.95 if (scan.symbology or "").startswith("]E") else 0.8
    warning = message("A GTIN names the model, not this device: scan its label or serial number too.")
    yield Candidate(ScanKind.GTIN, gtin, sure, message("a GTIN with a fitting check digit"), (warning,))


def _dell(scan: _Scan) -> Iterator[Candidate]:
    if len(scan.text) in {10, 11} and are_digits(scan.text) and _LEAST_TAG <= int(scan.text) < _BEYOND_TAG:
        tag = _base_36(int(scan.text))
        reason = message("a Dell Express Service Code: service tag {tag}", tag=tag)
        yield Candidate(ScanKind.SERIAL, tag, 0.6, reason, maker="Dell")


def _asset_tag(scan: _Scan) -> Iterator[Candidate]:
    for owner, pattern in scan.asset_tags.items():
        if pattern.fullmatch(scan.text):
            reason = message("the form of asset tags of {owner}", owner=owner)
            yield Candidate(ScanKind.ASSET_TAG, scan.text, 0.8, reason, _near_misses(scan.text))


def _serial(scan: _Scan) -> Iterator[Candidate]:
    """What is left: anything that could be printed as a serial number, and what follows a data identifier S or 1S."""
    text = scan.text
    if not _SERIAL.fullmatch(text):
        return
    sure = 0.5 if any(letter.isdigit() for letter in text) else 0.2
    yield Candidate(ScanKind.SERIAL, text, sure, message("the form of a serial number"), _near_misses(text))
    prefix = next((prefix for prefix in ("1S", "S") if text.startswith(prefix) and len(text) >= len(prefix) + 6), None)
    if prefix:
        rest = text.removeprefix(prefix)
        reason = message("a serial number after the data identifier {prefix}", prefix=prefix)
        yield Candidate(ScanKind.SERIAL, rest, 0.4, reason, _near_misses(rest))


_IN_ORDER: tuple[Callable[[_Scan], Iterator[Candidate]], ...] = (
    _address,
    _label_code,
    _element_string,
    _envelope,
    _lenovo,
    _imei,
    _gtin,
    _dell,
    _asset_tag,
)


def _near_misses(text: str) -> tuple[Message, ...]:
    return tuple(_warnings(text))


def _warnings(text: str) -> Iterator[Message]:
    upper = text.upper()
    if "O" in upper:
        yield message("It has the letter O: compare it with the label, it may be the digit 0.")
    if "I" in upper:
        yield message("It has the letter I: compare it with the label, it may be the digit 1.")
    if upper.startswith(("S", "1S")) and len(upper) > 7:
        yield message("It begins with S or 1S: scanners put that before a serial number; it may be no part of it.")
    if len(text) == 15 and are_digits(text):
        yield message("15 digits: an IMEI with a wrong digit?")
    if len(text) in GTIN_LENGTHS - {8} and are_digits(text) and not ends_in_check_digit(text):
        yield message("{count} digits: a GTIN with a wrong digit?", count=len(text))


def _base_36(number: int) -> str:
    digits = ""
    while number:
        number, place = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place] + digits
    return digits


def device_imei(candidate: Candidate) -> str | None:
    """The IMEI that a candidate gives, also from an IMEISV; None for another kind."""
    if candidate.kind is ScanKind.IMEISV:
        return imei_of(candidate.value)
    return candidate.value if candidate.kind is ScanKind.IMEI else None
