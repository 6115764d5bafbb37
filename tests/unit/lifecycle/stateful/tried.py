"""Somebody tries things on one device: what is accepted is judged by the oracle, what is refused changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict, KringpasError
from lifecycle.domain import late
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, EventId, Happening
from tests.unit.lifecycle.device.lives import Life
from tests.unit.lifecycle.stateful.life_oracle import Breach, Walk, judge

MINUTE = timedelta(minutes=1)
OTHER = AccountId("somebody-else")


@dataclass
class Tried:
    """A device and all that was accepted of it, in the order of recording."""

    device: Device | None
    events: list[Event]
    template: Life
    refused: list[KringpasError] = field(default_factory=list)
    number: int = 0

    @classmethod
    def after(cls, beginning: Callable[[], Life]) -> "Tried":
        life = beginning()
        return cls(life.device, list(life.events), Life(now=life.now))

    @property
    def walk(self) -> Walk:
        return judge(self.events)

    @property
    def parties(self) -> set[OrganisationId]:
        """Who has it, whose it is, and for whom it is meant."""
        if self.device is None:
            return set()
        owner, coming = self.device.ownership, self.device.handover
        found = (self.device.custody.custodian, owner and owner.owner, coming and coming.receiver)
        return {party for party in found if party}

    def event(
        self, happening: Happening, by: AccountId, whose: OrganisationId | None, ago: timedelta = timedelta()
    ) -> Event:
        """Recorded a minute after the last one; it happened so long ago."""
        self.template.now += MINUTE
        self.number += 1
        now = self.template.event(happening, by, whose)
        return replace(now, id=EventId(f"tried-{self.number}"), occurred_at=now.occurred_at - ago)

    def record(self, event: Event) -> bool:
        """Whether it was accepted; Breach where accepted events break a rule."""
        before = list(self.events)
        try:
            after = late.admit_among(self.events, event, self.device)
        except KringpasError as error:
            self.refused.append(error)
            return False
        self.events.append(event)
        self.device = after
        if self.events[:-1] != before:
            raise Breach(9, "what was recorded before was put in another order")
        judge(self.events)
        return True

    def again(self, place: int) -> None:
        """Rule 8: sent again, later, it is the same event."""
        stored = self.events[place]
        same = replace(stored, recorded_at=self.template.now + MINUTE)
        try:
            after = late.admit_among(self.events, same, self.device)
        except KringpasError as error:
            raise Breach(8, f"a retry is refused: {error}") from error
        if after != self.device:
            raise Breach(8, "a retry changed the device")

    def other_content(self, place: int) -> None:
        """Rule 8: the same id with other content is a conflict."""
        other = replace(self.events[place], actor=OTHER)
        try:
            late.admit_among(self.events, other, self.device)
        except Conflict:
            return
        raise Breach(8, "an id was used for other content, and nobody was told")
