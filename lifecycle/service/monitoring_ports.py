"""Where the steps that devices reached are kept, and what is counted of them and of the stock."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.monitoring.calendar import Part
from lifecycle.domain.monitoring.counted import Approved, Decided, Deliveries, Ended, Held, Passed
from lifecycle.domain.monitoring.steps import FlowStep, Step


@dataclass(frozen=True)
class Span:
    """From the first moment up to, not including, the last; of the devices of one owner, or of all."""

    start: datetime
    end: datetime
    owner: OrganisationId | None = None


@dataclass(frozen=True, kw_only=True)
class StepFilter:
    """Which devices reached a step: empty fields ask for nothing. `again`: in a passage after their first."""

    step: Step
    span: Span
    owner: OrganisationId | None = None
    outcome: str | None = None
    route: str | None = None
    reason: str | None = None
    group: str | None = None
    again: bool = False
    after: DeviceKey | None = None
    limit: int = 100


class FlowStore(Protocol):
    """The steps that devices reached: a projection of their events; and counts for figures."""

    def of_device(self, key: DeviceKey) -> tuple[FlowStep, ...]:
        """In the order of passages and of the moments."""
        ...

    def follow(self, key: DeviceKey, steps: Sequence[FlowStep]) -> None:
        """These are the steps of the device, and no others."""
        ...

    def ended(self, span: Span) -> tuple[Ended, ...]: ...
    def decided(self, span: Span) -> tuple[Decided, ...]: ...
    def passed(self, span: Span) -> tuple[Passed, ...]:
        """The passages that were under way at any moment of the span, as they stood at its end."""
        ...

    def approved(self, parts: Sequence[Part], owner: OrganisationId | None) -> tuple[Approved, ...]:
        """Destinations by part of a period; the parts follow each other without a gap."""
        ...

    def owners(self, span: Span) -> frozenset[OrganisationId]:
        """Whose devices reached a step in the span."""
        ...

    def device_owners(self) -> frozenset[OrganisationId]:
        """Who owns a device now."""
        ...

    def held(self, owner: OrganisationId | None, stages: Collection[str]) -> tuple[Held, ...]:
        """The devices at these stages now, by who holds them, where, and their functional grade."""
        ...

    def hours(self, span: Span) -> Mapping[Step, Mapping[int, int]]:
        """For each step how often it took so many hours; steps without a duration are left out."""
        ...

    def came_back(self, span: Span) -> int:
        """How often a passage began that was not the device's first."""
        ...

    def stock(self, owner: OrganisationId | None) -> Mapping[str, int]:
        """How many devices there are at each stage now."""
        ...

    def blocked(self, owner: OrganisationId | None) -> Mapping[str, int]:
        """How many devices are held up now, by each word of `DeviceLine.blocked`: one may be by several."""
        ...

    def waiting(self, owner: OrganisationId | None) -> Mapping[str, int]:
        """How many devices are on each worklist now."""
        ...

    def delivered(self, span: Span) -> Deliveries: ...
    def devices(self, wanted: StepFilter) -> tuple[DeviceKey, ...]:
        """In the order of their keys, each once."""
        ...
