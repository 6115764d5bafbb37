"""The steps that devices reached, in memory."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.monitoring.calendar import Part
from lifecycle.domain.monitoring.counted import Approved, Decided, Deliveries, Ended, Held, Passed
from lifecycle.domain.monitoring.steps import FlowStep, Step
from lifecycle.domain.worklists import ListName, WorkItem
from lifecycle.service.monitoring_ports import Span, StepFilter
from lifecycle.service.ports import DeviceLine


@dataclass
class FakeFlow:
    """`lines` and `items` are the devices and the worklists of the same moment; there are no deliveries here."""

    rows: dict[DeviceKey, tuple[FlowStep, ...]] = field(default_factory=dict)
    lines: Mapping[DeviceKey, DeviceLine] = field(default_factory=dict)
    items: Mapping[tuple[DeviceKey, ListName], WorkItem] = field(default_factory=dict)

    def of_device(self, key: DeviceKey) -> tuple[FlowStep, ...]:
        return self.rows.get(key, ())

    def follow(self, key: DeviceKey, steps: Sequence[FlowStep]) -> None:
        self.rows[key] = tuple(steps)

    def ended(self, span: Span) -> tuple[Ended, ...]:
        counted = Counter(
            (it.outcome or "", it.owner, it.group, it.model, it.passage > 1)
            for _, it in self._within(span)
            if it.step is Step.HANDED_OVER
        )
        return tuple(Ended(*alike, count) for alike, count in counted.items())

    def decided(self, span: Span) -> tuple[Decided, ...]:
        counted = Counter(
            (it.owner, it.route or "", it.reason or "", it.overridden)
            for _, it in self._within(span)
            if it.step is Step.DECIDED
        )
        return tuple(Decided(*alike, count) for alike, count in counted.items())

    def passed(self, span: Span) -> tuple[Passed, ...]:
        counted: Counter[tuple[bool, bool, bool, bool, str | None]] = Counter()
        for steps in self.rows.values():
            for number in {it.passage for it in steps}:
                its = {it.step: it for it in steps if it.passage == number}
                begun, ended = its[Step.SURPLUS], its.get(Step.HANDED_OVER) or its.get(Step.RETURNED)
                if begun.at >= span.end or span.owner not in {None, begun.owner}:
                    continue
                if ended is not None and ended.at < span.start:
                    continue
                counted[
                    begun.at < span.start,
                    number > 1,
                    _by(its.get(Step.RECEIVED), span.end),
                    _by(its.get(Step.DECIDED), span.end),
                    ended.outcome if ended is not None and ended.at < span.end else None,
                ] += 1
        return tuple(
            Passed(before=before, again=again, taken_in=taken, decided=decided, outcome=outcome, count=count)
            for (before, again, taken, decided, outcome), count in counted.items()
        )

    def approved(self, parts: Sequence[Part], owner: OrganisationId | None) -> tuple[Approved, ...]:
        counted: Counter[tuple[str, str]] = Counter()
        for steps in self.rows.values():
            for it in steps:
                if it.step is Step.DECIDED and owner in {None, it.owner}:
                    inside = [part.name for part in parts if part.first <= it.at.date() <= part.last]
                    counted.update((name, it.route or "") for name in inside)
        return tuple(Approved(part, route, count) for (part, route), count in counted.items())

    def owners(self, span: Span) -> frozenset[OrganisationId]:
        return frozenset(it.owner for _, it in self._within(span) if it.owner is not None)

    def device_owners(self) -> frozenset[OrganisationId]:
        return frozenset(line.owner for line in self.lines.values() if line.owner is not None)

    def held(self, owner: OrganisationId | None, stages: Collection[str]) -> tuple[Held, ...]:
        counted = Counter(
            (line.custodian, line.place, line.functional_grade)
            for line in self.lines.values()
            if line.lifecycle in stages and owner in {None, line.owner}
        )
        return tuple(Held(*alike, count) for alike, count in counted.items())

    def hours(self, span: Span) -> Mapping[Step, Mapping[int, int]]:
        found: dict[Step, Counter[int]] = {}
        for _, it in self._within(span):
            if it.hours is not None:
                found.setdefault(it.step, Counter())[it.hours] += 1
        return found

    def came_back(self, span: Span) -> int:
        return sum(it.step is Step.SURPLUS and it.passage > 1 for _, it in self._within(span))

    def stock(self, owner: OrganisationId | None) -> Mapping[str, int]:
        return Counter(line.lifecycle for line in self.lines.values() if owner in {None, line.owner})

    def blocked(self, owner: OrganisationId | None) -> Mapping[str, int]:
        held_up = (
            key for (key, name), it in self.items.items() if name is ListName.BLOCKED and owner in {None, it.owner}
        )
        return Counter(cause for key in held_up for cause in self.lines[key].blocked)

    def waiting(self, owner: OrganisationId | None) -> Mapping[str, int]:
        return Counter(name.value for (_, name), it in self.items.items() if owner in {None, it.owner})

    def delivered(self, span: Span) -> Deliveries:  # noqa: ARG002 (the port's signature)
        return Deliveries(0, 0)

    def devices(self, wanted: StepFilter) -> tuple[DeviceKey, ...]:
        names = ("owner", "outcome", "route", "reason", "group")
        asked = {name: value for name in names if (value := getattr(wanted, name)) is not None}
        found = {
            key
            for key, it in self._within(wanted.span)
            if it.step is wanted.step
            and all(getattr(it, name) == value for name, value in asked.items())
            and (it.passage > 1 or not wanted.again)
            and (wanted.after is None or key > wanted.after)
        }
        return tuple(sorted(found)[: wanted.limit])

    def _within(self, span: Span) -> Iterator[tuple[DeviceKey, FlowStep]]:
        for key, steps in self.rows.items():
            for it in steps:
                if span.start <= it.at < span.end and span.owner in {None, it.owner}:
                    yield key, it


def _by(step: FlowStep | None, end: datetime) -> bool:
    return step is not None and step.at < end
