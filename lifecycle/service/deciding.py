"""Decides about devices under the policies that are in force on one day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from lifecycle.domain.device import Device
from lifecycle.domain.events import Event
from lifecycle.domain.routing.decision import Decision, decide
from lifecycle.domain.routing.in_force import PoliciesInForce
from lifecycle.domain.routing.policy import Policy
from lifecycle.service.ports import LifecycleReads
from lifecycle.service.routing_reading import FactsReader, Gathered


@dataclass(frozen=True)
class Deciding:
    """For one act: its policies, and what its devices share (`FactsReader`, rule 2), are read once."""

    policies: PoliciesInForce
    reader: FactsReader
    on: date

    def within(self, reads: LifecycleReads) -> Self:
        """The same for the next transaction of the act."""
        return replace(self, reader=self.reader.within(reads))

    def about(self, it: Gathered) -> tuple[Decision, Policy]:
        """The decision about a device with its facts, and the policy under which it falls."""
        policy = self.policies.of(it.device)
        return decide(it.facts, policy, on=self.on), policy

    def about_life(self, device: Device, events: Iterable[Event]) -> tuple[Decision, Policy]:
        """The same of a device whose whole life is here already."""
        return self.about(Gathered(device, self.reader.of_life(device, events)))
