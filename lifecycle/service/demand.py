"""What is asked for, as decisions about devices see it.

Rules:
1. A decision sees, for the device's kind, the requests that still need something.
2. A policy may close a destination for which nothing is asked. So demand counts as recorded only from when somebody
   asked for this kind on each of `RECORDED_ON`; before, the policy says what that does. Otherwise the first request of
   a repairer would stop all donation. What is met or over is then a request for no devices.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from lifecycle.domain.requests.request import ROUTE_OF, DeviceRequest
from lifecycle.domain.routing.facts import Fact, Request
from lifecycle.domain.vocabulary import Route
from lifecycle.service.allotments import needed
from lifecycle.service.ports import LifecycleReads

_SOURCE = "requests"
RECORDED_ON = frozenset({Route.DONATE, Route.PARTS})
MET = "met"
"""The name of the request for no devices of rule 2."""


@dataclass
class Demand:
    """On one day: each kind of device is read once."""

    on: date
    _known: dict[str, Fact[tuple[Request, ...]] | None] = field(default_factory=dict)

    def of(self, reads: LifecycleReads, category: str | None) -> Fact[tuple[Request, ...]] | None:
        """The requests for devices of this kind; None where demand is not recorded (rule 2)."""
        if category is None:
            return None
        if category not in self._known:
            found = tuple(self._requests(reads, category))
            self._known[category] = Fact(found, _SOURCE) if found else None
        return self._known[category]

    def _requests(self, reads: LifecycleReads, category: str) -> Iterator[Request]:
        routes = {ROUTE_OF[role] for role in reads.requests.roles(category)}
        if not routes >= RECORDED_ON:
            return
        for route in sorted(routes):
            yield Request(f"{MET} {route.value}", route, category, 0)
        for request, number in needed(reads, self.on, category).items():
            yield _as_decisions_see_it(request, number)


def _as_decisions_see_it(request: DeviceRequest, number: int) -> Request:
    wanted, asked = request.wanted, request.wanted.specification
    return Request(
        name=request.id,
        route=request.route,
        category=wanted.category,
        quantity=number,
        deadline=wanted.deadline,
        memory_gib=asked.memory_gib,
        storage_gb=asked.storage_gb,
        diagonal_inch=asked.diagonal_inch,
        battery_percent=asked.battery_percent,
        functional_grade=asked.functional_grade,
        cosmetic_grade=asked.cosmetic_grade,
    )
