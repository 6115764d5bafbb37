"""Where parts are, as events are recorded: what cannot be is refused, and what was recorded is followed.

Used by the recorder, through which every change of a device passes (`lifecycle.service.recording`).
"""

from collections.abc import Sequence

from lifecycle.domain.bom import bill_of_materials
from lifecycle.domain.claims import claim_key
from lifecycle.domain.components import (
    PlacedPart,
    parts_of,
    refuse_donor,
    refuse_second_place,
    still_in_stock,
    tells_across,
)
from lifecycle.domain.device import Device
from lifecycle.domain.events import ComponentInstalled, Event
from lifecycle.domain.spares.stock import Standing, refuse_kept_for_others
from lifecycle.service.ports import LifecycleReads, LifecycleWork

CONCERN_PARTS = frozenset(
    {
        "component_installed",
        "component_removed",
        "corrected",
        "evidence_attached",
        "evidence_read_again",
        "harvested",
        "inspected",
        "media_destroyed",
        "media_removed",
        "sanitisation_performed",
    }
)
"""The kinds of event after which a device may tell of other parts than before."""


def refuse_misplaced(work: LifecycleWork, event: Event) -> None:
    """Refused for a part that is in another device, that did not come out of its donor, or that is kept for others."""
    it = event.happening
    if not isinstance(it, ComponentInstalled):
        return
    number = claim_key(it.serial) if it.serial else None
    if number is not None and tells_across(number):
        work.parts.hold_numbers([number])
        found = work.parts.numbered(it.component, number)
        refuse_second_place(it, (part for part in found if part.device != event.device))
    if it.donor is not None:
        work.devices.hold(it.donor)
        left = left_of(work, it)
        refuse_donor(it, left)
        kept = work.spare_stock.kept_from(it.donor)
        refuse_kept_for_others(it, left, Standing(kept, event.organisation, event.recorded_at.date()))


def left_of(reads: LifecycleReads, it: ComponentInstalled) -> tuple[PlacedPart, ...]:
    """What is still free of the parts that the donor gave."""
    donors = [] if it.donor is None else [it.donor]
    return still_in_stock(reads.parts.given_by(donors), reads.parts.taken_from(donors))


def follow_parts(
    work: LifecycleWork, before: Device | None, device: Device, events: Sequence[Event], known: int
) -> None:
    """The places of the parts of this device, where they changed; `known` of its events were followed `before`."""
    if all(event.kind not in CONCERN_PARTS for event in events[known:]):
        return
    parts = _parts(device, events)
    if before is None or parts != _parts(before, events[:known]):
        work.parts.put(device.key, parts)


def _parts(device: Device, events: Sequence[Event]) -> tuple[PlacedPart, ...]:
    return parts_of(device, bill_of_materials(events, max(event.occurred_at for event in events)))
