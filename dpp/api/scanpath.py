"""The scan path: public passports and the resolver, as a plain ASGI callable in front of the router.

Rules:
1. A passport that is asked for as JSON (the default) or JSON-LD is answered here from prepared parts; who prefers
   HTML, Turtle or N-Quads, or asks in the address for a form (`format=`) or the full form, gets it from the application
   behind. So does whoever shows a key or a cookie: more than the public may be theirs to see, also of links
   (`dpp.api.reader_links`). Where a code leads is the same for everybody, and is answered here.
2. The strong ETag is made of the parts' versions and the form, never of the body (but of a linkset's); `If-None-Match`
   is answered 304.
3. Every answer may be kept, if it is asked again whether it still holds (`no-cache`): a device can be reported lost.
4. Links are minted from the public address, never from the request's host.
5. Who reads or guesses too much is answered 429 (`dpp.api.limits`), before anything is looked up.
6. Whatever comes over the wire is answered: errors of ours through the one table of errors, nothing with a 500.
"""

from collections.abc import Coroutine
from functools import partial

from starlette.types import ASGIApp, Receive, Scope, Send

from dpp.api.answering import Faults, counted, send_answer
from dpp.api.http import ErrorAnswers
from dpp.api.limits import ReaderLimits
from dpp.api.passport_forms import LINKSET, PASSPORT_PATH, Form, form_of
from dpp.api.raw import Asked, Headers, is_held, read
from dpp.api.resolver import WELL_KNOWN, Answer, Missed, Resolver, depends_on_reader, is_resolvable
from dpp.domain.errors import KringpasError, NotFound
from dpp.domain.links import Links
from dpp.domain.linkset.link import MEDIA_TYPE
from dpp.domain.message import message
from dpp.service.reading import PublicReader

_PASSPORTS = b"/passports/"
_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OPTIONS: Headers = [
    (b"allow", b"GET, HEAD, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Accept-Language, Authorization, If-None-Match"),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
]


class ScanPath:
    """Answers what a scan asks; hands everything else to `fallback`, unchanged.

    Closes the reader when the server ends.
    """

    def __init__(
        self,
        reader: PublicReader,
        links: Links,
        errors: ErrorAnswers,
        fallback: ASGIApp,
        *,
        resolver: Resolver | None = None,
        limits: ReaderLimits | None = None,
    ) -> None:
        self._reader = reader
        self._faults = Faults(errors)
        self._fallback = fallback
        self._resolver = resolver or Resolver(reader, links)
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
            answering = self._answering(asked, scope, missed)
            if answering is not None:
                if self._limits and reader:
                    answering = counted(answering, self._limits, reader)
                try:
                    answer = await answering
                except KringpasError as error:
                    headers = self._resolver.headers(asked.path)
                    await self._faults.answer(error, asked, headers, scope, receive, send)
                else:
                    await send_answer(answer, asked, send)
                return
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        else:
            await self._fallback(scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._fallback(scope, receive, send)
        finally:
            await self._reader.close()

    def _answering(self, asked: Asked, scope: Scope, missed: Missed | None) -> Coroutine[None, None, Answer] | None:
        """What will answer, or None where this request is not for here."""
        path = asked.path
        if path.startswith(_PASSPORTS):
            return self._of_passport(asked, scope)
        if path == WELL_KNOWN:
            return self._options(asked) if asked.method == "OPTIONS" else self._resolver.describe(asked)
        return self._of_code(asked, scope, missed) if is_resolvable(path) else None

    def _of_passport(self, asked: Asked, scope: Scope) -> Coroutine[None, None, Answer] | None:
        matched = PASSPORT_PATH.fullmatch(asked.path)
        form = form_of(asked.accept[:1000], asked.query[:1000])
        if matched is None or form is None:
            return None
        if asked.method == "OPTIONS":
            return self._options(asked)
        return None if asked.signed else self._passport(asked, scope, matched[1], form)

    def _of_code(self, asked: Asked, scope: Scope, missed: Missed | None) -> Coroutine[None, None, Answer] | None:
        if asked.method == "OPTIONS":
            return self._options(asked)
        return None if asked.signed and depends_on_reader(asked) else self._resolver.resolve(asked, scope, missed)

    async def _options(self, asked: Asked) -> Answer:
        return 204, [*_OPTIONS, *self._resolver.headers(asked.path)], b""

    async def _passport(self, asked: Asked, scope: Scope, passport_id: bytes, form: Form) -> Answer:
        parts = await self._reader.passport(passport_id.decode())
        if parts is None:
            raise NotFound(message("There is no passport with id '{id}'.", id=passport_id.decode()))
        if form is LINKSET:
            return await self._resolver.passport_linkset(parts, asked, scope)
        etag = (b"etag", f'"{parts.tag}-{form.mark}"'.encode())
        link = (b"link", self._link.replace(b"%b", passport_id))
        if asked.none_match and is_held(etag[1], asked.none_match):
            return 304, [*form.headers[1:], etag, link], b""
        body = parts.document()
        return 200, [*form.headers, etag, link, (b"content-length", b"%d" % len(body))], body
