"""The stores of mandates, of decisions about classes and of deviations in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.class_decisions import ClassDecision, ClassId, Closed, Look
from lifecycle.domain.events import Event
from lifecycle.domain.mandates import Ending, Mandate, MandateId, Signed
from lifecycle.service.mandate_ports import MandateStep, MandateTally
from lifecycle.service.ports import StoredEvent


@dataclass
class FakeMandates:
    rows: dict[MandateId, Mandate] = field(default_factory=dict)

    def add(self, mandate: Mandate) -> None:
        self.rows[mandate.id] = mandate

    def add_step(self, mandate: MandateId, number: int, step: MandateStep) -> None:
        known = self.rows[mandate]
        if number != known.steps + 1:
            raise Conflict(message("Somebody else changed this mandate at the same moment."))
        if isinstance(step, Signed):
            self.rows[mandate] = replace(known, confirmed=step)
        elif isinstance(step, Ending):
            self.rows[mandate] = replace(known, ending=step)
        else:
            self.rows[mandate] = replace(known, deputies=(*known.deputies, step))

    def get(self, mandate: MandateId) -> Mandate | None:
        return self.rows.get(mandate)

    def of(self, organisation: OrganisationId | None) -> tuple[Mandate, ...]:
        mine = [each for each in self.rows.values() if organisation in {None, each.organisation}]
        return tuple(sorted(mine, key=lambda each: (each.granted.at, each.id)))

    def some(self, organisation: OrganisationId | None, limit: int, offset: int) -> tuple[Mandate, ...]:
        return self.of(organisation)[offset : offset + limit]

    def count(self, organisation: OrganisationId | None) -> int:
        return len(self.of(organisation))

    def tally(self, organisation: OrganisationId | None, today: date, soon: date) -> MandateTally:
        mine = self.of(organisation)
        counting = [each for each in mine if each.counts(today)]
        waiting = [each for each in mine if each.confirmed is None and each.ending is None]
        ends = [min(each.until or date.max, each.ending.last_day if each.ending else date.max) for each in counting]
        return MandateTally(len(counting), sum(day <= soon for day in ends), len(waiting))


@dataclass
class FakeClassDecisions:
    rows: dict[ClassId, ClassDecision] = field(default_factory=dict)

    def add(self, decision: ClassDecision) -> None:
        self.rows[decision.id] = decision

    def hold(self, decision: ClassId) -> None:
        """Nobody else is here."""

    def get(self, decision: ClassId) -> ClassDecision | None:
        return self.rows.get(decision)

    def newest(self, limit: int) -> tuple[ClassDecision, ...]:
        by_id = sorted(self.rows.values(), key=lambda each: each.id)
        return tuple(sorted(by_id, key=lambda each: each.proposed.at, reverse=True)[:limit])

    def add_look(self, decision: ClassId, look: Look) -> None:
        known = self.rows[decision]
        if look.device in {each.device for each in known.looks}:
            raise Conflict(message("Somebody looked at this device already."))
        self.rows[decision] = replace(known, looks=(*known.looks, look))

    def close(self, decision: ClassId, closed: Closed) -> None:
        known = self.rows[decision]
        if known.closed is not None:
            raise Conflict(message("Somebody else closed this class at the same moment."))
        self.rows[decision] = replace(known, closed=closed)


@dataclass
class FakeOverrides:
    """`events` are the events of the same moment."""

    events: Mapping[tuple[DeviceKey, int], StoredEvent] = field(default_factory=dict)

    def between(self, first: datetime, end: datetime) -> tuple[Event, ...]:
        found = (row.event for row in self.events.values() if row.event.kind == "route_overridden")
        wanted = [each for each in found if first <= each.recorded_at < end]
        return tuple(sorted(wanted, key=lambda each: (each.recorded_at, each.id)))
