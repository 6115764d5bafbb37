"""The one way out: every call that the service makes to others goes through a client of `outbound_client`.

Rules:
1. Only hosts on the allow-list are called, over https; over http only this machine, where its own address is set.
2. A name must resolve to public addresses alone, and the connection is made to an address that was checked: a name that
   answers differently the second time gains nothing. The certificate is still checked against the name.
3. Nobody's answer is larger than the limit, compressed, or slower than the deadline.
4. A redirect to another host, port or scheme is refused: it would carry our keys along. Whoever sends no keys may ask
   to be told of it, and calls the other host by a client of its own.
5. What may be repeated is repeated where the other side is busy or the line broke, later each time, and no sooner than
   `Retry-After` asks. Every attempt counts for the rate limit.
6. Proxies of the environment are not used: they would make the connection where rule 2 cannot see it.
"""

import httpx

from dpp.adapters.outbound.policy import Machine, OutboundPolicy
from dpp.adapters.outbound.transport import Connections, GuardedTransport, plain_connections

__all__ = ["Machine", "OutboundPolicy", "outbound_client"]

_MOST_REDIRECTS = 3


def outbound_client(
    policy: OutboundPolicy,
    *,
    headers: dict[str, str] | None = None,
    machine: Machine | None = None,
    connections: Connections | None = None,
) -> httpx.Client:
    """A client that keeps the rules above; whoever opens it closes it. One client has one rate limit.

    `connections` makes the transport of each host; tests give one that trusts their own certificate.

    Raises Refused for what a rule forbids, Unavailable where nobody answers in time or the answer cannot be taken. An
    answer with an error status is an answer.
    """
    own = {"User-Agent": "Kringpas", "Accept-Encoding": "identity"}
    return httpx.Client(
        transport=GuardedTransport(policy, machine or Machine(), connections or plain_connections),
        headers={**(headers or {}), **own},
        follow_redirects=True,
        max_redirects=_MOST_REDIRECTS,
        trust_env=False,
        timeout=httpx.Timeout(policy.read_seconds, connect=policy.connect_seconds),
    )
