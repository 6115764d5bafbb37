"""Another provider, on this machine, over TLS: every path answers as a test says, also as badly as it can.

with provider(folder) as other:
    other.answers["/d/1"] = page({"brand": "Voorbeeld"})
    other.pages(seconds=1).fetch(other.address("/d/1"))
"""

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from dpp.adapters.clock import utc_now
from dpp.adapters.foreign import HttpForeignPages
from dpp.adapters.outbound import Machine
from web.tls import certificate_for

HOST = "passports.example"
Write = Callable[[bytes], None]
Behaviour = Callable[[Write], None]


def raw(*parts: bytes, pause: float = 0, times: int = 1) -> Behaviour:
    """The parts as they are, `times` over, with a pause between."""

    def behave(write: Write) -> None:
        for _ in range(times):
            for part in parts:
                write(part)
                time.sleep(pause)

    return behave


def answer(body: bytes, kind: str = "application/json", status: int = 200, **headers: str) -> Behaviour:
    """A whole answer; an underscore in the name of a header stands for a hyphen."""
    told = {"Content-Type": kind, "Content-Length": str(len(body))} | headers
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in told.items())
    return raw(f"HTTP/1.1 {status} Said\r\n{lines}Connection: close\r\n\r\n".encode() + body)


def page(content: Any, kind: str = "application/json", **headers: str) -> Behaviour:
    return answer(json.dumps(content).encode(), kind, 200, **headers)


def sends_on(location: str, status: int = 307, **headers: str) -> Behaviour:
    return answer(b"", "text/html", status, Location=location, **headers)


@dataclass
class Provider:
    """Where it listens, what it answers, and what it was asked: paths, and the headers of the last request."""

    port: int
    trusted: ssl.SSLContext
    names: dict[str, list[str]] = field(default_factory=lambda: {HOST: ["127.0.0.1"]})
    answers: dict[str, Behaviour] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def address(self, path: str, host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"

    def pages(self, *, seconds: float = 5, at_once: int = 4, trust: bool = True) -> HttpForeignPages:
        """What asks it. This machine's address is allowed; names resolve as `names` say."""
        verify = self.trusted if trust else ssl.create_default_context()
        return HttpForeignPages(
            seconds,
            at_once,
            Machine(resolve=self._resolve),
            self.port,
            allow_loopback=True,
            connections=lambda: httpx.HTTPTransport(verify=verify, trust_env=False),
        )

    def _resolve(self, host: str, _: int) -> list[str]:
        if host not in self.names:
            raise OSError(host)
        return self.names[host]


@contextmanager
def provider(folder: Path) -> Iterator[Provider]:
    """Another provider on a free port, for the length of a module's tests."""
    certificate = certificate_for(HOST, folder, utc_now())
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(certificate.certificate, certificate.key)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            other.asked.append(self.path)
            other.headers = dict(self.headers.items())
            with suppress(OSError):  # whoever asked has hung up
                other.answers[self.path](self._write)
            self.close_connection = True

        def _write(self, part: bytes) -> None:
            self.wfile.write(part)
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            """A line that the other side broke is what these tests are about."""

        def finish_request(self, request: Any, client_address: Any) -> None:
            with served.wrap_socket(request, server_side=True) as secured:
                super().finish_request(secured, client_address)

    with Server(("127.0.0.1", 0), Handler) as server:
        other = Provider(server.server_address[1], ssl.create_default_context(cafile=str(certificate.certificate)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield other
        server.shutdown()
