"""A device that is given to a request: kept for its requester, arrived there, or taken away again.

Rules:
1. It begins as kept: the device has an event `reserved` for the requester.
2. It arrived when the requester has the device, or the device is in use again, donated, sold or in parts.
3. It is taken away when the device is not reserved for the requester any more before it arrived: released, expired,
   or reserved for another. The request then needs a device again.
4. What arrived or was taken away stays so, whatever happens to the device later.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.device import Device
from lifecycle.domain.requests.request import RequestId
from lifecycle.domain.vocabulary import Lifecycle

AllocationId = NewType("AllocationId", str)

_ARRIVED_AT = frozenset({Lifecycle.REDEPLOYED, Lifecycle.DONATED, Lifecycle.SOLD, Lifecycle.IN_PARTS})


class AllotmentState(StrEnum):
    """What became of it."""

    KEPT = "kept"
    ARRIVED = "arrived"
    TAKEN_AWAY = "taken-away"


COUNTS = frozenset({AllotmentState.KEPT, AllotmentState.ARRIVED})
"""What a request has been given."""


@dataclass(frozen=True, kw_only=True)
class Allotment:
    """One device for one request. `until` is the last day of the reservation."""

    device: DeviceKey
    allocation: AllocationId
    request: RequestId
    requester: OrganisationId
    until: date
    given_at: datetime
    state: AllotmentState = AllotmentState.KEPT
    ended_at: datetime | None = None

    @property
    def is_kept(self) -> bool:
        return self.state is AllotmentState.KEPT


def after(allotment: Allotment, device: Device, at: datetime) -> Allotment:
    """The allotment after something happened to its device."""
    if not allotment.is_kept:
        return allotment
    if device.stage in _ARRIVED_AT or device.custody.custodian == allotment.requester:
        return replace(allotment, state=AllotmentState.ARRIVED, ended_at=at)
    kept = device.reservation
    if kept is None or kept.requester != allotment.requester:
        return replace(allotment, state=AllotmentState.TAKEN_AWAY, ended_at=at)
    return replace(allotment, until=kept.until)
