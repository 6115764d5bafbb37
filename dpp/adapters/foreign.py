"""Asks other providers for passports, over HTTP through the guard of outgoing calls.

Rules:
1. https alone, on its own port. Every redirect is checked as the first address was: a name that leads to an address
   that is not public is refused at each step, and the connection is made to the address that was checked.
2. An answer is whole within `seconds` from the first byte sent to the last byte read, headers included, and no larger
   than what is read of a document; it is taken as it is, not compressed.
3. One attempt, no cookies, no keys, no name of who asks. At most `at_once` are asked at the same time.
4. What is logged is the host, never the rest of an address: it can hold a serial number.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urljoin

import httpx

from dpp.adapters.outbound import Machine, OutboundPolicy, outbound_client
from dpp.domain.errors import KringpasError, Refused, Unavailable
from dpp.domain.foreign_links import HeaderLink
from dpp.domain.message import Message, message
from dpp.service.checking import LARGEST
from dpp.service.foreign.ports import Answer

MOST_REDIRECTS = 4
ACCEPT = (
    "application/ld+json, application/json;q=0.9, application/linkset+json;q=0.8, application/vc;q=0.7, "
    "application/vc+jwt;q=0.7"
)
_HTTPS = 443
_LATER = message("Try again later, or ask the other provider.")
_OTHERWISE = message("Look whether the code was read whole, or ask the other provider.")
Connections = Callable[[], httpx.BaseTransport]


@dataclass(frozen=True)
class HttpForeignPages:
    """`ForeignPages` over the network. Tests give a machine of their own, its port and its connections."""

    seconds: float = 10
    at_once: int = 4
    machine: Machine = field(default_factory=Machine)
    port: int = _HTTPS
    allow_loopback: bool = False
    connections: Connections | None = None
    _turns: threading.BoundedSemaphore = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_turns", threading.BoundedSemaphore(self.at_once))

    def fetch(self, address: str) -> Answer:
        with self._turn():
            return self._followed(address)

    def _followed(self, address: str) -> Answer:
        ends = self.machine.monotonic() + self.seconds
        asked: list[str] = []
        links: list[HeaderLink] = []
        for _ in range(MOST_REDIRECTS + 1):
            url = self._checked(address)
            response = self._get(url, ends - self.machine.monotonic())
            links[:0] = _links(response, address)
            if not response.has_redirect_location:
                _check_status(response, url.host)
                kind = response.headers.get("content-type", "")
                return Answer(address, kind, response.content, tuple(asked), tuple(links))
            asked.append(address)
            address = _target(address, response)
        raise Refused(
            "foreign.redirects",
            message("{host} sends us on more than {most} times.", host=_host(asked[0]), most=MOST_REDIRECTS),
            remedy=_OTHERWISE,
        )

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(blocking=False):
            raise Unavailable(message("Others are asking for passports elsewhere at this moment."), remedy=_LATER)
        try:
            yield
        finally:
            self._turns.release()

    def _checked(self, address: str) -> httpx.URL:
        """Rule 1, before anything is resolved."""
        try:
            url = httpx.URL(address)
        except httpx.InvalidURL:
            raise _refused(message("The other provider sends us on to what is no address.")) from None
        if url.scheme != "https" or url.userinfo or (url.port or _HTTPS) != self.port or not url.host:
            raise _refused(
                message("The address at {host} is not asked: https on its usual port, and no user.", host=url.host)
            )
        return url

    def _get(self, url: httpx.URL, seconds: float) -> httpx.Response:
        if seconds <= 0:
            raise Unavailable(message("The answer of {host} takes too long.", host=url.host), remedy=_LATER)
        policy = OutboundPolicy(
            frozenset({f"{url.raw_host.decode()}:{self.port}"}),
            allow_loopback=self.allow_loopback,
            largest=LARGEST,
            attempts=1,
            connect_seconds=min(5, seconds),
            read_seconds=min(5, seconds),
            deadline_seconds=seconds,
            tells_redirects=True,
        )
        client = outbound_client(policy, headers={"Accept": ACCEPT}, machine=self.machine, connections=self.connections)
        with client, _Deadline(seconds) as deadline:
            try:
                return client.get(url, follow_redirects=False, extensions={"trace": deadline.watch})
            except httpx.HTTPError as error:
                raise Unavailable(message("{host} does not answer.", host=url.host), remedy=_LATER) from error
            except KringpasError as error:
                raise deadline.explained(error, url.host) from error


class _Deadline:
    """Breaks the line when the time is up, whatever is being read: a header that drips passes every other limit."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._up)
        self._timer.daemon = True
        self._sockets: list[socket.socket] = []
        self._is_up = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, event: str, told: dict[str, Any]) -> None:
        """What httpcore tells of its work (its `trace` extension)."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            line = told["return_value"].get_extra_info("socket")
            if isinstance(line, socket.socket):
                self._sockets.append(line)
                if self._is_up:
                    self._up()

    def explained(self, error: KringpasError, host: str) -> KringpasError:
        """The error, or that it was the deadline which broke the line."""
        if self._is_up and isinstance(error, Unavailable):
            return Unavailable(message("The answer of {host} takes too long.", host=host), remedy=_LATER)
        return error

    def _up(self) -> None:
        self._is_up = True
        for line in self._sockets:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def _check_status(response: httpx.Response, host: str) -> None:
    """Multiple choices (300) come as links, which are read; what is neither that nor a success is no passport."""
    if response.is_server_error:
        raise Unavailable(message("{host} answers {status}.", host=host, status=response.status_code), remedy=_LATER)
    if not response.is_success and response.status_code != httpx.codes.MULTIPLE_CHOICES:
        raise Refused(
            "foreign.status",
            message(
                "{host} answers {status}: it has no passport for us there.", host=host, status=response.status_code
            ),
            remedy=_OTHERWISE,
        )


def _target(address: str, response: httpx.Response) -> str:
    try:
        return urljoin(address, response.headers["location"])
    except ValueError:
        raise _refused(message("The other provider sends us on to what is no address.")) from None


def _links(response: httpx.Response, base: str) -> Iterator[HeaderLink]:
    """The links of the `Link` header, whole; those that cannot be read are left out."""
    for link in response.links.values():
        with suppress(ValueError):
            relations = tuple((link.get("rel") or "").split())
            yield HeaderLink(urljoin(base, link.get("url") or ""), relations, link.get("type") or "")


def _refused(what: Message) -> Refused:
    return Refused("foreign.address", what, remedy=_OTHERWISE)


def _host(address: str) -> str:
    return httpx.URL(address).host
