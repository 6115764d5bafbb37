"""Rules on a device's condition: use, classification, locks, hazards, holds, refurbishment.

| rule | refuses |
|---|---|
| was-not-found | releasing a lock, clearing a hazard or ending a hold that is not there |
| proof-of-release | releasing a lock without proof or with a hash that is none, clearing a hazard without saying how |
| hazard-handling | inspecting, erasing or refurbishing a device with an open hazard |
| assign-in-service | giving out a device that is surplus, gone, or not in custody within the State |
| declassified-by-decision | lowering a classification without a decision |
| surplus-decision | declaring surplus without a decision, or what is not (any more) the State's |
| all-tests-pass | refurbished while a test fails |
| successor-passport | a successor to no passport, or with an id that is taken |
| away-before-back | taking back what never went away |
"""

import re

from dpp.domain.message import listed, message
from lifecycle.domain.device import GONE, Device
from lifecycle.domain.events import (
    Assigned,
    Classified,
    DeclaredSurplus,
    Event,
    HazardCleared,
    HoldReleased,
    LockReleased,
    PassportRegistered,
    Refurbished,
    TakenBack,
)
from lifecycle.domain.fold.stages import IN_SERVICE
from lifecycle.domain.guards.rule import Why, rule
from lifecycle.domain.vocabulary import Classification, Lifecycle, ProofKind

LEVELS = (Classification.NONE, Classification.DEP_V, Classification.STG_C, Classification.STG_G, Classification.STG_ZG)

BY_HASH = frozenset({ProofKind.EVIDENCE, ProofKind.SCREENSHOT})
_SHA256 = re.compile(r"[0-9a-f]{64}")


def was_not_found(device: Device, _event: Event, it: LockReleased | HazardCleared | HoldReleased) -> Why | None:
    match it:
        case LockReleased(lock=what):
            there = what in device.locks
        case HazardCleared(hazard=what):
            there = what in device.hazards
        case HoldReleased(hold=what):
            there = what in device.holds
    if there:
        return None
    return Why(
        message("It has no {what} to release.", what=what),
        remedy=message("Look at what is recorded: locks, hazards and holds are released by name."),
    )


def proof_of_release(_device: Device, _event: Event, it: LockReleased | HazardCleared) -> Why | None:
    if isinstance(it, LockReleased) and it.proof_kind in BY_HASH and not _SHA256.fullmatch(it.proof):
        return Why(
            message("A file or a photo is named by its hash (SHA-256): 64 signs 0 to 9 and a to f."),
            remedy=message("Attach it as evidence and copy its hash, or give a reference instead."),
        )
    proof = it.proof if isinstance(it, LockReleased) else it.how
    if proof.strip():
        return None
    return Why(
        message("Nothing shows that it is gone."),
        remedy=message("Give the evidence or the reference that shows it."),
    )


def hazard_handling(device: Device, _event: Event, _it: object) -> Why | None:
    if not device.hazards:
        return None
    return Why(
        message("It is not safe to handle ({hazards}).", hazards=listed(sorted(device.hazards))),
        remedy=message("Take the hazard away and record that it is cleared."),
    )


def assign_in_service(device: Device, _event: Event, it: Assigned) -> Why | None:
    if device.stage in IN_SERVICE and device.surplus is None and device.custody.inside_state:
        return None
    return Why(
        message("It cannot be given to {unit}: it is {stage}.", unit=it.unit, stage=device.lifecycle),
        remedy=message("A device that was surplus is used again by redeployment."),
    )


def declassified_by_decision(device: Device, _event: Event, it: Classified | PassportRegistered) -> Why | None:
    """A registration that says nothing of it leaves it as it was."""
    if isinstance(it, PassportRegistered) and it.classification is Classification.UNKNOWN:
        return None
    known = device.classification in LEVELS
    lower = known and (
        it.classification not in LEVELS or LEVELS.index(it.classification) < LEVELS.index(device.classification)
    )
    if not lower or (isinstance(it, Classified) and it.decision):
        return None
    return Why(
        message("Lowering {old} to {new} needs a decision.", old=device.classification, new=it.classification),
        remedy=message("Give the reference of the decision of whoever classified it."),
    )


def surplus_decision(device: Device, event: Event, it: DeclaredSurplus) -> Why | None:
    if not it.decision.strip() or it.decided_on > event.occurred_at.date():
        return Why(
            message("A declaration of surplus needs a decision that was taken before it."),
            remedy=message("Give the reference and the date of the decision."),
        )
    if device.ownership is not None and device.ownership.within_state and device.stage not in GONE:
        return None
    return Why(
        message("It is not property of the State (any more): it cannot be surplus."),
        remedy=message("A leased device goes back to its lessor; otherwise check the owner."),
    )


def all_tests_pass(_device: Device, _event: Event, it: Refurbished) -> Why | None:
    if it.all_tests_pass:
        return None
    return Why(
        message("Refurbished means that all tests pass."),
        remedy=message("Repair what fails, or record a repair instead."),
    )


def successor_passport(device: Device, _event: Event, it: Refurbished) -> Why | None:
    if not device.passports.items:
        return Why(
            message("It has no passport that a new one could succeed."),
            remedy=message("Register the device first."),
        )
    if it.successor not in device.passports.items:
        return None
    return Why(
        message("Passport {new} cannot succeed: it is taken.", new=it.successor),
        remedy=message("A successor passport has a new id."),
    )


def away_before_back(device: Device, _event: Event, _it: TakenBack) -> Why | None:
    if device.has_left_the_state or device.stage is Lifecycle.REDEPLOYED:
        return None
    return Why(
        message("It never went away ({stage}).", stage=device.lifecycle),
        remedy=message("Within the State, offer and receive it in a consignment."),
    )


RULES = (
    rule("was-not-found", was_not_found, "lock_released hazard_cleared hold_released"),
    rule("proof-of-release", proof_of_release, "lock_released hazard_cleared"),
    rule("hazard-handling", hazard_handling, "inspected sanitisation_performed refurbished"),
    rule("assign-in-service", assign_in_service, "assigned"),
    rule("declassified-by-decision", declassified_by_decision, "classified passport_registered"),
    rule("surplus-decision", surplus_decision, "declared_surplus"),
    rule("all-tests-pass", all_tests_pass, "refurbished"),
    rule("successor-passport", successor_passport, "refurbished"),
    rule("away-before-back", away_before_back, "taken_back"),
)
