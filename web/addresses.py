"""Where a server listens, and how other machines reach it."""

import socket
from dataclasses import dataclass
from pathlib import Path

_EVERY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104 - compared with, not bound to


@dataclass(frozen=True)
class Certificate:
    """PEM files of a certificate and its key."""

    certificate: Path
    key: Path


@dataclass(frozen=True)
class Address:
    """Where the server listens. With a certificate it speaks HTTPS, and HTTP/2 to those who can."""

    host: str
    port: int
    certificate: Certificate | None = None

    @property
    def url(self) -> str:
        """As a person types it, also from another machine."""
        host = reachable_as(self.host)
        shown = f"[{host}]" if ":" in host else host
        return f"{'https' if self.certificate else 'http'}://{shown}:{self.port}"


def reachable_as(host: str) -> str:
    """The address that another machine would use: `host`, or where it means every address, our own on the network."""
    if host not in _EVERY_ADDRESS:
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a datagram socket sends nothing when it connects; it picks a way out
        except OSError:
            return "127.0.0.1"
        address: str = probe.getsockname()[0]
        return address
