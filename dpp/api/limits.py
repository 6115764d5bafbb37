"""Limits against scraping: how much an anonymous reader may read, guess and list in a minute, and report in an hour.

Rules:
1. A reader is the network that it comes from: an IPv4 address, or the /64 of an IPv6 address. Behind a trusted proxy
   that is the address of the client, which the layer in front puts in its place.
2. No profile: networks are counted under a keyed hash whose key is made anew each day; nothing of it is written or
   logged, and yesterday's counts cannot be joined to today's.
3. A count is a bucket that fills up again with the minute. Readings have one, misses (guessed serial numbers, codes and
   ids) a smaller one, lists and searches one of their own. Whoever has used up its misses waits for everything: else
   "too many" would tell a hit from a miss.
4. Reports of found devices fill up with the hour. Only one that was kept counts: who mends a form is not held back.
5. The memory is bounded: what was not seen for longest is forgotten first. Each process counts by itself.
"""

import re
import socket
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from math import ceil
from time import monotonic
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from dpp.domain.actor import VISITOR
from dpp.domain.errors import TooMany
from dpp.domain.message import message

_DAY, _HOUR, _MINUTE = 86_400.0, 3_600.0, 60.0
_KEY_BYTES = 16
LARGEST = 50_000
"""Networks that are counted at once, a few megabytes."""

READS = ("/passports/", "/api/v1/passports/", "/v1/dpps/")
LISTS = (
    "/models",
    "/search",
    "/compare",
    "/api/v1/models",
    "/api/v1/search",
    "/api/v1/compare",
    "/v1/dppsByProductId",
)


REPORT = re.compile(r"/passports/[^/]+/found")
"""Where a report of a found device is sent."""


class Buckets:
    """One bucket of `size` for each key, full at first, filled in `period` seconds; `size` 0: nothing is counted."""

    def __init__(
        self,
        size: int,
        clock: Callable[[], float] = monotonic,
        largest: int = LARGEST,
        period: float = _MINUTE,
    ) -> None:
        self._size = float(size)
        self._rate = size / period
        self._clock = clock
        self._largest = largest
        self._levels: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._levels)

    def take(self, key: bytes) -> float:
        """Take one out; 0, or the seconds until there is one."""
        if not self._rate:
            return 0.0
        now = self._clock()
        level = self._level(key, now)
        if level < 1:
            return (1 - level) / self._rate
        self._levels[key] = (level - 1, now)
        self._levels.move_to_end(key)
        if len(self._levels) > self._largest:
            self._levels.popitem(last=False)
        return 0.0

    def wait(self, key: bytes) -> float:
        """The seconds until there is one, without taking it."""
        if not self._rate or key not in self._levels:
            return 0.0
        return max(0.0, (1 - self._level(key, self._clock())) / self._rate)

    def put_back(self, key: bytes) -> None:
        """Put one back that was taken for nothing."""
        if key in self._levels:
            now = self._clock()
            self._levels[key] = (min(self._size, self._level(key, now) + 1), now)

    def clear(self) -> None:
        self._levels.clear()

    def _level(self, key: bytes, now: float) -> float:
        level, then = self._levels.get(key, (self._size, now))
        return min(self._size, level + (now - then) * self._rate)


@dataclass
class ReaderLimits:
    """The buckets of a network: three of a minute, `reports` of an hour; 0 for no limit. `chance`: the key of a day."""

    chance: Callable[[int], bytes]
    reads: int
    misses: int
    lists: int
    clock: Callable[[], float] = monotonic
    reports: int = 0
    _key: bytes = field(default=b"", repr=False)
    _key_ends: float = field(default=0.0)

    def __post_init__(self) -> None:
        self._reads, self._misses, self._lists = (
            Buckets(size, self.clock) for size in (self.reads, self.misses, self.lists)
        )
        self._reports = Buckets(self.reports, self.clock, period=_HOUR)

    @property
    def are_on(self) -> bool:
        return bool(self.reads or self.misses or self.lists or self.reports)

    def reader(self, scope: Scope) -> bytes | None:
        """Under what a request is counted; None where the server tells no address."""
        client: Any = scope.get("client")
        return None if not client else self._hidden(network_of(client[0]))

    def read(self, reader: bytes) -> None:
        """Count a reading; TooMany where there were too many, or too many misses."""
        self._refuse(self._misses.wait(reader) or self._reads.take(reader))

    def list(self, reader: bytes) -> None:
        """Count a list or a search; the same."""
        self._refuse(self._misses.wait(reader) or self._lists.take(reader))

    def missed(self, reader: bytes) -> None:
        """Count a miss."""
        self._misses.take(reader)

    def report(self, reader: bytes) -> None:
        """Count a report of a found device; TooMany where there were too many."""
        seconds = self._reports.take(reader)
        if seconds:
            raise TooMany(
                message("Several reports came from your network already."),
                seconds=ceil(seconds),
                remedy=message("Wait an hour, or bring the device to the police or to a municipality."),
            )

    def not_reported(self, reader: bytes) -> None:
        """What was counted as a report was none: a form that came back."""
        self._reports.put_back(reader)

    def _hidden(self, network: bytes) -> bytes:
        now = self.clock()
        if now >= self._key_ends:
            self._key, self._key_ends = self.chance(_KEY_BYTES), now + _DAY
            for buckets in (self._reads, self._misses, self._lists, self._reports):
                buckets.clear()
        return blake2b(network, digest_size=8, key=self._key).digest()

    @staticmethod
    def _refuse(seconds: float) -> None:
        if seconds:
            raise TooMany(
                message("Too many requests came from your network in a short time."),
                seconds=ceil(seconds),
                remedy=message("Wait, or sign in: who has an account is not counted here."),
            )


class AnonymousLimits:
    """In front of the router, behind the identity: counts what visitors read, list and report, and their misses."""

    def __init__(self, app: ASGIApp, limits: ReaderLimits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        counted = scope["type"] == "http" and self._limits.are_on and _is_visitor(scope)
        reader = self._limits.reader(scope) if counted else None
        path: str = scope.get("path", "")
        if reader is None or not path.startswith((*READS, *LISTS)):
            await self._app(scope, receive, send)
            return
        if path.startswith(READS):
            self._limits.read(reader)
        else:
            self._limits.list(reader)
        reports = scope["method"] == "POST" and REPORT.fullmatch(path) is not None
        if reports:
            self._limits.report(reader)

        async def watch(event: Event) -> None:
            if event["type"] == "http.response.start":
                if event["status"] == 404:
                    self._limits.missed(reader)
                if reports and event["status"] != 303:
                    self._limits.not_reported(reader)
            await send(event)

        await self._app(scope, receive, watch)


def _is_visitor(scope: Scope) -> bool:
    return bool(scope.get("state", {}).get("actor", VISITOR).is_visitor)


def network_of(address: str) -> bytes:
    """The bytes of an IPv4 address, those of the /64 of an IPv6 address; of anything else its text."""
    try:
        if ":" not in address:
            return socket.inet_aton(address)
        packed = socket.inet_pton(socket.AF_INET6, address.partition("%")[0])
    except OSError:
        return address.encode()
    return packed[12:] if packed.startswith(_MAPPED) else packed[:8]


_MAPPED = bytes(10) + b"\xff\xff"
"""How an IPv4 address begins that is written as one of IPv6 (RFC 4291, 2.5.5.2)."""
