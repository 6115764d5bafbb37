"""Structured logs without personal data: one JSON object a line, on standard output.

Rules:
1. A request is logged by its route (`/devices/{key}`), never by its path: a path can hold a serial number or the secret
   of a link. Query strings and bodies are not logged, nor are the addresses of others that we ask.
2. An address is logged by its network (/24, /48): enough to see an attack, too little to see a person.
3. Who read which public passport is nobody's business: a scan that was answered well leaves no line.
4. While something that we need is away (the database, a disk), a line tells it at each request, and its traceback comes
   once a minute: a thousand times the same one hides what else goes wrong, and fills the disk.
"""

import ipaddress
import logging
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Lock

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dpp.domain.errors import Unavailable

_UNLOGGED = ("/01/", "/8004/", "/d/", "/passports/", "/static/", "/healthz", "/readyz")
TRACE_AGAIN_AFTER = timedelta(minutes=1)


class OutagesTraced:
    """Rule 4, as a processor of structlog: another outage, told by what its error says, has a minute of its own.

    `seconds` is a clock that never goes back. What an error says is counted without its values, so that no more is
    remembered than the templates that there are.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._lock = seconds, Lock()
        self._traced: dict[str, float] = {}

    def __call__(self, _logger: object, _level: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
        error = line.get("exc_info")
        if isinstance(error, Unavailable) and not self._is_due(error.what.template):
            del line["exc_info"]
            line["reason"] = error.what.template
        return line

    def _is_due(self, outage: str) -> bool:
        with self._lock:
            now, before = self._seconds(), self._traced.get(outage)
            if before is not None and now - before < TRACE_AGAIN_AFTER.total_seconds():
                return False
            self._traced[outage] = now
            return True


def configure(level: str = "info") -> None:
    """Send our lines and those of the libraries to standard output as JSON."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        OutagesTraced(),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for library in ("httpx", "httpcore"):  # they tell whole addresses of others, which can hold a serial number
        logging.getLogger(library).setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells its settings whenever a revision is looked up


class RequestLog:
    """One line for each request, after it was answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._log = structlog.get_logger("kringpas.requests")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        status = 500

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            if status >= 400 or not scope["path"].startswith(_UNLOGGED):
                self._write(scope, status, time.perf_counter() - begun)

    def _write(self, scope: Scope, status: int, seconds: float) -> None:
        self._log.info(
            "request",
            method=scope["method"],
            route=route_of(scope),
            status=status,
            milliseconds=round(seconds * 1000, 1),
            network=network_of(scope),
        )


def route_of(scope: Scope) -> str:
    """The route's template; where no route answered, only the first step of the path."""
    template = getattr(scope.get("route"), "path", None)
    if isinstance(template, str):
        return template
    first, *rest = scope["path"].lstrip("/").split("/")
    return f"/{first}/…" if rest else f"/{first[:16]}"


def network_of(scope: Scope) -> str | None:
    """The network that the client is in: `192.0.2.0/24`, `2001:db8:1::/48`; None where the server told no address."""
    client = scope.get("client")
    try:
        address = ipaddress.ip_address(client[0]) if client else None
    except ValueError:
        return None
    if address is None:
        return None
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False))
