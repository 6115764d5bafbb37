"""Use cases of monitoring: the report of a period, and the devices behind its figures.

Rules:
1. DRZ and auditors see the figures of all devices, an owner those of its own, and each the devices behind them.
2. A policy adviser, who is nothing else besides, sees aggregates without small counts, and no device.
3. A period is of days in UTC, from the first up to and including the last; without them it is this calendar year.
4. Beside a report stands that of the period before it (`calendar`, rule 1), for a reader who asks what changed.
5. What takes long to count is kept for some minutes (`kept_reports`); who may see it is asked each time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import InvalidInput, NotPermitted, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from dpp.service.ports import Clock
from dpp.service.publishing import Publisher
from lifecycle.domain.monitoring.aggregates import aggregates, check_period
from lifecycle.domain.monitoring.calendar import before
from lifecycle.domain.monitoring.steps import Step
from lifecycle.domain.monitoring.tables import NOT_KNOWN, Report, Table
from lifecycle.domain.monitoring.topics import TABLES, Topic
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.kept_reports import Counted, KeptReports
from lifecycle.service.monitoring_models import Models
from lifecycle.service.monitoring_ports import StepFilter
from lifecycle.service.monitoring_tables import ALL, Asked, Topics, span_of
from lifecycle.service.ports import DeviceLine, LifecycleStorage, Organisations

_USE_CASE = "read_monitoring"
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_LONGEST = timedelta(days=3 * 366)


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
    """A report, the names of the organisations in it, and the report of the period before it (rule 4).

    `counted_at`: when it was counted; what happened since is not in it (rule 5).
    """

    report: Report
    owners: dict[OrganisationId, str]
    may_see_devices: bool
    counted_at: datetime
    before: Report | None = None


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
    kept: KeptReports = field(default_factory=KeptReports)

    def period(self, first: date | None, last: date | None) -> tuple[date, date]:
        """Rule 3; InvalidInput for one that ends before it begins, is longer than three years, or out of reach."""
        today = self.clock().date()
        start = first or date((last or today).year, 1, 1)
        end = last or date(start.year, 12, 31)
        if end < start or end - start > _LONGEST:
            what = message("Give a period of at most three years that does not end before it begins.")
            raise InvalidInput(what, (Problem("$.last", what),))
        if start.year < _FIRST_YEAR or end.year > _LAST_YEAR:
            what = message("Give days from {first} to {last}.", first=str(_FIRST_YEAR), last=str(_LAST_YEAR))
            raise InvalidInput(what, (Problem("$.first", what),))
        return start, end

    def report(
        self, actor: Actor, first: date | None = None, last: date | None = None, topics: Topics = ALL
    ) -> ReportView:
        """The figures of these topics; InvalidInput for a period that cannot be."""
        view, _ = self._reported(actor, first, last, topics, beside=False)
        return view

    def compared(
        self, actor: Actor, first: date | None = None, last: date | None = None, topics: Topics = ALL
    ) -> ReportView:
        """The same, with the report of the period before."""
        view, earlier = self._reported(actor, first, last, topics, beside=True)
        return replace(view, before=earlier)

    def _reported(
        self, actor: Actor, first: date | None, last: date | None, topics: Topics, *, beside: bool
    ) -> tuple[ReportView, Report | None]:
        owner, advises = _whose(actor), is_adviser(actor)
        start, end = self.period(first, last)
        if advises:
            check_period(start, end)
        counted = self._counted(owner, start, end, topics, beside=beside)
        report = _told(counted.report, topics, advises=advises)
        past = counted.before and _told(counted.before, topics, advises=advises)
        named = {OrganisationId(word) for table in report.tables for word in _organisations_in(table)}
        return ReportView(report, dict(self.organisations.names(named)), not advises, counted.at), past

    def _counted(
        self, owner: OrganisationId | None, start: date, end: date, topics: Topics, *, beside: bool
    ) -> Counted:
        """Rule 5."""
        today = self.clock().date()

        def count() -> tuple[Report, Report | None]:
            with self.storage.reading() as reads:
                asked = Asked(reads, Models(reads, self.publisher), self.organisations, owner, today, topics)
                return asked.report(start, end), asked.report(*before(start, end)) if beside else None

        return self.kept.of((owner, start, end, topics, beside, today), self.clock, count)

    def devices(self, actor: Actor, wanted: Behind) -> tuple[DeviceLine, ...]:
        """The devices behind a figure, in the order of their keys. NotPermitted for who sees aggregates alone."""
        owner = _whose(actor)
        if is_adviser(actor):
            raise NotPermitted(message("Your role sees figures, and no single devices."))
        start, end = self.period(wanted.first, wanted.last)
        asked = StepFilter(
            step=wanted.step,
            span=span_of(start, end, owner),
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


def _told(made: Report, topics: Topics, *, advises: bool) -> Report:
    """What this reader sees of the topics that it asked for; others were counted where they protect these."""
    told = aggregates(made) if advises else made
    return told.only([name for topic in Topic if topic in topics for name in TABLES[topic]])


def _organisations_in(table: Table) -> Iterator[str]:
    for place, key in enumerate(table.keys):
        if key in {"owner", "holder"}:
            yield from (line.key[place] for line in table.lines if line.key[place] != NOT_KNOWN)
