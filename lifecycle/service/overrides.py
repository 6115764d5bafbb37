"""Where people chose another route than the rules: for the list, and for monitoring.

`between` is the query of monitoring: one line for each deviation that was recorded in a period, with the route before
and after, the ground, and who owned the device then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dpp.domain.actor import AccountId, Actor, OrganisationId
from dpp.domain.opaque import DeviceKey
from dpp.service.ports import Clock
from lifecycle.domain.events import Event, RouteApproved, RouteOverridden, in_order
from lifecycle.domain.fold import fold
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import OverrideGround, Route
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage, Organisations


@dataclass(frozen=True)
class Override:
    """One deviation. `owner` is that of its time; `before` is None where the decision it departs from is not kept."""

    device: DeviceKey
    category: str | None
    at: datetime
    owner: OrganisationId | None
    before: Route | None
    after: Route
    ground: OverrideGround | None
    reason: str
    decision: str
    overrides: str
    proposed_by: AccountId
    approved_by: AccountId | None = None
    approved_at: datetime | None = None
    mandate: str | None = None


@dataclass(frozen=True)
class OverrideList:
    """The deviations of a period, newest first, with the lines of their devices and the names in them."""

    overrides: tuple[Override, ...]
    lines: Mapping[DeviceKey, DeviceLine]
    owners: Mapping[OrganisationId, str]
    people: Mapping[AccountId, str]


@dataclass(frozen=True)
class Overrides:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    organisations: Organisations
    clock: Clock

    def today(self) -> date:
        """The day (UTC) up to which a list goes that names none."""
        return self.clock().date()

    def list(self, actor: Actor, first: date, last: date) -> OverrideList:
        """Those that were recorded from the first day up to and including the last."""
        PERMISSIONS.check("read_overrides", actor)
        with self.storage.reading() as reads:
            found = tuple(reversed(overrides(reads, first, last)))
            lines = {it.device: reads.devices.get(it.device) for it in found}
        people = {it.proposed_by for it in found} | {it.approved_by for it in found if it.approved_by is not None}
        return OverrideList(
            found,
            {key: line for key, line in lines.items() if line is not None},
            self.organisations.names({it.owner for it in found if it.owner is not None}),
            self.organisations.people(tuple(people)),
        )


def overrides(reads: LifecycleReads, first: date, last: date) -> tuple[Override, ...]:
    """Those that were recorded from the first day (UTC) up to and including the last, oldest first."""
    start = datetime.combine(first, time(), UTC)
    end = datetime.combine(last + timedelta(days=1), time(), UTC)
    return tuple(_override(reads, event) for event in reads.overrides.between(start, end))


def _override(reads: LifecycleReads, event: Event) -> Override:
    it = event.happening
    assert isinstance(it, RouteOverridden)
    life = in_order(reads.events.of_device(event.device))
    until = [each for each in life if each.occurred_at <= event.occurred_at]
    then, stored = fold(until), reads.decisions.get(event.device, it.overrides)
    approval = next((each for each in life if _approves(each, it.decision)), None)
    return Override(
        device=event.device,
        category=None if then is None else then.category,
        at=event.recorded_at,
        owner=None if then is None or then.ownership is None else then.ownership.owner,
        before=None if stored is None else Route(stored.route),
        after=it.route,
        ground=it.reason_code,
        reason=it.reason,
        decision=it.decision,
        overrides=it.overrides,
        proposed_by=event.actor,
        approved_by=None if approval is None else approval.actor,
        approved_at=None if approval is None else approval.recorded_at,
        mandate=None if approval is None else _mandate(approval),
    )


def _approves(event: Event, decision: str) -> bool:
    return isinstance(event.happening, RouteApproved) and event.happening.decision == decision


def _mandate(event: Event) -> str | None:
    return event.happening.mandate if isinstance(event.happening, RouteApproved) else None
