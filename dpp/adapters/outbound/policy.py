"""What outgoing calls may do, and the parts of the machine that they use."""

import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

from dpp.adapters.clock import utc_now

MEBIBYTE = 1024 * 1024
HTTPS_PORT, HTTP_PORT = 443, 80


@dataclass(frozen=True)
class OutboundPolicy:
    """`hosts` are names, in lower case, with a port where it is not 443 (`id.example:8443`).

    `per_second` calls at most; `largest` bytes of an answer; at most `attempts` times, waiting `first_wait` seconds,
    then twice as long each time, never longer than `longest_wait`. One attempt takes `deadline_seconds` at most.
    With `tells_redirects` a redirect to another host is an answer: the caller asks there under a policy of that host.
    """

    hosts: frozenset[str]
    allow_loopback: bool = False
    per_second: float | None = None
    largest: int = 16 * MEBIBYTE
    attempts: int = 4
    first_wait: float = 0.5
    longest_wait: float = 60
    connect_seconds: float = 5
    read_seconds: float = 20
    deadline_seconds: float = 120
    tells_redirects: bool = False

    @classmethod
    def for_address(cls, address: str, *, per_second: float | None = None) -> Self:
        """For the host of an address in the settings alone; with `http` it must be an address of this machine."""
        parts = urlsplit(address)
        port = parts.port or (HTTPS_PORT if parts.scheme == "https" else HTTP_PORT)
        host = f"{(parts.hostname or '').lower()}:{port}"
        return cls(frozenset({host}), allow_loopback=parts.scheme == "http", per_second=per_second)

    def allows(self, host: str, port: int) -> bool:
        return f"{host}:{port}" in self.hosts or (port == HTTPS_PORT and host in self.hosts)


def system_addresses(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a name, as this machine resolves it; raises OSError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class Machine:
    """Names, time and waiting. Tests put their own in place."""

    resolve: Callable[[str, int], Sequence[str]] = system_addresses
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = utc_now
