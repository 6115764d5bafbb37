"""Differences between manifest and arrival: items that somebody answers.

Rules:
1. The sender answers what is missing or extra, the receiver what arrived in another condition or with a broken seal;
   both see every item and its answer.
2. What is missing stays with the sender (the offer of it is taken back) or is lost (that too, and it is reported lost).
   It is answered without words when the receiver scans it after all.
3. What is extra stays with the sender (nothing was offered), or the sender offers it after all on the same terms: the
   receiver then receives it, as it does everything.
4. What arrived in another condition is accepted, and thereby received, or stays with the sender: the receiver gives the
   offer back. What arrived with a broken seal is received unsealed, where the rules on leaving allow that.
5. An item is answered once, and never deleted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import Difference, EventId, Place

DifferenceId = NewType("DifferenceId", str)


class Side(StrEnum):
    """One of the two sides of a hand-over."""

    SENDER = "sender"
    RECEIVER = "receiver"


class Resolution(StrEnum):
    """What became of a difference."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    STAYS_WITH_SENDER = "stays-with-sender"
    LOST = "lost"


_OF_CONDITION = (Side.RECEIVER, (Resolution.ACCEPTED, Resolution.STAYS_WITH_SENDER))
ANSWERS: Mapping[Difference, tuple[Side, tuple[Resolution, ...]]] = MappingProxyType(
    {
        Difference.MISSING: (Side.SENDER, (Resolution.STAYS_WITH_SENDER, Resolution.LOST)),
        Difference.EXTRA: (Side.SENDER, (Resolution.ACCEPTED, Resolution.STAYS_WITH_SENDER)),
        Difference.OTHER_CONDITION: _OF_CONDITION,
        Difference.BROKEN_SEAL: _OF_CONDITION,
    }
)
"""Who answers a difference, and with what; that it was received after all is said by a scan."""


@dataclass(frozen=True)
class Answer:
    """How an item was resolved, by whom and when."""

    resolution: Resolution
    by: AccountId
    organisation: OrganisationId | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DifferenceItem:
    """One difference, for one of the sides to answer.

    `event` is the event of the device that tells of it, which has the remark of who found it. `evidence` are hashes of
    photos and files.
    """

    id: DifferenceId
    device: DeviceKey
    difference: Difference
    found_at: datetime
    found_by: AccountId | None = None
    event: EventId | None = None
    place: Place | None = None
    evidence: tuple[str, ...] = field(default=())
    answer: Answer | None = None

    @property
    def is_open(self) -> bool:
        return self.answer is None

    @property
    def side(self) -> Side:
        """Who answers it."""
        return ANSWERS[self.difference][0]
