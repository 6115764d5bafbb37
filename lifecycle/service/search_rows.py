"""Keeps what is found by typing in step with a device.

Rule: an event that changes no number, no label, nobody who stands to the device and no name costs a comparison, and
nothing of the database.
"""

from dpp.domain.search import Subject
from lifecycle.domain.device import Device
from lifecycle.domain.findable import device_subject, findable_part
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleWork


def note_search(
    work: LifecycleWork, before: tuple[Device, DeviceLine | None] | None, device: Device, line: DeviceLine
) -> None:
    """Put what the device is found by, where it is not what it was; `before` is None for a device that is new."""
    if before is None or not _same(*before, device, line):
        work.search_index.put(device_subject(device, line.brand, line.name))


def _same(then: Device, shown: DeviceLine | None, device: Device, line: DeviceLine) -> bool:
    named = shown is not None and (shown.brand, shown.name) == (line.brand, line.name)
    return named and findable_part(then) == findable_part(device)


def is_found_as(reads: LifecycleReads, subject: Subject) -> bool:
    """Whether the index says of a thing what it should; of what has no text it should say nothing."""
    there = reads.search_index.get(subject.kind, subject.id)
    return there == subject if subject.entries else there is None
