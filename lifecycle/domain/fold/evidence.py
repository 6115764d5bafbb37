"""What the events of evidence that is kept do to a device's state."""

from dataclasses import replace

from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, EvidenceErased, EvidenceReadAgain


def read_again(device: Device, _event: Event, _it: EvidenceReadAgain) -> Device:
    """Nothing here: the newer reading took the place of the older one, in `effective`."""
    return device


def erased(device: Device, event: Event, it: EvidenceErased) -> Device:
    """The file is gone; what was read from it still holds."""
    kept = (
        replace(each, erased_at=event.occurred_at) if each.sha256 == it.sha256 else each for each in device.evidence
    )
    return replace(device, evidence=tuple(kept))
