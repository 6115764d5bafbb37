"""The scan path: public passports and the resolver, as a plain ASGI callable in front of the router.

Rules:
1. A passport that is asked for as JSON (the default) or JSON-LD is answered here from prepared parts; who prefers
   HTML, Turtle or N-Quads, or asks for the full form, gets it from the application behind.
2. The strong ETag is made of the parts' versions and the form, never of the body; `If-None-Match` is answered 304.
3. Every answer may be kept, if it is asked again whether it still holds (`no-cache`): a device can be reported lost.
4. Links are minted from the public address, never from the request's host.
5. Whatever comes over the wire is answered: errors of ours through the one table of errors, nothing with a 500.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dpp.api.http import ErrorAnswers
from dpp.api.raw import CORS, Asked, Headers, answer, printable, read
from dpp.api.resolver import WELL_KNOWN, Answer, LinksOf, Resolved, Resolver, is_resolvable
from dpp.domain.errors import KringpasError, NotFound
from dpp.domain.links import Links
from dpp.domain.linkset import MEDIA_TYPE, passport_links
from dpp.domain.message import message
from dpp.domain.negotiation import media_types
from dpp.domain.opaque import ALPHABET
from dpp.service.reading import PublicParts, PublicReader, Target

_PASSPORTS = b"/passports/"
_PASSPORT_PATH = re.compile(rb"/passports/([" + ALPHABET.encode() + rb"]{1,40})")
_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OPTIONS: Headers = [
    (b"allow", b"GET, HEAD, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Accept-Language, If-None-Match"),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
]


@dataclass(frozen=True)
class Form:
    """A form of a passport that is served here; `mark` ends its ETag."""

    media_type: str
    mark: bytes

    @cached_property
    def headers(self) -> Headers:
        return [
            (b"content-type", self.media_type.encode()),
            (b"vary", b"accept"),
            (b"cache-control", b"public, no-cache"),
            (b"x-content-type-options", b"nosniff"),
            *CORS,
        ]


JSON = Form("application/json", b"j")
JSON_LD = Form("application/ld+json", b"l")
LINKSET = Form(MEDIA_TYPE, b"")

# In this order of ours where the client wants several equally; None: the application behind serves it.
_OFFERS: dict[str, Form | None] = {
    JSON.media_type: JSON,
    JSON_LD.media_type: JSON_LD,
    "text/html": None,
    "text/turtle": None,
    "application/n-quads": None,
    LINKSET.media_type: LINKSET,
}


class ScanPath:
    """Answers what a scan asks; hands everything else to `fallback`, unchanged. Closes the reader when the server ends.

    `links_of` says which links a passport has, from its id and its model's.
    """

    def __init__(
        self,
        reader: PublicReader,
        links: Links,
        errors: ErrorAnswers,
        fallback: ASGIApp,
        *,
        links_of: LinksOf = passport_links,
    ) -> None:
        self._reader = reader
        self._errors = errors
        self._fallback = fallback
        self._resolver = Resolver(reader, links, links_of)
        self._links = links
        page = links.passport("%b")
        self._link = (
            f'<{page}?linkType=linkset>; rel="linkset"; type="{MEDIA_TYPE}", '
            f'<{page}>; rel="alternate"; type="text/html", '
            f'<{page}>; rel="alternate"; type="application/ld+json"'
        ).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        elif (
            scope["type"] != "http" or scope["method"] not in _METHODS or not await self._answered(scope, receive, send)
        ):
            await self._fallback(scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._fallback(scope, receive, send)
        finally:
            await self._reader.close()

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Answer, if this request is for here."""
        asked = read(scope)
        path = asked.path
        if path.startswith(_PASSPORTS):
            return await self._passport(asked, scope, receive, send)
        if path != WELL_KNOWN and not is_resolvable(path):
            return False
        if asked.method == "OPTIONS":
            await answer(send, 204, [*_OPTIONS, *self._resolver.headers(path)])
        elif path == WELL_KNOWN:
            status, headers, body = self._resolver.describe(path)
            await answer(send, status, headers, body if asked.wants_body else b"")
        else:
            await self._resolve(asked, scope, receive, send)
        return True

    async def _resolve(self, asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            status, headers, body = await self._resolver.resolve(asked)
        except KringpasError as error:
            await self._fail(error, scope, receive, send, self._resolver.headers(asked.path))
        else:
            await answer(send, status, headers, body if asked.wants_body else b"")

    async def _passport(self, asked: Asked, scope: Scope, receive: Receive, send: Send) -> bool:
        matched = _PASSPORT_PATH.fullmatch(asked.path)
        form = _form(asked.accept[:1000], asked.query[:1000])
        if matched is None or form is None:
            return False
        passport_id = matched[1]
        link = (b"link", self._link.replace(b"%b", passport_id))
        if asked.method == "OPTIONS":
            await answer(send, 204, [*_OPTIONS, *CORS, link])
            return True
        try:
            parts = await self._reader.passport(passport_id.decode())
            if parts is None:
                raise NotFound(message("There is no passport with id '{id}'.", id=passport_id.decode()))
        except KringpasError as error:
            await self._fail(error, scope, receive, send, [link, *CORS])
            return True
        if form is LINKSET:
            status, headers, body = self._resolver.linkset(self._resolved(parts), asked, MEDIA_TYPE)
        else:
            status, headers, body = _document(parts, form, asked.none_match, link)
        await answer(send, status, headers, body if asked.wants_body else b"")
        return True

    def _resolved(self, parts: PublicParts) -> Resolved:
        target = Target(parts.passport_id, parts.model_id, parts.granularity)
        place = f"/passports/{parts.passport_id}"
        return Resolved(target, f"{self._links.public_url}{place}", place, self._links.passport(parts.model_id))

    async def _fail(self, error: KringpasError, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        """The answer of the one table of errors, a page for people, with our headers too."""
        response = self._errors.response(Request(_readable(scope), receive), error)

        async def with_headers(event: Message) -> None:
            if event["type"] == "http.response.start":
                event["headers"] = [*event["headers"], *headers]
            elif scope["method"] == "HEAD":
                event["body"] = b""
            await send(event)

        await response(scope, receive, with_headers)


def _readable(scope: Scope) -> Scope:
    """The scope as a framework can read it: not every query is UTF-8, and not every host a host."""
    headers = [header for header in scope["headers"] if header[0] != b"host"]
    path = scope["path"].encode("utf-8", "replace").decode()
    return {**scope, "path": path, "query_string": printable(scope["query_string"]), "headers": headers}


@lru_cache(maxsize=512)
def _form(accept: bytes, query: bytes) -> Form | None:
    """The form to serve here, or None where the application behind serves it; pure, so that it can be remembered."""
    if b"linkType=linkset" in query.split(b"&"):
        return LINKSET
    if any(pair.startswith(b"representation=") and pair != b"representation=compressed" for pair in query.split(b"&")):
        return None
    wanted = media_types(accept.decode("latin-1"))
    best = max(_OFFERS, key=wanted.weight)
    return _OFFERS[best] if wanted.weight(best) > 0 else None


def _document(parts: PublicParts, form: Form, none_match: bytes, link: tuple[bytes, bytes]) -> Answer:
    """The passport in bytes, or 304 for a client that has them."""
    etag = b'"%b-%b"' % (parts.tag.encode(), form.mark)
    headers = [*form.headers, (b"etag", etag), link]
    if none_match and _is_held(etag, none_match):
        return 304, headers[1:], b""
    body = parts.document()
    headers.append((b"content-length", b"%d" % len(body)))
    return 200, headers, body


def _is_held(etag: bytes, none_match: bytes) -> bool:
    """Whether the client has this already (RFC 9110, section 13.1.2: weak comparison)."""
    held = (part.strip().removeprefix(b"W/") for part in none_match.split(b","))
    return none_match.strip() == b"*" or etag in held
