"""One form for every way to write a GS1 identifier: the canonical GS1 Digital Link URI, `https://id.gs1.org/...`.

Sources: EPC Tag Data Standard 2.0, chapter 6 (EPC URIs); GS1 Digital Link URI syntax 1.7 (canonical form); CBV 2.0,
section 8.9 (only the finest level of identification counts, data attributes do not).

Rules:
1. A URN of EPC becomes the link of the same key, its check digit computed.
2. A GS1 Digital Link at any host becomes the one at id.gs1.org, without its query.
3. What is neither stays as it is: None.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import quote, unquote

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.check_digits import are_digits, check_digit
from dpp.domain.gs1.digital_link import parse

CANONICAL = "https://id.gs1.org"
_URN = re.compile(r"urn:epc:(?P<sort>id|class|idpat):(?P<scheme>[a-z]+):(?P<value>\S+)")


def canonical_uri(uri: str) -> str | None:
    """The canonical link; None for what is no GS1 identifier."""
    found = _URN.fullmatch(uri)
    if found is not None:
        scheme = f"{found['sort']}:{found['scheme']}"
        make = _SCHEMES.get(scheme)
        parts = found["value"].split(".", 2)
        path = make(parts) if make is not None and are_digits(parts[0]) else None
        return None if path is None else CANONICAL + path
    return _canonical_link(uri) if uri.startswith(("http://", "https://")) else None


def _canonical_link(uri: str) -> str | None:
    try:
        link = parse(uri)
    except InvalidInput:
        return None
    return CANONICAL + link.path


def _coded(text: str) -> str:
    """A value of a URN, which is percent-encoded its own way, as it stands in a link."""
    return quote(unquote(text), safe="-._~")


def _gtin(prefix: str, item: str) -> str | None:
    if not are_digits(item) or len(prefix) + len(item) != 13:
        return None
    digits = item[0] + prefix + item[1:]
    return digits + check_digit(digits)


def _key(prefix: str, reference: str, length: int) -> str | None:
    digits = prefix + reference
    if (reference and not are_digits(reference)) or len(digits) != length:
        return None
    return digits + check_digit(digits)


def _sgtin(parts: list[str]) -> str | None:
    gtin = _gtin(parts[0], parts[1]) if len(parts) == 3 else None
    return None if gtin is None else f"/01/{gtin}/21/{_coded(parts[2])}"


def _lgtin(parts: list[str]) -> str | None:
    gtin = _gtin(parts[0], parts[1]) if len(parts) == 3 else None
    return None if gtin is None else f"/01/{gtin}/10/{_coded(parts[2])}"


def _gtin_pattern(parts: list[str]) -> str | None:
    gtin = _gtin(parts[0], parts[1]) if len(parts) == 3 and parts[2] == "*" else None
    return None if gtin is None else f"/01/{gtin}"


def _sscc(parts: list[str]) -> str | None:
    if len(parts) != 2 or not are_digits(parts[1]) or len(parts[0]) + len(parts[1]) != 17:
        return None
    digits = parts[1][0] + parts[0] + parts[1][1:]
    return f"/00/{digits}{check_digit(digits)}"


def _sgln(parts: list[str]) -> str | None:
    gln = _key(parts[0], parts[1], 12) if len(parts) == 3 else None
    if gln is None:
        return None
    return f"/414/{gln}" if parts[2] == "0" else f"/414/{gln}/254/{_coded(parts[2])}"


def _pgln(parts: list[str]) -> str | None:
    gln = _key(parts[0], parts[1], 12) if len(parts) == 2 else None
    return None if gln is None else f"/417/{gln}"


def _grai(parts: list[str]) -> str | None:
    grai = _key(parts[0], parts[1], 12) if len(parts) == 3 else None
    return None if grai is None else f"/8003/0{grai}{'' if parts[2] == '*' else _coded(parts[2])}"


def _giai(parts: list[str]) -> str | None:
    return f"/8004/{parts[0]}{_coded('.'.join(parts[1:]))}" if len(parts) > 1 else None


def _gdti(parts: list[str]) -> str | None:
    gdti = _key(parts[0], parts[1], 12) if len(parts) == 3 else None
    return None if gdti is None else f"/253/{gdti}{_coded(parts[2])}"


_SCHEMES: Mapping[str, Callable[[list[str]], str | None]] = MappingProxyType(
    {
        "id:sgtin": _sgtin,
        "class:lgtin": _lgtin,
        "idpat:sgtin": _gtin_pattern,
        "id:sscc": _sscc,
        "id:sgln": _sgln,
        "id:pgln": _pgln,
        "id:grai": _grai,
        "idpat:grai": _grai,
        "id:giai": _giai,
        "id:gdti": _gdti,
    }
)
"""The schemes that the examples of EPCIS and the chain of devices use; any other URN stays as it is."""
