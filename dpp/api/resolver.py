"""The resolver: what a QR code on a device leads to.

Source: GS1-conformant resolver standard 1.2.1; GS1 Digital Link URI syntax 1.7. Where a key leads: `dpp.api.locating`.

Rules:
1. A plain request is sent on (307) to the one default link; the query goes along unchanged.
2. A serial number that is not registered is answered from its model, and that is said: the address ends in
   `#serial-not-registered`, the linkset describes it so, and `Kringpas-Answered-By` names the path that answered.
3. `linkType` names a link: sent on, or 404 where there is none, or 300 with the candidates where none is better
   (`dpp.domain.linkset.ranking`); `context` chooses among them.
4. `linkType=linkset`, or an Accept header that prefers it, is answered with the linkset of all levels.
5. Malformed is 400, valid but unknown is 404, and each answer, these too, names where the linkset is.
6. What a linkset or a link type says may depend on who asks (`depends_on_reader`); where a plain request leads does
   not.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from dpp.api.linkset_page import plain_page
from dpp.api.locating import Locator, Resolved, Says
from dpp.api.raw import CORS, Asked, Headers, is_held, printable, readable
from dpp.domain.errors import NotFound
from dpp.domain.gs1.application_identifiers import IDENTIFIERS
from dpp.domain.gs1.digital_link import WITHDRAWN_NAMES
from dpp.domain.links import Links
from dpp.domain.linkset.document import linkset
from dpp.domain.linkset.feeds import CONTEXTS
from dpp.domain.linkset.link import CONTEXT, LINKSET, MEDIA_TYPE, VOCABULARY, Level, Link, read_link_type
from dpp.domain.linkset.passport import OWN_TYPES, own_links, passport_links
from dpp.domain.linkset.ranking import Wanted, best
from dpp.domain.message import message
from dpp.domain.negotiation import languages, media_types
from dpp.service.reading import PublicParts, PublicReader

WELL_KNOWN = b"/.well-known/gs1resolver"
SUPPORTED_KEYS = ("01", "8004", "414", "417")
NOT_REGISTERED = "serial-not-registered"
_FIRST_SEGMENTS = frozenset(segment.encode() for segment in {*IDENTIFIERS, *WITHDRAWN_NAMES})
_HTML, _JSON, _JSON_LD = "text/html", "application/json", "application/ld+json"
_FORMS = (MEDIA_TYPE, _JSON, _JSON_LD)

_LINKSET_LINK = f'<%b%b?linkType=linkset>; rel="linkset"; type="{MEDIA_TYPE}"'.encode()
_PASSPORT_LINK = f'<%b>; rel="{VOCABULARY}dpp"; type="{_HTML}"'.encode()
_CONTEXT_LINK = f'<{CONTEXT}>; rel="http://www.w3.org/ns/json-ld#context"; type="{_JSON_LD}"'.encode()
_ALWAYS: Headers = [
    (b"vary", b"accept, accept-language, authorization, cookie"),
    (b"cache-control", b"no-cache"),
    (b"x-content-type-options", b"nosniff"),
    *CORS,
]

Answer = tuple[int, Headers, bytes]
Missed = Callable[[], None]
LinksPage = Callable[[Request, tuple[Level, ...], int], Response]
"""The page of some levels for a person, with the status of the answer: 200, or 300 where it shows candidates."""


def is_resolvable(path: bytes) -> bool:
    """Whether this path is the resolver's: a label, or a GS1 key, however malformed."""
    first, _, rest = path[1:].partition(b"/")
    return (first == b"d" and bool(rest) and b"/" not in rest.rstrip(b"/")) or first in _FIRST_SEGMENTS


def depends_on_reader(asked: Asked) -> bool:
    """Whether the answer to this request of a resolvable path depends on what its reader may read (rule 6)."""
    kind = _link_type(asked.query)
    if kind is None:
        return _preferred((_HTML, *_FORMS), asked.accept) != _HTML
    return read_link_type(kind) not in OWN_TYPES


class Resolver:
    """Answers for labels and GS1 keys. Raises errors of the tree; `headers` gives what such an answer carries too."""

    def __init__(self, reader: PublicReader, links: Links, page: LinksPage = plain_page) -> None:
        self._locator = Locator(reader, links)
        self._links = links
        self._page = page
        self._public_url = links.public_url.encode()
        self._description = json.dumps(_description(links), indent=1).encode()

    def headers(self, path: bytes) -> Headers:
        """Where the linkset is, and who may read: on every answer."""
        return [(b"link", _LINKSET_LINK % (self._public_url, printable(path))), *_ALWAYS]

    async def describe(self, asked: Asked) -> Answer:
        """The resolver description file."""
        return 200, [*_sized(_JSON, self._description), *self.headers(asked.path)], self._description

    async def resolve(
        self, asked: Asked, scope: Scope, missed: Missed | None = None, says: Says | None = None
    ) -> Answer:
        """The answer to a GET or HEAD of a resolvable path, to everybody, or to the reader whom passports tell `says`.

        `missed` is called for a serial number that is not registered.
        """
        path = asked.path.decode("ascii", "replace")
        if len(path) > 1 and path.endswith("/"):
            path = path[:-1]
        found = await self._locator.find(path, asked.query)
        if missed is not None and found.missing is not None:
            missed()
        kind = _link_type(asked.query)
        if kind is None:
            form = _preferred((_HTML, *_FORMS), asked.accept)
            return (
                self._default(found, asked) if form == _HTML else await self._linkset(found, asked, scope, form, says)
            )
        if kind == LINKSET:
            return await self._linkset(found, asked, scope, _preferred((*_FORMS, _HTML), asked.accept), says)
        return await self._of_type(found, asked, scope, kind, says)

    async def passport_linkset(
        self, parts: PublicParts, asked: Asked, scope: Scope, says: Says | None = None
    ) -> Answer:
        """The linkset of a passport that is asked for by its own address."""
        form = _preferred((*_FORMS, _HTML), asked.accept)
        return await self._linkset(self._locator.passport(parts), asked, scope, form, says)

    def _default(self, found: Resolved, asked: Asked) -> Answer:
        """The one default link of the level that answers."""
        return self._send_on(self._links.passport(found.target.passport_id), found, asked)

    async def _of_type(self, found: Resolved, asked: Asked, scope: Scope, kind: str, says: Says | None) -> Answer:
        wanted = _wanted(asked, read_link_type(kind) or "")
        candidates = best(await self._links_of(found, wanted.type, says), wanted)
        if not candidates:
            raise NotFound(
                message("There is no link of type '{kind}' here.", kind=kind[:100]),
                remedy=message("Ask for linkType=linkset to see which there are."),
            )
        if len(candidates) > 1:
            (level, *_) = await self._locator.levels(found, says or self._locator.said_in_public)
            form = _preferred((*_FORMS, _HTML), asked.accept)
            undecided = Level(level.anchor, level.kind, level.name, candidates, level.missing)
            return self._told((undecided,), 300, form, found, asked, scope)
        return self._send_on(candidates[0].href, found, asked)

    async def _links_of(self, found: Resolved, kind: str, says: Says | None) -> tuple[Link, ...]:
        target = found.target
        if kind in OWN_TYPES:
            return own_links(self._links, target.passport_id, target.model_id)
        said = await self._locator.said(target.passport_id, says or self._locator.said_in_public)
        return passport_links(self._links, said)

    def _send_on(self, href: str, found: Resolved, asked: Asked) -> Answer:
        """To an address of ASCII, with the query of the request before its fragment."""
        location, _, fragment = href.encode().partition(b"#")
        if asked.query:
            location += (b"&" if b"?" in location else b"?") + printable(asked.query)
        if found.missing is not None and not fragment:
            fragment = NOT_REGISTERED.encode()
        if fragment:
            location += b"#" + fragment
        return 307, [(b"location", location), *self._found_headers(found, asked), (b"content-length", b"0")], b""

    async def _linkset(self, found: Resolved, asked: Asked, scope: Scope, form: str, says: Says | None) -> Answer:
        """The links of all levels."""
        levels = await self._locator.levels(found, says or self._locator.said_in_public)
        return _tagged(self._told(levels, 200, form, found, asked, scope), asked)

    def _told(  # one argument for each thing that the answer is made of
        self, levels: tuple[Level, ...], status: int, form: str, found: Resolved, asked: Asked, scope: Scope
    ) -> Answer:
        """Some levels as JSON, as JSON-LD or as a page."""
        headers = self._found_headers(found, asked)
        if form == _HTML:
            page = self._page(Request(readable(scope)), levels, status)
            own = [header for header in page.raw_headers if header[0] != b"vary"]
            names = {name for name, _ in own}
            return status, [*(each for each in headers if each[0] not in names), *own], bytes(page.body)
        body = json.dumps(linkset(levels, with_context=form == _JSON_LD), ensure_ascii=False).encode()
        return status, [*headers, (b"link", _CONTEXT_LINK), *_sized(form, body)], body

    def _found_headers(self, found: Resolved, asked: Asked) -> Headers:
        page = self._links.passport(found.target.passport_id)
        return [
            (b"link", _PASSPORT_LINK % page.encode()),
            (b"kringpas-answered-by", found.answered_by.encode()),
            *self.headers(asked.path),
        ]


def _wanted(asked: Asked, kind: str) -> Wanted:
    contexts = frozenset(_values(asked.query, "context")) if b"context" in asked.query else frozenset()
    return Wanted(kind, languages(_text(asked.languages)), media_types(_text(asked.accept)), contexts)


def _link_type(query: bytes) -> str | None:
    """The link type that is asked for, as it was written."""
    if b"linkType" not in query:
        return None
    values = _values(query, "linkType")
    return values[0] if values else None


def _values(query: bytes, name: str) -> list[str]:
    return parse_qs(_text(query), keep_blank_values=True, errors="replace").get(name, [])


@lru_cache(maxsize=512)
def _preferred_of(offers: tuple[str, ...], accept: bytes) -> str:
    wanted = media_types(_text(accept))
    return max(offers, key=wanted.weight)


def _preferred(offers: tuple[str, ...], accept: bytes) -> str:
    """The offer that is wanted most, of equals the first; also where none is wanted."""
    return _preferred_of(offers, accept[:1000])


def _text(header: bytes) -> str:
    return header.decode("latin-1")


def _sized(media_type: str, body: bytes) -> Headers:
    return [(b"content-type", media_type.encode()), (b"content-length", b"%d" % len(body))]


def _tagged(answer: Answer, asked: Asked) -> Answer:
    """With a strong ETag, or 304: a linkset is made of more than the parts of one passport, so its bytes decide."""
    status, headers, body = answer
    etag = f'"{sha256(body).hexdigest()[:32]}"'.encode()
    if asked.none_match and is_held(etag, asked.none_match):
        return 304, [*(header for header in headers if not header[0].startswith(b"content-")), (b"etag", etag)], b""
    return status, [*headers, (b"etag", etag)], body


def _description(links: Links) -> dict[str, Any]:
    """What `/.well-known/gs1resolver` says, after the description file schema 1.2.0."""
    return {
        "resolverRoot": links.public_url,
        "name": "Kringpas",
        "supportedPrimaryKeys": list(SUPPORTED_KEYS),
        "supportedLinkType": [{"namespace": VOCABULARY, "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": False,
        "supportedContextValuesEnumerated": list(CONTEXTS),
        "jsonLdContextLocation": CONTEXT,
    }
