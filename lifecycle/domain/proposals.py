"""What somebody wants corrected, and a proposal of it that waits for a second person.

Rules:
1. A proposal is decided once: confirmed or declined, by somebody else than who proposed it; who proposed it may take
   it back.
2. What it says is kept while it is open. After that the events say it, and the proposal keeps who decided what, when.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import ErrorReason, EventId, Happening

ProposalId = NewType("ProposalId", str)


class ProposalState(StrEnum):
    """How a proposal stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


@dataclass(frozen=True, kw_only=True)
class Right:
    """An event that tells it right. Without `occurred_at` it happened when the wrong event is said to have happened."""

    happening: Happening
    occurred_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class WantedCorrection:
    """`event` is declared to be in error for this reason; `right` takes its place. The remark may have to be erased."""

    event: EventId
    reason: ErrorReason
    right: tuple[Right, ...] = ()
    remark: str | None = None


@dataclass(frozen=True)
class Proposal:
    """A correction of a device that has left the State. `wanted` is None once it was decided (rule 2)."""

    id: ProposalId
    device: DeviceKey
    event: EventId
    wanted: WantedCorrection | None
    proposed_at: datetime
    proposed_by: AccountId
    organisation: OrganisationId | None
    state: ProposalState = ProposalState.OPEN
    decided_at: datetime | None = None
    decided_by: AccountId | None = None

    @property
    def is_open(self) -> bool:
        return self.state is ProposalState.OPEN


def decided(proposal: Proposal, state: ProposalState, by: AccountId, at: datetime) -> Proposal:
    """The proposal after it was confirmed or declined. Conflict when it is decided already, Refused by rule 1."""
    if not proposal.is_open:
        raise Conflict(
            message("This proposal is decided already: {state}.", state=proposal.state),
            remedy=message("Look at the device; propose anew where something is still wrong."),
        )
    if state is ProposalState.CONFIRMED and by == proposal.proposed_by:
        raise Refused(
            "own-correction",
            message("You proposed this correction."),
            remedy=message("Let somebody else look at it and confirm it."),
        )
    return replace(proposal, wanted=None, state=state, decided_at=at, decided_by=by)
