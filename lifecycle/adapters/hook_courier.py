"""Sends web hooks over HTTP, through the guard of outgoing calls.

Rules:
1. https alone, to a public address; a redirect is not followed: it would carry the event elsewhere.
2. One attempt, ten seconds; of an answer its status counts, and a little is read.
3. What is kept of an answer is its status, never its words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parsedate_to_datetime

import httpx

from dpp.adapters.outbound import Machine, OutboundPolicy, outbound_client
from dpp.domain.errors import KringpasError
from lifecycle.service.hook_ports import HookReply

_LARGEST = 64 * 1024
_SECONDS = 10.0


@dataclass(frozen=True)
class HttpHookCourier:
    """`HookCourier` over the network. Tests give a machine of their own, and allow this machine."""

    allow_loopback: bool = False
    machine: Machine = field(default_factory=Machine)

    def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> HookReply:
        address = httpx.URL(url)
        port = address.port or (80 if address.scheme == "http" else 443)
        policy = OutboundPolicy(
            frozenset({f"{address.raw_host.decode()}:{port}"}),
            allow_loopback=self.allow_loopback,
            largest=_LARGEST,
            attempts=1,
            connect_seconds=5,
            read_seconds=_SECONDS,
            deadline_seconds=_SECONDS,
            tells_redirects=True,
        )
        try:
            with outbound_client(policy, headers=dict(headers), machine=self.machine) as client:
                response = client.post(url, content=body, follow_redirects=False)
        except (httpx.HTTPError, KringpasError) as error:
            return HookReply(taken=False, said=type(error).__name__)
        return HookReply(response.is_success, str(response.status_code), self._wait(response))

    def _wait(self, response: httpx.Response) -> timedelta | None:
        """Retry-After: seconds, or a date (RFC 9110, 10.2.3); anything else is not heard."""
        asked = response.headers.get("retry-after", "").strip()
        if asked.isascii() and asked.isdigit():
            return timedelta(seconds=min(int(asked), 86_400))
        try:
            return max(parsedate_to_datetime(asked) - self.machine.now(), timedelta()) if asked else None
        except (ValueError, TypeError):
            return None
