"""What the events of intake and inspection do to a device's state."""

from collections.abc import Iterable
from dataclasses import fields, replace

from lifecycle.domain import media as on_media
from lifecycle.domain.axes import Conflict, EvidenceKept, Grades
from lifecycle.domain.device import Device
from lifecycle.domain.events import (
    Event,
    EvidenceAttached,
    HazardCleared,
    HazardFound,
    HoldPlaced,
    HoldReleased,
    IdentityConflict,
    IdentityMatched,
    Inspected,
    IntakeScanned,
    LockFound,
    LockReleased,
)
from lifecycle.domain.facts import Hardware, IdentityClaim
from lifecycle.domain.fold.stages import BEFORE_INTAKE, ON_THE_BENCH, move
from lifecycle.domain.vocabulary import Lifecycle


def scanned(device: Device, event: Event, it: IntakeScanned) -> Device:
    """A scan tells where it is; it begins the intake when it is scanned by its custodian or by who collects it."""
    noted = replace(device, category=device.category or it.category, claims=merged(device.claims, it.claims))
    coming = device.handover
    if coming is not None and coming.consignment is None and coming.receiver == event.organisation:
        return replace(move(noted, Lifecycle.INTAKE, BEFORE_INTAKE), handover=replace(coming, received=True))
    if event.organisation != device.custody.custodian:
        return noted
    here = replace(noted, custody=replace(device.custody, place=it.place))
    return move(here, Lifecycle.INTAKE, BEFORE_INTAKE)


def matched(device: Device, _event: Event, it: IdentityMatched) -> Device:
    kept = (claim for claim in merged(device.claims, it.claims) if claim not in it.rejected)
    open_conflicts = tuple(each for each in device.conflicts if each.other not in it.settles)
    return replace(
        device,
        known=device.known or it.same_as is None,
        same_as=it.same_as or device.same_as,
        claims=tuple(kept),
        conflicts=open_conflicts,
    )


def conflict(device: Device, _event: Event, it: IdentityConflict) -> Device:
    both = dict.fromkeys((*device.conflicts, Conflict(it.claim, it.value, it.other)))
    return replace(device, conflicts=tuple(both))


def evidence(device: Device, event: Event, it: EvidenceAttached) -> Device:
    """Adds what the file shows; it changes no data state, and takes nothing away that is known."""
    kept = EvidenceKept(it.sha256, it.format, it.parser, it.parser_version, event.id, event.occurred_at)
    return replace(
        with_media(device, it),
        evidence=(*device.evidence, kept),
        claims=merged(device.claims, it.claims),
        battery=it.battery or device.battery,
        hardware=_completed(device.hardware, it.hardware),
        erasure_reports=(*device.erasure_reports, *it.erasures),
    )


def with_media(device: Device, it: EvidenceAttached) -> Device:
    """The media that evidence shows; where it lists all, those that it leaves out are not in the device."""
    media = device.media
    for medium in it.media:
        media = on_media.seen(media, medium)
    if it.lists_all_media:
        media = on_media.listed(media, (medium.serial for medium in it.media))
    nothing_at_all = it.lists_all_media and not it.media
    established = nothing_at_all or (device.no_media_established and not it.media)
    unseen = device.media_unseen and not it.lists_all_media
    return replace(device, media=media, no_media_established=established, media_unseen=unseen)


def lock_found(device: Device, _event: Event, it: LockFound) -> Device:
    return replace(device, locks=device.locks | {it.lock})


def lock_released(device: Device, _event: Event, it: LockReleased) -> Device:
    return replace(device, locks=device.locks - {it.lock})


def hazard_found(device: Device, _event: Event, it: HazardFound) -> Device:
    return replace(device, hazards=device.hazards | {it.hazard})


def hazard_cleared(device: Device, _event: Event, it: HazardCleared) -> Device:
    return replace(device, hazards=device.hazards - {it.hazard})


def hold_placed(device: Device, _event: Event, it: HoldPlaced) -> Device:
    return replace(device, holds=device.holds | {it.hold})


def hold_released(device: Device, _event: Event, it: HoldReleased) -> Device:
    return replace(device, holds=device.holds - {it.hold})


def inspected(device: Device, event: Event, it: Inspected) -> Device:
    grades = Grades(it.functional, it.cosmetic, event.occurred_at, it.tests, it.photos)
    graded = replace(
        device,
        grades=grades,
        charger=device.charger if it.charger is None else it.charger,
        value_eur=device.value_eur if it.value_eur is None else it.value_eur,
    )
    if it.media_absent:
        absent = on_media.listed(device.media, ())
        graded = replace(graded, media=absent, no_media_established=True, media_unseen=False)
    return move(graded, Lifecycle.INSPECTED, ON_THE_BENCH)


def merged(known: tuple[IdentityClaim, ...], new: Iterable[IdentityClaim]) -> tuple[IdentityClaim, ...]:
    """Claims without repetition, in the order in which they came."""
    return tuple(dict.fromkeys((*known, *new)))


def _completed(known: Hardware | None, new: Hardware | None) -> Hardware | None:
    """What newer evidence says, and what older evidence says where the newer is silent."""
    if known is None or new is None:
        return new or known
    said = {each.name: getattr(new, each.name) for each in fields(new)}
    return replace(known, **{name: value for name, value in said.items() if value is not None})
