"""Who may have which device kept, for how long, and how many at once.

Rules:
1. One device is kept for one organisation at a time. What was kept up to a day that passed is free again.
2. In the internal phase a device is kept for organisations of the State alone; afterwards for others too, as far as its
   approved route leads there.
3. A reservation lasts as many days as the policy says, today included. Who holds it may ask for as long again, once:
   never longer than twice that, counted from its first day. Whoever routes devices may keep it longer.
4. An organisation keeps no more devices at once than the policy says; what answers a request does not count, because
   the request was judged by itself.
5. In the internal phase nothing of the State is donated: the refusal names the first day on which it may be.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.axes import Reservation
from lifecycle.domain.device import Device
from lifecycle.domain.events import EventId
from lifecycle.domain.marketplace.offers import obstacles
from lifecycle.domain.marketplace.phases import Phase, Windows, dates_of
from lifecycle.domain.vocabulary import Route


@dataclass(frozen=True)
class ReservedDevice:
    """A device that is kept for somebody, as lists see it: made from its events at will. `id` names the reservation."""

    device: DeviceKey
    id: EventId
    requester: OrganisationId
    unit: str | None
    request: str | None
    since: datetime
    until: date


def reserved_device(device: Device) -> ReservedDevice | None:
    """What lists see of its reservation; None when nobody has it reserved."""
    kept = device.reservation
    if kept is None:
        return None
    return ReservedDevice(device.key, kept.event, kept.requester, kept.unit, kept.request, kept.since, kept.until)


def refuse_reserving(device: Device, requester: OrganisationId, terms: "ReservingTerms") -> None:
    """Return when the device may be kept for this organisation; Refused, with the reason, when not (rules 1 and 2)."""
    kept = device.reservation
    if kept is not None and kept.until >= terms.on:
        raise _taken(kept, requester)
    for refusal in obstacles(device, terms.route):
        raise refusal
    dates = dates_of(device, terms.windows)
    if dates is not None and dates.phase(terms.on) is Phase.INTERNAL and not terms.in_state:
        assert dates.internal_until is not None  # else there were no such phase
        raise Refused(
            "internal-first",
            message("It is for organisations of the State until {day}.", day=dates.internal_until),
            remedy=message("Ask again after that day, or choose another device."),
        )


def internal_first(device: Device, windows: Windows, on: date) -> Refused | None:
    """What refuses to donate a device that is offered that day inside government; None where nothing does (rule 5)."""
    dates = dates_of(device, windows)
    if device.has_left_the_state or dates is None or dates.phase(on) is not Phase.INTERNAL:
        return None
    assert dates.internal_until is not None  # else there were no such phase
    return Refused(
        "internal-first",
        message(
            "It is offered inside government up to and including {last}: it can be donated from {first}.",
            last=dates.internal_until,
            first=dates.internal_until + timedelta(days=1),
        ),
        remedy=message("Decide about it again on that day, if nobody reserved it by then."),
    )


@dataclass(frozen=True)
class ReservingTerms:
    """By which route, whether the requester belongs to the State, the numbers of the policy, and the day."""

    route: Route
    in_state: bool
    windows: Windows
    on: date


def last_day(windows: Windows, on: date) -> date:
    """Up to and including which day a reservation of today lasts (rule 3)."""
    return on + timedelta(days=windows.reservation_days - 1)


def longer(kept: Reservation, windows: Windows, on: date, *, unlimited: bool = False) -> date:
    """The new last day of a reservation that is extended today; Refused where it lasts that long already (rule 3)."""
    asked = last_day(windows, on)
    most = last_day(windows, kept.since.date()) + timedelta(days=windows.reservation_days)
    until = asked if unlimited else min(asked, most)
    if until > kept.until:
        return until
    raise Refused(
        "reservation-term",
        message("It is kept until {day} already, and cannot be kept longer now.", day=kept.until),
        remedy=message("Let it be handed over, or ask who routes the devices to keep it longer."),
    )


def refuse_more(held: int, wanted: int, windows: Windows) -> None:
    """Return when an organisation that keeps `held` devices may keep so many more; Refused when not (rule 4)."""
    if windows.devices_at_most is None or held + wanted <= windows.devices_at_most:
        return
    raise Refused(
        "reservations-at-most",
        message(
            "Your organisation has {held} devices reserved, and may have {most} at once.",
            held=held,
            most=windows.devices_at_most,
        ),
        remedy=message("Reserve fewer, or give some back first."),
    )


def _taken(kept: Reservation, requester: OrganisationId) -> Refused:
    if kept.requester == requester:
        what = message("It is reserved for this organisation already, until {day}.", day=kept.until)
        return Refused("reserved-already", what, remedy=message("Keep that reservation longer, or give it back."))
    return Refused(
        "reserved-for-another",
        message("It is reserved for another organisation."),
        remedy=message("Wait until the reservation ends, or let it be released."),
    )
