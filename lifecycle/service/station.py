"""The intake station: sendings of events, pallets and photos, of persons who work at it in turns.

Rules, besides those of `lifecycle.domain.station` and `lifecycle.service.event_batches`:
1. Scans are recorded first, then they count for the receipt of the pallet that they were made at, then the rest of the
   sending is recorded: what is seen of a device needs it in custody. Each step may be repeated.
2. A scan at a pallet counts for its receipt under the id of its event (`lifecycle.service.consignment_receipts`): there
   is no second list of what came. A pallet that cannot be received holds up no scan; why is told beside it.
3. A scan that was set aside counts for no receipt: a person settles it first.
4. What a scan means is told to who is there now, and as far as that person may read the device.
5. A photo is of the device that a scan found. In a shift it goes with a scan of the same person, made in that shift.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, KringpasError, NotPermitted, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import ScanId
from lifecycle.domain.events import ConsignmentId, Corrected, Event, EventId, IntakeScanned, Place
from lifecycle.domain.inbox import Refusal, SentEvent, refusal_of
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.station import KINDS, MadeBy, correction_fault, shift_fault
from lifecycle.service.consignment_receipts import Receipts, ReceiptScan, ScanBatch
from lifecycle.service.consignment_views import ScanAnswer
from lifecycle.service.devices import Devices
from lifecycle.service.event_batches import BatchAnswer, EventAnswer, EventBatch, EventBatches, check_batch
from lifecycle.service.intake import Intake
from lifecycle.service.late_events import TYPED
from lifecycle.service.marketplace_ports import DevicePhoto
from lifecycle.service.photos import Photos
from lifecycle.service.ports import LifecycleStorage
from lifecycle.service.views import DeviceView, ScanView

DONE = frozenset({"recorded", "repeated"})


@dataclass(frozen=True)
class SeenScan:
    """What a scan means; `device` is what it needs, where the person may read it."""

    scan: ScanView
    device: DeviceView | None


@dataclass(frozen=True)
class Receiving:
    """What became of the scans at a pallet, by the ids of their events; `refusal` is why none of them counts."""

    answers: Mapping[EventId, ScanAnswer]
    refusal: Refusal | None = None


@dataclass(frozen=True)
class StationAnswer:
    """What became of a sending. `new` are the scans that were recorded now, and not before."""

    batch: BatchAnswer
    seen: Mapping[EventId, SeenScan]
    receiving: Receiving
    new: tuple[SentEvent, ...]


@dataclass(frozen=True)
class Station:
    """Checks who is there first; each step is a transaction of its own."""

    storage: LifecycleStorage
    batches: EventBatches
    receipts: Receipts
    intake: Intake
    devices: Devices
    photos: Photos

    def send(
        self, actor: Actor, batch: EventBatch, made: MadeBy | None = None, pallet: ConsignmentId | None = None
    ) -> StationAnswer:
        """Record what can be recorded, set the rest aside, count the scans for their pallet; safe to repeat.

        `actor` is who is there now, `made` who made it (the same person, where it is not given).
        """
        PERMISSIONS.check("send_events", actor)
        check_batch(batch)
        _check_kinds(batch.events)
        made = MadeBy(actor) if made is None else made
        scans = tuple(sent for sent in batch.events if isinstance(sent.happening, IntakeScanned))
        first = self._taken(made, batch, scans)
        receiving = self._received(made.person, pallet, scans, first)
        rest = self._taken(made, batch, tuple(sent for sent in batch.events if sent not in scans))
        answers = {answer.event_id: answer for part in (first, rest) if part is not None for answer in part.events}
        whole = first or rest
        assert whole is not None  # a batch has events
        return StationAnswer(
            batch=replace(whole, events=tuple(answers[sent.event_id] for sent in batch.events)),
            seen={sent.event_id: self._seen(actor, made.person, sent, answers[sent.event_id]) for sent in scans}
            if PERMISSIONS.allows("scan_intake", actor)
            else {},
            receiving=receiving,
            new=tuple(sent for sent in scans if answers[sent.event_id].outcome == "recorded"),
        )

    def read(self, actor: Actor, raw: str) -> SeenScan:
        """What a scan finds, without recording it."""
        view = self.intake.look_up(actor, raw)
        return SeenScan(view, self._device(actor, view))

    def add_photo(self, actor: Actor, scan: EventId, content: bytes, made: MadeBy | None = None) -> DevicePhoto:
        """Keep a photo of the device that this scan found (rule 5); the same picture again is the same photo."""
        event = self._scan(scan)
        made = MadeBy(actor) if made is None else made
        of_shift = made.since is None or (event.actor == made.person.account and made.covers(event.occurred_at))
        if not (made.stands and of_shift):
            raise NotPermitted(
                message("This photo is not of a scan of this shift."),
                remedy=message("Scan the device, and take the photo again."),
            )
        return self.photos.add(made.person, event.device, content)

    def device_of(self, actor: Actor, scan: EventId) -> DeviceKey:
        """The device that a scan found, for who may scan; Refused where nobody knows that scan."""
        PERMISSIONS.check("scan_intake", actor)
        return self._scan(scan).device

    def life(self, actor: Actor, scan: EventId) -> DeviceView:
        """What is recorded of the device that a scan found, for who may scan and read that device."""
        return self.devices.read(actor, self.device_of(actor, scan))

    def _taken(self, made: MadeBy, batch: EventBatch, events: tuple[SentEvent, ...]) -> BatchAnswer | None:
        if not events:
            return None
        return self.batches.take(
            made.person, replace(batch, events=events), lambda sent: shift_fault(made, sent) or self._others(made, sent)
        )

    def _others(self, made: MadeBy, sent: SentEvent) -> Refusal | None:
        if not isinstance(sent.happening, Corrected):
            return None
        with self.storage.reading() as reads:
            return correction_fault(made, sent, reads.events.find(sent.happening.event))

    def _received(
        self, person: Actor, pallet: ConsignmentId | None, scans: Iterable[SentEvent], first: BatchAnswer | None
    ) -> Receiving:
        """Rules 2 and 3."""
        if pallet is None or first is None:
            return Receiving({})
        found = {answer.event_id: answer.device for answer in first.events if answer.outcome in DONE}
        answers: dict[EventId, ScanAnswer] = {}
        try:
            for place, batch in _by_place(scans, found).items():
                view = self.receipts.scan(person, pallet, ScanBatch(place=place, scans=batch))
                answers |= {EventId(answer.scan_id): answer for answer in view.answers}
        except KringpasError as error:
            return Receiving(answers, refusal_of(error))
        return Receiving(answers)

    def _seen(self, actor: Actor, person: Actor, sent: SentEvent, answer: EventAnswer) -> SeenScan:
        """Rule 4."""
        assert isinstance(sent.happening, IntakeScanned)
        found = None
        if answer.outcome in DONE and answer.already is None and PERMISSIONS.allows("scan_intake", person):
            found = next(iter(self.intake.recall(person, [sent.event_id])), None)
        view = found or replace(self.intake.look_up(actor, sent.happening.raw), already=answer.already)
        return SeenScan(view, self._device(actor, view))

    def _device(self, actor: Actor, view: ScanView) -> DeviceView | None:
        if len(view.matches) != 1:
            return None
        try:
            return self.devices.read(actor, view.matches[0].device_key)
        except NotPermitted:
            return None

    def _scan(self, scan: EventId) -> Event:
        with self.storage.reading() as reads:
            event = reads.events.find(scan)
        if event is None or not isinstance(event.happening, IntakeScanned):
            raise Refused(
                "scanned-first",
                message("The scan {scan} that says which device this is was not recorded.", scan=scan[:64]),
                remedy=message("Settle that scan first, then try again."),
            )
        return event


def _check_kinds(events: Iterable[SentEvent]) -> None:
    """InvalidInput with every event that no station may send."""
    problems = tuple(
        Problem(
            f"$.events[{place}].happening.kind",
            message("A station does not record this ({kind}).", kind=sent.happening.kind),
        )
        for place, sent in enumerate(events)
        if sent.happening.kind not in KINDS
    )
    if problems:
        raise InvalidInput(
            message("This is not recorded at a station; nothing of it was kept."),
            problems,
            remedy=message("Do it on the page of the device, signed in with your password."),
        )


def _by_place(
    scans: Iterable[SentEvent], found: Mapping[EventId, DeviceKey | None]
) -> Mapping[Place, tuple[ReceiptScan, ...]]:
    """The scans that were recorded, as the receipt takes them."""
    batches: dict[Place, tuple[ReceiptScan, ...]] = {}
    for sent in scans:
        said = sent.happening
        if isinstance(said, IntakeScanned) and sent.event_id in found:
            scan = ReceiptScan(
                scan_id=ScanId(sent.event_id),
                raw=said.raw,
                symbology=None if said.symbology == TYPED else said.symbology,
                occurred_at=sent.occurred_at,
                device=found[sent.event_id],
            )
            batches[said.place] = (*batches.get(said.place, ()), scan)
    return batches
