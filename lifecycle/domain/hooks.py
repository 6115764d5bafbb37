"""Web hooks: who wants to hear of new events, what is sent, how it is signed, and how a delivery stands.

Rules:
1. An event is sent at least once, under its own id (`Webhook-Id`): who gets it twice has it once.
2. What is sent is signed with HMAC-SHA256 over `id.timestamp.body`, as the Standard Webhooks specification does
   (`v1,` and the signature in base64; the secret begins with `whsec_`).
3. Of one device events are sent in their order: the next one waits until the one before it arrived, or was given up.
4. After `MOST_ATTEMPTS` a delivery is given up (a dead letter). A person can send it again.
5. An address is https and names a host; it carries no user and no fragment.
"""

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NewType
from urllib.parse import urlsplit

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical
from dpp.domain.registration.backoff import Backoff
from lifecycle.domain.events import Event, EventId, plain

HookId = NewType("HookId", str)
SECRET_BYTES = 32
MOST_ATTEMPTS = 12
LONGEST_URL = 500
WAITS = Backoff(timedelta(seconds=10), timedelta(hours=6))
"""Twelve attempts take between one and two days."""
_PREFIX = "whsec_"


class DeliveryState(StrEnum):
    """How a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True)
class Hook:
    """Where an organisation wants to hear of events; no `kinds` are all kinds.

    `reads_all`: of all devices, else of those that it owns or has. `position` is the last number in the log that was
    looked at. `ended_at` is there once nothing is sent any more.
    """

    id: HookId
    organisation: OrganisationId
    url: str
    kinds: tuple[str, ...]
    secret: str
    reads_all: bool
    position: int
    created_at: datetime
    created_by: AccountId
    ended_at: datetime | None = None

    @property
    def party(self) -> OrganisationId | None:
        """Whose devices it hears of; all when None."""
        return None if self.reads_all else self.organisation


@dataclass(frozen=True)
class Delivery:
    """One event on its way to one address. `entry` is its number in the log, `answer` what was last heard."""

    hook: HookId
    device: DeviceKey
    entry: int
    event: EventId
    due_at: datetime
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    answer: str = ""
    leased_until: datetime | None = None


@dataclass(frozen=True)
class Signed:
    """What is sent: the body, and the headers that say which event it is and that it is from us."""

    body: bytes
    headers: Mapping[str, str]


def new_secret(chance: bytes) -> str:
    """A secret of `SECRET_BYTES` random bytes, as the receiver keeps it."""
    return _PREFIX + b64encode(chance).decode()


def signed(event: Event, entry: int, number: int, secret: str, now: datetime) -> Signed:
    """Rule 2. The body is the same at every attempt; the time of sending is in the header and in the signature."""
    body = canonical(payload(event, entry, number))
    moment = str(int(now.timestamp()))
    signature = b64encode(hmac.new(_key(secret), f"{event.id}.{moment}.".encode() + body, hashlib.sha256).digest())
    headers = {
        "Content-Type": "application/json",
        "Webhook-Id": event.id,
        "Webhook-Timestamp": moment,
        "Webhook-Signature": f"v1,{signature.decode()}",
    }
    return Signed(body, headers)


def payload(event: Event, entry: int, number: int) -> dict[str, Any]:
    """What the receiver reads; the same form as `GET /api/v1/events` gives."""
    told = {"entry": entry, "number": number, **plain(event)}
    return {"type": f"device.{event.kind}", "timestamp": event.recorded_at.isoformat(), "data": told}


def arrived(delivery: Delivery, answer: str) -> Delivery:
    return replace(delivery, state=DeliveryState.DELIVERED, answer=answer, leased_until=None)


def failed(delivery: Delivery, answer: str, now: datetime, chance: bytes, asked: timedelta | None = None) -> Delivery:
    """Rule 4: tried again later, or given up."""
    if delivery.attempts >= MOST_ATTEMPTS:
        return replace(delivery, state=DeliveryState.DEAD, answer=answer, leased_until=None)
    due = now + WAITS.delay(max(delivery.attempts, 1), chance, asked)
    return replace(delivery, answer=answer, due_at=due, leased_until=None)


def again(delivery: Delivery, now: datetime) -> Delivery:
    """A dead letter that a person sends again."""
    return replace(delivery, state=DeliveryState.WAITING, attempts=0, due_at=now, leased_until=None)


def check_url(url: str, *, http: bool = False) -> str:
    """Rule 5; `http` only where a test has its own server. InvalidInput for another address."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = None, None
    fits = parts is not None and parts.scheme in ({"https", "http"} if http else {"https"}) and len(url) <= LONGEST_URL
    if parts is None or not fits or not host or parts.username is not None or parts.fragment or not url.isascii():
        what = message("Give an https address that this service can reach, without a user name and without '#'.")
        raise InvalidInput(what, (Problem("url", what),))
    return url


def _key(secret: str) -> bytes:
    return b64decode(secret.removeprefix(_PREFIX))
