"""Intake: a scan finds its device, or makes a placeholder; it never loses what the scanner gave.

Rules:
1. What the scan may be is classified without opening anything (`dpp.domain.scanning`); the most certain reading that
   finds a device decides (`lifecycle.service.identity`).
2. A reading that finds several devices is a question for a person: nothing is recorded until one of them is chosen.
3. A code that names a model (a GTIN) or somebody else's page is no device: nothing is recorded, and the next step says
   what to scan instead.
4. Anything else that nobody knows makes a placeholder with a claim, not an error. A device whose code is easily misread
   as this one is told beside it, for a person to compare.
5. Whoever scans a device that was handed to it becomes its custodian, by an event of its own.
6. A retry with the same event id is answered with what was recorded, also where that made a placeholder.
7. A device that the same stack had before (`lifecycle.domain.stack`) is told so, and nothing is recorded.
8. The owner that is said of a stack changes no ownership; a device that is registered for another one is told so.
9. A device that went away for good and is scanned by another than who has it may have come back: that is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, device_key
from dpp.domain.scanning import ScanResult
from lifecycle.domain.device import GONE, Device
from lifecycle.domain.events import CustodyChanged, Event, EventId, IntakeScanned, Place
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.stack import scanned_before
from lifecycle.service.identity import claims_of, devices_of, known_as, lines_of, meant_by, names_many, near_devices
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage, LifecycleWork, Organisations
from lifecycle.service.recording import Draft, Recorded, Recorder, state_of
from lifecycle.service.scanning import LONGEST_SCAN, OwnCodes
from lifecycle.service.verdicts import Found, answer, look_up
from lifecycle.service.views import ScanView

__all__ = ["LONGEST_SCAN", "Intake", "Scan"]


@dataclass(frozen=True, kw_only=True)
class Scan:
    """What came from a scanner or a keyboard. `place` is the station or shelf; `category` what the person sees.

    `said_owner` is whose the stack of devices is said to be. `chosen` is the one that a person pointed at, where
    several devices carry what was scanned.
    """

    raw: str
    place: Place
    symbology: str | None = None
    category: str | None = None
    said_owner: OrganisationId | None = None
    chosen: DeviceKey | None = None
    event_id: EventId | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True)
class Intake:
    """`codes` say what is ours in a scan."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations
    codes: OwnCodes

    def look_up(self, actor: Actor, raw: str) -> ScanView:
        """What a scan finds, without recording it."""
        PERMISSIONS.check("scan_intake", actor)
        result = self.codes.classify(raw)
        with self.storage.reading() as reads:
            return _returning(answer(result, look_up(reads, result), self.recorder.clock()), actor)

    def named(self, actor: Actor, raw: str) -> tuple[DeviceLine, ...]:
        """The devices that a scan or a typed number names, among those that this actor may read."""
        PERMISSIONS.check("read_worklist", actor)
        result = self.codes.classify(raw)
        with self.storage.reading() as reads:
            found = (state_of(reads, key) for key in devices_of(reads, result))
            may_read = [
                device.key
                for device in found
                if PERMISSIONS.allows("read_device", actor, device.relations(actor.organisation))
            ]
            return lines_of(reads, may_read)

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
        result = self.codes.classify(scanned.raw, scanned.symbology)
        is_new = not more and first == event
        found = _found(reads, result, known_as(reads, event.device), is_new=is_new)
        view = answer(result, found, event.recorded_at, recorded=event.device, is_new=is_new)
        return _compared(view, scanned.said_owner)

    def scan(self, actor: Actor, scan: Scan) -> ScanView:
        """Record a scan at intake on the device that it names, or on a new placeholder.

        NotFound where nobody knows the owner that is said of the stack.
        """
        with self.storage.writing() as work:
            view = self.scan_in(work, actor, scan)
            work.commit()
            return view

    def scan_in(self, work: LifecycleWork, actor: Actor, scan: Scan) -> ScanView:
        """As `scan`, inside a transaction that its caller commits."""
        PERMISSIONS.check("scan_intake", actor)
        result = self.codes.classify(scan.raw, scan.symbology)
        if scan.said_owner is not None:
            self.organisations.names([scan.said_owner])
        work.devices.hold_numbers(claims_of(result.candidates))
        key, is_new = self._device(work, scan, result)
        if key is None:
            return answer(result, look_up(work, result), self.recorder.clock())
        said = _said(scan, result, is_new=is_new)
        before = _before(work, actor, scan, said, key, self.recorder.clock())
        if before is None:
            self._record(work, actor, scan, said, key)
        found = _found(work, result, key, is_new=is_new)
        at = self.recorder.clock() if before is None else before.occurred_at
        view = answer(result, found, at, recorded=key, is_new=is_new)
        told = _returning(_compared(view, scan.said_owner), actor)
        return replace(told, already=None if before is None else before.id)

    def _device(self, work: LifecycleReads, scan: Scan, result: ScanResult) -> tuple[DeviceKey | None, bool]:
        """The device to record on, and whether it is a new placeholder; None where a person must look."""
        known = None if scan.event_id is None else work.events.find(scan.event_id)
        if known is not None:
            return known.device, work.events.of_device(known.device)[0] == known
        found = devices_of(work, result)
        if found:
            meant = scan.chosen if scan.chosen in found else found[0] if len(found) == 1 else None
            return meant, False
        if claims_of(result.candidates) and not names_many(result):
            return device_key(self.recorder.chance(16)), True
        return None, False

    def _record(self, work: LifecycleWork, actor: Actor, scan: Scan, said: IntakeScanned, key: DeviceKey) -> Recorded:
        recorded = self.recorder.record(work, actor, key, [Draft(said, scan.event_id, scan.occurred_at)])
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


def _said(scan: Scan, result: ScanResult, *, is_new: bool) -> IntakeScanned:
    return IntakeScanned(
        raw=scan.raw,
        symbology=result.symbology or "typed",
        place=scan.place,
        category=scan.category,
        said_owner=scan.said_owner,
        claims=claims_of(result.candidates) if is_new else (),
    )


def _found(reads: LifecycleReads, result: ScanResult, key: DeviceKey, *, is_new: bool) -> Found:
    """The device on which a scan was recorded; of a new placeholder also what may have been meant instead."""
    near = tuple(each for each in near_devices(reads, result) if each.line.device_key != key) if is_new else ()
    return Found(lines_of(reads, [key]), near, meant_by(reads, result).warnings)


def _compared(view: ScanView, said_owner: OrganisationId | None) -> ScanView:
    """Rule 8: the stack may be mixed."""
    owners = {line.owner for line in view.matches} - {None}
    if said_owner is None or not owners or said_owner in owners:
        return view
    other = message("It is registered for another owner than this stack: look whether it belongs here.")
    verdict = "attention" if view.verdict == "good" else view.verdict
    return replace(view, verdict=verdict, warnings=(*view.warnings, other))


def _returning(view: ScanView, actor: Actor) -> ScanView:
    """Rule 9; nobody's custody or ownership changes by a scan."""
    away = any(line.lifecycle in GONE and line.custodian != actor.organisation for line in view.matches)
    if not away:
        return view
    back = message("It had gone to another owner. If it came back, let it be recorded that it was taken back.")
    verdict = "attention" if view.verdict == "good" else view.verdict
    return replace(view, verdict=verdict, warnings=(*view.warnings, back))


def _before(
    reads: LifecycleReads, actor: Actor, scan: Scan, said: IntakeScanned, key: DeviceKey, now: datetime
) -> Event | None:
    """Rule 7; a retry is no repetition (rule 6)."""
    if scan.event_id is not None and reads.events.find(scan.event_id) is not None:
        return None
    return scanned_before(reads.events.of_device(key), said, actor.account, scan.occurred_at or now)


def _takes_custody(device: Device, organisation: OrganisationId) -> bool:
    """Whether the device was declared surplus to be collected by this organisation, and this was its first scan."""
    coming = device.handover
    return coming is not None and coming.consignment is None and coming.receiver == organisation and coming.received
