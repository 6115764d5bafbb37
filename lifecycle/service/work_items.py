"""Puts devices on the worklists as their state changes; used by the recorder, through which every change passes."""

from lifecycle.domain.device import Device
from lifecycle.domain.routing.findings import Verdict
from lifecycle.domain.vocabulary import Route
from lifecycle.domain.worklists import WorkItem, awaits_approval, items_of
from lifecycle.service.ports import LifecycleReads, LifecycleWork


def note_work(work: LifecycleWork, before: Device | None, device: Device, group: str | None) -> None:
    """Keep the device on the lists on which it waits; nothing is asked where the change concerns none of them."""
    if before is None or _is_another(before, device) or _differs(before, device, group):
        work.work_items.follow(device.key, work_of(work, device, group))


def work_of(reads: LifecycleReads, device: Device, group: str | None) -> tuple[WorkItem, ...]:
    """The items of a device, as its state and its standing proposal make them."""
    return items_of(device, group, asks=_asks(reads, device))


def timeless(items: tuple[WorkItem, ...]) -> set[tuple[object, ...]]:
    """The items without since when they wait, which the state of a device does not tell."""
    return {(item.list, item.owner, item.lessee, item.custodian, item.receiver, item.model) for item in items}


def _is_another(before: Device, device: Device) -> bool:
    """Whether what lists ask besides the state may have changed: the product group, or the proposal."""
    asked = ((each.passports.model, each.category, each.proposal) for each in (before, device))
    return len(set(asked)) > 1


def _differs(before: Device, device: Device, group: str | None) -> bool:
    """Whether a device waits on other lists, or for others, than before; its proposal is the same."""
    was, now = (timeless(items_of(each, group, asks=awaits_approval(each))) for each in (before, device))
    return was != now


def _asks(reads: LifecycleReads, device: Device) -> bool:
    """Whether its standing proposal is to wait for the answer to a question."""
    choice = device.proposal
    if choice is None or choice.is_override or choice.route is not Route.HOLD or not awaits_approval(device):
        return False
    stored = reads.decisions.get(device.key, choice.decision)
    return stored is not None and any(line["verdict"] == Verdict.ASKS for line in stored.content["trace"])
