"""What the events of things on a pallet do to a device's state."""

from dataclasses import replace

from lifecycle.domain.axes import LocksLookedFor, Ownership
from lifecycle.domain.device import Device
from lifecycle.domain.events import ChargerSeen, Event, LocksChecked, ThingRegistered
from lifecycle.domain.fold.intake import merged


def registered(device: Device, _event: Event, it: ThingRegistered) -> Device:
    """As a registration with a passport, without the passport."""
    return replace(
        device,
        known=True,
        ownership=Ownership(it.holding, it.owner, lessee=it.lessee),
        category=it.thing,
        in_use_since=it.in_use_since,
        classification=it.classification,
        claims=merged(device.claims, it.claims),
        no_media_established=device.no_media_established or not it.data_bearing,
        without_storage=device.without_storage or not it.data_bearing,
    )


def charger_seen(device: Device, _event: Event, it: ChargerSeen) -> Device:
    return replace(device, charger=it.present)


def locks_checked(device: Device, event: Event, it: LocksChecked) -> Device:
    """What is there becomes a lock; what is not is known to have been looked for. Another list begins anew."""
    before = device.locks_looked_for
    same = before is not None and before.checklist == it.checklist
    answered = frozenset(each.lock for each in it.answers) | (before.answered if before and same else frozenset())
    there = frozenset(each.lock for each in it.answers if each.there)
    looked = LocksLookedFor(it.checklist, answered, event.occurred_at)
    return replace(device, locks=device.locks | there, locks_looked_for=looked)
