"""What the events of a device in use do to its state."""

from dataclasses import replace

from lifecycle.domain import media as on_media
from lifecycle.domain.axes import Handover, Ownership, PassportLink, SurplusDecision
from lifecycle.domain.device import Device
from lifecycle.domain.events import (
    Assigned,
    Classified,
    DeclaredSurplus,
    Event,
    Found,
    LostOrStolen,
    PassportRegistered,
    TakenBack,
    Unassigned,
)
from lifecycle.domain.fold.back import came_back
from lifecycle.domain.fold.birth import acting
from lifecycle.domain.fold.intake import merged
from lifecycle.domain.fold.stages import IN_SERVICE, move
from lifecycle.domain.vocabulary import Classification, Lifecycle


def registered(device: Device, _event: Event, it: PassportRegistered) -> Device:
    return replace(
        device,
        known=True,
        passports=PassportLink(it.model, (*device.passports.items, it.passport)),
        labels=tuple(dict.fromkeys((*device.labels, *filter(None, (it.label,))))),
        ownership=device.ownership or Ownership(it.holding, it.owner, lessee=it.lessee),
        category=it.category,
        in_use_since=it.in_use_since,
        classification=device.classification if it.classification is Classification.UNKNOWN else it.classification,
        claims=merged(device.claims, it.claims),
        no_media_established=device.no_media_established or not it.data_bearing,
        without_storage=device.without_storage or not it.data_bearing,
    )


def assigned(device: Device, _event: Event, it: Assigned) -> Device:
    in_use = move(device, Lifecycle.IN_USE, IN_SERVICE)
    return replace(in_use, unit=it.unit, media=on_media.used(device.media), locks_looked_for=None)


def unassigned(device: Device, _event: Event, _it: Unassigned) -> Device:
    return replace(move(device, Lifecycle.IN_STORE, IN_SERVICE), unit=None)


def classified(device: Device, _event: Event, it: Classified) -> Device:
    return replace(device, classification=it.classification)


def declared_surplus(device: Device, _event: Event, it: DeclaredSurplus) -> Device:
    decision = SurplusDecision(it.decision, it.decided_on, it.authority)
    surplus = replace(move(device, Lifecycle.SURPLUS, IN_SERVICE), surplus=decision)
    if it.intake_by is None or it.intake_by == device.custody.custodian:
        return surplus
    collection = Handover(receiver=it.intake_by, sender=device.custody.custodian, inside_state=True)
    return replace(surplus, handover=collection)


def lost_or_stolen(device: Device, _event: Event, _it: LostOrStolen) -> Device:
    return replace(device, missing=True)


def found(device: Device, _event: Event, it: Found) -> Device:
    """Back where it was in its life; what was known of its data and locks no longer holds."""
    custody = replace(device.custody, place=it.place)
    unguarded = on_media.unguarded(device.media)
    return replace(device, missing=False, custody=custody, media=unguarded, locks_looked_for=None)


def taken_back(device: Device, event: Event, it: TakenBack) -> Device:
    """Who takes it back has received it; custody, and ownership where there is a ground, follow by their own events."""
    sender = device.custody.custodian
    coming = Handover(acting(event), sender, inside_state=True, received=True, ground=it.ground)
    return replace(came_back(device), handover=coming)
