"""When to call: evenly, and later after a refusal."""

import threading
from datetime import UTC
from email.utils import parsedate_to_datetime

import httpx

from dpp.adapters.outbound.policy import Machine, OutboundPolicy

BUSY = frozenset({429, 502, 503, 504})
REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})


class Pace:
    """Lets so many calls a second start, whichever thread makes them; the others wait for their turn."""

    def __init__(self, per_second: float | None, machine: Machine) -> None:
        self._gap = 1 / per_second if per_second else 0.0
        self._machine = machine
        self._next = machine.monotonic()
        self._lock = threading.Lock()

    def wait(self) -> None:
        with self._lock:
            now = self._machine.monotonic()
            start = max(now, self._next)
            self._next = start + self._gap
        if start > now:
            self._machine.sleep(start - now)


def wait_before(attempt: int, policy: OutboundPolicy) -> float:
    """Seconds before attempt 1, 2, 3 (attempt 0 is the first): twice as long each time."""
    return float(min(policy.first_wait * 2 ** (attempt - 1), policy.longest_wait))


def asked_wait(response: httpx.Response, machine: Machine) -> float | None:
    """The seconds of `Retry-After`, given as seconds or as a date (RFC 9110, 10.2.3); nothing where it says none."""
    said = response.headers.get("retry-after", "").strip()
    if said.isdigit():
        return float(said)
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - machine.now()).total_seconds())
