"""How an actor stands to a device, with what no event says: a repair key that its holder showed."""

from datetime import datetime

from dpp.domain.actor import Actor, Role
from dpp.domain.permission import Relation
from lifecycle.domain.device import Device
from lifecycle.domain.repairers.keys import RepairKey, moved_since
from lifecycle.service.ports import LifecycleReads

REPAIRING = (Role.REPAIRER, Role.REFURBISHER)
"""Whom a repair key can open anything for. For anybody else the question is not asked."""


def relations_to(reads: LifecycleReads, actor: Actor, device: Device, now: datetime) -> frozenset[Relation]:
    """The relations of the actor's organisation. By a repair key alone the answer is `repairer` and nothing else.

    Who stands to the device otherwise, or repairs nothing, costs no look-up.
    """
    relations = device.relations(actor.organisation)
    if relations or access_by_key(reads, actor, device, now) is None:
        return relations
    return frozenset({Relation.REPAIRER})


def access_by_key(reads: LifecycleReads, actor: Actor, device: Device, now: datetime) -> RepairKey | None:
    """The key that opens the device for the actor's organisation now, where it has no other relation to the device."""
    organisation = actor.organisation
    if organisation is None or not actor.holds(*REPAIRING) or device.relations(organisation):
        return None
    key = reads.repair_keys.opened(device.key, organisation, now.date())
    return None if key is None or moved_since(key, reads.events.of_device(device.key)) else key
