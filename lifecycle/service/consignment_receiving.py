"""One act of the receiver, device by device: what each scan does to the consignment and to its device.

The rules are those of `lifecycle.service.consignment_receipts`, whose transactions these acts are part of.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, NotFound, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import (
    OF_CONDITION,
    Answer,
    Arrival,
    Consignment,
    DifferenceId,
    DifferenceItem,
    Resolution,
    ScanId,
    Verdict,
    closed,
    dispute,
    handed_over,
    judged,
    received,
    with_difference,
)
from lifecycle.domain.events import (
    Corrected,
    Difference,
    ErrorReason,
    EventId,
    Place,
    TransactionId,
)
from lifecycle.service.consignment_desk import ConsignmentDesk
from lifecycle.service.consignment_ports import KeptScan
from lifecycle.service.consignment_verdicts import answer_of
from lifecycle.service.consignment_views import ScanAnswer
from lifecycle.service.identity import devices_of
from lifecycle.service.ports import LifecycleWork
from lifecycle.service.recording import Draft
from lifecycle.service.scanning import OwnCodes


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the receiver found, at once. Without `devices` everything that can still come has arrived."""

    place: Place
    devices: tuple[DeviceKey, ...] | None = None
    seal: str | None = None
    differences: Mapping[DeviceKey, Difference] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ReceiptScan:
    """One scan. `difference` is what the receiver says of the device in its hands, with what shows it.

    `device` is the one that a person pointed at, where several carry what was scanned.
    """

    scan_id: ScanId
    raw: str
    symbology: str | None = None
    occurred_at: datetime | None = None
    device: DeviceKey | None = None
    difference: Difference | None = None
    remark: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ScanBatch:
    """Scans at one place, in whatever order they come. `seal` is the one that was found, where it was looked at."""

    place: Place
    scans: tuple[ReceiptScan, ...]
    seal: str | None = None


class Receiving:
    """One act of the receiver in a transaction: the consignment as it becomes, device by device."""

    def __init__(
        self, desk: ConsignmentDesk, work: LifecycleWork, actor: Actor, codes: OwnCodes | None, offer: Consignment
    ) -> None:
        self.offer = offer
        self._desk, self._work, self._actor, self._codes = desk, work, actor, codes
        self._act = TransactionId(desk.recorder.new_id())
        self._now = desk.recorder.clock()

    def scan(self, batch: ScanBatch, scan: ReceiptScan) -> ScanAnswer:
        known = self._work.consignments.scan(self.offer.id, scan.scan_id)
        if known is not None:
            _check_same(known, scan)
            return answer_of(known, self.offer, repeated=True)
        at = (scan.occurred_at or self._now).astimezone(UTC)
        verdict, device = self._meant(scan)
        rule: str | None = None
        refusal: Refused | None = None
        if device is not None:
            try:
                verdict = self._judged(device, scan.difference)
                self._act_on(device, verdict, _Told(batch.place, batch.seal, at, scan))
            except Refused as refused:
                verdict, rule, refusal = Verdict.REFUSED, refused.rule, refused
        kept = KeptScan(
            consignment_id=self.offer.id,
            scan_id=scan.scan_id,
            raw=scan.raw,
            occurred_at=at,
            recorded_at=self._now,
            actor=self._actor.account,
            place=batch.place,
            verdict=verdict,
            device_key=None if verdict is Verdict.NOT_YOURS else device,
            said=scan.difference,
            rule=rule,
        )
        self._work.consignments.add_scan(kept)
        return answer_of(kept, self.offer, repeated=False, refusal=refusal)

    def take(self, device: DeviceKey, receipt: Receipt) -> None:
        """One device of a receipt in one act; Refused, or InvalidInput for what neither side has."""
        said = receipt.differences.get(device)
        said = said if said in OF_CONDITION else None
        verdict = self._judged(device, said)
        if verdict is Verdict.NOT_YOURS:
            what = message("Device {device} is not the sender's: it is no part of this hand-over.", device=device)
            raise InvalidInput(
                what, (Problem("$.devices", what),), remedy=message("Set it apart, and ask whose it is.")
            )
        told = _Told(receipt.place, receipt.seal, self._now, None, said)
        self._act_on(device, verdict, told)

    def close(self, missing: frozenset[DeviceKey] | set[DeviceKey]) -> Consignment:
        self.offer = closed(self.offer, missing, self._now)
        for device in sorted(missing):
            self._miss(device)
        self._work.consignments.put(self.offer, self._now)
        return self.offer

    def _miss(self, device: DeviceKey) -> None:
        """A device that was reported lost meanwhile takes no event; the difference is kept all the same."""
        item = self._item(device, Difference.MISSING, self._now)
        try:
            with self._work.undoing():
                self._dispute(item, None)
        except Refused:
            item = replace(item, event=None)
        self.offer = with_difference(self.offer, item)

    def _judged(self, device: DeviceKey, said: Difference | None) -> Verdict:
        line = self._work.devices.get(device)
        if line is None:
            raise NotFound(
                message("There is no device '{key}'.", key=device[:40]),
                remedy=message("Scan it, or look it up by serial."),
            )
        return judged(self.offer, device, line.custodian, said)

    def _meant(self, scan: ReceiptScan) -> tuple[Verdict, DeviceKey | None]:
        """Rule 4: the device, or why there is none."""
        assert self._codes is not None  # only scans are looked up
        found = devices_of(self._work, self._codes.classify(scan.raw, scan.symbology))
        if scan.device in found:
            found = (scan.device,)
        expected = tuple(key for key in found if key in self.offer.by_device)
        meant = expected if len(expected) == 1 else found
        if len(meant) > 1:
            return Verdict.AMBIGUOUS, None
        return Verdict.UNKNOWN, meant[0] if meant else None

    def _act_on(self, device: DeviceKey, verdict: Verdict, told: "_Told") -> None:
        """What the verdict does; Refused, with nothing of it done, when a rule forbids it."""
        before = self.offer
        try:
            with self._work.undoing():
                match verdict:
                    case Verdict.ON_MANIFEST:
                        self._receive(device, told)
                    case Verdict.SET_APART if told.difference is not None:
                        self._differ(device, told.difference, told)
                    case Verdict.EXTRA:
                        self._differ(device, Difference.EXTRA, told)
        except Refused:
            self.offer = before
            raise

    def _receive(self, device: DeviceKey, told: "_Told") -> None:
        self._desk.check_credential(self.offer, told.at.date())
        overtaken = self._overtaken(device, told.at)
        answer = Answer(Resolution.RECEIVED, self._actor.account, self._actor.organisation, told.at)
        arrival = Arrival(told.place, self.offer.terms.seal if told.seal is None else told.seal)
        happenings = handed_over(self.offer, arrival, device)
        self.offer = received(self.offer, self.offer.by_device[device], told.scan_id, answer)
        self._work.consignments.keep_line(self.offer.id, self.offer.by_device[device])
        made = (Draft(each, occurred_at=told.at, transaction=self._act) for each in happenings)
        self._desk.record_one(self._work, self._actor, device, (*overtaken, *made))

    def _overtaken(self, device: DeviceKey, at: datetime) -> tuple[Draft, ...]:
        """That it was missing is declared in error by a scan that happened before anybody said so."""
        return tuple(
            Draft(Corrected(event=item.event, reason=ErrorReason.DID_NOT_OCCUR), transaction=self._act)
            for item in self.offer.open_items(device)
            if item.difference is Difference.MISSING and item.event is not None and item.found_at > at
        )

    def _differ(self, device: DeviceKey, difference: Difference, told: "_Told") -> None:
        if any(item.difference is difference for item in self.offer.open_items(device)):
            return
        item = replace(self._item(device, difference, told.at), place=told.place, evidence=told.evidence)
        self._dispute(item, told.remark)
        self.offer = with_difference(self.offer, item)

    def _item(self, device: DeviceKey, difference: Difference, at: datetime) -> DifferenceItem:
        new_id = self._desk.recorder.new_id
        return DifferenceItem(
            id=DifferenceId(new_id()),
            device=device,
            difference=difference,
            found_at=at,
            found_by=self._actor.account,
            event=EventId(new_id()),
        )

    def _dispute(self, item: DifferenceItem, remark: str | None) -> None:
        happening = dispute(self.offer, item.difference, remark)
        draft = Draft(happening, item.event, item.found_at, self._act)
        self._desk.record_one(self._work, self._actor, item.device, [draft])


@dataclass(frozen=True)
class _Told:
    """What is said of one device that arrived."""

    place: Place
    seal: str | None
    at: datetime
    scan: ReceiptScan | None
    said: Difference | None = None

    @property
    def scan_id(self) -> ScanId | None:
        return None if self.scan is None else self.scan.scan_id

    @property
    def difference(self) -> Difference | None:
        return self.said if self.scan is None else self.scan.difference

    @property
    def remark(self) -> str | None:
        return None if self.scan is None else self.scan.remark

    @property
    def evidence(self) -> tuple[str, ...]:
        return () if self.scan is None else self.scan.evidence


def _check_same(known: KeptScan, scan: ReceiptScan) -> None:
    """Rule 1. A retry may leave out when it happened."""
    same_time = scan.occurred_at is None or scan.occurred_at == known.occurred_at
    if known.raw == scan.raw and known.said == scan.difference and same_time:
        return
    raise Conflict(
        message("Scan id {id} is taken by another scan ({raw}).", id=known.scan_id, raw=known.raw[:60]),
        remedy=message("Give each scan an id of its own; send a retry unchanged."),
    )
