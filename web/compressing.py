"""Pages and browser assets as gzip, for whoever accepts it: on a slow network the bytes are what one waits for.

1. A page is compressed where a cache may keep it. One for a person (`no-store`, `private`) goes as it is: it holds a
   CSRF token beside what others may have chosen, and its compressed length would tell of both (the attack BREACH).
2. What was compressed says so (`Content-Encoding`). Every such answer, compressed or not, varies by `Accept-Encoding`,
   and has a weak ETag (RFC 9110, section 8.8.1: other bytes, the same meaning); `web.pages.caching` writes them so.
3. A file is compressed once for each process, as small as it goes; a page each time, at the usual level.
4. What comes in pieces, or is short, goes as it is.

A proxy in front that compresses by itself (`deploy/Caddyfile`) leaves an answer alone that is compressed already.
"""

import gzip
import re
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SHORT = 1000
"""Bytes; below this the headers weigh more than what is saved."""
_PAGE_LEVEL, _FILE_LEVEL = 6, 9
_PERSONAL = ("no-store", "private")


def accepts_gzip(scope: Scope) -> bool:
    """Whether the client takes gzip: named, and not with the weight nought (RFC 9110, section 12.5.3)."""
    for offer in Headers(scope=scope).get("accept-encoding", "").lower().split(","):
        coding, _, weight = offer.partition(";")
        if coding.strip() in {"gzip", "*"}:
            return re.fullmatch(r"q=0(\.0*)?", weight.replace(" ", "")) is None
    return False


def mark(headers: MutableHeaders, *, length: int | None) -> None:
    """What such an answer says of itself (rule 2); `length` in bytes where it was compressed."""
    headers.add_vary_header("Accept-Encoding")
    tag = headers.get("etag", "")
    if tag.startswith('"'):
        headers["ETag"] = f"W/{tag}"
    if length is not None:
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(length)


@lru_cache(maxsize=64)
def file_as_gzip(path: Path, changed_ns: int) -> bytes:
    """The bytes of a file; `changed_ns` is when it last changed, so that one built anew is read anew."""
    del changed_ns
    return gzip.compress(path.read_bytes(), _FILE_LEVEL, mtime=0)


class CompressedPages:
    """Compresses HTML that a cache may keep."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            send = _Compressing(send, accepts=accepts_gzip(scope) and scope["method"] in {"GET", "HEAD"}).send
        await self._app(scope, receive, send)


class _Compressing:
    """One answer on its way out: its head waits until it is known whether the body is whole."""

    def __init__(self, send: Send, *, accepts: bool) -> None:
        self._send = send
        self._accepts = accepts
        self._start: Message | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_public_page(message):
            self._start = message
            return
        if self._start is not None and message["type"] == "http.response.body":
            start, self._start = self._start, None
            message = self._pack(start, message)
            await self._send(start)
        await self._send(message)

    def _pack(self, start: Message, body: Message) -> Message:
        content = body.get("body", b"")
        packs = self._accepts and not body.get("more_body", False) and len(content) >= _SHORT
        if packs:
            content = gzip.compress(content, _PAGE_LEVEL, mtime=0)
        headers = MutableHeaders(raw=list(start.get("headers", ())))
        mark(headers, length=len(content) if packs else None)
        start["headers"] = headers.raw
        return {**body, "body": content}


def _is_public_page(start: Message) -> bool:
    """Rule 1."""
    headers = Headers(raw=list(start.get("headers", ())))
    kept = headers.get("cache-control", "")
    if any(word in kept for word in _PERSONAL) or "content-encoding" in headers:
        return False
    return headers.get("content-type", "").startswith("text/html")
