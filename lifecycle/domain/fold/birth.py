"""How a life begins: by a registration, or by the scan of an unknown tag, which makes a placeholder."""

from dpp.domain.actor import OrganisationId
from lifecycle.domain.axes import Custody
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, IntakeScanned, PassportRegistered, ThingRegistered
from lifecycle.domain.vocabulary import Lifecycle

FIRST = ("passport_registered", "thing_registered", "intake_scanned")


def born(event: Event) -> Device:
    """The device before its first event has its effect."""
    match event.happening:
        case (PassportRegistered() | ThingRegistered()) as begin:
            custodian = begin.custodian or begin.lessee or begin.owner
            return Device(event.device, Lifecycle.REGISTERED, Custody(custodian, begin.place), event.occurred_at)
        case IntakeScanned(place=place):
            return Device(event.device, Lifecycle.INTAKE, Custody(acting(event), place), event.occurred_at)
    raise ValueError(f"a life begins with a scan or a registration, not with {event.kind} (event {event.id})")


def acting(event: Event) -> OrganisationId:
    """The organisation that acts; ValueError for an event that cannot be without one."""
    if event.organisation is None:
        raise ValueError(f"{event.kind} is done by an organisation (event {event.id})")
    return event.organisation
