"""What the life of a device means for the request that it is given to, and what requests still need."""

from collections.abc import Mapping
from datetime import date, datetime

from lifecycle.domain.device import Device
from lifecycle.domain.requests.allotment import after
from lifecycle.domain.requests.request import DeviceRequest
from lifecycle.service.ports import LifecycleReads, LifecycleWork


def follow_allotment(work: LifecycleWork, before: Device, device: Device, at: datetime) -> None:
    """After an event of a device: of one that was reserved, look whether a request got it or lost it."""
    if before.reservation is None:
        return
    kept = work.allotments.kept(device.key)
    if kept is not None and (now := after(kept, device, at)) != kept:
        work.allotments.put(now)


def needed(reads: LifecycleReads, on: date, category: str | None = None) -> Mapping[DeviceRequest, int]:
    """The requests that need something on this day, with how much; in the order of their ids."""
    requests = reads.requests.open_on(on, category)
    given = reads.allotments.given([each.id for each in requests])
    needs = ((each, each.needs(given.get(each.id, 0), on)) for each in requests)
    return {request: number for request, number in needs if number}
