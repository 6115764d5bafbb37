"""What hand-overs and returns do to a device's state. Until custody changes, the sender answers for the device."""

from dataclasses import replace

from lifecycle.domain.axes import Custody, Handover, Ownership
from lifecycle.domain.device import GONE, Device
from lifecycle.domain.events import (
    CustodyChanged,
    Difference,
    Event,
    ExchangedUnderWarranty,
    OwnershipChanged,
    ReturnedToLessor,
    ReturnedToOwner,
    TradedIn,
    TransferDisputed,
    TransferOffered,
    TransferReceived,
    TransferWithdrawn,
)
from lifecycle.domain.fold.back import came_back, with_its_holder
from lifecycle.domain.fold.stages import IN_SERVICE, move
from lifecycle.domain.vocabulary import Ground, Holding, Lifecycle


def offered(device: Device, event: Event, it: TransferOffered) -> Device:
    on_its_way = Handover(
        receiver=it.receiver,
        sender=event.organisation,
        inside_state=it.inside_state,
        consignment=it.consignment,
        manifest_sha256=it.manifest_sha256,
        ground=it.ground,
        holding=it.holding,
        route=it.route,
        seal=it.seal,
        processor_agreement=it.processor_agreement,
    )
    return replace(device, handover=on_its_way)


def received(device: Device, _event: Event, _it: TransferReceived) -> Device:
    """A move for a wipe or a repair leaves the stage as it is; a new owner, or the first intake, begins anew."""
    if device.handover is None:
        return device
    arrived = replace(device, handover=replace(device.handover, received=True))
    start = set(Lifecycle) - GONE if device.handover.ground is not None else IN_SERVICE | {Lifecycle.SURPLUS}
    return move(arrived, Lifecycle.RECEIVED, start)


def disputed(device: Device, _event: Event, it: TransferDisputed) -> Device:
    """The offer stands: the sender answers for it, until it is received after all or the offer is taken back.

    What arrived with a broken seal is sealed no longer, so that the rules on leaving ask again.
    """
    coming = device.handover
    if it.difference is Difference.EXTRA or coming is None:
        return device
    seal = None if it.difference is Difference.BROKEN_SEAL else coming.seal
    return replace(device, handover=replace(coming, disputed=it.difference, seal=seal))


def withdrawn(device: Device, _event: Event, _it: TransferWithdrawn) -> Device:
    return replace(device, handover=None)


def custody_changed(device: Device, _event: Event, it: CustodyChanged) -> Device:
    """What went away for good and is in the State's hands again has been out of them: somebody may have used it."""
    custody = Custody(it.custodian, it.place, it.inside_state, it.seal, it.processor_agreement)
    ownership_follows = device.handover is not None and device.handover.ground is not None
    moved = replace(device, custody=custody, handover=device.handover if ownership_follows else None)
    if device.stage in GONE and it.inside_state:
        return came_back(moved)
    return moved if ownership_follows else with_its_holder(moved)


def ownership_changed(device: Device, _event: Event, it: OwnershipChanged) -> Device:
    """What becomes the State's again is not surplus until somebody decides so anew (RMB)."""
    ownership = Ownership(it.holding, it.owner, it.ground, consignment=it.consignment)
    returns = device.has_left_the_state and ownership.within_state
    return replace(device, ownership=ownership, handover=None, surplus=None if returns else device.surplus)


def returned_to_owner(device: Device, _event: Event, _it: ReturnedToOwner) -> Device:
    kept = replace(device, surplus=None, proposal=None, approval=None, reservation=None)
    return replace(kept, stage=Lifecycle.IN_STORE)


def returned(device: Device, _event: Event, it: ReturnedToLessor | ExchangedUnderWarranty) -> Device:
    """What goes back to its lessor was the lessor's; what the maker keeps becomes the maker's."""
    kept = _passed(device, Holding.RECIPIENT, it.ground) if isinstance(it, ExchangedUnderWarranty) else device
    return replace(kept, stage=Lifecycle.RETURNED, reservation=None)


def traded_in(device: Device, _event: Event, it: TradedIn) -> Device:
    return replace(_passed(device, Holding.BUYER, it.ground), stage=Lifecycle.SOLD, reservation=None)


def _passed(device: Device, holding: Holding, ground: Ground) -> Device:
    """By the exit itself it belongs to who has it, where it did not pass in the hand-over before."""
    if device.has_left_the_state:
        return device
    return replace(device, ownership=Ownership(holding, device.custody.custodian, ground))
