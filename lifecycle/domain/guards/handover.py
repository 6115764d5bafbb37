"""Rules on hand-overs: one custodian at any instant, two sides to every transfer.

| rule | refuses |
|---|---|
| offer-by-custodian | an offer by anybody but the custodian, or to itself |
| one-offer-at-a-time | a second offer, or a surplus collection, while a hand-over is under way and not disputed |
| offer-terms | a ground without the new holding and the route, or the other way round |
| sealed-custody | a seal without a processor agreement, or another seal than the one offered |
| two-sided-transfer | a receipt, a dispute, a change of custody or of ownership that nobody offered, or by another than the receiver; a withdrawal by another than the sender, or than the receiver of what it set apart |
| manifest-as-offered | a receipt or a dispute of another manifest than the frozen one |
| custody-as-offered | custody on other terms than those of the offer |
| ownership-as-offered | ownership on another ground or for another party than offered, or before custody |
| handed-over-first | donated, sold or gone back, while the receiver does not have it or does not own it |
"""  # noqa: E501 (a table has one line per rule)

from dpp.domain.message import message
from lifecycle.domain.axes import Handover
from lifecycle.domain.consignment import OF_CONDITION
from lifecycle.domain.device import Device
from lifecycle.domain.events import (
    CustodyChanged,
    DeclaredSurplus,
    Difference,
    Event,
    OwnershipChanged,
    ReturnedToLessor,
    ReturnedToOwner,
    SentToRecycler,
    TransferDisputed,
    TransferOffered,
    TransferReceived,
    TransferWithdrawn,
)
from lifecycle.domain.guards.rule import Why, rule
from lifecycle.domain.vocabulary import Holding


def offer_by_custodian(device: Device, event: Event, it: TransferOffered) -> Why | None:
    if event.organisation == device.custody.custodian != it.receiver:
        return None
    return Why(
        message("Only the custodian offers it, and to another organisation."),
        remedy=message("Let the organisation that has it offer it."),
    )


def one_offer_at_a_time(device: Device, _event: Event, it: TransferOffered | DeclaredSurplus) -> Why | None:
    coming = device.handover
    under_way = coming is not None and coming.disputed is None and (coming.consignment is not None or coming.received)
    if not under_way or (isinstance(it, DeclaredSurplus) and it.intake_by is None):
        return None
    return Why(
        message("A hand-over of it is under way."),
        remedy=message("Let it be received or disputed first."),
    )


def offer_terms(_device: Device, _event: Event, it: TransferOffered) -> Why | None:
    if (it.ground is None) == (it.holding is None) == (it.route is None):
        return None
    return Why(
        message("Where ownership passes, ground, holding and route are all given; else none of them."),
        remedy=message("State all three, or offer custody alone."),
    )


def sealed_under_agreement(_device: Device, _event: Event, it: TransferOffered) -> Why | None:
    if it.seal is None or it.inside_state or it.processor_agreement:
        return None
    return Why(
        message("Sealed custody outside the State needs a processor agreement."),
        remedy=message("Give the reference of the agreement, and the seal number."),
    )


def seal_as_offered(device: Device, _event: Event, it: TransferReceived) -> Why | None:
    offered = None if device.handover is None else device.handover.seal
    if offered == it.seal:
        return None
    return Why(
        message("It was offered under seal {offered}, and arrived under {found}.", offered=offered, found=it.seal),
        remedy=message("Do not break the seal: dispute the transfer, and let the sender look into it."),
    )


def two_sided_transfer(
    device: Device,
    event: Event,
    it: TransferReceived | TransferDisputed | CustodyChanged | OwnershipChanged,
) -> Why | None:
    if isinstance(it, TransferDisputed) and it.difference is Difference.EXTRA:
        return None
    coming = device.handover
    arrives = isinstance(it, TransferReceived | TransferDisputed)
    if (
        coming is not None
        and coming.received is not arrives
        and coming.consignment == it.consignment
        and coming.receiver == event.organisation
    ):
        return None
    return Why(
        message("A transfer has two sides: this was not offered to you, or you did not receive it."),
        remedy=message("Let the custodian offer it to your organisation, and receive it."),
    )


def withdrawn_by_a_side(device: Device, event: Event, it: TransferWithdrawn) -> Why | None:
    """By the sender; or by the receiver, that gives back what it set apart and did not take over."""
    coming = device.handover
    if coming is not None and coming.on_its_way and coming.consignment == it.consignment:
        gives_back = coming.disputed in OF_CONDITION and event.organisation == coming.receiver
        if gives_back or event.organisation == device.custody.custodian:
            return None
    return Why(
        message("There is no offer of yours to take back."),
        remedy=message("What was received is offered back in a consignment of its own."),
    )


def manifest_as_offered(device: Device, _event: Event, it: TransferReceived | TransferDisputed) -> Why | None:
    coming = device.handover
    extra = isinstance(it, TransferDisputed) and it.difference is Difference.EXTRA
    if extra or coming is None or coming.manifest_sha256 == it.manifest_sha256:
        return None
    return Why(
        message("The manifest is not the one that was offered ({hash}).", hash=coming.manifest_sha256),
        remedy=message("Read the consignment again: its manifest was frozen at the offer."),
    )


def custody_as_offered(device: Device, event: Event, it: CustodyChanged) -> Why | None:
    coming = device.handover
    if coming is None:
        return None
    offered = (coming.seal, coming.processor_agreement)
    where = it.inside_state is coming.inside_state or _comes_back_outside(device, coming)
    if where and it.custodian == event.organisation and offered == (it.seal, it.processor_agreement):
        return None
    return Why(
        message("Custody passes on the terms of the offer: same receiver, seal and agreement."),
        remedy=message("Take them from the offer."),
    )


def _comes_back_outside(device: Device, coming: Handover) -> bool:
    """What is not the State's any more may be taken back by a party outside it, such as the donation coordinator."""
    return coming.consignment is None and device.has_left_the_state


def ownership_as_offered(device: Device, event: Event, it: OwnershipChanged) -> Why | None:
    coming = device.handover
    if coming is None:
        return None
    as_offered = coming.ground is it.ground and coming.holding in {None, it.holding}
    if as_offered and it.owner == event.organisation == device.custody.custodian:
        return None
    return Why(
        message(
            "Ownership passes on the ground that was offered ({ground}), to who has custody.", ground=coming.ground
        ),
        remedy=message("Take custody first; take ground and holding from the offer."),
    )


def handed_over_first(device: Device, _event: Event, it: object) -> Why | None:
    custodian, ownership = device.custody.custodian, device.ownership
    match it:
        case SentToRecycler(receiver=receiver):
            arrived = custodian == receiver
        case ReturnedToLessor() | ReturnedToOwner():
            arrived = ownership is not None and custodian == ownership.owner
        case _:
            arrived = not device.custody.inside_state
    if arrived:
        return None
    return Why(
        message("It has not been handed over: its custodian still has it."),
        remedy=message("Offer it in a consignment, and let the other side receive it."),
    )


def owned_by_another(device: Device, _event: Event, _it: object) -> Why | None:
    ownership = device.ownership
    if ownership is not None and ownership.holding not in {Holding.STATE, Holding.LESSOR}:
        return None
    return Why(
        message("Its ownership has not passed: it is still the State's or a lessor's."),
        remedy=message("Let ownership change first, on its legal ground."),
    )


RULES = (
    rule("offer-by-custodian", offer_by_custodian, "transfer_offered"),
    rule("one-offer-at-a-time", one_offer_at_a_time, "transfer_offered declared_surplus"),
    rule("offer-terms", offer_terms, "transfer_offered"),
    rule("sealed-custody", sealed_under_agreement, "transfer_offered"),
    rule("sealed-custody", seal_as_offered, "transfer_received"),
    rule(
        "two-sided-transfer",
        two_sided_transfer,
        "transfer_received transfer_disputed custody_changed ownership_changed",
    ),
    rule("two-sided-transfer", withdrawn_by_a_side, "transfer_withdrawn"),
    rule("manifest-as-offered", manifest_as_offered, "transfer_received transfer_disputed"),
    rule("custody-as-offered", custody_as_offered, "custody_changed"),
    rule("ownership-as-offered", ownership_as_offered, "ownership_changed"),
    rule(
        "handed-over-first",
        handed_over_first,
        "sent_to_recycler returned_to_lessor returned_to_owner exchanged_under_warranty traded_in",
    ),
    rule("handed-over-first", owned_by_another, "donated sold"),
)
