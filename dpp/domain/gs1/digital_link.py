"""GS1 Digital Link URIs: a strict parser, and the builder of what it reads.

Source: GS1 Digital Link Standard, URI syntax 1.7.

Rules:
1. `http(s)://host[/stem]/key/value[/qualifier/value...][?query]`: AIs in digits, never by a name such as `gtin`.
2. A key's qualifiers come in the stated order, each at most once; a data attribute is never in the path.
3. A GTIN has 14 digits. Every value fits its AI (`application_identifiers`), percent-decoded.
4. A query key of digits only is an AI that may be an attribute, given once, and not in the path as well; other query
   keys pass. IMEI and SIM numbers (8040-8043) are never in a URI.
5. A trailing slash, an empty segment and a repeated primary key are refused. A fragment is no part of the identifier.
6. Canonical: `https://id.gs1.org`, no stem, attributes in order of their AI, other query keys left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.gs1.application_identifiers import IDENTIFIERS
from dpp.domain.gs1.check_digits import are_digits
from dpp.domain.message import Message, message

# Each primary key with the qualifiers that may follow it: alternatives, each in its order.
PRIMARY_KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "01": (("22", "10", "21"), ("235",)),
    "8004": (("7040",),),
    "8003": ((),),
    "414": (("254",), ("7040",)),
    "417": (("7040",),),
    "00": ((),),
    "253": ((),),
    "255": ((),),
    "401": ((),),
    "402": ((),),
    "415": (("8020",),),
    "8006": (("22", "10", "21"),),
    "8010": (("8011",),),
    "8013": ((),),
    "8017": (("8019",),),
    "8018": (("8019",),),
}
# Names that version 1.1 of the standard allowed and 1.2 withdrew.
WITHDRAWN_NAMES = frozenset(
    {"cpid", "gcn", "gdti", "giai", "ginc", "gln", "glnProd", "gmn", "grai"}
    | {"gsin", "gsrn", "gsrnp", "gtin", "itip", "partyGln", "payTo", "sscc"}
)
_CANONICAL_ROOT = "https://id.gs1.org"
_URI = re.compile(
    r"(?i:https?)://(?P<host>[^/?#]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?", re.ASCII | re.DOTALL
)
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?(?::[0-9]{1,5})?")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LONGEST = 2048


@dataclass(frozen=True)
class DigitalLink:
    """A parsed GS1 Digital Link URI. Values are decoded; `stem` (`` or `/x/y`) and `query` are as they were written."""

    host: str
    stem: str
    key: str
    value: str
    qualifiers: tuple[tuple[str, str], ...] = ()
    query: str = ""

    @property
    def path(self) -> str:
        """The identifier as a canonical path: `/01/09521234543213/21/A%2F1`."""
        return _path(((self.key, self.value), *self.qualifiers))

    @property
    def attributes(self) -> tuple[tuple[str, str], ...]:
        """The data attributes in the query, by AI."""
        pairs = ((key, value) for key, value in _query_pairs(self.query) if are_digits(key))
        return tuple((key, _decode(value.replace("+", " "))) for key, value in pairs)

    @property
    def elements(self) -> str:
        """As people write element strings: `(01)09521234543213(21)ABC`."""
        return "".join(f"({ai}){value}" for ai, value in ((self.key, self.value), *self.qualifiers, *self.attributes))

    @property
    def levels(self) -> tuple[str, ...]:
        """The canonical paths that may answer for this one, the most specific first.

        A serial number is unique under its GTIN, so `/01/../10/../21/S` is also sought as `/01/../21/S`.
        """
        pairs = ((self.key, self.value), *self.qualifiers)
        prefixes = [_path(pairs[:count]) for count in range(len(pairs), 0, -1)]
        if len(pairs) > 2 and pairs[-1][0] == "21":
            prefixes.insert(1, _path((pairs[0], pairs[-1])))
        return tuple(prefixes)

    @property
    def uri(self) -> str:
        return f"https://{self.host}{self.stem}{self.path}" + (f"?{self.query}" if self.query else "")

    @property
    def canonical(self) -> str:
        attributes = "&".join(f"{ai}={quote(value, safe='')}" for ai, value in sorted(self.attributes))
        return _CANONICAL_ROOT + self.path + (f"?{attributes}" if attributes else "")


def build(link: DigitalLink) -> str:
    """The URI of these parts, checked as a parsed one is: raises InvalidInput for the same faults."""
    return parse(link.uri).uri


def parse(uri: str) -> DigitalLink:
    """Read a URI; raises InvalidInput that names the segment that is wrong, and what was expected there."""
    if len(uri) > _LONGEST:
        raise _fault("$", message("a URI has at most {count} characters", count=_LONGEST))
    matched = _URI.fullmatch(uri)
    if matched is None:
        raise _fault("$", message("a URI that begins with https:// is expected"))
    host, path, query = matched["host"], matched["path"], matched["query"] or ""
    if not _HOST.fullmatch(host):
        raise _fault("host", message("'{host}' is not the name of a host", host=host[:100]))
    stem, pairs = _split(path)
    _check_order(pairs)
    for ai, value in pairs:
        IDENTIFIERS[ai].check(value, f"/{ai}/")
    if query:
        _check_query(query, {ai for ai, _ in pairs})
    (key, value), *qualifiers = pairs
    return DigitalLink(host.lower(), stem, key, value, tuple(qualifiers), query)


def parse_path(path: str, query: str = "") -> DigitalLink:
    """Read the path of a request to a resolver without a stem, such as `/01/09521234543213/21/ABC`, undecoded."""
    link = parse(f"https://resolver.invalid{path}" + (f"?{query}" if query else ""))
    if link.stem:
        raise _fault(link.stem, message("a primary key is expected at the start of the path"))
    return link


def _split(path: str) -> tuple[str, list[tuple[str, str]]]:
    """The stem, and the pairs of AI and value; read from the right, as the key is the last that can be one."""
    segments = path.split("/")[1:]
    if len(segments) < 2:
        raise _fault(path or "/", message("a primary key and its value are expected, such as /01/ and 14 digits"))
    for place, segment in enumerate(segments):
        if not segment:
            raise _fault(f"segment {place + 1}", message("a value is expected, nothing was found"))
    pairs: list[tuple[str, str]] = []
    while len(segments) >= 2:
        value, ai = segments.pop(), segments.pop()
        if ai not in IDENTIFIERS:
            raise _fault(f"/{ai}/", message("an application identifier is expected, in digits"))
        pairs.insert(0, (ai, _decode(value)))
        if ai in PRIMARY_KEYS:
            if ai in segments:
                raise _fault(f"/{ai}/", message("a primary key is expected only once"))
            return "".join(f"/{segment}" for segment in segments), pairs
    raise _fault(path, message("a primary key is expected, such as 01 or 8004"))


def _check_order(pairs: list[tuple[str, str]]) -> None:
    key, *qualifiers = (ai for ai, _ in pairs)
    if not any(_is_in_order(qualifiers, allowed) for allowed in PRIMARY_KEYS[key]):
        orders = " / ".join(", ".join(allowed) for allowed in PRIMARY_KEYS[key] if allowed)
        expected = (
            message("after {key} these qualifiers are expected, in this order: {orders}", key=key, orders=orders)
            if orders
            else message("no qualifier is expected after {key}", key=key)
        )
        raise _fault("/".join(("", key, *qualifiers)), expected)


def _is_in_order(qualifiers: list[str], allowed: tuple[str, ...]) -> bool:
    rest = iter(allowed)
    return all(qualifier in rest for qualifier in qualifiers)


def _check_query(query: str, in_path: set[str]) -> None:
    seen = set(in_path)
    for key, value in _query_pairs(query):
        if not are_digits(key):
            continue
        if key in seen:
            raise _fault(f"?{key}", message("an application identifier is expected only once"))
        if key not in IDENTIFIERS or not IDENTIFIERS[key].in_query:
            raise _fault(f"?{key}", message("a data attribute is expected; {key} is none", key=key))
        seen.add(key)
        IDENTIFIERS[key].check(_decode(value.replace("+", " ")), f"?{key}")


def _query_pairs(query: str) -> Iterator[tuple[str, str]]:
    for pair in query.replace(";", "&").split("&"):
        key, _, value = pair.partition("=")
        yield _decode_key(key), value


def _decode_key(key: str) -> str:
    """A key that hides digits behind percent signs is still an AI; one that cannot be decoded is nobody's."""
    return unquote_to_bytes(key).decode("ascii", "replace")


def _decode(text: str) -> str:
    """Undo percent-encoding; bytes outside ASCII stay visible as U+FFFD, which no AI allows."""
    if "%" not in text and text.isascii():
        return text
    if _BAD_ESCAPE.search(text):
        raise _fault(text[:100], message("two hexadecimal digits are expected after %"))
    return unquote_to_bytes(text).decode("ascii", "replace")


def _path(pairs: tuple[tuple[str, str], ...]) -> str:
    return "".join(
        [f"/{ai}/{value if value.isascii() and value.isalnum() else quote(value, safe='')}" for ai, value in pairs]
    )


def _fault(where: str, expected: Message) -> InvalidInput:
    what = message("This is not a GS1 Digital Link URI: {where}: {expected}.", where=where[:200], expected=expected)
    return InvalidInput(what, (Problem(where[:200], expected),))
