"""By which texts devices, consignments, lots, requests and repair orders are found, and who stands to them how.

Rules:
1. A device is found by its numbers and its labels, also those that were retired; a model by its name, so that the
   search for a brand does not give ten thousand devices.
2. Who stands to something is asked of the thing itself (`relations`), so that the search knows of no other relation.
3. A draft of a request is for the requester alone (`lifecycle.domain.requests`): it is not found.
4. What people wrote freely, a complaint or a remark, is not searched: it may name somebody.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import print_label_code
from dpp.domain.permission import Relation
from dpp.domain.search import Kind, Reader, Subject, What
from dpp.domain.search.subjects import entries_of, gone
from lifecycle.domain.consignment import Consignment
from lifecycle.domain.device import Device
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.labels import labels_of
from lifecycle.domain.repair_orders import RepairOrder
from lifecycle.domain.requests.request import DeviceRequest, Stage
from lifecycle.domain.sales import Lot

_CLAIMED: Mapping[ClaimKind, What] = MappingProxyType(
    {
        ClaimKind.SERIAL: What.SERIAL,
        ClaimKind.ASSET_TAG: What.ASSET_TAG,
        ClaimKind.IMEI: What.IMEI,
        ClaimKind.EID: What.EID,
        ClaimKind.SMBIOS_UUID: What.SMBIOS_UUID,
    }
)


def device_subject(device: Device, brand: str | None, name: str | None) -> Subject:
    """Rule 1; `brand` and `name` are those of its model, where it has one."""
    claims = [(_CLAIMED[each.kind], each.value) for each in device.claims if each.kind in _CLAIMED]
    labels = [(What.LABEL, print_label_code(code)) for code in labels_of(device)]
    label = " ".join(filter(None, (brand, name)))
    owns, going = device.ownership, device.handover
    owners = (None, None) if owns is None else (owns.owner, owns.lessee)
    receiver = None if going is None else going.receiver
    readers = _readers((*owners, device.custody.custodian, receiver), device.relations)
    return Subject(Kind.DEVICE, device.key, label, entries_of([*claims, *labels]), readers)


def findable_part(device: Device) -> tuple[object, ...]:
    """What of a device `device_subject` looks at: where it is the same, so is the subject."""
    custodian = device.custody.custodian
    return device.claims, device.labels, device.retired_labels, device.ownership, custodian, device.handover


def consignment_subject(consignment: Consignment) -> Subject:
    """By its id, the contract, unit and seal of its terms, and the codes of its load units."""
    terms = consignment.terms
    texts: list[tuple[What, str | None]] = [
        (What.ID, consignment.id),
        (What.CONTRACT, terms.contract),
        (What.SEAL, terms.seal),
        (What.NAME, terms.unit),
        *((What.LOAD_UNIT, unit.code) for unit in consignment.units),
    ]
    sides = (consignment.sender, consignment.receiver)
    readers = _readers((*sides, terms.carrier), consignment.relations)
    return Subject(Kind.CONSIGNMENT, consignment.id, "", entries_of(texts), readers, sides)


def lot_subject(lot: Lot) -> Subject:
    """By its id and its title."""
    buyers = () if lot.offering is None else lot.offering.buyers
    texts = [(What.ID, lot.id), (What.TITLE, lot.title)]
    readers = _readers((lot.seller, *buyers), lot.relations)
    return Subject(Kind.LOT, lot.id, lot.title, entries_of(texts), readers, (lot.seller,))


def request_subject(request: DeviceRequest) -> Subject:
    """By its id and the programme that it is for (rule 3)."""
    if request.stage is Stage.DRAFT:
        return gone(Kind.REQUEST, request.id)
    wanted = request.wanted
    texts = [(What.ID, request.id), (What.PROGRAMME, wanted.programme)]
    owner = frozenset({Reader(request.requester, Relation.OWNER)})
    return Subject(Kind.REQUEST, request.id, wanted.programme or "", entries_of(texts), owner, (request.requester,))


def repair_order_subject(order: RepairOrder, owner: OrganisationId | None) -> Subject:
    """By its id; its device is found by its own numbers."""
    readers = {Reader(order.repairer, Relation.REPAIRER)}
    readers |= set() if owner is None else {Reader(owner, Relation.OWNER)}
    entries = entries_of([(What.ID, order.id)])
    return Subject(Kind.REPAIR_ORDER, order.id, "", entries, frozenset(readers), (order.repairer,))


def _readers(
    parties: Iterable[OrganisationId | None], relations: Callable[[OrganisationId | None], frozenset[Relation]]
) -> frozenset[Reader]:
    """Rule 2."""
    there = {party for party in parties if party is not None}
    return frozenset(Reader(party, relation) for party in there for relation in relations(party))
