"""The devices that can be given to requests now.

Rules:
1. A device can be given on its approved route, when that is one on which devices are asked for.
2. It is not given while it is reserved or in quarantine, nor while anything stands in the way of its going to a new
   user, as for what is on the marketplace (`lifecycle.domain.marketplace.offers.obstacles`).
3. Which parts are in a device is looked up for what goes to parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.allocation.rule import LADDER
from lifecycle.domain.bom import bill_of_materials
from lifecycle.domain.device import Device
from lifecycle.domain.marketplace.offers import obstacles
from lifecycle.domain.requests.offered import Offered, PartInside, offered
from lifecycle.domain.vocabulary import Lifecycle, Route
from lifecycle.service.ports import LifecycleReads, Policies
from lifecycle.service.routing_ports import StockFilter
from lifecycle.service.routing_reading import FactsReader, Gathered

_AT_ONCE = 500
_WAITING = StockFilter(lifecycles=(Lifecycle.ROUTED.value,), route_states=("approved",))


@dataclass(frozen=True)
class FreeDevices:
    """For the length of one transaction, on one day."""

    reads: LifecycleReads
    reader: FactsReader
    policies: Policies
    on: date

    def all(self, routes: frozenset[Route] = frozenset(LADDER)) -> Iterator[Offered]:
        """Every device that is free on one of these routes, in the order of their keys."""
        after = DeviceKey("")
        while keys := self.reads.stock.keys(_WAITING, after, _AT_ONCE):
            after = keys[-1]
            gathered = self.reader.of_devices(keys)
            found = (self.see(gathered[key]) for key in keys if key in gathered)
            yield from (each for each in found if each.routes & routes)

    def see(self, gathered: Gathered) -> Offered:
        """A device as requests see it; without a route where it is not free."""
        device = gathered.device
        routes = open_routes(device)
        rules = self.policies.in_force(self.reads, self.on).of(device).windows_11
        parts = self._parts(device) if Route.PARTS in routes else ()
        place = device.custody.place
        return offered(device.key, routes, gathered.facts, rules, on=self.on, place=place, parts=parts)

    def _parts(self, device: Device) -> tuple[PartInside, ...]:
        """Rule 3."""
        lines = bill_of_materials(self.reads.events.of_device(device.key), device.changed_at)
        return tuple(PartInside.of(line.component, line.model) for line in lines)


def open_routes(device: Device) -> frozenset[Route]:
    """Rules 1 and 2."""
    stands_in_the_way = (
        device.reservation is not None,
        device.missing,
        device.quarantined,
        device.handover is not None,
        device.has_left_the_state,
    )
    route = None if device.approval is None else device.approval.route
    if route is None or route not in LADDER or any(stands_in_the_way) or any(obstacles(device, route)):
        return frozenset()
    return frozenset({route})
