"""Intake: a scan finds its device, or makes a placeholder; it never loses what the scanner gave.

Rules:
1. What the scan may be is classified without opening anything (`dpp.domain.scanning`); the most certain reading that
   finds a device decides (`lifecycle.service.identity`).
2. A reading that finds several devices is a question for a person: nothing is recorded until one of them is chosen.
3. A code that names a model (a GTIN) or somebody else's page is no device: nothing is recorded, and the next step says
   what to scan instead.
4. Anything else that nobody knows makes a placeholder with a claim, not an error.
5. Whoever scans a device that was handed to it becomes its custodian, by an event of its own.
6. A retry with the same event id is answered with what was recorded, also where that made a placeholder.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import InvalidInput
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey, device_key
from dpp.domain.scanning import ScanKind, ScanResult, classify
from lifecycle.domain.device import Device
from lifecycle.domain.events import CustodyChanged, Event, EventId, IntakeScanned, Place
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import Lifecycle
from lifecycle.service.identity import claims_of, devices_of, known_as, names_a_model
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage, LifecycleWork, Organisations
from lifecycle.service.recording import Draft, Recorded, Recorder, device_of
from lifecycle.service.views import ScanView

LONGEST_SCAN = 2048


@dataclass(frozen=True, kw_only=True)
class Scan:
    """What came from a scanner or a keyboard. `place` is the station or shelf; `category` what the person sees.

    `chosen` is the one that a person pointed at, where several devices carry what was scanned.
    """

    raw: str
    place: Place
    symbology: str | None = None
    category: str | None = None
    chosen: DeviceKey | None = None
    event_id: EventId | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True)
class Intake:
    """`own_hosts` are the hosts of our own addresses, with a port where they have one."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations
    own_hosts: frozenset[str]

    def look_up(self, actor: Actor, raw: str) -> ScanView:
        """What a scan finds, without recording it."""
        PERMISSIONS.check("scan_intake", actor)
        result = self._classify(raw, None)
        with self.storage.reading() as reads:
            lines = _lines(reads, devices_of(reads, result))
            return _answer(result, lines, self.recorder.clock())

    def named(self, actor: Actor, raw: str) -> tuple[DeviceLine, ...]:
        """The devices that a scan or a typed number names, among those that this actor may read."""
        PERMISSIONS.check("read_worklist", actor)
        result = self._classify(raw, None)
        with self.storage.reading() as reads:
            found = (device_of(reads, key).device for key in devices_of(reads, result))
            may_read = [
                device.key
                for device in found
                if PERMISSIONS.allows("read_device", actor, device.relations(actor.organisation))
            ]
            return _lines(reads, may_read)

    def recall(self, actor: Actor, scans: Iterable[EventId]) -> tuple[ScanView, ...]:
        """What became of one's own scans, by their event ids; those of others are left out."""
        PERMISSIONS.check("scan_intake", actor)
        with self.storage.reading() as reads:
            found = (reads.events.find(scan) for scan in scans)
            return tuple(
                self._recalled(reads, event, event.happening)
                for event in found
                if event is not None and event.actor == actor.account and isinstance(event.happening, IntakeScanned)
            )

    def _recalled(self, reads: LifecycleReads, event: Event, scanned: IntakeScanned) -> ScanView:
        """As the device stands now; a placeholder is new as long as nothing but this scan is known of it."""
        first, *more = reads.events.of_device(event.device)
        result = self._classify(scanned.raw, scanned.symbology)
        lines = _lines(reads, [known_as(reads, event.device)])
        return _answer(result, lines, event.recorded_at, recorded=event.device, is_new=not more and first == event)

    def scan(self, actor: Actor, scan: Scan) -> ScanView:
        """Record a scan at intake on the device that it names, or on a new placeholder."""
        PERMISSIONS.check("scan_intake", actor)
        result = self._classify(scan.raw, scan.symbology)
        with self.storage.writing() as work:
            work.devices.hold_numbers(claims_of(result.candidates))
            key, is_new = self._device(work, scan, result)
            if key is None:
                lines = _lines(work, devices_of(work, result))
                return _answer(result, lines, self.recorder.clock())
            self._record(work, actor, scan, result, key, is_new=is_new)
            work.commit()
            return _answer(result, _lines(work, [key]), self.recorder.clock(), recorded=key, is_new=is_new)

    @staticmethod
    def _check(raw: str) -> None:
        if not raw.strip() or len(raw) > LONGEST_SCAN:
            raise InvalidInput(
                message("A scan has 1 to {most} characters; this one has {count}.", most=LONGEST_SCAN, count=len(raw)),
                remedy=message("Scan again, or type what stands on the label."),
            )

    def _classify(self, raw: str, symbology: str | None) -> ScanResult:
        self._check(raw)
        return classify(raw, own_hosts=self.own_hosts, symbology=symbology)

    def _device(self, work: LifecycleReads, scan: Scan, result: ScanResult) -> tuple[DeviceKey | None, bool]:
        """The device to record on, and whether it is a new placeholder; None where a person must look."""
        known = None if scan.event_id is None else work.events.find(scan.event_id)
        if known is not None:
            return known.device, work.events.of_device(known.device)[0] == known
        found = devices_of(work, result)
        if found:
            meant = scan.chosen if scan.chosen in found else found[0] if len(found) == 1 else None
            return meant, False
        if claims_of(result.candidates) and not names_a_model(result):
            return device_key(self.recorder.chance(16)), True
        return None, False

    def _record(
        self, work: LifecycleWork, actor: Actor, scan: Scan, result: ScanResult, key: DeviceKey, *, is_new: bool
    ) -> Recorded:
        scanned = IntakeScanned(
            raw=scan.raw,
            symbology=result.symbology or "typed",
            place=scan.place,
            category=scan.category,
            claims=claims_of(result.candidates) if is_new else (),
        )
        recorded = self.recorder.record(work, actor, key, [Draft(scanned, scan.event_id, scan.occurred_at)])
        if actor.organisation is None or not _takes_custody(recorded.device, actor.organisation):
            return recorded
        custody = self._custody(recorded.device, actor.organisation, scan)
        return self.recorder.record(work, actor, key, [Draft(custody, occurred_at=scan.occurred_at)])

    def _custody(self, device: Device, organisation: OrganisationId, scan: Scan) -> CustodyChanged:
        handover = device.handover
        return CustodyChanged(
            custodian=organisation,
            place=scan.place,
            inside_state=self.organisations.in_state(organisation),
            seal=handover.seal if handover else None,
            processor_agreement=handover.processor_agreement if handover else None,
        )


def _takes_custody(device: Device, organisation: OrganisationId) -> bool:
    """Whether the device was declared surplus to be collected by this organisation, and this was its first scan."""
    coming = device.handover
    return coming is not None and coming.consignment is None and coming.receiver == organisation and coming.received


def _lines(reads: LifecycleReads, keys: Iterable[DeviceKey]) -> tuple[DeviceLine, ...]:
    return tuple(line for key in keys if (line := reads.devices.get(key)) is not None)


def _answer(
    result: ScanResult,
    lines: tuple[DeviceLine, ...],
    now: datetime,
    *,
    recorded: DeviceKey | None = None,
    is_new: bool = False,
) -> ScanView:
    verdict, what, step = _verdict(result, lines, is_new=is_new)
    return ScanView(verdict, result, recorded, is_new, lines, what, step, now)


def _verdict(result: ScanResult, lines: tuple[DeviceLine, ...], *, is_new: bool) -> tuple[str, Message, Message]:
    if len(lines) > 1:
        return (
            "stop",
            message("{count} devices carry this number.", count=len(lines)),
            message("Choose the right one below, and set the others apart for someone to look at."),
        )
    if is_new:
        return (
            "attention",
            message("Not known yet: it got a place of its own as a placeholder."),
            message("Attach the inventory file, so that we learn which device it is."),
        )
    if lines:
        return _known(lines[0])
    return "stop", *_no_device(result)


def _known(line: DeviceLine) -> tuple[str, Message, Message]:
    name = " ".join(filter(None, (line.brand, line.name))) or str(line.device_key)
    stops = {
        "identity": message("Set it apart: two devices claim its number, or nobody confirmed which device it is."),
        "hazard": message("Handle with care: set it apart in the hazard box."),
        "hold": message("Set it apart: it is on hold."),
    }
    if line.placeholder and line.lifecycle != Lifecycle.QUARANTINED:
        return (
            "attention",
            message("Nobody confirmed yet which device this is."),
            message("Attach its inventory file, then confirm which device it is."),
        )
    for word, step in stops.items():
        if word in line.blocked:
            verdict = "attention" if line.placeholder else "stop"
            return verdict, message("{name} is known, and something is wrong.", name=name), step
    if "lock" in line.blocked:
        return "attention", message("{name} is locked.", name=name), message("Ask the owner to release the lock.")
    if line.functional_grade is None:
        return "good", message("{name}", name=name), message("Give it a grade.")
    if "media" in line.blocked:
        return "good", message("{name}", name=name), message("Erase its storage media.")
    return "good", message("{name}", name=name), message("Ready for its destination.")


def _no_device(result: ScanResult) -> tuple[Message, Message]:
    kinds = {candidate.kind for candidate in result.candidates}
    if ScanKind.FOREIGN_URL in kinds:
        return (
            message("This code leads to somebody else's page; it was not opened."),
            message("Scan the serial number or our own label."),
        )
    if ScanKind.GTIN in kinds or ScanKind.GS1 in kinds:
        return (
            message("This code names a model, not one device."),
            message("Scan the serial number as well."),
        )
    return (
        message("This cannot be read as a label, a serial number or another identifier."),
        message("Scan another code on the device, or type its serial number."),
    )
