"""What the decision where a device goes, and its going there, do to its state."""

from dataclasses import replace

from lifecycle.domain import media as on_media
from lifecycle.domain.axes import Reservation, RouteChoice
from lifecycle.domain.device import Device
from lifecycle.domain.events import (
    Donated,
    Event,
    Recycled,
    Redeployed,
    Released,
    Reserved,
    RouteApproved,
    RouteOverridden,
    RouteProposed,
    SentToRecycler,
    Sold,
)
from lifecycle.domain.fold.stages import BEFORE_DECISION, move
from lifecycle.domain.vocabulary import Lifecycle, Route, Waste


def proposed(device: Device, event: Event, it: RouteProposed) -> Device:
    return replace(device, proposal=RouteChoice(it.decision, it.route, event.actor, event.occurred_at))


def overridden(device: Device, event: Event, it: RouteOverridden) -> Device:
    choice = RouteChoice(it.decision, it.route, event.actor, event.occurred_at, is_override=True)
    return replace(device, proposal=choice)


def approved(device: Device, event: Event, it: RouteApproved) -> Device:
    was_override = device.proposal is not None and device.proposal.is_override
    choice = RouteChoice(it.decision, it.route, event.actor, event.occurred_at, is_override=was_override)
    decided = replace(device, approval=choice, under_repair=it.route is Route.REPAIR)
    stays = it.route in {Route.REPAIR, Route.HOLD}
    return decided if stays else move(decided, Lifecycle.ROUTED, BEFORE_DECISION)


def reserved(device: Device, event: Event, it: Reserved) -> Device:
    """For the organisation that has it reserved already it is the same reservation, kept until another day."""
    known = device.reservation
    if known is not None and known.requester == it.requester:
        longer = replace(known, until=it.until, unit=it.unit or known.unit, request=it.request or known.request)
        return replace(device, reservation=longer)
    kept = Reservation(it.requester, it.until, event.id, event.occurred_at, it.unit, it.request)
    return replace(device, reservation=kept)


def released(device: Device, _event: Event, _it: Released) -> Device:
    return replace(device, reservation=None)


def redeployed(device: Device, _event: Event, it: Redeployed) -> Device:
    """In use again: data is written, and the decisions that brought it here are spent."""
    spent = replace(device, surplus=None, proposal=None, approval=None, reservation=None, locks_looked_for=None)
    return replace(spent, stage=Lifecycle.REDEPLOYED, unit=it.unit, media=on_media.used(device.media))


def donated(device: Device, _event: Event, _it: Donated) -> Device:
    return replace(device, stage=Lifecycle.DONATED, reservation=None)


def sold(device: Device, _event: Event, _it: Sold) -> Device:
    return replace(device, stage=Lifecycle.SOLD, reservation=None)


def sent_to_recycler(device: Device, _event: Event, _it: SentToRecycler) -> Device:
    """Discarded, and so waste."""
    return replace(device, stage=Lifecycle.RECYCLING, waste=Waste.WASTE, reservation=None)


def recycled(device: Device, _event: Event, _it: Recycled) -> Device:
    return replace(device, stage=Lifecycle.RECYCLED, waste=Waste.RECYCLED)
