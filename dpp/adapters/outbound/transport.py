"""The transport that keeps the rules of `dpp.adapters.outbound`. It reads every answer whole, within the limits."""

import logging
from collections.abc import Callable
from typing import NoReturn

import httpx

from dpp.adapters.outbound.addresses import checked_addresses, is_loopback
from dpp.adapters.outbound.pacing import BUSY, REPEATABLE, Pace, asked_wait, wait_before
from dpp.adapters.outbound.policy import HTTP_PORT, HTTPS_PORT, Machine, OutboundPolicy
from dpp.domain.errors import Refused, Unavailable
from dpp.domain.message import Message, message

_LATER = message("Try again later; tell the administrator if it stays.")
_LOG = logging.getLogger("kringpas.outbound")
_PORTS = {"https": HTTPS_PORT, "http": HTTP_PORT}


Connections = Callable[[], httpx.BaseTransport]


def plain_connections() -> httpx.BaseTransport:
    return httpx.HTTPTransport(trust_env=False)


class GuardedTransport(httpx.BaseTransport):
    """Each host has connections of its own, so that none is shared by two names that lead to one address."""

    def __init__(
        self,
        policy: OutboundPolicy,
        machine: Machine,
        connections: Connections = plain_connections,
    ) -> None:
        self._policy, self._machine = policy, machine
        self._pace = Pace(policy.per_second, machine)
        self._connections = connections
        self._of_host: dict[str, httpx.BaseTransport] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._check_allowed(request.url)
        request.read()
        for attempt in range(self._policy.attempts):
            last = attempt + 1 == self._policy.attempts or request.method not in REPEATABLE
            response = self._attempt(request, last=last)
            wait = self._wait_after(response, attempt + 1)
            if response is not None and (last or wait is None):
                self._check_redirect(request, response)
                _LOG.info("%s answered %s at attempt %s", request.url.host, response.status_code, attempt + 1)
                return response
            self._machine.sleep(wait or 0)
        raise AssertionError("the last attempt answers or raises")

    def close(self) -> None:
        for connections in self._of_host.values():
            connections.close()

    def _check_allowed(self, url: httpx.URL) -> None:
        port = url.port or _PORTS.get(url.scheme, 0)
        host = url.raw_host.decode()
        if not self._policy.allows(host, port):
            raise Refused(
                "outbound.host",
                message("Calls to {host} are not allowed.", host=url.netloc.decode()),
                remedy=message("Only the hosts of the addresses in the settings may be called."),
            )
        if url.scheme != "https" and not self._is_own_machine(host):
            raise Refused(
                "outbound.scheme",
                message("{host} may be called over https alone.", host=host),
                remedy=message("Use its address that starts with https."),
            )

    def _is_own_machine(self, host: str) -> bool:
        try:
            return self._policy.allow_loopback and is_loopback(host)
        except ValueError:  # a name, not an address
            return False

    def _check_redirect(self, request: httpx.Request, response: httpx.Response) -> None:
        if self._policy.tells_redirects or not response.has_redirect_location:
            return
        target = request.url.join(response.headers["location"])
        if (target.scheme, target.netloc) != (request.url.scheme, request.url.netloc):
            raise Refused(
                "outbound.redirect",
                message("{host} sends us on to {target}.", host=request.url.host, target=target.netloc.decode()),
                remedy=message("Redirects to another host are not followed; ask whether its address has changed."),
            )

    def _wait_after(self, response: httpx.Response | None, attempt: int) -> float | None:
        """How long to wait before the next attempt; nothing where there should be none."""
        if response is None:
            return wait_before(attempt, self._policy)
        if response.status_code not in BUSY:
            return None
        asked = asked_wait(response, self._machine)
        if asked is None:
            return wait_before(attempt, self._policy)
        return asked if asked <= self._policy.longest_wait else None

    def _attempt(self, request: httpx.Request, *, last: bool) -> httpx.Response | None:
        """An answer; nothing where the line broke and another attempt may follow."""
        self._pace.wait()
        try:
            return self._call(request)
        except httpx.TransportError as error:
            if last:
                _LOG.info("%s did not answer: %s", request.url.host, type(error).__name__)
                _unavailable(message("{host} does not answer.", host=request.url.host), error)
            return None

    def _call(self, request: httpx.Request) -> httpx.Response:
        host = request.url.raw_host.decode()
        port = request.url.port or _PORTS[request.url.scheme]
        *others, last = checked_addresses(host, port, self._machine, allow_loopback=self._policy.allow_loopback)
        for address in others:
            try:
                return self._call_at(request, host, address)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return self._call_at(request, host, last)

    def _call_at(self, request: httpx.Request, host: str, address: str) -> httpx.Response:
        """Connect to a checked address, in the name of the host: for its certificate, and in the `Host` header."""
        connections = self._of_host.setdefault(host, self._connections())
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=address),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        response = connections.handle_request(pinned)
        try:
            body = self._whole(response, host)
        finally:
            response.close()
        return httpx.Response(response.status_code, headers=response.headers, content=body, request=request)

    def _whole(self, response: httpx.Response, host: str) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            _unavailable(message("{host} answered in a compressed form that was not asked for.", host=host))
        deadline = self._machine.monotonic() + self._policy.deadline_seconds
        body = bytearray()
        assert isinstance(response.stream, httpx.SyncByteStream)
        for part in response.stream:
            body += part
            if len(body) > self._policy.largest:
                _unavailable(
                    message("The answer of {host} is larger than {most} bytes.", host=host, most=self._policy.largest)
                )
            if self._machine.monotonic() > deadline:
                _unavailable(message("The answer of {host} takes too long.", host=host))
        return bytes(body)


def _unavailable(what: Message, cause: Exception | None = None) -> NoReturn:
    raise Unavailable(what, remedy=_LATER) from cause
