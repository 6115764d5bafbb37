"""Records one event that came late, at its own time and on the authority of its sender.

Rules:
1. Whether the sender was to record it is judged as the event is: by how its organisation stood to the device then. What
   it did while the device was in its custody counts, also where the device went on before the scanner could send.
2. A scan at intake finds its device as any scan does; one that would ask a person is refused.
3. An event may name the scan that found its device, where the scanner does not know the device's key.
"""

from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import Actor
from dpp.domain.errors import Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.events import EventId, IntakeScanned, effective
from lifecycle.domain.fold import fold
from lifecycle.domain.inbox import SentEvent
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.devices import use_case
from lifecycle.service.intake import Intake, Scan
from lifecycle.service.ports import LifecycleReads, LifecycleWork
from lifecycle.service.recording import Draft, Recorder

TYPED = "typed"
"""The symbology of what no scanner read."""


@dataclass(frozen=True)
class Taken:
    """The device that it was recorded on, and whether it was there already.

    `already` is the scan of the same stack that this one repeats, which was not recorded.
    """

    device: DeviceKey
    repeated: bool
    already: EventId | None = None


@dataclass(frozen=True)
class LateEvents:
    """Used by services inside their transactions, which they commit."""

    recorder: Recorder
    intake: Intake

    def take(self, work: LifecycleWork, sender: Actor, sent: SentEvent) -> Taken:
        """Record it, or know it again. Raises the error of the tree that says why not; then nothing is recorded."""
        known = work.events.find(sent.event_id) is not None
        if isinstance(sent.happening, IntakeScanned):
            return self._scan(work, sender, sent, sent.happening, known=known)
        key = _device(work, sent)
        wanted = use_case(sent.happening)
        relations = _relations_then(work, sender, key, sent.occurred_at)
        if relations is not None:
            PERMISSIONS.check(wanted, sender, relations)
        self.recorder.record(work, sender, key, [Draft(sent.happening, sent.event_id, sent.occurred_at)])
        return Taken(key, known)

    def _scan(self, work: LifecycleWork, sender: Actor, sent: SentEvent, it: IntakeScanned, *, known: bool) -> Taken:
        scan = Scan(
            raw=it.raw,
            place=it.place,
            symbology=None if it.symbology == TYPED else it.symbology,
            category=it.category,
            said_owner=it.said_owner,
            chosen=sent.device,
            event_id=sent.event_id,
            occurred_at=sent.occurred_at,
        )
        view = self.intake.scan_in(work, sender, scan)
        if view.device is None:
            raise Refused("scan-names-one-device", view.what, remedy=view.next_step)
        return Taken(view.device, known or view.already is not None, view.already)


def _device(reads: LifecycleReads, sent: SentEvent) -> DeviceKey:
    """Rule 3."""
    if sent.device is not None:
        return sent.device
    scan = reads.events.find(EventId(sent.scan or ""))
    if scan is None or not isinstance(scan.happening, IntakeScanned):
        raise Refused(
            "scanned-first",
            message("The scan {scan} that says which device this is was not recorded.", scan=sent.scan),
            remedy=message("Settle that scan first, then try again."),
        )
    return scan.device


def _relations_then(reads: LifecycleReads, sender: Actor, key: DeviceKey, at: datetime) -> frozenset[Relation] | None:
    """Rule 1; None where nothing was known of the device then, which a guard refuses by its own name."""
    life = effective(reads.events.of_device(key))
    device = fold(event for event in life if event.occurred_at <= at)
    return None if device is None else device.relations(sender.organisation)
