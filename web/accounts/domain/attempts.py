"""Failed sign-ins, and how long the next one has to wait.

Rules:
1. Failures count per sign-in name (whether such an account exists or not: waiting tells nothing) and per address.
2. The first few failures of a name cost nothing; after each further one the wait doubles, from one second.
3. At the policy's number of failures within the window the name is locked until a window after its last failure.
4. An address with too many failures waits until enough of them have left the window.
5. An attempt counts as failed from its start until it is known to have succeeded, so that a thousand at the same time
   are a thousand failures, not one.
6. Neither the name nor the address is stored: a hash of each is, and both go when the window has passed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import digest as hmac_digest
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil

from web.accounts.domain.account import normalised_name
from web.accounts.domain.policy import Policy

_NOW = timedelta(0)


@dataclass(frozen=True)
class Attempt:
    """One failure, or one sign-in that is still being checked."""

    name_hash: str
    address_hash: str
    at: datetime


def name_hash(sign_in_name: str) -> str:
    """What an attempt keeps of a name: people type passwords in that field by mistake."""
    return sha256(normalised_name(sign_in_name).encode()).hexdigest()


def address_hash(address: str, key: bytes) -> str:
    """What an attempt keeps of an internet address, keyed because there are few enough to try them all.

    Of an IPv6 address only the network of 64 bits counts: a household has that many addresses. A text that is no
    address (a Unix socket has none) counts as itself.
    """
    return hmac_digest(key, _counted(address).encode(), "sha256").hex()


def wait(attempts: Sequence[Attempt], name: str, address: str, now: datetime, policy: Policy) -> timedelta:
    """How long the next attempt by this name hash and address hash must wait; zero when it may go ahead."""
    since = now - policy.attempt_window
    recent = sorted((attempt for attempt in attempts if attempt.at > since), key=lambda attempt: attempt.at)
    of_name = [attempt.at for attempt in recent if attempt.name_hash == name]
    of_address = [attempt.at for attempt in recent if attempt.address_hash == address]
    return max(_NOW, _name_free(of_name, policy, now) - now, _address_free(of_address, policy, now) - now)


def seconds(duration: timedelta) -> int:
    """Whole seconds, rounded up: who waits that long is let through."""
    return ceil(duration.total_seconds())


def _name_free(failures: list[datetime], policy: Policy, now: datetime) -> datetime:
    if len(failures) >= policy.name_failures:
        return failures[-1] + policy.attempt_window
    beyond = len(failures) - policy.free_failures
    if beyond < 0:
        return now
    return failures[-1] + min(timedelta(seconds=2**beyond), policy.attempt_window)


def _address_free(failures: list[datetime], policy: Policy, now: datetime) -> datetime:
    if len(failures) < policy.address_failures:
        return now
    return failures[-policy.address_failures] + policy.attempt_window


def _counted(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Network((int(parsed), 64), strict=False))
    return str(parsed)
