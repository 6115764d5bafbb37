"""Notes the steps that a device reached; used by the recorder, through which every change passes."""

from collections.abc import Sequence

from dpp.domain.opaque import PassportId
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event
from lifecycle.domain.monitoring.steps import CHANGING, UNKNOWN_REASON, FlowStep, deciding_rule, steps_of
from lifecycle.service.ports import LifecycleReads, LifecycleWork


def note_flow(work: LifecycleWork, device: Device, events: Sequence[Event], known: int, group: str | None) -> None:
    """Keep the steps of the device; nothing is asked where none of the events after the first `known` changes them."""
    if any(event.kind in CHANGING for event in events[known:]):
        work.flow.follow(device.key, flow_of(work, device, events, group))


def flow_of(reads: LifecycleReads, device: Device, events: Sequence[Event], group: str | None) -> tuple[FlowStep, ...]:
    """The steps of a device, with the rule that decided as the decision has it that was approved."""

    def reason(decision: str) -> str:
        stored = reads.decisions.get(device.key, decision)
        return UNKNOWN_REASON if stored is None else deciding_rule(stored.content.get("trace", ()))

    model: PassportId | None = device.passports.model
    return steps_of(events, reason, group=group, model=model)
