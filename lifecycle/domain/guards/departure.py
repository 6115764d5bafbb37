"""What it means that a device leaves the State, seen from each kind of event.

It leaves when its ownership passes to another party, or when a party outside the State gets custody that is not sealed.
What goes to a new user within the State is asked the same. What has left by a change of ownership cannot leave again;
but where it goes to a next user (given, lent or sold once more, after it came back) it is asked the same too: the rules
that protect the first user's data protect every later one's.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from lifecycle.domain.device import Device
from lifecycle.domain.events import (
    CustodyChanged,
    Donated,
    Event,
    OwnershipChanged,
    Redeployed,
    ReturnedToLessor,
    SentToRecycler,
    Sold,
    TradedIn,
    TransferOffered,
    TransferReceived,
)
from lifecycle.domain.events import ExchangedUnderWarranty as Exchanged
from lifecycle.domain.vocabulary import Holding, Route

ACTS = (
    "transfer_offered transfer_received custody_changed ownership_changed redeployed donated sold sent_to_recycler "
    "returned_to_lessor exchanged_under_warranty traded_in"
)
"""The kinds of event by which a device can leave, or get a new user."""

NEXT_USER = frozenset({Route.REDEPLOY, Route.DONATE, Route.SELL})

FOLLOWS: Mapping[str, Route] = MappingProxyType(
    {
        "redeployed": Route.REDEPLOY,
        "donated": Route.DONATE,
        "sold": Route.SELL,
        "harvested": Route.PARTS,
        "sent_to_recycler": Route.RECYCLE,
        "recycled": Route.RECYCLE,
        "returned_to_lessor": Route.RETURN_TO_LESSOR,
    }
)


class Terms(NamedTuple):
    """What an offer, or the receipt of it, makes of a device."""

    owner_outside: bool
    custody_outside: bool
    sealed: bool
    route: Route | None


def terms(device: Device, event: Event) -> Terms | None:
    """The terms of the hand-over that the event belongs to; None when it is no hand-over."""
    coming = device.handover
    match event.happening:
        case TransferOffered() as it:
            outside = it.holding not in {None, Holding.STATE}
            return Terms(outside, not it.inside_state, it.seal is not None, it.route)
        case TransferReceived() if coming is not None:
            outside = coming.holding not in {None, Holding.STATE}
            return Terms(outside, not coming.inside_state, coming.seal is not None, coming.route)
        case CustodyChanged() as it:
            return Terms(
                owner_outside=False,
                custody_outside=not it.inside_state,
                sealed=it.seal is not None,
                route=None if coming is None else coming.route,
            )
        case OwnershipChanged(holding=holding):
            route = None if coming is None else coming.route
            return Terms(holding is not Holding.STATE, custody_outside=False, sealed=False, route=route)
    return None


def leaves(device: Device, event: Event) -> bool:
    """Whether the device would leave the State, or go to a new user, by this event."""
    if device.has_left_the_state:
        return destination(device, event) in NEXT_USER
    under = terms(device, event)
    if under is not None:
        unsealed = under.custody_outside and not under.sealed
        return under.owner_outside or unsealed or under.route is Route.REDEPLOY
    return isinstance(
        event.happening, Redeployed | Donated | Sold | SentToRecycler | ReturnedToLessor | Exchanged | TradedIn
    )


def destination(device: Device, event: Event) -> Route | None:
    """The route that the event follows, where it follows one."""
    under = terms(device, event)
    return FOLLOWS.get(event.kind) if under is None else under.route
