"""Puts reports of wiping tools on the devices that they mean (`lifecycle.domain.erasure.reports` has the rules).

What is recorded is recorded as the act of the account that sent the report, whoever brings the two together.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from dpp.domain.actor import AccountId, Actor
from dpp.domain.errors import Refused
from dpp.domain.opaque import DeviceKey
from dpp.service.ports import Clock
from lifecycle.domain.claims import claim_key
from lifecycle.domain.device import Device
from lifecycle.domain.erasure.reports import (
    LOOKS_AGAIN,
    ErasureReport,
    Outcome,
    ReportedDisk,
    counts,
    happening_on,
    moment_for,
)
from lifecycle.domain.erasure.trays import AT_THE_BENCH, lines_of
from lifecycle.domain.events import Event, EventId, TransactionId
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.fold import fold
from lifecycle.domain.media import Whereabouts
from lifecycle.domain.vocabulary import DataState
from lifecycle.service.ports import LifecycleReads, LifecycleWork

_SEES_DEVICES = frozenset(
    {
        "classified",
        "component_installed",
        "custody_changed",
        "evidence_attached",
        "found",
        "hold_released",
        "identity_matched",
        "intake_scanned",
        "passport_registered",
    }
)
"""After which events a report that waited may have its device."""

_NAMES_MACHINE = frozenset({ClaimKind.SERIAL, ClaimKind.SMBIOS_UUID})


class Records(Protocol):
    """What records events (`lifecycle.service.recording.Recorder`)."""

    @property
    def clock(self) -> Clock: ...
    def new_id(self) -> str: ...
    def record_as(self, work: LifecycleWork, actor: Actor, event: Event) -> None: ...


def note_media(work: LifecycleWork, before: Device | None, device: Device, group: str | None) -> None:
    """Keep the media of a device where the bench finds them, when anything about them changed."""
    lines = tuple(lines_of(device, group))
    known = () if before is None else lines_of(before, group)
    if tuple(replace(line, since=device.changed_at) for line in known) != lines:
        work.media.put(device.key, lines)


def place_waiting(work: LifecycleWork, records: Records, device: Device, new: Sequence[Event]) -> bool:
    """Record what waited for a medium of this device; whether anything was recorded."""
    if _SEES_DEVICES.isdisjoint(event.kind for event in new):
        return False
    serials = {claim_key(medium.serial) for medium in device.media}
    if not serials:
        return False
    waiting = work.erasure_reports.open_with(device.custody.custodian, serials)
    placed = [place(work, records, disk) for disk in waiting if disk.outcome in LOOKS_AGAIN]
    return any(disk.outcome is Outcome.RECORDED for disk in placed)


def place(work: LifecycleWork, records: Records, disk: ReportedDisk) -> ReportedDisk:
    """Record a disk of a report on the device that has it, or keep why not."""
    found = device_with(work, disk)
    if isinstance(found, Outcome):
        return settled(work, records, replace(disk, outcome=found))
    try:
        return place_on(work, records, disk, found)
    except Refused as refusal:  # of one event, before anything of it was written
        refused = replace(disk, outcome=Outcome.REFUSED, device=found, rule=refusal.rule)
        return settled(work, records, refused)


def place_on(
    work: LifecycleWork, records: Records, disk: ReportedDisk, key: DeviceKey, by: AccountId | None = None
) -> ReportedDisk:
    """Record it on this device, or keep why it does not count there; `by` is the person who chose the device.

    Raises Refused where a rule forbids the erasure on that device.
    """
    work.devices.hold(key)
    made = _event(work, records, disk, key)
    if isinstance(made, Outcome):
        return settled(work, records, replace(disk, outcome=made, device=key), by)
    records.record_as(work, Actor(disk.report.sent_by, disk.report.organisation), made)
    return settled(work, records, replace(disk, outcome=Outcome.RECORDED, device=key, event=made.id, rule=None), by)


def settled(work: LifecycleWork, records: Records, disk: ReportedDisk, by: AccountId | None = None) -> ReportedDisk:
    """The disk with what became of it, as it is kept."""
    now = replace(disk, settled_at=None if disk.is_open else records.clock(), settled_by=by)
    work.erasure_reports.settle(now)
    return now


def device_with(reads: LifecycleReads, disk: ReportedDisk) -> DeviceKey | Outcome:
    """The one device that a disk of a report means."""
    found = {
        line.device
        for line in reads.media.with_serials([disk.serial_key])
        if line.custodian == disk.report.organisation
        and line.whereabouts is not Whereabouts.REMOVED
        and line.data is not DataState.DESTROYED
    }
    if not found and (machine := machine_of(reads, disk.report)) is not None:
        return machine
    if len(found) > 1:
        return Outcome.SEVERAL_DEVICES
    return found.pop() if found else Outcome.NO_DEVICE


def machine_of(reads: LifecycleReads, report: ErasureReport) -> DeviceKey | None:
    """The device on which the tool ran, where the report names it and it is on the bench; a wiping station is not."""
    named = {
        key
        for claim in report.reading.claims
        if claim.kind in _NAMES_MACHINE
        for key in reads.devices.claiming(claim.kind, claim.value)
    }
    here = {key for key in named if _is_on_the_bench(state(reads, key), report)}
    return here.pop() if len(here) == 1 else None


def state(reads: LifecycleReads, key: DeviceKey) -> Device:
    """The state of a device that is known to be there."""
    kept = reads.devices.state(key)
    device = fold(reads.events.of_device(key)) if kept is None else kept.device
    assert device is not None
    return device


def _is_on_the_bench(device: Device, report: ErasureReport) -> bool:
    here = device.custody.custodian == report.organisation and device.stage in AT_THE_BENCH
    return here and device.known and device.same_as is None


def _event(reads: LifecycleReads, records: Records, disk: ReportedDisk, key: DeviceKey) -> Event | Outcome:
    """The event that the report makes on this device, when it counts."""
    device, life = state(reads, key), reads.events.of_device(key)
    said = happening_on(device, disk, on_its_machine=machine_of(reads, disk.report) == key)
    at = moment_for(disk, life)
    if said is None:
        return Outcome.NO_CATEGORY
    if at is None:
        return Outcome.STALE
    event = Event(
        id=EventId(records.new_id()),
        device=key,
        occurred_at=at,
        recorded_at=records.clock(),
        actor=disk.report.sent_by,
        organisation=disk.report.organisation,
        transaction=TransactionId(records.new_id()),
        happening=said,
    )
    return event if counts(life, event) else Outcome.STALE
