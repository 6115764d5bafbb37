"""Plain ASGI, for the paths where a framework would cost more than the answer: what was asked, in bytes."""

import re
from typing import NamedTuple
from urllib.parse import quote

from starlette.types import Scope

Headers = list[tuple[bytes, bytes]]

CORS: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, HEAD, OPTIONS"),
    (b"access-control-expose-headers", b"ETag, Link, Location, Kringpas-Answered-By"),
]
_UNCLEAN = re.compile(rb"[^\x21\x24-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]")
_LONGEST = 2048
_CREDENTIALS = frozenset({b"authorization", b"cookie"})


class Asked(NamedTuple):
    """What a request asks, as it came over the wire: the path undecoded, a header that was not sent as empty.

    `signed` says that it carries a key or a cookie: the answer may be for one reader alone.
    """

    method: str
    path: bytes
    query: bytes
    accept: bytes
    languages: bytes
    none_match: bytes
    signed: bool = False

    @property
    def wants_body(self) -> bool:
        return self.method != "HEAD"


def read(scope: Scope) -> Asked:
    """Read an HTTP scope. A header that comes twice is joined, as RFC 9110, section 5.3 allows."""
    accept = languages = none_match = b""
    signed = False
    for name, value in scope["headers"]:
        if name == b"accept":
            accept = accept + b"," + value if accept else value
        elif name == b"if-none-match":
            none_match = none_match + b"," + value if none_match else value
        elif name == b"accept-language":
            languages = languages + b"," + value if languages else value
        elif name in _CREDENTIALS:
            signed = True
    return Asked(scope["method"], raw_path(scope), scope["query_string"], accept, languages, none_match, signed)


def raw_path(scope: Scope) -> bytes:
    """The path before percent-decoding: `%2F` in a serial number is no slash. Servers may leave it out."""
    path: bytes | None = scope.get("raw_path")
    return quote(scope["path"], errors="replace").encode() if path is None else path.partition(b"?")[0]


def printable(text: bytes) -> bytes:
    """Bytes that may stand in a header and between < and >: others percent-encoded, and not endlessly many."""
    text = text[:_LONGEST]
    return _UNCLEAN.sub(lambda unclean: b"%%%02X" % unclean[0][0], text)


def readable(scope: Scope) -> Scope:
    """The scope as a framework can read it: not every query is UTF-8, and not every host a host."""
    headers = [header for header in scope["headers"] if header[0] != b"host"]
    path = scope["path"].encode("utf-8", "replace").decode()
    return {**scope, "path": path, "query_string": printable(scope["query_string"]), "headers": headers}


def is_held(etag: bytes, none_match: bytes) -> bool:
    """Whether the client has this already (RFC 9110, section 13.1.2: weak comparison)."""
    held = (part.strip().removeprefix(b"W/") for part in none_match.split(b","))
    return none_match.strip() == b"*" or etag in held
