"""Requests that take devices together, and the devices that may stay with them.

Rules:
1. The requests of a demand are one seat: which of them gets which device is decided after all (`handing`).
2. A request that gets fewer devices than were proposed for it before is a seat of its own: which of them stay matters
   to others.
3. A device may stay where it was proposed before, when it still fits and its request is still served.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.allocation.answer import Standing
from lifecycle.domain.allocation.supply import Class, Market
from lifecycle.domain.requests.offered import Offered
from lifecycle.domain.requests.request import RequestId


@dataclass(frozen=True)
class Seats:
    """`demands` is the demand of each seat, `of` the seat of each request that is served.

    `classes` are those of the market, divided by the seat at which their devices may stay; `stays` where each was.
    """

    demands: tuple[int, ...]
    of: Mapping[RequestId, int]
    classes: tuple[Class, ...]
    stays: Mapping[DeviceKey, RequestId]


def seats(goods: Market, counts: Mapping[RequestId, int], standing: Standing) -> Seats:
    """The seats of a run; `counts` is how many devices each request gets."""
    stays = _stays(goods, counts, standing)
    before, demand_of = Counter(stays.values()), goods.places
    names = sorted({(demand_of[name], name if before[name] > counts[name] else RequestId("")) for name in counts})
    number_of = {name: number for number, name in enumerate(names)}
    of = {
        name: number_of.get((demand_of[name], name), number_of.get((demand_of[name], RequestId("")), -1))
        for name in counts
    }
    return Seats(tuple(demand for demand, _ in names), of, _divided(goods, stays, of), stays)


def _stays(goods: Market, counts: Mapping[RequestId, int], standing: Standing) -> dict[DeviceKey, RequestId]:
    """Rule 3."""
    return {
        given.device: standing[given.device]
        for each in goods.classes
        for given in each.devices
        if given.device in standing
        and standing[given.device] in counts
        and goods.places[standing[given.device]] in each.fits
    }


def _divided(goods: Market, stays: Mapping[DeviceKey, RequestId], of: Mapping[RequestId, int]) -> tuple[Class, ...]:
    """The classes that fit anything, each in parts by where its devices may stay."""
    classes: list[Class] = []
    for each in goods.classes:
        parts: dict[int, list[Offered]] = defaultdict(list)
        for given in each.devices if each.fits else ():
            parts[of[stays[given.device]] if given.device in stays else -1].append(given)
        for seat, devices in sorted(parts.items()):
            classes.append(replace(each, devices=tuple(devices), stands=None if seat < 0 else seat))
    return tuple(classes)
