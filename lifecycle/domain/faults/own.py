"""The repairs of one device, found in its events.

Rules:
1. A repair ends with `repaired` (fixed) or `repair_failed` (end of life, with its barrier). One that has a quote and no
   end yet counts as repairable; a new quote before the end is of the same repair.
2. Its parts are those that its end or its quote names, and the components that were installed since the repair before.
   A part tells of a fault (`OF_COMPONENT`); where the event says which faults the repairer found, these count instead
   (`OF_FINDING`).
3. A repair of which neither is told was not described. A part or a finding that is no fault of ours makes it described,
   and not classified.
4. The age is the time since the device was first in use, as its owner's administration says it, in years.
5. What a correction declares to be in error never counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from dpp.domain.opaque import PassportId
from lifecycle.domain.events import ComponentInstalled, Event, EventId, Repaired, RepairFailed, RepairQuoted, effective
from lifecycle.domain.faults.kinds import OF_COMPONENT, OF_FINDING, Fault, RepairStatus, written
from lifecycle.domain.faults.reference import FaultPolicy
from lifecycle.domain.vocabulary import ComponentKind, FaultKind, RepairBarrier

REPAIRING = frozenset({"repaired", "repair_failed", "repair_quoted"})
"""Without an event of these kinds a device has no repair."""

_DAYS_IN_YEAR = 365.25


@dataclass(frozen=True, kw_only=True)
class OwnRepair:
    """A repair that this service recorded.

    `event` is that of its end, or of its last quote; `group`, `brand` and `model` are those of the device now; `band`
    is the band of its age. `cost` is in euros without VAT.
    """

    number: int
    event: EventId
    on: date
    group: str | None
    brand: str
    model: PassportId | None
    age: float | None
    band: str
    status: RepairStatus
    barrier: RepairBarrier | None
    faults: frozenset[Fault]
    described: bool
    parts: tuple[ComponentKind, ...]
    cost: Decimal | None
    minutes: int | None

    @property
    def told(self) -> str:
        return written(self.faults, described=self.described)


@dataclass
class _Open:
    """A repair that is under way: what was quoted and put in so far."""

    quote: Event | None = None
    installed: list[ComponentKind] = field(default_factory=list)


@dataclass(frozen=True)
class OfDevice:
    """What a device says of each of its repairs. `brand` is the name in the table of brands."""

    policy: FaultPolicy
    group: str | None
    brand: str
    model: PassportId | None
    in_use_since: date | None


def repairs_of(events: Iterable[Event], device: OfDevice) -> tuple[OwnRepair, ...]:
    """Every repair of a device, oldest first; the events in any order."""
    found: list[OwnRepair] = []
    current = _Open()
    for event in effective(events):
        it = event.happening
        if isinstance(it, ComponentInstalled):
            current.installed.append(it.component)
        elif isinstance(it, RepairQuoted):
            current.quote = event
        elif isinstance(it, Repaired | RepairFailed):
            found.append(_repair(len(found) + 1, event, current, device))
            current = _Open()
    if current.quote is not None:
        found.append(_repair(len(found) + 1, current.quote, current, device))
    return tuple(found)


def _repair(number: int, event: Event, current: _Open, device: OfDevice) -> OwnRepair:
    it = event.happening
    assert isinstance(it, Repaired | RepairFailed | RepairQuoted)
    named = () if isinstance(it, RepairFailed) else it.parts
    quoted = current.quote.happening if current.quote is not None else None
    proposed = quoted.parts if isinstance(quoted, RepairQuoted) and isinstance(it, RepairFailed) else ()
    parts = tuple(kind for kind in ComponentKind if kind in {*named, *current.installed})
    findings = () if isinstance(it, RepairQuoted) else it.faults or ()
    faults, described = _faults(findings, (*parts, *proposed))
    on = event.occurred_at.date()
    age = _age(device.in_use_since, on)
    return OwnRepair(
        number=number,
        event=event.id,
        on=on,
        group=device.group,
        brand=device.brand,
        model=device.model,
        age=age,
        band=device.policy.band(age),
        status=_status(it),
        barrier=it.barrier if isinstance(it, RepairFailed) else None,
        faults=faults,
        described=described,
        parts=parts,
        cost=it.cost_eur,
        minutes=None if isinstance(it, RepairQuoted) else it.minutes,
    )


def _status(it: Repaired | RepairFailed | RepairQuoted) -> RepairStatus:
    """Rule 1."""
    if isinstance(it, Repaired):
        return RepairStatus.FIXED
    return RepairStatus.END_OF_LIFE if isinstance(it, RepairFailed) else RepairStatus.REPAIRABLE


def _faults(findings: Sequence[FaultKind], parts: Sequence[ComponentKind]) -> tuple[frozenset[Fault], bool]:
    """Rules 2 and 3."""
    found = frozenset(OF_FINDING[each] for each in findings if each in OF_FINDING)
    by_parts = frozenset(OF_COMPONENT[kind] for kind in parts if kind in OF_COMPONENT)
    return (found if findings else by_parts), bool(findings or parts)


def _age(since: date | None, on: date) -> float | None:
    return None if since is None or since > on else round((on - since).days / _DAYS_IN_YEAR, 1)
