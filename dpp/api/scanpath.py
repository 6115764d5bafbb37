"""The scan path: public passports and the resolver, as a plain ASGI callable in front of the router.

Rules:
1. A passport that is asked for as JSON (the default) or JSON-LD is answered here from prepared parts; who prefers
   HTML, Turtle or N-Quads, or asks in the address for a form (`format=`) or the full form, gets it from the application
   behind. So does whoever shows a key or a cookie: more than the public may be theirs to see.
2. The strong ETag is made of the parts' versions and the form, never of the body (but of a linkset's); `If-None-Match`
   is answered 304.
3. Every answer may be kept, if it is asked again whether it still holds (`no-cache`): a device can be reported lost.
4. Links are minted from the public address, never from the request's host.
5. Who reads or guesses too much is answered 429 (`dpp.api.limits`), before anything is looked up.
6. Whatever comes over the wire is answered: errors of ours through the one table of errors, nothing with a 500.
"""

import re
from collections.abc import Coroutine
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from hashlib import sha256

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dpp.api.http import ErrorAnswers
from dpp.api.limits import ReaderLimits
from dpp.api.raw import CORS, Asked, Headers, printable, read
from dpp.api.resolver import WELL_KNOWN, Answer, LinksOf, Missed, Resolved, Resolver, is_resolvable
from dpp.domain.errors import KringpasError, NotFound, TooMany
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
        limits: ReaderLimits | None = None,
    ) -> None:
        self._reader = reader
        self._errors = errors
        self._fallback = fallback
        self._resolver = Resolver(reader, links, links_of)
        self._links = links
        self._limits = limits if limits is not None and limits.are_on else None
        page = links.passport("%b")
        self._link = (
            f'<{page}?linkType=linkset>; rel="linkset"; type="{MEDIA_TYPE}", '
            f'<{page}>; rel="alternate"; type="text/html", '
            f'<{page}>; rel="alternate"; type="application/ld+json"'
        ).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in _METHODS:
            asked = read(scope)
            reader = self._limits and self._limits.reader(scope)
            missed = partial(self._limits.missed, reader) if self._limits and reader else None
            answering = self._answering(asked, missed)
            if answering is not None:
                if self._limits and reader:
                    answering = self._counted(answering, self._limits, reader)
                try:
                    status, headers, body = await answering
                except KringpasError as error:
                    await self._fail(error, asked, scope, receive, send)
                else:
                    await send({"type": "http.response.start", "status": status, "headers": headers})
                    await send({"type": "http.response.body", "body": body if asked.wants_body else b""})
                return
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        else:
            await self._fallback(scope, receive, send)

    async def _counted(self, answering: Coroutine[None, None, Answer], limits: ReaderLimits, reader: bytes) -> Answer:
        try:
            limits.read(reader)
        except TooMany:
            answering.close()
            raise
        try:
            return await answering
        except NotFound:
            limits.missed(reader)
            raise

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._fallback(scope, receive, send)
        finally:
            await self._reader.close()

    def _answering(self, asked: Asked, missed: Missed | None) -> Coroutine[None, None, Answer] | None:
        """What will answer, or None where this request is not for here."""
        path = asked.path
        if path.startswith(_PASSPORTS):
            matched = _PASSPORT_PATH.fullmatch(path)
            form = _form(asked.accept[:1000], asked.query[:1000])
            if matched is None or form is None:
                return None
            if asked.method == "OPTIONS":
                return self._options(asked)
            return None if asked.signed and form is not LINKSET else self._passport(asked, matched[1], form)
        if path != WELL_KNOWN and not is_resolvable(path):
            return None
        if asked.method == "OPTIONS":
            return self._options(asked)
        return self._resolver.describe(asked) if path == WELL_KNOWN else self._resolver.resolve(asked, missed)

    async def _options(self, asked: Asked) -> Answer:
        return 204, [*_OPTIONS, *self._resolver.headers(asked.path)], b""

    async def _passport(self, asked: Asked, passport_id: bytes, form: Form) -> Answer:
        parts = await self._reader.passport(passport_id.decode())
        if parts is None:
            raise NotFound(message("There is no passport with id '{id}'.", id=passport_id.decode()))
        if form is LINKSET:
            return _tagged(self._resolver.linkset(self._resolved(parts), asked, MEDIA_TYPE), asked)
        etag = (b"etag", f'"{parts.tag}-{form.mark}"'.encode())
        link = (b"link", self._link.replace(b"%b", passport_id))
        if asked.none_match and _is_held(etag[1], asked.none_match):
            return 304, [*form.headers[1:], etag, link], b""
        body = parts.document()
        return 200, [*form.headers, etag, link, (b"content-length", b"%d" % len(body))], body

    def _resolved(self, parts: PublicParts) -> Resolved:
        target = Target(parts.passport_id, parts.model_id, parts.granularity)
        place = f"/passports/{parts.passport_id}"
        return Resolved(target, f"{self._links.public_url}{place}", place, self._links.passport(parts.model_id))

    async def _fail(self, error: KringpasError, asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer of the one table of errors, a page for people, with our headers too."""
        headers = self._resolver.headers(asked.path)
        response = self._errors.response(Request(_readable(scope), receive), error)

        async def with_headers(event: Message) -> None:
            if event["type"] == "http.response.start":
                event["headers"] = [*event["headers"], *headers]
            elif not asked.wants_body:
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
    pairs = set(query.split(b"&")) - {b"representation=compressed"}
    if any(pair.startswith((b"representation=", b"format=")) for pair in pairs):
        return None
    wanted = media_types(accept.decode("latin-1"))
    best = max(_OFFERS, key=wanted.weight)
    return _OFFERS[best] if wanted.weight(best) > 0 else None


def _tagged(answer: Answer, asked: Asked) -> Answer:
    """With a strong ETag, or 304: a linkset is made of more than the parts of the passport, so its bytes decide."""
    status, headers, body = answer
    etag = f'"{sha256(body).hexdigest()[:32]}"'.encode()
    if asked.none_match and _is_held(etag, asked.none_match):
        return 304, [*(header for header in headers if not header[0].startswith(b"content-")), (b"etag", etag)], b""
    return status, [*headers, (b"etag", etag)], body


def _is_held(etag: bytes, none_match: bytes) -> bool:
    """Whether the client has this already (RFC 9110, section 13.1.2: weak comparison)."""
    held = (part.strip().removeprefix(b"W/") for part in none_match.split(b","))
    return none_match.strip() == b"*" or etag in held
