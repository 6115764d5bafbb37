"""Receipt by scanning, in parts, and its closure; or all of it in one act.

Rules:
1. A scan carries an id that its scanner made: sending it twice is one scan, and the second answer says what the first
   said. The same id with another code is a conflict.
2. A scan happened when its scanner says, and so does what it makes of its device: a batch of a scanner that was offline
   fits in among what was recorded meanwhile, or is refused device by device, with the reason.
3. All events of one batch have one transaction id. What a rule refuses on one device holds up no other.
4. A scan is answered on the manifest, extra, received already, set apart, not for you, ambiguous, unknown or refused
   (`lifecycle.domain.consignment.receipt`); what was scanned is found as at intake (`lifecycle.service.identity`), and
   where several devices bear a number, the one that this consignment still expects is meant.
5. The receiver closes the receipt by naming what is missing, and can scan what comes later all the same.
6. A receipt in one act is all or nothing: one refusal, told with its device, refuses it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import UNDER_WAY, Consignment, ConsignmentState, LineState, ScanId, Side
from lifecycle.domain.consignment.content import expect
from lifecycle.domain.events import ConsignmentId
from lifecycle.service.consignment_desk import ConsignmentDesk, check_side
from lifecycle.service.consignment_goods import check_counted, receive_goods
from lifecycle.service.consignment_receiving import Receipt, ReceiptScan, Receiving, ScanBatch
from lifecycle.service.consignment_verdicts import answer_of
from lifecycle.service.consignment_views import ConsignmentView, ReceiptView, ScanAnswer
from lifecycle.service.ports import LifecycleWork
from lifecycle.service.scanning import OwnCodes

__all__ = ["Receipt", "ReceiptScan", "Receipts", "ScanBatch", "receive_at_once"]

LAST_SCANS = 10


@dataclass(frozen=True)
class Receipts(ConsignmentDesk):
    """Each method is one transaction and checks its actor first. `codes` say what is ours in a scan."""

    codes: OwnCodes

    def scan(self, actor: Actor, consignment: ConsignmentId, batch: ScanBatch) -> ReceiptView:
        """Receive what was scanned; every scan is answered, in the order in which they were sent."""
        with self.storage.writing() as work:
            offer = self._to_receive(work, actor, consignment)
            desk = Receiving(self, work, replace(actor, organisation=offer.receiver), self.codes, offer)
            found = {scan.scan_id: desk.scan(batch, scan) for scan in _by_time(batch.scans, self.recorder.clock())}
            if desk.offer != offer:
                work.consignments.put(desk.offer, self.recorder.clock())
            work.commit()
            return _shown(desk.offer, tuple(found[scan.scan_id] for scan in batch.scans))

    def close(self, actor: Actor, consignment: ConsignmentId, missing: Iterable[DeviceKey]) -> ConsignmentView:
        """Close the receipt: `missing` is everything that was expected and did not come."""
        with self.storage.writing() as work:
            offer = self._to_receive(work, actor, consignment)
            check_counted(offer)
            desk = Receiving(self, work, replace(actor, organisation=offer.receiver), self.codes, offer)
            over = desk.close(frozenset(missing))
            work.commit()
            return self.view(work, over)

    def last(self, actor: Actor, consignment: ConsignmentId) -> ReceiptView:
        """The last scans, and how many devices are how far."""
        with self.storage.reading() as reads:
            offer = self.seen(reads, actor, consignment)
            kept = reads.consignments.scans(consignment, LAST_SCANS)
            return _shown(offer, tuple(answer_of(scan, offer, repeated=False) for scan in kept))

    def recall(self, actor: Actor, consignment: ConsignmentId, scan: ScanId) -> ScanAnswer | None:
        """What a scan was answered; None where nobody sent it."""
        with self.storage.reading() as reads:
            offer = self.seen(reads, actor, consignment)
            kept = reads.consignments.scan(consignment, scan)
            return None if kept is None else answer_of(kept, offer, repeated=False)

    def _to_receive(self, work: LifecycleWork, actor: Actor, consignment: ConsignmentId) -> Consignment:
        offer = self.held(work, actor, "receive_consignment", consignment)
        check_side(actor, offer, Side.RECEIVER)
        expect(offer, *UNDER_WAY, ConsignmentState.RECEIVED, ConsignmentState.WITHDRAWN)
        return offer


def receive_at_once(
    desk: ConsignmentDesk, work: LifecycleWork, actor: Actor, offer: Consignment, receipt: Receipt
) -> Consignment:
    """Rule 6. InvalidInput where the holder of a link speaks of a device that is not on the list."""
    check_side(actor, offer, Side.RECEIVER)
    expect(offer, *UNDER_WAY)
    desk.check_credential(offer, desk.recorder.clock().date())
    standing = [line.device for line in offer.standing]
    devices = standing if receipt.devices is None else list(dict.fromkeys(receipt.devices))
    _refuse_extra(actor, offer, devices)
    receiver = replace(actor, organisation=offer.receiver)
    offer = receive_goods(desk, work, receiver, offer, {}, receipt.place)
    receiving = Receiving(desk, work, receiver, None, offer)
    for device in sorted(devices):
        receiving.take(device, receipt)
    missing = {line.device for line in receiving.offer.lines if line.state is LineState.EXPECTED}
    return receiving.close(missing)


def _by_time(scans: Iterable[ReceiptScan], now: datetime) -> list[ReceiptScan]:
    return sorted(scans, key=lambda scan: scan.occurred_at or now)


def _shown(offer: Consignment, answers: tuple[ScanAnswer, ...]) -> ReceiptView:
    lines = Counter(line.state for line in offer.lines)
    return ReceiptView(answers, lines, sum(item.is_open for item in offer.items))


def _refuse_extra(actor: Actor, offer: Consignment, devices: Iterable[DeviceKey]) -> None:
    """Who came by a link speaks of this consignment and of nothing else."""
    if actor.capability is not None and not set(devices) <= set(offer.devices):
        what = message("A device that is not on the list can only be reported by somebody with an account.")
        raise InvalidInput(what, (Problem("$.devices", what),), remedy=message("Tell the sender what else arrived."))
