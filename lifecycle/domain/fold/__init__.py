"""From events to state: one function per kind of event, and nothing else changes a device.

Rules:
1. State depends on the events alone: the same events give the same device, whoever asks and whenever.
2. A stage only moves along `stages`: a second scan, late evidence or another inspection never sets a device back.
3. What a correction declares to be in error never counted, so a correction needs all events anew (`fold`);
   `apply` is for every other event.
4. The fold judges nothing: which event may come next is for `lifecycle.domain.guards`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from lifecycle.domain.device import Device
from lifecycle.domain.events import KINDS, Event, effective
from lifecycle.domain.fold import (
    birth,
    cases,
    destination,
    erasure,
    evidence,
    handover,
    intake,
    labels,
    repair,
    things,
    use,
)

Effect = Callable[[Device, Event, Any], Device]
"""What an event of one kind does: (device, event, its happening) -> device."""


def _declared(device: Device, _event: Event, _happening: object) -> Device:
    """A declaration of error changes nothing itself: `fold` leaves out the event that it names."""
    return device


EFFECTS: Mapping[str, Effect] = {
    "passport_registered": use.registered,
    "thing_registered": things.registered,
    "assigned": use.assigned,
    "unassigned": use.unassigned,
    "classified": use.classified,
    "declared_surplus": use.declared_surplus,
    "lost_or_stolen": use.lost_or_stolen,
    "found": use.found,
    "taken_back": use.taken_back,
    "intake_scanned": intake.scanned,
    "identity_matched": intake.matched,
    "identity_conflict": intake.conflict,
    "evidence_attached": intake.evidence,
    "evidence_read_again": evidence.read_again,
    "evidence_erased": evidence.erased,
    "charger_seen": things.charger_seen,
    "locks_checked": things.locks_checked,
    "lock_found": intake.lock_found,
    "lock_released": intake.lock_released,
    "hazard_found": intake.hazard_found,
    "hazard_cleared": intake.hazard_cleared,
    "hold_placed": intake.hold_placed,
    "hold_released": intake.hold_released,
    "inspected": intake.inspected,
    "sanitisation_performed": erasure.performed,
    "sanitisation_verified": erasure.verified,
    "sanitisation_failed": erasure.failed,
    "media_removed": erasure.removed,
    "media_destroyed": erasure.destroyed,
    "component_removed": repair.component_removed,
    "component_installed": repair.component_installed,
    "repair_quoted": repair.quoted,
    "repaired": repair.repaired,
    "repair_failed": repair.repair_failed,
    "refurbished": repair.refurbished,
    "harvested": repair.harvested,
    "route_proposed": destination.proposed,
    "route_overridden": destination.overridden,
    "route_approved": destination.approved,
    "reserved": destination.reserved,
    "released": destination.released,
    "redeployed": destination.redeployed,
    "donated": destination.donated,
    "sold": destination.sold,
    "sent_to_recycler": destination.sent_to_recycler,
    "recycled": destination.recycled,
    "transfer_offered": handover.offered,
    "transfer_received": handover.received,
    "transfer_disputed": handover.disputed,
    "transfer_withdrawn": handover.withdrawn,
    "custody_changed": handover.custody_changed,
    "ownership_changed": handover.ownership_changed,
    "returned_to_owner": handover.returned_to_owner,
    "returned_to_lessor": handover.returned,
    "exchanged_under_warranty": handover.returned,
    "traded_in": handover.traded_in,
    "label_linked": labels.linked,
    "label_retired": labels.retired,
    "corrected": _declared,
    "case_opened": cases.opened,
    "case_step_taken": cases.step_taken,
    "case_closed": cases.closed,
}


def apply(device: Device | None, event: Event) -> Device:
    """The device after one more event; None when there was no device yet.

    ValueError when a life would begin with anything but a scan or a registration, or the event is another device's.
    """
    if device is None:
        device = birth.born(event)
    if device.key != event.device:
        raise ValueError(f"event {event.id} concerns device {event.device}, not {device.key}")
    after = EFFECTS[event.kind](device, event, event.happening)
    return replace(after, changed_at=max(device.changed_at, event.occurred_at))


def fold(events: Iterable[Event]) -> Device | None:
    """The device that events, given in the order of recording, add up to; None when there are none that count."""
    device: Device | None = None
    for event in effective(events):
        device = apply(device, event)
    return device


if missing := KINDS.keys() ^ EFFECTS.keys():
    raise TypeError(f"kinds of event without an effect, or effects without a kind: {sorted(missing)}")
