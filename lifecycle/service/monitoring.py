"""Use cases of monitoring: the report of a period, and the devices behind its figures.

Rules:
1. DRZ and auditors see the figures of all devices, an owner those of its own, and each the devices behind them.
2. A policy adviser, who is nothing else besides, sees aggregates without small counts, and no device.
3. A period is of days in UTC, from the first up to and including the last; without them it is this calendar year.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import InvalidInput, NotPermitted, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.permission import Relation
from dpp.service.ports import Clock
from dpp.service.publishing import Publisher
from lifecycle.domain.device import GONE
from lifecycle.domain.monitoring.aggregates import aggregates, check_period
from lifecycle.domain.monitoring.figures import (
    NOT_KNOWN,
    Report,
    Table,
    blocked_table,
    decided_tables,
    donation_table,
    ended_tables,
    loops_table,
    overrides_table,
    steps_table,
    stock_table,
)
from lifecycle.domain.monitoring.steps import NO_GROUND, Step
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.routing.facts import Figure
from lifecycle.domain.vocabulary import Lifecycle, Route
from lifecycle.service.monitoring_ports import Span, StepFilter
from lifecycle.service.overrides import overrides
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage, Organisations
from lifecycle.service.routing_model_facts import avoided, figure_of

_USE_CASE = "read_monitoring"
_LONGEST = timedelta(days=3 * 366)
_GONE = frozenset({Lifecycle.REGISTERED, Lifecycle.IN_USE, Lifecycle.IN_STORE, Lifecycle.REDEPLOYED, *GONE})


@dataclass(frozen=True, kw_only=True)
class Behind:
    """Which devices behind a figure: those that reached this step, with what else the line of the figure says."""

    step: Step
    first: date
    last: date
    owner: OrganisationId | None = None
    outcome: str | None = None
    route: str | None = None
    reason: str | None = None
    group: str | None = None
    again: bool = False
    after: DeviceKey | None = None
    limit: int = 100


@dataclass(frozen=True)
class ReportView:
    """A report, and the names of the organisations in it."""

    report: Report
    owners: dict[OrganisationId, str]
    may_see_devices: bool


class ReportWriter(Protocol):
    """Writes a report as a file."""

    def csv(self, report: Report, owners: Mapping[OrganisationId, str]) -> bytes: ...
    def xlsx(self, report: Report, owners: Mapping[OrganisationId, str]) -> bytes: ...


@dataclass(frozen=True)
class Monitoring:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    organisations: Organisations
    publisher: Publisher
    clock: Clock
    files: ReportWriter

    def period(self, first: date | None, last: date | None) -> tuple[date, date]:
        """Rule 3; InvalidInput for one that ends before it begins, or is longer than three years."""
        today = self.clock().date()
        start = first or date((last or today).year, 1, 1)
        end = last or date(start.year, 12, 31)
        if end < start or end - start > _LONGEST:
            what = message("Give a period of at most three years that does not end before it begins.")
            raise InvalidInput(what, (Problem("$.last", what),))
        return start, end

    def report(self, actor: Actor, first: date | None = None, last: date | None = None) -> ReportView:
        """All figures; InvalidInput for a period that cannot be."""
        owner = _whose(actor)
        start, end = self.period(first, last)
        if is_adviser(actor):
            check_period(start, end)
        with self.storage.reading() as reads:
            tables = tuple(_tables(reads, _Models(reads, self.publisher), start, end, owner))
        made = Report(start, end, self.clock().date(), tables)
        report = aggregates(made) if is_adviser(actor) else made
        named = {OrganisationId(word) for table in report.tables for word in _owners_in(table)}
        return ReportView(report, dict(self.organisations.names(named)), not is_adviser(actor))

    def devices(self, actor: Actor, wanted: Behind) -> tuple[DeviceLine, ...]:
        """The devices behind a figure, in the order of their keys. NotPermitted for who sees aggregates alone."""
        owner = _whose(actor)
        if is_adviser(actor):
            raise NotPermitted(message("Your role sees figures, and no single devices."))
        start, end = self.period(wanted.first, wanted.last)
        asked = StepFilter(
            step=wanted.step,
            span=_span(start, end, owner),
            owner=wanted.owner,
            outcome=wanted.outcome,
            route=wanted.route,
            reason=wanted.reason,
            group=wanted.group,
            again=wanted.again,
            after=wanted.after,
            limit=wanted.limit,
        )
        with self.storage.reading() as reads:
            keys = reads.flow.devices(asked)
            lines = reads.devices.several(keys)
        return tuple(lines[key] for key in keys if key in lines)


def is_adviser(actor: Actor) -> bool:
    """Rule 2: whether no other role of this actor lets it see more."""
    others = frozenset(role for role in actor.roles if role.value != "policy-adviser")
    return not PERMISSIONS.allows(_USE_CASE, replace(actor, roles=others), frozenset({Relation.OWNER}))


def _whose(actor: Actor) -> OrganisationId | None:
    """Rule 1: None for all devices."""
    if PERMISSIONS.allows(_USE_CASE, actor):
        return None
    own = frozenset({Relation.OWNER} if actor.organisation is not None else ())
    PERMISSIONS.check(_USE_CASE, actor, own)
    return actor.organisation


def _span(first: date, last: date, owner: OrganisationId | None) -> Span:
    start = datetime.combine(first, time(), UTC)
    return Span(start, datetime.combine(last + timedelta(days=1), time(), UTC), owner)


def _tables(
    reads: LifecycleReads, models: "_Models", first: date, last: date, owner: OrganisationId | None
) -> Iterator[Table]:
    span = _span(first, last, owner)
    ended = reads.flow.ended(span)
    yield from ended_tables(ended, models.mass, models.avoided)
    yield from decided_tables(reads.flow.decided(span))
    yield overrides_table(_overridden(reads, first, last, owner))
    yield steps_table(reads.flow.hours(span))
    yield loops_table(reads.flow.came_back(span), ended)
    if owner is None:
        yield donation_table(reads.flow.delivered(span))
    yield stock_table({stage: count for stage, count in reads.flow.stock(owner).items() if stage not in _GONE})
    yield blocked_table(reads.flow.blocked(owner), reads.flow.waiting(owner))


def _overridden(
    reads: LifecycleReads, first: date, last: date, owner: OrganisationId | None
) -> Iterator[tuple[str, str, str]]:
    for each in overrides(reads, first, last):
        if owner in {None, each.owner}:
            ground = NO_GROUND if each.ground is None else each.ground.value
            yield (NOT_KNOWN if each.before is None else each.before.value, each.after.value, f"ground:{ground}")


def _owners_in(table: Table) -> Iterator[str]:
    for place, key in enumerate(table.keys):
        if key == "owner":
            yield from (line.key[place] for line in table.lines if line.key[place] != NOT_KNOWN)


@dataclass(frozen=True)
class _Models:
    """What models say, each asked once."""

    reads: LifecycleReads
    publisher: Publisher
    _found: dict[PassportId, tuple[Figure | None, Figure | None]] = field(default_factory=dict)

    def mass(self, model: PassportId) -> Figure | None:
        return self._of(model)[0]

    def avoided(self, model: PassportId) -> Figure | None:
        return self._of(model)[1]

    def _of(self, model: PassportId) -> tuple[Figure | None, Figure | None]:
        if model not in self._found:
            passport = self.reads.passports.get(model)
            elements = {} if passport is None else self.publisher.own_elements(self.reads, passport)
            mass, saved = figure_of(elements, "mass"), avoided(elements)
            self._found[model] = (
                None if mass is None else Figure.exact(mass.value, "kg"),
                None if saved is None else saved.value[Route.REDEPLOY],
            )
        return self._found[model]
