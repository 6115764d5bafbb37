"""The events of a device that come with what is said of an order of it; each names the order."""

from lifecycle.domain.events import (
    ComponentInstalled,
    ComponentRemoved,
    Inspected,
    Repaired,
    RepairFailed,
    TestResult,
)
from lifecycle.domain.repair_orders.journal import Finished, PartIn, PartOut, RepairOrder
from lifecycle.domain.repair_orders.standing import Standing
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade


def removed(part: PartOut, order: RepairOrder) -> ComponentRemoved:
    return ComponentRemoved(component=part.component, serial=part.serial, kept=part.kept, order=order.id)


def installed(part: PartIn, order: RepairOrder) -> ComponentInstalled:
    """Of a part that was not kept in stock for this repair."""
    return ComponentInstalled(
        component=part.component,
        origin=part.origin,
        serial=part.serial,
        maker=part.maker,
        model=part.model,
        donor=part.donor,
        order=order.id,
    )


def inspections(
    tests: tuple[TestResult, ...], functional: FunctionalGrade | None, cosmetic: CosmeticGrade | None
) -> tuple[Inspected, ...]:
    """The inspection that a round of tests with both grades is; none without them."""
    if functional is None or cosmetic is None:
        return ()
    return (Inspected(functional=functional, cosmetic=cosmetic, tests=tests),)


def ended(order: RepairOrder, now: Standing, it: Finished) -> Repaired | RepairFailed:
    """How the repair came out, with what the entries before its end add up to."""
    quoted = now.approved_quote()
    faults = None if now.diagnosis is None else now.diagnosis.faults
    if it.barrier is not None:
        return RepairFailed(barrier=it.barrier, order=order.id, faults=faults, minutes=now.minutes)
    return Repaired(
        parts=tuple(dict.fromkeys(part.component for part in now.parts_in)),
        cost_eur=None if quoted is None else quoted.quote.at_most_eur,
        order=order.id,
        faults=faults,
        minutes=now.minutes,
        warranty_until=it.warranty_until,
    )
