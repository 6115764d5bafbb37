"""What a device is when it comes back after somebody used it, and when it goes back to who holds it.

Rules:
1. Somebody used it: what is on its media contains data, and nobody has looked for locks since.
2. Where no medium is known to be in it, one may have been put in meanwhile: which media it has is unknown until a
   complete list or an inspection says so. Only what has no storage by its kind, as a display, stays without.
3. Where it should go is open again: the decisions that led to its last user are spent.
4. What was taken back for a repair and goes back to its holder is where it was: with who got it or bought it.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from lifecycle.domain import media as on_media
from lifecycle.domain.device import GONE, Device
from lifecycle.domain.fold.stages import move
from lifecycle.domain.media import Whereabouts
from lifecycle.domain.vocabulary import Ground, Holding, Lifecycle

WITH_ITS_HOLDER: Mapping[Holding, Lifecycle] = MappingProxyType(
    {Holding.RECIPIENT: Lifecycle.DONATED, Holding.BUYER: Lifecycle.SOLD}
)
_PASSED = frozenset({Ground.GIFT, Ground.SALE})
_AWAY = set(Lifecycle) - GONE - {Lifecycle.IN_PARTS}


def came_back(device: Device) -> Device:
    """Rules 1 to 3."""
    known = any(each.whereabouts is Whereabouts.INSTALLED for each in device.media)
    unseen = not known and not device.without_storage
    open_again = replace(device, stage=Lifecycle.RECEIVED, proposal=None, approval=None, reservation=None)
    return replace(
        open_again,
        media=on_media.used(device.media),
        media_unseen=device.media_unseen or unseen,
        no_media_established=device.no_media_established and not unseen,
        locks_looked_for=None,
    )


def with_its_holder(device: Device) -> Device:
    """Rule 4, once its owner outside the State has it again."""
    ownership = device.ownership
    if ownership is None or ownership.ground not in _PASSED or ownership.owner != device.custody.custodian:
        return device
    stage = WITH_ITS_HOLDER.get(ownership.holding)
    return device if stage is None else move(device, stage, _AWAY)
