"""Rules on evidence that is kept.

| rule | refuses |
|---|---|
| read-again-what-is-kept | a newer reading of a file that the device does not have, or that was erased |
"""

from dpp.domain.message import message
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, EvidenceReadAgain
from lifecycle.domain.guards.rule import Why, rule


def read_again_what_is_kept(device: Device, _event: Event, it: EvidenceReadAgain) -> Why | None:
    if any(each.sha256 == it.sha256 and each.erased_at is None for each in device.evidence):
        return None
    return Why(
        message("The device has no evidence {sha256} that can be read again.", sha256=it.sha256[:64]),
        remedy=message("Attach the file to the device that it is of."),
    )


RULES = (rule("read-again-what-is-kept", read_again_what_is_kept, "evidence_read_again"),)
