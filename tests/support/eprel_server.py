"""A server on this machine that behaves as EPREL's public API is described: key, pages, five calls a second.

It can also fail: `next_answers` are the status codes that it gives before it answers again.
"""

import json
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "a-key-for-tests"
LARGEST_PAGE = 100


@dataclass
class EprelServer:
    """What it holds, by group, and what it was asked. `moving` shifts a list between pages, as a living list does."""

    products: dict[str, list[dict[str, Any]]]
    key: str = KEY
    per_second: int = 5
    next_answers: deque[int] = field(default_factory=deque)
    moving: bool = False
    asked: list[str] = field(default_factory=list)
    refused: int = 0
    address: str = ""
    _moments: deque[float] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, target: str, key: str | None) -> tuple[int, Any]:
        """The status and the JSON of one call."""
        with self._lock:
            self.asked.append(target)
            if self.next_answers:
                return self.next_answers.popleft(), {"message": "Try again"}
            if key != self.key:
                return 403, {"message": "Forbidden"}
            if not self._in_time():
                self.refused += 1
                return 429, {"message": "Too Many Requests"}
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return self._found(parts.path.removeprefix("/api/").split("/"), query)

    def _in_time(self) -> bool:
        now = time.monotonic()
        while self._moments and now - self._moments[0] > 1:
            self._moments.popleft()
        self._moments.append(now)
        return len(self._moments) <= self.per_second + 1  # a clock here and a clock there

    def _found(self, path: list[str], query: dict[str, str]) -> tuple[int, Any]:
        every = [product for group in self.products.values() for product in group]
        match path:
            case ["product", "gtin", gtin]:
                return _one([product for product in every if gtin in _gtins(product)])
            case ["product", number]:
                return _one([product for product in every if _number(product) == number])
            case ["products", group] if group in self.products:
                return 200, self._page(group, int(query.get("_page", 1)), int(query.get("_limit", 25)))
            case ["products", group, number] if group in self.products:
                return _one([product for product in self.products[group] if _number(product) == number])
            case _:
                return 404, {"message": "Not found"}

    def _page(self, group: str, page: int, limit: int) -> dict[str, Any]:
        size = min(limit, LARGEST_PAGE)
        start = (page - 1) * size - (1 if self.moving and page > 1 else 0)
        held = self.products[group]
        return {"size": len(held), "offset": start, "hits": held[start : start + size]}


def _number(product: dict[str, Any]) -> str:
    return str(product.get("eprelRegistrationNumber"))


def _gtins(product: dict[str, Any]) -> list[str]:
    return [str(entry["modelIdentifier"]) for entry in product.get("otherIdentifiers", ())]


def _one(found: list[dict[str, Any]]) -> tuple[int, Any]:
    return (200, found[0]) if found else (404, {"message": "Not found"})


@contextmanager
def eprel(products: dict[str, list[dict[str, Any]]]) -> Iterator[EprelServer]:
    """The server, on a free port, for the length of a test; `address` is the base of its API."""
    held = EprelServer(products)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, content = held.answer(self.path, self.headers.get("x-api-key"))
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if status == 429:
                self.send_header("Retry-After", "1")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        held.address = f"http://127.0.0.1:{server.server_address[1]}/api"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield held
        server.shutdown()
