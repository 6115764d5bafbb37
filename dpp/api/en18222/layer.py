"""What a request below `/v1/` passes before the router: plain ASGI, so that the routes behind are ordinary ones.

Rules:
1. Paths are matched undecoded. An id is one segment, however many slashes are in it: percent-encoded as the standard
   asks, or bare (`/v1/dpps/https://id.example/01/...`), which then stands for itself, its own `%2F` included.
2. `/elements/` before a path that begins with `$` ends an id.
3. HEAD is answered as GET, without the body.
4. Faults are told in the Result object of the standard (`dpp.api.en18222.results`), under one number with the log.
5. A trailing slash makes no difference.
"""

import re
import secrets
from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote, unquote

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dpp.api.en18222.results import telling
from dpp.api.http import TELL
from dpp.api.raw import raw_path

PREFIX = b"/v1/"
_OF_IDS = re.compile(r"(?P<call>/v1/(?:dpps|dppsByProductId|dppsByIdAndDate)/)(?P<rest>.+)", re.DOTALL)
_ELEMENT = re.compile(
    r"(?:(?P<one>[^/]+)/elements/(?P<any>.+)|(?P<many>.+?)/elements/(?P<path>(?:\$|%24).*))", re.DOTALL
)
_UNSAFE = re.compile(rb"[^\x21-\x7e]")
_CORRELATION = re.compile(rb"[A-Za-z0-9._-]{1,64}")


class En18222:
    """The layer. It stands in front of the request log, so that a line of the log bears the number of its request."""

    def __init__(self, app: ASGIApp, clock: Callable[[], datetime]) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not raw_path(scope).startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        correlation = _correlation(scope)
        asked = {**scope, "path": route_path(raw_path(scope)), TELL: telling(correlation, self._clock)}
        if scope["method"] == "HEAD":
            asked["method"], send = "GET", _without_body(send)
        with structlog.contextvars.bound_contextvars(correlation=correlation):
            await self._app(asked, receive, send)


def route_path(raw: bytes) -> str:
    """The path as the routes match it: every id and every element path is one segment (rules 1, 2 and 5)."""
    path = _UNSAFE.sub(lambda unsafe: b"%%%02X" % unsafe[0][0], raw).decode("ascii")
    matched = _OF_IDS.fullmatch(path)
    if matched is None:
        return path.rstrip("/") or "/"
    call, rest = matched["call"], matched["rest"]
    element = _ELEMENT.fullmatch(rest) if call == "/v1/dpps/" else None
    if element is None:
        return call + _segment(rest)
    return f"{call}{_segment(element['one'] or element['many'])}/elements/{_segment(element['any'] or element['path'])}"


def _segment(text: str) -> str:
    """One segment, percent-encoded once."""
    if "://" in text:
        return quote(text, safe="")
    text = text.rstrip("/")
    return quote(unquote(text, errors="surrogateescape"), safe="", errors="surrogateescape") if "/" in text else text


def _correlation(scope: Scope) -> str:
    given = next((value for name, value in scope["headers"] if name == b"x-correlation-id"), b"")
    return given.decode() if _CORRELATION.fullmatch(given) else secrets.token_hex(8)


def _without_body(send: Send) -> Send:
    async def sending(event: Message) -> None:
        if event["type"] == "http.response.body":
            event = {**event, "body": b""}
        await send(event)

    return sending
