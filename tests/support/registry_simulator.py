"""An EU registry of our own: it keeps what it registers, and it can fail in every way that a real one might.

`RegistrySimulator` is the registry; `transport()` reaches it without a network, `served()` over HTTP. Its `moods` are
taken one for each request, in order; an empty list means that it works. `violations` lists what a correct client never
does: the same correlation id with other content, a second registration of a passport, a version before an older one, a
child before its parent, more than 100 passports.
"""

import json
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

import httpx

PATH = "/v1/registerDPP"
KEY = "registry-key"


class Mood(StrEnum):
    """What the registry does with one request."""

    WELL = "well"
    ERROR = "error"  # 500, nothing done
    ERROR_AFTER = "error-after"  # 500, and it was done
    BUSY = "busy"  # 429 with Retry-After
    RESET_BEFORE = "reset-before"  # the line breaks, nothing done
    RESET_AFTER = "reset-after"  # the line breaks, and it was done: its answer is lost
    STALL = "stall"  # no answer in time, and it was done
    GARBLED = "garbled"  # an answer that cannot be read
    SLOW = "slow"  # it has it, and goes on answering "processing"
    TWICE = "twice"  # every result twice, in another order
    CONTRADICTS = "contradicts"  # two results for one passport that differ
    PARTLY = "partly"  # one result is missing
    LATE = "late"  # the line breaks, and the request arrives after the next one
    FORGETS = "forgets"  # it registered, and lost what it knew of the correlation id


Answer = tuple[int, dict[str, str], bytes]


class LineBroke(Exception):
    """No answer: the connection was reset, or (`stalled`) nothing came in time."""

    def __init__(self, *, stalled: bool) -> None:
        super().__init__("stalled" if stalled else "reset")
        self.stalled = stalled


@dataclass
class Registered:
    """What the registry knows of a passport."""

    registration_id: str
    versions: dict[int, str] = field(default_factory=dict)


@dataclass
class RegistrySimulator:
    """The registry; `refused` maps addresses of passports to the reason why they are rejected.

    A package with a passport of `poison` is refused whole. `late` are requests that are still under way.
    """

    moods: list[Mood] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    poison: set[str] = field(default_factory=set)
    registered: dict[str, Registered] = field(default_factory=dict)
    requests: dict[str, bytes] = field(default_factory=dict)
    results: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    calls: list[tuple[str, Mood]] = field(default_factory=list)
    late: list[bytes] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def handle(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """The answer to a request; LineBroke where there is none."""
        with self.lock:
            mood = self.moods.pop(0) if self.moods else Mood.WELL
            self.calls.append((method, mood))
            if headers.get("authorization") != f"Bearer {KEY}":
                return _json(401, {"text": "wrong key"})
            if mood in _BEFORE:
                return _before(mood)
            if mood is Mood.LATE and method == "POST":
                self.late.append(body)
                raise LineBroke(stalled=True)
            answer = self._post(body) if method == "POST" else self._get(path, mood)
            while self.late:
                self._post(self.late.pop())
            return self._after(mood, path, answer)

    def _post(self, body: bytes) -> Answer:
        document = json.loads(body)
        correlation, entries = document["correlationId"], document["registrations"]
        if any(entry["digitalProductPassportId"] in self.poison for entry in entries):
            return _json(422, {"text": "an entry of this package is not acceptable"})
        if correlation in self.requests:
            if self.requests[correlation] != body:
                self.violations.append(f"{correlation} came with other content")
            return _json(202, {"correlationId": correlation, "status": "processing"})
        if len(entries) > 100:
            self.violations.append(f"{len(entries)} passports in one package")
        self.requests[correlation] = body
        ahead = [entry["digitalProductPassportId"] for entry in entries]
        self.results[correlation] = [self._entry(entry, ahead[:place]) for place, entry in enumerate(entries)]
        return _json(202, {"correlationId": correlation, "status": "processing"})

    def _entry(self, entry: dict[str, Any], ahead: list[str]) -> dict[str, Any]:
        address, version, told = entry["digitalProductPassportId"], entry["version"], entry["hash"]["value"]
        result = {"digitalProductPassportId": address, "version": version, "hash": entry["hash"]}
        if address in self.refused:
            return result | {"status": "rejected", "code": "not-acceptable", "text": self.refused[address]}
        parents = entry["parentDigitalProductPassportIds"]
        if any(parent not in self.registered for parent in parents):
            if not all(parent in self.registered or parent in ahead for parent in parents):
                self.violations.append(f"{address} came before its parent")
            return result | {"status": "rejected", "code": "parent-not-registered"}
        known = self.registered.get(address)
        if known is None:
            known = self.registered[address] = Registered(f"REG-{len(self.registered) + 1:05}")
            self._note(known, version, told, address)
            return result | {"status": "registered", "registrationId": known.registration_id}
        if known.versions.get(version) == told:
            return result | {"status": "alreadyRegistered", "registrationId": known.registration_id}
        if entry.get("registrationId") != known.registration_id:
            self.violations.append(f"{address} came as a new registration, a second time")
        self._note(known, version, told, address)
        return result | {"status": "updated", "registrationId": known.registration_id}

    def _note(self, known: Registered, version: int, told: str, address: str) -> None:
        if version <= max(known.versions, default=0):
            self.violations.append(f"version {version} of {address} came late, or with another hash")
        known.versions[version] = told

    def _get(self, path: str, mood: Mood) -> Answer:
        correlation = path.removeprefix(f"{PATH}/")
        if mood is Mood.FORGETS:
            self.requests.pop(correlation, None)
            self.results.pop(correlation, None)
        if correlation not in self.results:
            return _json(404, {"text": "unheard of"})
        if mood is Mood.SLOW:
            return _json(200, {"correlationId": correlation, "status": "processing"})
        results = self._told(self.results[correlation], mood)
        return _json(200, {"correlationId": correlation, "status": "completed", "registrations": results})

    def _told(self, results: list[dict[str, Any]], mood: Mood) -> list[dict[str, Any]]:
        if mood is Mood.TWICE:
            return [*reversed(results), *results]
        if mood is Mood.CONTRADICTS:
            return [*results, {**results[0], "status": "rejected", "code": "odd", "registrationId": None}]
        return results[1:] if mood is Mood.PARTLY else results

    def _after(self, mood: Mood, path: str, answer: Answer) -> Answer:
        if mood in {Mood.RESET_AFTER, Mood.STALL}:
            raise LineBroke(stalled=mood is Mood.STALL)
        if mood is Mood.ERROR_AFTER:
            return _json(500, {"text": f"{path} failed"})
        return (answer[0], {}, b"\xff{") if mood is Mood.GARBLED else answer

    def transport(self) -> httpx.BaseTransport:
        """The way to the registry without a network; a line that breaks raises what httpx would."""

        def handler(request: httpx.Request) -> httpx.Response:
            try:
                headers = {name.lower(): value for name, value in request.headers.items()}
                status, own, body = self.handle(request.method, request.url.path, headers, request.read())
            except LineBroke as broke:
                raise (httpx.ReadTimeout("stalled") if broke.stalled else httpx.ReadError("reset")) from broke
            return httpx.Response(status, headers=own, content=body)

        return httpx.MockTransport(handler)

    @contextmanager
    def served(self) -> Iterator[str]:
        """The registry on a free port of this machine; gives its address."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        thread.join()


_BEFORE = {Mood.ERROR, Mood.BUSY, Mood.RESET_BEFORE}


def _before(mood: Mood) -> Answer:
    if mood is Mood.RESET_BEFORE:
        raise LineBroke(stalled=False)
    if mood is Mood.BUSY:
        return _json(429, {"text": "too many"}, {"Retry-After": "120"})
    return _json(500, {"text": "failed"})


def _json(status: int, document: dict[str, Any], headers: dict[str, str] | None = None) -> Answer:
    return status, {"Content-Type": "application/json"} | (headers or {}), json.dumps(document).encode()


def _handler(registry: RegistrySimulator) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                status, own, answer = registry.handle(self.command, self.path, headers, body)
            except LineBroke as broke:
                self._break(stalled=broke.stalled)
                return
            self.send_response(status)
            for name, value in {**own, "Content-Length": str(len(answer))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def _break(self, *, stalled: bool) -> None:
            if stalled:  # half a header, then silence until the client goes away
                self.wfile.write(b"HTTP/1.1 202 Acc")
                self.connection.settimeout(5)
                self.connection.recv(1)
            else:
                linger = struct.pack("ii", 1, 0)  # closing sends a reset
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True

        do_GET = do_POST = _answer  # noqa: N815 - the names of http.server

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
