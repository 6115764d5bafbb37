"""What a request below `/epcis` passes before the router: plain ASGI, so that the routes behind are ordinary ones.

Rules:
1. Paths are matched undecoded. An identifier is one segment, however many slashes are in it: percent-encoded as the
   standard asks, or bare; `/events` behind it ends it.
2. HEAD is answered as GET, without the body. OPTIONS tells what may be asked here, and needs no account.
3. Every answer says the version of EPCIS and CBV, and our extension.
4. Faults are told as problem documents with the types of EPCIS (`lifecycle.api.epcis.problems`).
"""

import re
from urllib.parse import quote, unquote

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dpp.api.http import TELL
from dpp.api.raw import raw_path
from lifecycle.api.epcis.problems import tell
from lifecycle.domain.epcis.vocabulary import NAMESPACE, PREFIX
from lifecycle.service.epcis_capture import MOST_BYTES, MOST_EVENTS

PATH = b"/epcis"
VERSION = "2.0.0"
SAID = {
    "GS1-EPCIS-Version": VERSION,
    "GS1-CBV-Version": VERSION,
    "GS1-Extensions": f"{PREFIX}={NAMESPACE}",
}
DISCOVERED = SAID | {
    "GS1-EPCIS-Min": VERSION,
    "GS1-EPCIS-Max": VERSION,
    "GS1-CBV-Min": VERSION,
    "GS1-CBV-Max": VERSION,
    "GS1-Vendor-Version": "1.0",
    "GS1-EPC-Format": "Never_Translates",
    "GS1-CBV-XML-Format": "Never_Translates",
}
CAPTURING = {
    "GS1-EPCIS-Capture-Limit": str(MOST_EVENTS),
    "GS1-EPCIS-Capture-File-Size-Limit": str(MOST_BYTES),
    "GS1-Capture-Error-Behaviour": "all",
}
_OF_NAMES = re.compile(
    r"(?P<call>/epcis/(?P<kind>events|epcs|bizSteps|dispositions|bizLocations|readPoints|eventTypes)/)(?P<rest>.+)",
    re.DOTALL,
)
_UNSAFE = re.compile(rb"[^\x21-\x7e]")


class EpcisLayer:
    """The layer. It stands in front of the request log, as that of EN 18222 does."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = raw_path(scope) if scope["type"] == "http" else b""
        if path != PATH and not path.startswith(PATH + b"/"):
            await self._app(scope, receive, send)
            return
        asked = {**scope, "path": route_path(path), TELL: tell}
        if scope["method"] == "OPTIONS":
            await _discovery(asked["path"])(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            asked["method"], send = "GET", _without_body(send)
        await self._app(asked, receive, _saying(send))


def route_path(raw: bytes) -> str:
    """The path as the routes match it: a name is one segment (rule 1)."""
    path = _UNSAFE.sub(lambda unsafe: b"%%%02X" % unsafe[0][0], raw).decode("ascii")
    matched = _OF_NAMES.fullmatch(path)
    if matched is None:
        return path.rstrip("/") or "/"
    rest, events = matched["rest"], ""
    if matched["kind"] != "events" and rest.endswith("/events"):
        rest, events = rest.removesuffix("/events"), "/events"
    return matched["call"] + _segment(rest) + events


def _segment(text: str) -> str:
    """One segment, percent-encoded once. A name with a bare slash stands for itself, its own `%2F` included."""
    return text if "/" not in text else quote(text if "://" in text else unquote(text), safe="")


def _discovery(path: str) -> Response:
    takes = "OPTIONS, GET, HEAD" + (", POST" if path in {"/epcis/capture", "/epcis/events"} else "")
    more = CAPTURING if path.startswith(("/epcis/capture", "/epcis/events")) or path == "/epcis" else {}
    return Response(status_code=204, headers={"Allow": takes, **DISCOVERED, **more})


def _saying(send: Send) -> Send:
    said = [(name.lower().encode(), value.encode()) for name, value in SAID.items()]

    async def sending(event: Message) -> None:
        if event["type"] == "http.response.start":
            event = {**event, "headers": [*event.get("headers", ()), *said]}
        await send(event)

    return sending


def _without_body(send: Send) -> Send:
    async def sending(event: Message) -> None:
        if event["type"] == "http.response.body":
            event = {**event, "body": b""}
        await send(event)

    return sending
