"""A correction: nothing is edited or deleted, an event is declared to be in error."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from dpp.domain.actor import AccountId
from lifecycle.domain.events.base import EventId, Remarked


class ErrorReason(StrEnum):
    """Why an event was wrong (CBV 2.0, error reasons)."""

    DID_NOT_OCCUR = "did_not_occur"
    INCORRECT_DATA = "incorrect_data"


@dataclass(frozen=True, kw_only=True)
class Corrected(Remarked):
    """The EPCIS error declaration: `event` never counted; `corrective` are the events that tell it right.

    Of a device that has left the State one person proposes it (`proposed_by`) and another records it.
    """

    kind: Literal["corrected"] = "corrected"
    event: EventId
    reason: ErrorReason
    corrective: tuple[EventId, ...] = ()
    proposed_by: AccountId | None = None
