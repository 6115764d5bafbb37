"""Counts the tables of a report, and those that protect them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dpp.domain.actor import OrganisationId
from lifecycle.domain.device import GONE
from lifecycle.domain.monitoring.balance import balance_table
from lifecycle.domain.monitoring.calendar import parts
from lifecycle.domain.monitoring.durations import steps_table
from lifecycle.domain.monitoring.figures import (
    blocked_table,
    decided_tables,
    donation_table,
    ended_tables,
    loops_table,
    overrides_table,
    stock_table,
)
from lifecycle.domain.monitoring.holdings import grades_table
from lifecycle.domain.monitoring.impact import impact_tables
from lifecycle.domain.monitoring.over_time import over_time_table
from lifecycle.domain.monitoring.steps import NO_GROUND
from lifecycle.domain.monitoring.tables import NOT_KNOWN, Coverage, Report, Table
from lifecycle.domain.monitoring.topics import Topic
from lifecycle.domain.vocabulary import Lifecycle
from lifecycle.service.monitoring_models import Models
from lifecycle.service.monitoring_ports import Span
from lifecycle.service.overrides import overrides
from lifecycle.service.ports import LifecycleReads, Organisations

ALL = frozenset(Topic)
Topics = frozenset[Topic]

_GONE = frozenset({Lifecycle.REGISTERED, Lifecycle.IN_USE, Lifecycle.IN_STORE, Lifecycle.REDEPLOYED, *GONE})
_HERE = frozenset(stage.value for stage in Lifecycle if stage not in _GONE)


@dataclass(frozen=True)
class Asked:
    """What is asked of one owner, or of all: some topics. Flow and impact are of the same devices.

    `today` is the day of the stock. Coverage counts owners of the State: those whose devices reached a step in the
    period, of those that own a device, or did.
    """

    reads: LifecycleReads
    models: Models
    organisations: Organisations
    owner: OrganisationId | None
    today: date
    topics: Topics

    def report(self, first: date, last: date) -> Report:
        tables = tuple(self._tables(first, last, span_of(first, last, self.owner)))
        return Report(first, last, self.today, tables, coverage=self._coverage(span_of(first, last, self.owner)))

    def _coverage(self, span: Span) -> Coverage | None:
        """None for an owner, who sees its own alone."""
        if self.owner is not None:
            return None
        reported, known = self.reads.flow.owners(span), self.reads.flow.device_owners()
        of = {owner for owner in reported | known if self.organisations.in_state(owner)}
        return Coverage(len(reported & of), len(of))

    def _tables(self, first: date, last: date, span: Span) -> Iterator[Table]:
        if self.topics & {Topic.FLOW, Topic.IMPACT}:
            yield from self._ended(span)
        if Topic.ROUTES in self.topics:
            yield over_time_table(self.reads.flow.approved(parts(first, last), self.owner))
            yield from decided_tables(self.reads.flow.decided(span))
            yield overrides_table(_overridden(self.reads, first, last, self.owner))
        if Topic.TIME in self.topics:
            yield steps_table(self.reads.flow.hours(span))
        if self.topics & {Topic.FLOW, Topic.STOCK}:
            stock = self.reads.flow.stock(self.owner).items()
            yield stock_table({stage: count for stage, count in stock if stage in _HERE})
        if Topic.STOCK in self.topics:
            yield grades_table(self.reads.flow.held(self.owner, _HERE))
            yield blocked_table(self.reads.flow.blocked(self.owner), self.reads.flow.waiting(self.owner))

    def _ended(self, span: Span) -> Iterator[Table]:
        """All that divide the devices that ended: they are protected together."""
        ended = self.reads.flow.ended(span)
        yield from ended_tables(ended, self.models.mass)
        yield from impact_tables(ended, self.models.mass, self.models.avoided, self.models.composition)
        if Topic.FLOW in self.topics:
            yield balance_table(self.reads.flow.passed(span))
            yield loops_table(self.reads.flow.came_back(span), ended)
            if self.owner is None:
                yield donation_table(self.reads.flow.delivered(span))


def _overridden(
    reads: LifecycleReads, first: date, last: date, owner: OrganisationId | None
) -> Iterator[tuple[str, str, str]]:
    for each in overrides(reads, first, last):
        if owner in {None, each.owner}:
            ground = NO_GROUND if each.ground is None else each.ground.value
            yield (NOT_KNOWN if each.before is None else each.before.value, each.after.value, f"ground:{ground}")


def span_of(first: date, last: date, owner: OrganisationId | None) -> Span:
    """Whole days in UTC."""
    start = datetime.combine(first, time(), UTC)
    return Span(start, datetime.combine(last + timedelta(days=1), time(), UTC), owner)
