"""Gathers the facts of many devices in a few questions: what they share is read once for all of them.

Rules:
1. A device's own facts come from its kept state; its life is read only where the state was not kept, or an event of it
   was declared in error.
2. What a model says, what receivers can show and whatever else is not the device's own is read once for each reader. A
   reader lives as long as its transaction, or goes on in the next ones of the same act: what devices share is then as
   it was when the act began.
3. Where a device was offered in vain its approved decision remembers what was so before; an override starts anew.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Self

from dpp.domain.document import Elements
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.service.publishing import Publisher
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, effective
from lifecycle.domain.marketplace.phases import Windows, offered_in_vain
from lifecycle.domain.routing.facts import Credential, Fact, Request, RoutingFacts
from lifecycle.domain.routing.in_force import PoliciesInForce
from lifecycle.domain.support.of_model import NOTHING_KNOWN, ModelUpdates
from lifecycle.domain.vocabulary import Route
from lifecycle.service.demand import Demand
from lifecycle.service.ports import LifecycleReads, Organisations
from lifecycle.service.recording import find_state
from lifecycle.service.routing_facts import CREDENTIAL_ROUTES, DECISIONS, Beside, routing_facts
from lifecycle.service.support import updates_in


@dataclass(frozen=True)
class Gathered:
    """One device with its facts."""

    device: Device
    facts: RoutingFacts


@dataclass
class _Shared:
    """What was read that is no device's own."""

    demand: Demand
    models: dict[PassportId, Elements] = field(default_factory=dict)
    updates: dict[PassportId, ModelUpdates] = field(default_factory=dict)
    credentials: tuple[Credential, ...] | None = None


class FactsReader:
    """`on` is the day for which demand is read. Without `policies` nothing is known of where a device was offered."""

    def __init__(
        self,
        reads: LifecycleReads,
        publisher: Publisher,
        organisations: Organisations,
        on: date = date.min,
        policies: PoliciesInForce | None = None,
    ) -> None:
        self.reads = reads
        self.publisher = publisher
        self.organisations = organisations
        self.on = on
        self.policies = policies
        self._shared = _Shared(Demand(on))

    def within(self, reads: LifecycleReads) -> Self:
        """The same reader for another transaction of the same act (rule 2)."""
        other = copy(self)
        other.reads = reads
        return other

    def of_devices(self, keys: Collection[DeviceKey]) -> Mapping[DeviceKey, Gathered]:
        """The devices with these keys that there are, in the order of the keys."""
        states = self._states(keys)
        told = self._told(states)
        first = self._first_told([key for key, device in states.items() if device.in_use_since is None])
        return {key: Gathered(device, self._facts(device, told[key], first.get(key))) for key, device in states.items()}

    def of_life(self, device: Device, events: Iterable[Event]) -> RoutingFacts:
        """The facts of a device whose whole life is here already."""
        life = tuple(events)
        return self._facts(device, last_told(life), first_told(life))

    def _states(self, keys: Collection[DeviceKey]) -> dict[DeviceKey, Device]:
        kept = self.reads.stock.states(keys)
        found = ((key, kept.get(key) or find_state(self.reads, key)) for key in keys)
        return {key: device for key, device in found if device is not None}

    def _told(self, keys: Collection[DeviceKey]) -> dict[DeviceKey, date]:
        days = {key: moment.date() for key, moment in self.reads.stock.last_told(keys, DECISIONS).items()}
        return days | {key: last_told(self.reads.events.of_device(key)) for key in keys if key not in days}

    def _first_told(self, keys: Collection[DeviceKey]) -> dict[DeviceKey, date]:
        days = {key: moment.date() for key, moment in self.reads.stock.first_told(keys).items()}
        return days | {key: first_told(self.reads.events.of_device(key)) for key in keys if key not in days}

    def _facts(self, device: Device, told: date, first: date | None) -> RoutingFacts:
        model, updates = self._model(device), self._updates(device)
        beside = Beside(
            model=model,
            credentials=self._receivers(),
            updates=updates,
            first_told=first,
            requests=self._requests(device),
            in_vain=self._in_vain(device),
        )
        return routing_facts(device, told, beside)

    def _in_vain(self, device: Device) -> Mapping[Route, date]:
        """Rule 3."""
        if self.policies is None or device.approval is None:
            return {}
        now = offered_in_vain(device, Windows.of(self.policies.of(device)), self.on)
        if device.approval.route is Route.REDEPLOY:
            return now
        decided = self.reads.decisions.get(device.key, device.approval.decision)
        facts = {} if decided is None else decided.content.get("facts", {})
        before = facts.get("offered_in_vain", {"value": {}})["value"]
        return {**{Route(route): date.fromisoformat(day) for route, day in before.items()}, **now}

    def _requests(self, device: Device) -> Fact[tuple[Request, ...]] | None:
        return self._shared.demand.of(self.reads, device.category)

    def _updates(self, device: Device) -> ModelUpdates:
        model = device.passports.model
        if model is None:
            return NOTHING_KNOWN
        if model not in self._shared.updates:
            self._shared.updates[model] = updates_in(self.reads, model, self._model(device))
        return self._shared.updates[model]

    def _model(self, device: Device) -> Elements:
        model = device.passports.model
        if model is None:
            return {}
        if model not in self._shared.models:
            passport = self.reads.passports.get(model)
            self._shared.models[model] = {} if passport is None else self.publisher.own_elements(self.reads, passport)
        return self._shared.models[model]

    def _receivers(self) -> tuple[Credential, ...]:
        if self._shared.credentials is None:
            self._shared.credentials = tuple(self._held())
        return self._shared.credentials

    def _held(self) -> Iterator[Credential]:
        holders = self.organisations.holders(frozenset(chain.from_iterable(CREDENTIAL_ROUTES.values())))
        for route, kinds in CREDENTIAL_ROUTES.items():
            for kind in kinds:
                for holder, valid_from, valid_until in holders.get(kind, ()):
                    yield Credential(route, kind, holder, valid_from, valid_until or date.max)


def first_told(events: Iterable[Event]) -> date:
    """The day of the first event that counts."""
    return min(event.occurred_at for event in effective(events)).date()


def last_told(events: Iterable[Event]) -> date:
    """The day of the last event that told something of the device: a decision does not make its own facts newer."""
    return max(event.occurred_at for event in effective(events) if event.kind not in DECISIONS).date()
