"""The forms in which the scan path serves a passport, and which of them a request asks for."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from dpp.api.raw import CORS, Headers
from dpp.domain.linkset.link import MEDIA_TYPE
from dpp.domain.negotiation import media_types
from dpp.domain.opaque import ALPHABET

PASSPORT_PATH = re.compile(rb"/passports/([" + ALPHABET.encode() + rb"]{1,40})")
"""The address of a passport, with its id."""


@dataclass(frozen=True)
class Form:
    """A form of a passport; `mark` ends its ETag."""

    media_type: str
    mark: str

    @cached_property
    def headers(self) -> Headers:
        return [
            (b"content-type", self.media_type.encode()),
            (b"vary", b"accept, authorization, cookie"),
            (b"cache-control", b"public, no-cache"),
            (b"x-content-type-options", b"nosniff"),
            *CORS,
        ]


JSON = Form("application/json", "j")
JSON_LD = Form("application/ld+json", "l")
LINKSET = Form(MEDIA_TYPE, "")

# In this order of ours where the client wants several equally; None: the application behind serves it.
_OFFERS: dict[str, Form | None] = {
    JSON.media_type: JSON,
    JSON_LD.media_type: JSON_LD,
    "text/html": None,
    "text/turtle": None,
    "application/n-quads": None,
    LINKSET.media_type: LINKSET,
}


@lru_cache(maxsize=512)
def form_of(accept: bytes, query: bytes) -> Form | None:
    """The form to serve, or None where the application behind serves it; pure, so that it can be remembered."""
    if b"linkType=linkset" in query.split(b"&"):
        return LINKSET
    pairs = set(query.split(b"&")) - {b"representation=compressed"}
    if any(pair.startswith((b"representation=", b"format=")) for pair in pairs):
        return None
    wanted = media_types(accept.decode("latin-1"))
    best = max(_OFFERS, key=wanted.weight)
    return _OFFERS[best] if wanted.weight(best) > 0 else None
