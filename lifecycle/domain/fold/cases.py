"""What the events of a case do to a device's state: they are added to its cases, and touch no other axis."""

from collections.abc import Callable
from dataclasses import replace

from lifecycle.domain.axes import Case, StepTaken
from lifecycle.domain.device import Device
from lifecycle.domain.events import CaseClosed, CaseId, CaseOpened, CaseStepTaken, Event


def opened(device: Device, event: Event, it: CaseOpened) -> Device:
    case = Case(it.case, it.event, it.severity, it.since, event.occurred_at, event.actor, medium=it.medium)
    return replace(device, cases=(*device.cases, case))


def step_taken(device: Device, event: Event, it: CaseStepTaken) -> Device:
    step = StepTaken(it.step, event.occurred_at, event.actor, it.reference)
    return _change(device, it.case, lambda case: replace(case, steps=(*case.steps, step)))


def closed(device: Device, event: Event, it: CaseClosed) -> Device:
    return _change(
        device,
        it.case,
        lambda case: replace(case, outcome=it.outcome, closed_at=event.occurred_at, closed_by=event.actor),
    )


def _change(device: Device, wanted: CaseId, step: Callable[[Case], Case]) -> Device:
    return replace(device, cases=tuple(step(case) if case.id == wanted else case for case in device.cases))
