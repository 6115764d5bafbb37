"""What a scan of the receiver means, how a device is received, and how a receipt is closed.

Rules:
1. A device on the manifest is received when it is scanned, at the time of the scan: transfer_received,
   custody_changed and, where ownership passes, ownership_changed on the ground of the offer and what the route makes
   of it. Custody of what is not received stays with the sender.
2. A device that was received changes nothing when it is scanned again.
3. What is not on the manifest, or was taken back, is extra while the sender has it; what neither side has is not for
   the receiver, and nothing is told or recorded of it.
4. What arrived in another condition, or with a broken seal, is set apart: it is received when that is accepted.
5. What was declared missing is received when it is scanned after all. A scan that happened before that declaration
   declares it to be in error.
6. The receiver closes the receipt by naming everything that did not come; each becomes an item.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment.content import (
    UNDER_WAY,
    Consignment,
    ConsignmentState,
    Line,
    LineState,
    ScanId,
    all_answered,
    expect,
    frozen_hash,
    with_item,
    with_line,
)
from lifecycle.domain.consignment.differences import Answer, DifferenceItem
from lifecycle.domain.events import (
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
    TransferReceived,
)
from lifecycle.domain.vocabulary import Route

OF_CONDITION = frozenset({Difference.OTHER_CONDITION, Difference.BROKEN_SEAL})
"""What a receiver says of a device that it holds in its hands."""


class Verdict(StrEnum):
    """What a scan at receipt means."""

    ON_MANIFEST = "on-manifest"
    ALREADY_RECEIVED = "already-received"
    SET_APART = "set-apart"
    EXTRA = "extra"
    NOT_YOURS = "not-yours"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    REFUSED = "refused"


@dataclass(frozen=True)
class Arrival:
    """Where and under which seal a device arrived. A broken seal is no seal."""

    place: Place
    seal: str | None = None
    broken: bool = False


def judged(
    consignment: Consignment, device: DeviceKey, custodian: OrganisationId | None, said: Difference | None = None
) -> Verdict:
    """What the scan of a known device means; `said` is what the receiver says of its condition."""
    line = consignment.by_device.get(device)
    if line is not None and line.state is LineState.RECEIVED:
        return Verdict.ALREADY_RECEIVED
    if line is not None and line.stands:
        return Verdict.SET_APART if said or line.state is LineState.SET_APART else Verdict.ON_MANIFEST
    if custodian == consignment.receiver:
        return Verdict.ALREADY_RECEIVED
    return Verdict.EXTRA if custodian == consignment.sender else Verdict.NOT_YOURS


def received(consignment: Consignment, line: Line, scan: ScanId | None, answer: Answer) -> Consignment:
    """With this device received at the time of the answer, which is that to its open differences too."""
    arrived = replace(line, state=LineState.RECEIVED, received_at=answer.at, scan=scan)
    after = with_line(all_answered(consignment, line.device, answer), arrived)
    if after.state is not ConsignmentState.OFFERED:
        return after
    return replace(after, state=ConsignmentState.PARTLY_RECEIVED)


def with_difference(consignment: Consignment, item: DifferenceItem) -> Consignment:
    """With this item; one on a device that is offered sets it apart, or says that it is missing."""
    line = consignment.by_device.get(item.device)
    if line is not None and line.stands and item.difference is not Difference.EXTRA:
        missing = item.difference is Difference.MISSING
        consignment = with_line(consignment, replace(line, state=LineState.MISSING if missing else LineState.SET_APART))
    return with_item(consignment, item)


def dispute(consignment: Consignment, difference: Difference, remark: str | None = None) -> TransferDisputed:
    """The event by which the receiver tells of a difference."""
    return TransferDisputed(
        consignment=consignment.id,
        manifest_sha256=frozen_hash(consignment),
        difference=difference,
        remark=remark,
    )


def closed(consignment: Consignment, missing: Collection[DeviceKey], at: datetime) -> Consignment:
    """The receipt is closed; each missing device needs an item of its own (`with_difference`).

    InvalidInput when `missing` is not exactly what is still expected: somebody scanned meanwhile, or forgot some.
    """
    expect(consignment, *UNDER_WAY)
    frozen_hash(consignment)
    expected = {line.device for line in consignment.lines if line.state is LineState.EXPECTED}
    named = set(missing)
    faults = [
        *(Problem("$.missing", message("{device} was not received: say so.", device=key)) for key in expected - named),
        *(Problem("$.missing", message("{device} is not missing.", device=key)) for key in named - expected),
    ]
    if faults:
        raise InvalidInput(
            message("A receipt is closed by naming everything that did not come, and nothing else."),
            tuple(sorted(faults, key=lambda fault: str(fault.what))),
            remedy=message("Look what is still expected; scan it, or name it as missing."),
        )
    return replace(consignment, state=ConsignmentState.RECEIVED, closed_at=at)


def handed_over(consignment: Consignment, arrival: Arrival, device: DeviceKey | None = None) -> tuple[Happening, ...]:
    """The events by which a device passes to the receiver, in their order. An export names its test record."""
    terms, receiver = consignment.terms, consignment.receiver
    custody = (
        TransferReceived(consignment=consignment.id, manifest_sha256=frozen_hash(consignment), seal=arrival.seal),
        CustodyChanged(
            custodian=receiver,
            place=arrival.place,
            inside_state=terms.inside_state,
            consignment=consignment.id,
            seal=None if arrival.broken else terms.seal,
            processor_agreement=terms.processor_agreement,
        ),
    )
    if terms.ground is None or terms.holding is None:
        return custody
    owned = OwnershipChanged(owner=receiver, holding=terms.holding, ground=terms.ground, consignment=consignment.id)
    line = None if device is None else consignment.by_device.get(device)
    condition = None if line is None else line.condition
    return (*custody, owned, *_by_route(consignment, None if condition is None else condition.test_record))


def _by_route(consignment: Consignment, test_record: str | None) -> tuple[Happening, ...]:
    """What the route makes of it. Recycling needs a weighing, and a harvest its parts: those are recorded when done."""
    terms = consignment.terms
    match terms.route:
        case Route.DONATE:
            return (Donated(receiver=consignment.receiver, export=terms.export, test_record_sha256=test_record),)
        case Route.SELL:
            export = terms.export or False
            return (Sold(receiver=consignment.receiver, export=export, test_record_sha256=test_record),)
        case Route.REDEPLOY:
            return (Redeployed(receiver=consignment.receiver, unit=terms.unit or ""),)
        case Route.RETURN_TO_LESSOR:
            return (ReturnedToLessor(contract=terms.contract or ""),)
    return ()
