"""From numbers of devices to devices: which one goes to which request.

Rules:
1. A device that may stay with its request does.
2. Of the devices of a class those at a place where they are asked go first, then the weakest.
3. Among requests of one seat a device goes to the same place first, then in the order of the turns.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.allocation.rule import Need
from lifecycle.domain.allocation.seats import Seats
from lifecycle.domain.allocation.supply import Demand, Market
from lifecycle.domain.allocation.transport import Flows
from lifecycle.domain.requests.offered import Offered
from lifecycle.domain.requests.request import RequestId


def handed_out(
    goods: Market, seated: Seats, flows: Flows, served: Sequence[Need]
) -> dict[DeviceKey, tuple[RequestId, int]]:
    """Which device goes to which request, with the place of its class."""
    chosen: dict[int, list[tuple[Offered, int]]] = defaultdict(list)
    left = {place: list(seated.classes[place].devices) for place, _ in flows}
    for (place, seat), units in sorted(flows.items()):
        devices = _near_first(left[place], goods.demands[seated.demands[seat]])
        chosen[seat] += [(given, place) for given in devices[:units]]
        left[place] = devices[units:]
    asking: dict[int, list[Need]] = defaultdict(list)
    for need in served:
        asking[seated.of[need.request.id]].append(need)
    found: dict[DeviceKey, tuple[RequestId, int]] = {}
    for seat, picked in chosen.items():
        found |= _divided(picked, asking[seat], seated.stays)
    return found


def _divided(
    devices: list[tuple[Offered, int]], asking: list[Need], stays: Mapping[DeviceKey, RequestId]
) -> Iterator[tuple[DeviceKey, tuple[RequestId, int]]]:
    """Rules 1 and 3."""
    open_turns = Counter(need.request.id for need in asking)
    by_place: dict[str | None, list[tuple[Offered, int]]] = defaultdict(list)
    wanted = {need.request.id for need in asking}
    for given, place in devices:
        request = stays.get(given.device)
        if request in wanted and open_turns[request]:
            open_turns[request] -= 1
            yield given.device, (request, place)
        else:
            by_place[given.place].append((given, place))
    needs = [need for need in asking if _takes(open_turns, need.request.id)]
    elsewhere = []
    for need in needs:
        here = by_place.get(need.request.wanted.place)
        if here:
            given, place = here.pop(0)
            yield given.device, (need.request.id, place)
        else:
            elsewhere.append(need)
    rest = sorted((each for its in by_place.values() for each in its), key=lambda each: each[0].device)
    for need, (given, place) in zip(elsewhere, rest, strict=True):
        yield given.device, (need.request.id, place)


def _takes(open_turns: Counter[RequestId], request: RequestId) -> bool:
    if not open_turns[request]:
        return False
    open_turns[request] -= 1
    return True


def _near_first(devices: list[Offered], demand: Demand) -> list[Offered]:
    near = {need.request.wanted.place for need in demand.needs}
    return sorted(devices, key=lambda given: given.place not in near)
