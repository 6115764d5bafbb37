"""Notes the repairs of a device for figures; used by the recorder, through which every change passes."""

from collections.abc import Sequence

from lifecycle.domain.device import Device
from lifecycle.domain.events import Event
from lifecycle.domain.faults.own import REPAIRING, OfDevice, OwnRepair, repairs_of
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleWork


def note_repairs(work: LifecycleWork, device: Device, events: Sequence[Event], line: DeviceLine) -> None:
    """Keep the repairs of the device; of a device that never had one nothing is asked."""
    if any(event.kind in REPAIRING for event in events):
        work.faults.follow(device.key, repairs_in(work, device, events, line))


def repairs_in(
    reads: LifecycleReads, device: Device, events: Sequence[Event], line: DeviceLine
) -> tuple[OwnRepair, ...]:
    """The repairs of a device, with its brand as the table of brands names it."""
    reference = reads.faults.reference
    brand = reference.brands.of(line.brand or "")
    told = OfDevice(reference.policy, line.group, brand, line.model_id, device.in_use_since)
    return repairs_of(events, told)
