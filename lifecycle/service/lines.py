"""The line that lists show of a device, made from its state, and whose lines an actor may see."""

from dataclasses import replace

from dpp.domain.actor import Actor
from dpp.service.ports import StoredModel
from lifecycle.domain.device import Device
from lifecycle.domain.events import ConsignmentId
from lifecycle.domain.facts import ClaimKind, Hardware
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.ports import DeviceLine, LineFilter


def readable(actor: Actor, wanted: LineFilter) -> LineFilter:
    """What is wanted, among the devices of the actor's organisation unless its role reads all."""
    if PERMISSIONS.allows("read_device", actor):
        return wanted
    if actor.organisation is None:
        PERMISSIONS.check("read_device", actor)
    return replace(wanted, party=actor.organisation)


def line_of(device: Device, sequence: int, model: StoredModel | None, consignment: ConsignmentId | None) -> DeviceLine:
    """The projection of `device` after its event number `sequence`."""
    hardware, grades = device.hardware or Hardware(), device.grades
    choice = device.approval or device.proposal
    return DeviceLine(
        device_key=device.key,
        sequence=sequence,
        passport_id=device.passports.current,
        model_id=device.passports.model,
        group=model.group if model else device.category,
        brand=model.brand if model else hardware.maker or claimed(device, ClaimKind.MAKER),
        name=model.name if model else hardware.model or claimed(device, ClaimKind.MODEL),
        serial=claimed(device, ClaimKind.SERIAL),
        asset_tag=claimed(device, ClaimKind.ASSET_TAG),
        placeholder=not device.known,
        lifecycle=device.lifecycle,
        data_state=device.data,
        owner=device.ownership.owner if device.ownership else None,
        custodian=device.custody.custodian,
        place=device.custody.place,
        functional_grade=grades.functional if grades else None,
        cosmetic_grade=grades.cosmetic if grades else None,
        battery_health=device.battery.state_of_health if device.battery else None,
        route=choice.route if choice else None,
        route_state=_route_state(device),
        blocked=_blocked(device),
        consignment_id=consignment,
        updated_at=device.changed_at,
    )


def claimed(device: Device, kind: ClaimKind) -> str | None:
    """The most confident claim of this kind; of equals the newest."""
    claims = [claim for claim in device.claims if claim.kind is kind]
    best = max(enumerate(claims), key=lambda each: (each[1].confidence, each[0]), default=None)
    return best[1].value if best else None


def _route_state(device: Device) -> str | None:
    if device.approval is not None:
        return "approved"
    if device.proposal is None:
        return None
    return "override" if device.proposal.is_override else "proposed"


def _blocked(device: Device) -> tuple[str, ...]:
    """What stands in the way of letting the device go, as stable words."""
    stands = (
        ("identity", not device.known or bool(device.conflicts)),
        ("hazard", bool(device.hazards)),
        ("hold", bool(device.holds)),
        ("lock", bool(device.locks)),
        ("media", not device.is_data_safe),
    )
    return tuple(word for word, holds in stands if holds)
