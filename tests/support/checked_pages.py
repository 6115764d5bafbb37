"""What a browser test fetches keeps the HTML invariants too, as it came from the service (`tests.support.html`)."""

import gzip
import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.support.html import check_page

_OPAQUE = re.compile(r"[0-9a-zA-Z-]{12,}|\d+")


class CheckedPages:
    """Checks a page when it is first fetched; `faults` says what was found.

    Once for each address (ids left out), status and language: to read a page takes some twenty milliseconds.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._seen: set[tuple[str, str, int, str]] = set()
        self.faults: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer: list[Message] = []

        async def copied(message: Message) -> None:
            answer.append(message)
            await send(message)

        await self._app(scope, receive, copied)
        self._check(scope, answer)

    def _check(self, scope: Scope, answer: list[Message]) -> None:
        start = next((each for each in answer if each["type"] == "http.response.start"), None)
        body = b"".join(each.get("body", b"") for each in answer)
        if start is None or not body:
            return
        headers = Headers(raw=list(start["headers"]))
        if not headers.get("content-type", "").startswith("text/html"):
            return
        path = _OPAQUE.sub("*", scope["path"])
        key = (scope["method"], path, start["status"], headers.get("content-language", ""))
        if key in self._seen:
            return
        self._seen.add(key)
        html = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
        try:
            check_page(html.decode())
        except AssertionError as error:
            self.faults.append(f"{scope['method']} {scope['path']}: {error}")
