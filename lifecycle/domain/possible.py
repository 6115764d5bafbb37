"""What an actor could do to a device now, and what refuses the rest: the guards asked about typical events.

An action that the permission table gives to others is left out. For what needs an input (a grade, a decision, a weight)
a valid one is assumed, so that only the state of the device can refuse it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from dpp.domain.actor import AccountId, Actor, OrganisationId
from dpp.domain.errors import Refused
from dpp.domain.labels.rolls import LabelFault, LabelState
from dpp.domain.opaque import LabelCode, PassportId
from lifecycle.domain import events as on
from lifecycle.domain.checklists import checklists_for
from lifecycle.domain.device import Device
from lifecycle.domain.events import ConsignmentId, Event, EventId, Happening, Place, TransactionId
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.guards import refusals
from lifecycle.domain.labels import labels_of
from lifecycle.domain.media import Medium
from lifecycle.domain.permissions import PERMISSIONS, USE_CASES
from lifecycle.domain.vocabulary import (
    Classification,
    ComponentKind,
    CosmeticGrade,
    FunctionalGrade,
    Ground,
    Hazard,
    Holding,
    Lock,
    Route,
    SanitisationCategory,
)

_SOME = "?"
_OTHER = OrganisationId("?")
_WITNESS = AccountId("?")

OFFERS: Mapping[Route, tuple[Ground, Holding]] = MappingProxyType(
    {
        Route.REDEPLOY: (Ground.TRANSFER, Holding.STATE),
        Route.DONATE: (Ground.GIFT, Holding.COORDINATOR),
        Route.SELL: (Ground.SALE, Holding.BUYER),
        Route.RECYCLE: (Ground.DESTRUCTION, Holding.RECIPIENT),
        Route.RETURN_TO_LESSOR: (Ground.LEASE, Holding.LESSOR),
    }
)
"""The usual ground and new holding of an offer by its route; for any other route only custody passes."""


@dataclass(frozen=True)
class Possible:
    """Something that this actor may do, by its use case and kind of event; `refusal` is what forbids it now."""

    use_case: str
    kind: str
    refusal: Refused | None = None


def what_is_possible(device: Device, actor: Actor, now: datetime) -> tuple[Possible, ...]:
    """Each action that the permission table gives this actor on this device, with what refuses it now."""
    relations = device.relations(actor.organisation)
    return tuple(
        _asked(device, actor, happening, now)
        for happening in _probes(device, actor.organisation or _OTHER, now)
        if PERMISSIONS.allows(USE_CASES[happening.kind], actor, relations, subject=device.key)
    )


def _asked(device: Device, actor: Actor, happening: Happening, now: datetime) -> Possible:
    event = Event(
        EventId(_SOME), device.key, now, now, actor.account, actor.organisation, TransactionId(_SOME), happening
    )
    return Possible(USE_CASES[happening.kind], happening.kind, next(refusals(device, event), None))


def _probes(device: Device, us: OrganisationId, now: datetime) -> Iterable[Happening]:
    """One typical event per kind that a person records, in the order of a device's life."""
    claim = IdentityClaim(ClaimKind.SERIAL, _SOME, _SOME, 1)
    yield on.Assigned(unit=_SOME)
    yield on.Classified(classification=Classification.STG_ZG)
    yield on.DeclaredSurplus(decision=_SOME, decided_on=now.date(), authority=us)
    yield from _labels(device)
    yield on.IntakeScanned(raw=_SOME, symbology=_SOME, place=Place(_SOME))
    yield on.IdentityMatched(claims=(claim,))
    yield on.EvidenceAttached(sha256=_SOME, original_sha256=_SOME, format=_SOME, parser=_SOME, parser_version=_SOME)
    yield on.Inspected(functional=FunctionalGrade.F1, cosmetic=CosmeticGrade.C0)
    yield from _conditions(device)
    yield from _erasures(device, us)
    yield from _repairs()
    yield from _decisions(device, us, now)
    yield from _handovers(device)
    yield from _ends(us, now)


def _labels(device: Device) -> Iterable[Happening]:
    in_use = (code for code, state in labels_of(device).items() if state is LabelState.ACTIVE)
    yield on.LabelLinked(label=LabelCode(_SOME))
    yield on.LabelRetired(label=next(in_use, LabelCode(_SOME)), fault=LabelFault.DAMAGED)


def _conditions(device: Device) -> Iterable[Happening]:
    yield on.ChargerSeen(present=True)
    for checklist in checklists_for(device.category)[:1]:
        unseen = (check.lock for check in checklist.checks if check.lock not in device.locks)
        answers = tuple(on.LookedFor(lock, there=False) for lock in unseen)
        yield on.LocksChecked(checklist=checklist.name, answers=answers or (on.LookedFor(Lock.MDM, there=True),))
    yield on.LockFound(lock=Lock.MDM)
    yield on.LockReleased(lock=min(device.locks, default=Lock.MDM), proof=_SOME)
    yield on.HazardFound(hazard=Hazard.BROKEN_GLASS)
    yield on.HazardCleared(hazard=min(device.hazards, default=Hazard.BROKEN_GLASS), how=_SOME)
    yield on.HoldPlaced(hold=_SOME, reason=_SOME)
    yield on.HoldReleased(hold=min(device.holds, default=_SOME), reason=_SOME)


def _erasures(device: Device, us: OrganisationId) -> Iterable[Happening]:
    """On the medium that most needs it."""
    unsafe = device.unsafe_media or device.media
    to_wipe = next((medium.serial for medium in unsafe if not medium.awaits_verification), _first(unsafe))
    to_verify = next((medium.serial for medium in unsafe if medium.awaits_verification), _first(unsafe))
    yield on.SanitisationPerformed(
        medium=to_wipe,
        category=SanitisationCategory.PURGE,
        technique=_SOME,
        tool=_SOME,
        tool_version=_SOME,
        succeeded=True,
    )
    yield on.SanitisationVerified(medium=to_verify)
    yield on.MediaRemoved(medium=_first(device.media), kept_by=us)
    yield on.MediaDestroyed(medium=to_wipe, method=_SOME, witness=_WITNESS)


def _first(media: tuple[Medium, ...]) -> str:
    return media[0].serial if media else _SOME


def _repairs() -> Iterable[Happening]:
    yield on.ComponentRemoved(component=ComponentKind.BATTERY)
    yield on.Repaired()
    yield on.Refurbished(
        functional=FunctionalGrade.F6,
        cosmetic=CosmeticGrade.C9,
        all_tests_pass=True,
        operating_system=None,
        licence=None,
        successor=PassportId(_SOME),
    )
    yield on.Harvested(parts=())


def _decisions(device: Device, us: OrganisationId, now: datetime) -> Iterable[Happening]:
    last = device.proposal
    decision, route = (last.decision, last.route) if last else (_SOME, Route.HOLD)
    yield on.RouteProposed(decision=_SOME, route=route, rule_set=_SOME, inputs_sha256=_SOME, trace_sha256=_SOME)
    yield on.RouteApproved(decision=decision, route=route)
    yield on.RouteOverridden(decision=_SOME, overrides=decision, route=route, reason=_SOME)
    yield on.Reserved(requester=us, until=now.date())
    yield on.Released()


def _handovers(device: Device) -> Iterable[Happening]:
    """An offer of what its approved route allows, and the receipt of what is under way."""
    yield _offer(device)
    coming = device.handover
    consignment = (coming and coming.consignment) or ConsignmentId(_SOME)
    manifest = (coming and coming.manifest_sha256) or _SOME
    seal = None if coming is None else coming.seal
    yield on.TransferReceived(consignment=consignment, manifest_sha256=manifest, seal=seal)
    yield on.TransferWithdrawn(consignment=consignment)
    yield on.ReturnedToOwner(reason=_SOME)
    yield on.ReturnedToLessor(contract=_SOME)
    yield on.ExchangedUnderWarranty(contract=_SOME)
    yield on.TradedIn(contract=_SOME)
    yield on.TakenBack(reason=_SOME)


def _offer(device: Device) -> on.TransferOffered:
    route = None if device.approval is None else device.approval.route
    passes = OFFERS.get(route) if route else None
    ground, holding = passes or (None, None)
    return on.TransferOffered(
        consignment=ConsignmentId(_SOME),
        manifest_sha256=_SOME,
        receiver=_receiver(device),
        inside_state=holding in {None, Holding.STATE},
        ground=ground,
        holding=holding,
        route=route if passes else None,
    )


def _receiver(device: Device) -> OrganisationId:
    """Somebody to offer it to: who reserved it, else anybody."""
    return _OTHER if device.reservation is None else device.reservation.requester


def _ends(us: OrganisationId, now: datetime) -> Iterable[Happening]:
    weight = Decimal(1)
    yield on.Redeployed(receiver=us, unit=_SOME)
    yield on.Donated(receiver=us)
    yield on.Sold(receiver=us)
    yield on.SentToRecycler(
        receiver=us,
        conformity=_SOME,
        conformity_until=now.date(),
        weee_category=6,
        ewc=_SOME,
        kilograms=weight,
    )
    yield on.Recycled(kilograms=weight, weee_category=6, ewc=_SOME)
    yield on.LostOrStolen(stolen=False, report=_SOME)
    yield on.Found(place=Place(_SOME))
