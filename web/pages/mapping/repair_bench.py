"""The repair bench of a device, from what the service knows of it."""

from datetime import date

from dpp.domain.message import Message, message
from lifecycle.domain.events import Event, Repaired, RepairFailed, effective
from lifecycle.service.views import DeviceView
from web.pages.contexts.frame import Tone
from web.pages.contexts.repair_bench import EarlierRepair, Glance
from web.pages.mapping.device import summary_of
from web.pages.mapping.happenings import details


def glance_of(view: DeviceView, today: date) -> Glance:
    """What whoever opens the device must see first."""
    device = view.device
    tone, summary = _standing(view)
    health = None if device.battery is None else device.battery.state_of_health
    return Glance(
        tone=tone,
        summary=summary,
        stage=device.lifecycle,
        locks=tuple(sorted(device.locks)),
        hazards=tuple(sorted(device.hazards)),
        battery_health=None if health is None else health * 100,
        warranty_until=device.warranty_until(today),
    )


def _standing(view: DeviceView) -> tuple[Tone, Message]:
    """By a repair key nobody sees whose it is or where it goes, so that nothing is said of that; only of danger."""
    if view.by_key_until is None or view.device.hazards:
        return summary_of(view.device)
    return Tone.INFO, message("Your organisation may repair it until {day}.", day=view.by_key_until)


def earlier_repairs(view: DeviceView) -> tuple[EarlierRepair, ...]:
    """Every repair that ended and was not declared in error, newest first."""
    named = {entry.event.id: entry.organisation for entry in view.timeline}
    ended = [_earlier(event, named[event.id]) for event in effective([entry.event for entry in view.timeline])]
    return tuple(reversed([each for each in ended if each is not None]))


def _earlier(event: Event, by: str | None) -> EarlierRepair | None:
    if not isinstance(event.happening, Repaired | RepairFailed):
        return None
    it = event.happening
    return EarlierRepair(
        on=event.occurred_at.date(),
        outcome=message("Repaired") if isinstance(it, Repaired) else message("Repair failed"),
        by=by,
        details=details(it),
    )
