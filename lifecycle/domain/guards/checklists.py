"""Rules on looking for locks, and on things that have no passport.

| rule | refuses |
|---|---|
| thing-of-a-kind | registering a thing of a kind that the register does not have |
| checklist-of-its-kind | looking for locks by a list that is not for this kind of thing |
| proof-of-release | saying that a lock which was found is not there: it is released, with proof |
| locks-checked | to a next user (redeployed, donated, sold) what nobody looked for locks on |
"""

from dpp.domain.message import listed, message
from lifecycle.domain.checklists import CHECKLISTS, checklists_for, is_asked
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, LocksChecked, ThingRegistered
from lifecycle.domain.guards.departure import ACTS, NEXT_USER, destination
from lifecycle.domain.guards.rule import Why, rule
from lifecycle.domain.things import KINDS_OF_THING


def thing_of_a_kind(_device: Device, _event: Event, it: ThingRegistered) -> Why | None:
    if it.thing in KINDS_OF_THING:
        return None
    return Why(
        message("'{kind}' is no kind of thing that is known here.", kind=it.thing[:40]),
        remedy=message("Choose one of: {kinds}.", kinds=", ".join(KINDS_OF_THING)),
    )


def checklist_of_its_kind(device: Device, _event: Event, it: LocksChecked) -> Why | None:
    lists = checklists_for(device.category)
    if it.checklist in {each.name for each in lists} and it.answers:
        return None
    return Why(
        message("Checklist '{name}' is not for this kind of thing, or nothing is answered.", name=it.checklist[:40]),
        remedy=message("Choose one of: {names}.", names=", ".join(each.name for each in lists) or "-"),
    )


def found_before(device: Device, _event: Event, it: LocksChecked) -> Why | None:
    denied = sorted({each.lock for each in it.answers if not each.there} & device.locks)
    if not denied:
        return None
    return Why(
        message("It was found before ({locks}): that it is gone needs proof.", locks=listed(denied)),
        remedy=message("Record its release, with what shows it."),
    )


def locks_checked(device: Device, event: Event, _it: object) -> Why | None:
    if destination(device, event) not in NEXT_USER or not is_asked(device.category, event.occurred_at.date()):
        return None
    looked = device.locks_looked_for
    if looked is None:
        return Why(
            message("Nobody has looked whether it is locked."),
            remedy=message("Go through the checklist for locks of this kind of device."),
        )
    left = sorted(CHECKLISTS[looked.checklist].required - looked.answered)
    if not left:
        return None
    return Why(
        message("Nobody has looked for these locks: {locks}.", locks=listed(left)),
        remedy=message("Go through the checklist for locks of this kind of device."),
    )


RULES = (
    rule("thing-of-a-kind", thing_of_a_kind, "thing_registered"),
    rule("checklist-of-its-kind", checklist_of_its_kind, "locks_checked"),
    rule("proof-of-release", found_before, "locks_checked"),
    rule("locks-checked", locks_checked, ACTS),
)
