"""Asks an ASGI application directly, byte for byte, as a server would."""

from collections.abc import Awaitable
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.types import ASGIApp, Message, Scope


@dataclass(frozen=True)
class RawAnswer:
    """What came back; header names are lower case, a header that came twice is there twice."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def __getitem__(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key == name)


def scope_of(target: bytes, method: str, headers: list[tuple[bytes, bytes]]) -> Scope:
    """The scope that uvicorn makes of this request line."""
    path, _, query = target.partition(b"?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
        "path": unquote(path.decode("latin-1"), errors="replace"),
        "raw_path": path,
        "query_string": query,
        "headers": headers,
        "state": {},
    }


def ask(app: ASGIApp, target: str | bytes, method: str = "GET", **headers: str) -> RawAnswer:
    """One request; `if_none_match="..."` becomes the header If-None-Match."""
    raw = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    return send(app, scope_of(target.encode() if isinstance(target, str) else target, method, raw))


def send(app: ASGIApp, scope: Scope) -> RawAnswer:
    """One request with this scope. The application may not wait for anything: a loop for each would be slow."""
    events: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def collect(event: Message) -> None:
        events.append(event)

    _run(app(scope, receive, collect))
    start, *rest = events
    assert start["type"] == "http.response.start"
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"])
    return RawAnswer(start["status"], headers, b"".join(event.get("body", b"") for event in rest))


def _run(waiting: Awaitable[None]) -> None:
    try:
        waiting.__await__().__next__()
    except StopIteration:
        return
    raise AssertionError("the application waits for something that nobody will do")
