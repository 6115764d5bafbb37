"""A device as a repairer sees it by a repair key: the rules are those of `lifecycle.domain.repairers.sight`."""

from dataclasses import replace
from datetime import date, datetime

from dpp.domain.actor import Actor, OrganisationId
from lifecycle.domain.repairers.sight import event_seen, seen_by_repairer
from lifecycle.service.ports import DeviceLine, LifecycleReads
from lifecycle.service.relations import access_by_key
from lifecycle.service.views import DeviceView


def as_repairer(reads: LifecycleReads, actor: Actor, view: DeviceView, now: datetime) -> DeviceView:
    """The view with what a repairer sees, where the actor reads it by a repair key; else the view as it is."""
    key = access_by_key(reads, actor, view.device, now)
    return view if key is None else _limited(view, actor.organisation, key.access_until)


def line_seen(line: DeviceLine) -> DeviceLine:
    """The line of a device in the list of a repairer: what it is and its grades; not whose, where, and where to."""
    return DeviceLine(
        device_key=line.device_key,
        sequence=line.sequence,
        passport_id=line.passport_id,
        model_id=line.model_id,
        group=line.group,
        brand=line.brand,
        name=line.name,
        serial=line.serial,
        asset_tag=None,
        placeholder=line.placeholder,
        lifecycle="in-repair" if line.lifecycle == "in-repair" else "in-use",
        data_state="unknown",
        owner=None,
        custodian=None,
        place=None,
        functional_grade=line.functional_grade,
        cosmetic_grade=line.cosmetic_grade,
        battery_health=line.battery_health,
        route=None,
        route_state=None,
        blocked=tuple(each for each in line.blocked if each == "hazard"),
        consignment_id=None,
        updated_at=line.updated_at,
    )


def _limited(view: DeviceView, reader: OrganisationId | None, until: date | None) -> DeviceView:
    device = seen_by_repairer(view.device, (entry.event for entry in view.timeline), reader)
    timeline = tuple(
        replace(entry, event=seen, organisation=None if seen.organisation is None else entry.organisation)
        for entry in view.timeline
        if (seen := event_seen(view.device, entry.event, reader)) is not None
    )
    told = {entry.event.organisation for entry in timeline}
    return replace(
        view,
        device=device,
        line=line_seen(view.line),
        timeline=timeline,
        possible=(),
        names={organisation: name for organisation, name in view.names.items() if organisation in told},
        by_key_until=until,
    )
