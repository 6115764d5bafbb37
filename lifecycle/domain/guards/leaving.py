"""Rules on leaving the State, at the offer and again at the receipt.

| rule | refuses to let go |
|---|---|
| unverified-medium | while a medium is not verified, destroyed or absent, or nobody looked which media there are |
| classified-media-destroyed | after Stg. CONFIDENTIEEL or above, while a medium that was in it is not destroyed |
| classification-unknown | while nobody said what its data was classified |
| owner-unknown | what has no registered owner |
| identity-conflict | while another device claims the same identity |
| missing-medium | while a medium that was in it is gone without explanation |
| legal-hold | under a legal hold |
| hazard-first | with an open hazard, except to a recycler |
| surplus-first | property of the State without a decision that it is surplus (RMB) |
| leased-goes-back | a leased device to anybody but its lessor |
| locked-device | to a next user (redeployed, donated, sold) with a lock on it |
| export-test-record | across the border without a test record (WEEE Directive, Annex VI) |
| recycler-conformity | to a recycler whose EN 50625 conformity is not valid on the day |
| waste-and-kilograms | as recycled what is not waste, or weighs nothing |
"""

from dpp.domain.message import Message, listed, message
from lifecycle.domain.device import Device
from lifecycle.domain.events import Donated, Event, Recycled, SentToRecycler, Sold
from lifecycle.domain.guards.departure import ACTS, NEXT_USER, destination, leaves
from lifecycle.domain.guards.erasure import SECRET
from lifecycle.domain.guards.rule import Why, rule
from lifecycle.domain.vocabulary import Classification, DataState, Holding, Route, Waste

NOT_SURPLUS = frozenset({"redeployed", "returned_to_lessor", "exchanged_under_warranty"})


def unverified_medium(device: Device, event: Event, _it: object) -> Why | None:
    if not leaves(device, event) or device.is_data_safe:
        return None
    if not device.unsafe_media:
        return Why(
            message("Nobody has established which storage media it has."),
            remedy=message("Attach evidence that lists its media, or inspect it and state that there are none."),
        )
    found = listed(
        Message("{serial} ({state})", {"serial": medium.serial, "state": medium.data}) for medium in device.unsafe_media
    )
    return Why(
        message("Not every storage medium is erased and verified: {media}.", media=found),
        remedy=message("Erase each medium and let somebody else verify it, or destroy it before a witness."),
    )


def classified_media(device: Device, event: Event, _it: object) -> Why | None:
    if device.classification not in SECRET or not leaves(device, event):
        return None
    left = [medium.serial for medium in device.media if medium.data is not DataState.DESTROYED]
    if not left:
        return None
    return Why(
        message(
            "It held data classified {level}, and these media are not destroyed: {media}.",
            level=device.classification,
            media=", ".join(left),
        ),
        remedy=message("Destroy each medium before a witness; it is never reused."),
    )


def classification_unknown(device: Device, event: Event, _it: object) -> Why | None:
    if device.classification is not Classification.UNKNOWN or not leaves(device, event):
        return None
    return Why(
        message("Nobody said how the data on it was classified."),
        remedy=message("Let the owner state the classification."),
    )


def owner_unknown(device: Device, event: Event, _it: object) -> Why | None:
    if device.ownership is not None or not leaves(device, event):
        return None
    return Why(
        message("Nobody is registered as its owner."),
        remedy=message("Register the device with its passport and its owner."),
    )


def identity_conflict(device: Device, event: Event, _it: object) -> Why | None:
    if not device.conflicts or not leaves(device, event):
        return None
    others = listed(Message("{claim} {value}", {"claim": each.claim, "value": each.value}) for each in device.conflicts)
    return Why(
        message("Another device claims the same identity ({claims}).", claims=others),
        remedy=message("Settle the conflict: match the identity of both devices."),
    )


def missing_medium(device: Device, event: Event, _it: object) -> Why | None:
    if not device.missing_media or not leaves(device, event):
        return None
    gone = ", ".join(medium.serial for medium in device.missing_media)
    return Why(
        message("A storage medium that was in it is gone, and no repair explains it: {media}.", media=gone),
        remedy=message("Find it, or record the removal, the repair or the destruction that explains it."),
    )


def legal_hold(device: Device, event: Event, _it: object) -> Why | None:
    if not device.holds or not leaves(device, event):
        return None
    return Why(
        message("A legal hold is on it ({holds}).", holds=", ".join(sorted(device.holds))),
        remedy=message("Wait until the hold is released."),
    )


def hazard_first(device: Device, event: Event, _it: object) -> Why | None:
    to_recycler = destination(device, event) is Route.RECYCLE
    if not device.hazards or to_recycler or not leaves(device, event):
        return None
    return Why(
        message("It is not safe to handle ({hazards}).", hazards=listed(sorted(device.hazards))),
        remedy=message("Take the hazard away and record that it is cleared, or send it to a recycler."),
    )


def surplus_first(device: Device, event: Event, _it: object) -> Why | None:
    belongs = device.ownership is not None and device.ownership.within_state
    if not belongs or device.surplus is not None or event.kind in NOT_SURPLUS or not leaves(device, event):
        return None
    if event.kind == "custody_changed" or _custody_alone(device, event):
        return None
    return Why(
        message("It belongs to the State, and there is no decision that it is surplus."),
        remedy=message("Let the owner declare it surplus, with the reference of the decision."),
    )


def _custody_alone(device: Device, event: Event) -> bool:
    """A hand-over by which the property stays the State's: custody alone, or use by another part of the State."""
    passes = destination(device, event) not in {None, Route.REDEPLOY}
    return not passes and event.kind in {"transfer_offered", "transfer_received", "ownership_changed"}


def leased_goes_back(device: Device, event: Event, _it: object) -> Why | None:
    ownership = device.ownership
    leased = ownership is not None and ownership.holding is Holding.LESSOR
    goes = destination(device, event)
    if not leased or device.has_left_the_state or goes in {None, Route.RETURN_TO_LESSOR}:
        return None
    return Why(
        message("It is leased: it is not the State's to pass on."),
        remedy=message("Return it to the lessor."),
    )


def not_leased(device: Device, _event: Event, _it: object) -> Why | None:
    if device.ownership is not None and device.ownership.holding is Holding.LESSOR:
        return None
    return Why(
        message("It is not leased, so there is no lessor to return it to."),
        remedy=message("Check the owner of the device."),
    )


def locked_device(device: Device, event: Event, _it: object) -> Why | None:
    if not device.locks or destination(device, event) not in NEXT_USER:
        return None
    return Why(
        message("It is locked ({locks}): its next user could not use it.", locks=listed(sorted(device.locks))),
        remedy=message("Release each lock and record the proof; a wipe releases none."),
    )


def export_test_record(_device: Device, _event: Event, it: Sold | Donated) -> Why | None:
    if not it.export or it.test_record_sha256:
        return None
    return Why(
        message("An export needs a test record (WEEE Directive 2012/19/EU, Annex VI)."),
        remedy=message("Attach the record of the functional test."),
    )


def recycler_conformity(_device: Device, event: Event, it: SentToRecycler) -> Why | None:
    if it.conformity and it.conformity_until >= event.occurred_at.date():
        return None
    return Why(
        message("The recycler's EN 50625 conformity ended on {until}.", until=it.conformity_until.isoformat()),
        remedy=message("Choose a recycler with a valid certificate, or record the renewed one."),
    )


def waste_and_kilograms(device: Device, event: Event, it: SentToRecycler | Recycled) -> Why | None:
    if it.kilograms <= 0:
        return Why(
            message("{kilograms} kg is not a weight.", kilograms=it.kilograms),
            remedy=message("Weigh it, or its lot, and give the kilograms of this device."),
        )
    if event.kind == "sent_to_recycler" or device.waste is Waste.WASTE:
        return None
    return Why(
        message("It is not waste ({waste}): only waste is recycled.", waste=device.waste),
        remedy=message("Record first that it was sent to the recycler."),
    )


RULES = (
    rule("owner-unknown", owner_unknown, ACTS),
    rule("identity-conflict", identity_conflict, ACTS),
    rule("missing-medium", missing_medium, ACTS),
    rule("legal-hold", legal_hold, ACTS),
    rule("leased-goes-back", leased_goes_back, ACTS + " harvested"),
    rule("leased-goes-back", not_leased, "returned_to_lessor"),
    rule("surplus-first", surplus_first, ACTS),
    rule("hazard-first", hazard_first, ACTS),
    rule("classified-media-destroyed", classified_media, ACTS),
    rule("classification-unknown", classification_unknown, ACTS),
    rule("unverified-medium", unverified_medium, ACTS),
    rule("locked-device", locked_device, ACTS),
    rule("export-test-record", export_test_record, "sold donated"),
    rule("recycler-conformity", recycler_conformity, "sent_to_recycler"),
    rule("waste-and-kilograms", waste_and_kilograms, "sent_to_recycler recycled"),
)
