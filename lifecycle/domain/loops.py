"""The lives of a device: how often it went to a next user after somebody had used it.

Rules:
1. The first life begins with the device. Declared surplus, or taken back, it waits for another.
2. The next one begins when it is redeployed, donated or sold. From the coordinator on to an intermediary, or from hand
   to hand otherwise while nobody used it, is the same life.
3. What was taken back for a repair and goes back to its holder gets no other life by that.
4. What a correction declares to be in error never counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from dpp.domain.actor import OrganisationId
from lifecycle.domain.events import CustodyChanged, Event, effective

ENDS = frozenset({"declared_surplus", "taken_back"})
BEGINS = frozenset({"redeployed", "donated", "sold"})


@dataclass(frozen=True)
class Life:
    """One life: by which kind of event it began, when, and when it ended; None while it lasts."""

    number: int
    began_by: str
    since: datetime
    until: datetime | None = None


def lives_of(events: Iterable[Event]) -> tuple[Life, ...]:
    """The lives of one device, oldest first; empty for none of its events."""
    lives: list[Life] = []
    for event in effective(events):
        if not lives:
            lives.append(Life(1, event.kind, event.occurred_at))
        elif event.kind in ENDS and lives[-1].until is None:
            lives[-1] = replace(lives[-1], until=event.occurred_at)
        elif event.kind in BEGINS and lives[-1].until is not None:
            lives.append(Life(len(lives) + 1, event.kind, event.occurred_at))
    return tuple(lives)


def holders_of(events: Iterable[Event]) -> frozenset[OrganisationId]:
    """Who owned or had the device at some time, by its events: they know it when it comes back."""
    found: set[OrganisationId] = set()
    for event in effective(events):
        owner = getattr(event.happening, "owner", None)
        if owner is not None:
            found.add(owner)
        if isinstance(event.happening, CustodyChanged):
            found.add(event.happening.custodian)
    return frozenset(found)
