"""The bench where labels are stuck on: label and device are scanned in turn, many in a row.

Rules: those of `dpp.domain.labels.pairing`. What waits is kept by whoever asks; a pair is linked as any other
(`lifecycle.service.labelling`), and what waited before a scan that is refused goes on waiting.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dpp.domain.actor import Actor
from dpp.domain.labels.pairing import Half, Scanned, step
from dpp.domain.labels.rolls import LabelState, refuse_claimed
from dpp.domain.opaque import DeviceKey
from dpp.domain.scanning import ScanResult
from lifecycle.domain.events import Event, EventId, LabelLinked
from lifecycle.service.identity import meant_by
from lifecycle.service.label_views import BenchStep, LinkOutcome, LinkView
from lifecycle.service.labelling import (
    Labelling,
    Pair,
    check_role,
    code_in,
    device_with,
    line_for,
    never_printed,
    the_one,
)
from lifecycle.service.ports import DeviceLine, LifecycleReads


@dataclass(frozen=True)
class Bench:
    """Whoever labels devices may ask; of which ones, is asked when a pair is linked."""

    labelling: Labelling

    def scan(
        self,
        actor: Actor,
        waiting: Scanned | None,
        raw: str,
        symbology: str | None = None,
        event_id: EventId | None = None,
    ) -> BenchStep:
        """One scan, after the one that waits: a pair is linked at once."""
        check_role(actor)
        result = self.labelling.codes.classify(raw, symbology)
        with self.labelling.storage.reading() as reads:
            found = step(waiting, _half(reads, result, waiting))
        if found.pair is None:
            return BenchStep(waiting=found.waiting, told=found.told)
        code, key = found.pair
        return BenchStep(link=self.labelling.link(actor, Pair(label=code, device=key, event_id=event_id)))

    def waiting_line(self, actor: Actor, waiting: Scanned) -> DeviceLine | None:
        """The device that waits for a label, where this actor may read it."""
        check_role(actor)
        if waiting.half is not Half.DEVICE:
            return None
        with self.labelling.storage.reading() as reads:
            key = DeviceKey(waiting.key)
            return None if reads.devices.get(key) is None else line_for(reads, actor, key)

    def recall(self, actor: Actor, links: Iterable[EventId]) -> tuple[LinkView, ...]:
        """One's own links, by their event ids; those of others are left out."""
        check_role(actor)
        with self.labelling.storage.reading() as reads:
            found = (reads.events.find(link) for link in links)
            mine = (event for event in found if event is not None and event.actor == actor.account)
            return tuple(
                _recalled(reads, actor, event, event.happening)
                for event in mine
                if isinstance(event.happening, LabelLinked)
            )


def _recalled(reads: LifecycleReads, actor: Actor, event: Event, it: LabelLinked) -> LinkView:
    line = line_for(reads, actor, event.device)
    return LinkView(LinkOutcome.LINKED, it.label, event.device, line, event.id, event.recorded_at)


def _half(reads: LifecycleReads, result: ScanResult, waiting: Scanned | None) -> Scanned:
    """What was scanned: a label that waits for a device, or a device by whatever is on it."""
    code = code_in(result)
    row = None if code is None else reads.labels.get(code)
    after_device = waiting is not None and waiting.half is Half.DEVICE
    if row is not None and (row.state == LabelState.UNCLAIMED or after_device):
        return Scanned(Half.LABEL, row.code)
    if row is not None and device_with(reads, row) is None:
        refuse_claimed(row.code, row.state)
    found = meant_by(reads, result).keys
    if not found and code is not None:
        raise never_printed(code)
    return Scanned(Half.DEVICE, the_one(found))
