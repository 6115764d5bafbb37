"""A consignment (partij): devices that change hands together.

Rules:
1. A draft can change; an offer freezes the manifest, whose hash every event of the hand-over names; what was received
   or withdrawn is over.
2. The manifest is a canonical list: the same devices on the same terms give the same hash, in whatever order they
   were added. A receipt computes it again.
3. What arrived is received; each difference is an item of its own: on the manifest and not there is missing, there and
   not on the manifest is extra, a broken seal or another condition is what the receiver says it is.
4. A receipt makes, per device: transfer_received, custody_changed and, where ownership passes, ownership_changed on the
   ground of the offer and what the route makes of it. All of them belong to one transaction.
5. Whether a device may leave is asked by the guards at the offer, and again at the receipt, of each of these events.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.events import (
    ConsignmentId,
    CustodyChanged,
    Difference,
    Donated,
    Happening,
    OwnershipChanged,
    Place,
    Redeployed,
    ReturnedToLessor,
    Sold,
    TransferDisputed,
    TransferOffered,
    TransferReceived,
    TransferWithdrawn,
    plain,
)
from lifecycle.domain.vocabulary import Ground, Holding, Route


class ConsignmentState(StrEnum):
    """How far the hand-over is."""

    DRAFT = "draft"
    OFFERED = "offered"
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """On what terms it changes hands. Ground, holding and route are given where ownership passes, else none of them.

    `inside_state`: the receiver is an organisation of the State. Sealed custody outside it names the seal and the
    processor agreement. `contract` is the lease, for a return to the lessor; `unit` the one that will use a redeployed
    device.
    """

    inside_state: bool
    carrier: OrganisationId | None = None
    ground: Ground | None = None
    holding: Holding | None = None
    route: Route | None = None
    seal: str | None = None
    processor_agreement: str | None = None
    contract: str | None = None
    unit: str | None = None


@dataclass(frozen=True)
class DifferenceItem:
    """One difference between manifest and arrival, for someone to resolve."""

    device: DeviceKey
    difference: Difference
    resolution: str | None = None


@dataclass(frozen=True)
class Consignment:
    """Devices from one custodian to another. `manifest_sha256` is None in a draft."""

    id: ConsignmentId
    sender: OrganisationId
    receiver: OrganisationId
    terms: Terms
    devices: tuple[DeviceKey, ...] = ()
    state: ConsignmentState = ConsignmentState.DRAFT
    manifest_sha256: str | None = None
    differences: tuple[DifferenceItem, ...] = ()

    @property
    def manifest(self) -> dict[str, Any]:
        """What is frozen at the offer, as plain data: parties, terms, and the devices in order of their keys."""
        return {
            "consignment": self.id,
            "sender": self.sender,
            "receiver": self.receiver,
            "terms": plain(self.terms),
            "devices": sorted(self.devices),
        }

    def relations(self, organisation: OrganisationId | None) -> frozenset[Relation]:
        """How an organisation stands to it: the carrier is on the receiving side."""
        if organisation is None:
            return frozenset()
        sides = (
            (Relation.CUSTODIAN, organisation == self.sender),
            (Relation.RECEIVER, organisation in {self.receiver, self.terms.carrier}),
        )
        return frozenset(relation for relation, holds in sides if holds)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """What the receiver found: the devices that it scanned, the seal, and what it says of single devices."""

    devices: frozenset[DeviceKey]
    place: Place
    seal: str | None = None
    differences: Mapping[DeviceKey, Difference] = field(default_factory=lambda: MappingProxyType({}))


def with_devices(draft: Consignment, *devices: DeviceKey) -> Consignment:
    """The draft with these devices added; each is in it once."""
    _expect(draft, ConsignmentState.DRAFT)
    return replace(draft, devices=tuple(dict.fromkeys((*draft.devices, *devices))))


def without_devices(draft: Consignment, *devices: DeviceKey) -> Consignment:
    _expect(draft, ConsignmentState.DRAFT)
    return replace(draft, devices=tuple(device for device in draft.devices if device not in devices))


def offered(draft: Consignment) -> Consignment:
    """The consignment with its manifest frozen; InvalidInput lists everything that is wrong with it."""
    _expect(draft, ConsignmentState.DRAFT)
    if problems := tuple(_problems(draft)):
        raise InvalidInput(message("The consignment is not complete."), problems)
    return frozen(draft)


def frozen(draft: Consignment) -> Consignment:
    """The draft as an offer would freeze it, without asking whether it is complete."""
    return replace(draft, state=ConsignmentState.OFFERED, manifest_sha256=sha256(canonical(draft.manifest)))


def offer_happenings(consignment: Consignment) -> dict[DeviceKey, tuple[Happening, ...]]:
    """The event that an offer makes on each device."""
    terms = consignment.terms
    offer = TransferOffered(
        consignment=consignment.id,
        manifest_sha256=_frozen_hash(consignment),
        receiver=consignment.receiver,
        inside_state=terms.inside_state,
        carrier=terms.carrier,
        ground=terms.ground,
        holding=terms.holding,
        route=terms.route,
        seal=terms.seal,
        processor_agreement=terms.processor_agreement,
    )
    return dict.fromkeys(consignment.devices, (offer,))


def withdrawn(consignment: Consignment) -> Consignment:
    """The offer is taken back; what it did to each device is ended by `withdrawal_happenings`."""
    _expect(consignment, ConsignmentState.OFFERED)
    return replace(consignment, state=ConsignmentState.WITHDRAWN)


def withdrawal_happenings(consignment: Consignment) -> dict[DeviceKey, tuple[Happening, ...]]:
    return dict.fromkeys(consignment.devices, (TransferWithdrawn(consignment=consignment.id),))


def received(consignment: Consignment, arrival: Arrival) -> Consignment:
    """The consignment as it arrived, with its differences."""
    _expect(consignment, ConsignmentState.OFFERED)
    _frozen_hash(consignment)
    items = tuple(DifferenceItem(device, what) for device, what in sorted(_differences(consignment, arrival).items()))
    return replace(consignment, state=ConsignmentState.RECEIVED, differences=items)


def receipt_happenings(consignment: Consignment, arrival: Arrival) -> dict[DeviceKey, tuple[Happening, ...]]:
    """The events that a receipt makes on each device, in their order; differences only dispute."""
    differences = _differences(consignment, arrival)
    manifest = _frozen_hash(consignment)
    made: dict[DeviceKey, tuple[Happening, ...]] = {
        device: (TransferDisputed(consignment=consignment.id, manifest_sha256=manifest, difference=what),)
        for device, what in differences.items()
    }
    arrived = [device for device in consignment.devices if device not in differences]
    return made | dict.fromkeys(arrived, _handed_over(consignment, arrival, manifest))


def _handed_over(consignment: Consignment, arrival: Arrival, manifest: str) -> tuple[Happening, ...]:
    terms, receiver = consignment.terms, consignment.receiver
    custody = (
        TransferReceived(consignment=consignment.id, manifest_sha256=manifest, seal=arrival.seal),
        CustodyChanged(
            custodian=receiver,
            place=arrival.place,
            inside_state=terms.inside_state,
            consignment=consignment.id,
            seal=terms.seal,
            processor_agreement=terms.processor_agreement,
        ),
    )
    if terms.ground is None or terms.holding is None:
        return custody
    owned = OwnershipChanged(owner=receiver, holding=terms.holding, ground=terms.ground, consignment=consignment.id)
    return (*custody, owned, *_by_route(consignment))


def _by_route(consignment: Consignment) -> tuple[Happening, ...]:
    """What the route makes of it. Recycling needs a weighing, and a harvest its parts: those are recorded when done."""
    match consignment.terms.route:
        case Route.DONATE:
            return (Donated(receiver=consignment.receiver),)
        case Route.SELL:
            return (Sold(receiver=consignment.receiver),)
        case Route.REDEPLOY:
            return (Redeployed(receiver=consignment.receiver, unit=consignment.terms.unit or ""),)
        case Route.RETURN_TO_LESSOR:
            return (ReturnedToLessor(contract=consignment.terms.contract or ""),)
    return ()


def _differences(consignment: Consignment, arrival: Arrival) -> dict[DeviceKey, Difference]:
    expected = frozenset(consignment.devices)
    missing = dict.fromkeys(expected - arrival.devices, Difference.MISSING)
    extra = dict.fromkeys(arrival.devices - expected, Difference.EXTRA)
    said = {device: what for device, what in arrival.differences.items() if device in expected & arrival.devices}
    return missing | extra | said


def _problems(draft: Consignment) -> list[Problem]:
    terms = draft.terms
    faults = (
        (not draft.devices, "$.devices", message("It holds no device.")),
        (draft.sender == draft.receiver, "$.receiver", message("Sender and receiver are the same.")),
        (
            not (terms.ground is None) == (terms.holding is None) == (terms.route is None),
            "$.terms.ground",
            message("Where ownership passes, ground, holding and route are all given; else none of them."),
        ),
        (
            terms.seal is not None and not terms.inside_state and not terms.processor_agreement,
            "$.terms.processor_agreement",
            message("Sealed custody outside the State needs a processor agreement."),
        ),
        (
            terms.route is Route.RETURN_TO_LESSOR and not terms.contract,
            "$.terms.contract",
            message("A return to the lessor names its contract."),
        ),
        (
            terms.route is Route.REDEPLOY and not terms.unit,
            "$.terms.unit",
            message("Redeployment names the unit that will use the devices."),
        ),
    )
    return [Problem(path, what) for wrong, path, what in faults if wrong]


def _frozen_hash(consignment: Consignment) -> str:
    """The hash of the manifest; Refused when what it was made of has changed since, or nothing was offered."""
    found = sha256(canonical(consignment.manifest))
    if consignment.manifest_sha256 == found:
        return found
    raise Refused(
        "manifest-as-offered",
        message("The manifest of consignment {id} is not the one that was offered.", id=consignment.id),
        remedy=message("A frozen manifest cannot change: withdraw the offer and make a new consignment."),
    )


def _expect(consignment: Consignment, state: ConsignmentState) -> None:
    if consignment.state is not state:
        raise Conflict(
            message(
                "Consignment {id} is {state}, not {expected}.",
                id=consignment.id,
                state=consignment.state,
                expected=state,
            ),
            remedy=message("Read it again: somebody else changed it."),
        )
