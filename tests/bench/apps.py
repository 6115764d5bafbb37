"""What the load test serves: the bare callable that sets the limit, and the scan path."""

import json
import os
from pathlib import Path

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dpp.adapters.database import Database
from dpp.adapters.public_reader import public_reader
from dpp.api.http import ErrorAnswers
from dpp.api.scanpath import ScanPath
from dpp.domain.links import Links

PUBLIC_URL = "https://id.kringpas.example"


def bare() -> ASGIApp:
    """Sends the bytes and headers of one answer of the scan path, whatever is asked."""
    recorded = json.loads(Path(os.environ["BENCH_ANSWER"]).read_text())
    headers = [(name.encode(), value.encode()) for name, value in recorded["headers"]]
    body = recorded["body"].encode()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 (the interface of ASGI)
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    return app


def scan() -> ASGIApp:
    """The scan path over the database in BENCH_DATABASE; nothing else is served."""
    reader = public_reader(Database(os.environ["BENCH_DATABASE"]))
    return ScanPath(reader, Links(PUBLIC_URL), ErrorAnswers(), _nothing)


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await PlainTextResponse("nothing here", 404)(scope, receive, send)
