"""How a consignment is frozen, offered and taken back.

Rules:
1. An offer is complete or it is not made; everything that is wrong with it is told at once.
2. An offer is taken back as far as nothing was received; what was received stays where it is.
3. What was taken back answers the differences about it: it stays with the sender.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.consignment.content import (
    UNDER_WAY,
    Condition,
    Consignment,
    ConsignmentState,
    LineState,
    all_answered,
    devices_in,
    expect,
    frozen_hash,
)
from lifecycle.domain.consignment.differences import Answer
from lifecycle.domain.consignment.terms import problems
from lifecycle.domain.events import Happening, TransferOffered, TransferWithdrawn


def offered(draft: Consignment, at: datetime, conditions: Mapping[DeviceKey, Condition]) -> Consignment:
    """The consignment with its manifest frozen; InvalidInput lists everything that is wrong with it."""
    expect(draft, ConsignmentState.DRAFT)
    if faults := (*_faults(draft), *problems(draft.terms)):
        raise InvalidInput(message("The consignment is not complete."), faults)
    lines = tuple(replace(line, condition=conditions.get(line.device)) for line in draft.lines)
    return frozen(replace(draft, lines=lines, offered_at=at))


def frozen(draft: Consignment) -> Consignment:
    """The draft as an offer would freeze it, without asking whether it is complete."""
    return replace(draft, state=ConsignmentState.OFFERED, manifest_sha256=sha256(canonical(draft.manifest)))


def offer_happenings(consignment: Consignment) -> dict[DeviceKey, tuple[Happening, ...]]:
    """The event that an offer makes on each device of the manifest."""
    return dict.fromkeys(consignment.devices, (offer_of(consignment),))


def offer_of(consignment: Consignment) -> TransferOffered:
    """The event by which its sender offers one device on its terms."""
    terms = consignment.terms
    return TransferOffered(
        consignment=consignment.id,
        manifest_sha256=frozen_hash(consignment),
        receiver=consignment.receiver,
        inside_state=terms.inside_state,
        carrier=terms.carrier,
        ground=terms.ground,
        holding=terms.holding,
        route=terms.route,
        seal=terms.seal,
        processor_agreement=terms.processor_agreement,
    )


def withdrawn(consignment: Consignment, answer: Answer) -> Consignment:
    """The offer is taken back for what was not received; `withdrawal_happenings` of the state before ends it there."""
    expect(consignment, *UNDER_WAY)
    for device in devices_in(consignment.standing):
        consignment = all_answered(consignment, device, answer)
    lines = (replace(line, state=LineState.WITHDRAWN) if line.stands else line for line in consignment.lines)
    return replace(consignment, lines=tuple(lines), state=ConsignmentState.WITHDRAWN, closed_at=answer.at)


def withdrawal_happenings(consignment: Consignment) -> dict[DeviceKey, tuple[Happening, ...]]:
    """The event on each device whose offer still stands."""
    return dict.fromkeys(devices_in(consignment.standing), (TransferWithdrawn(consignment=consignment.id),))


def _faults(draft: Consignment) -> tuple[Problem, ...]:
    faults = (
        (not draft.devices and not draft.goods, "$.devices", message("It holds no device.")),
        (draft.sender == draft.receiver, "$.receiver", message("Sender and receiver are the same.")),
    )
    return tuple(Problem(path, what) for wrong, path, what in faults if wrong)
