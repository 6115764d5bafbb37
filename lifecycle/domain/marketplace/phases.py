"""To whom a device is offered on which day: inside government first, then for donation, then for sale.

Rules:
1. The first day is that on which the route was approved; the policy says how many days each phase lasts.
2. Each phase ends on a last day, which still belongs to it. A phase of no days is left out.
3. A device that was routed to donation or to sale was judged unfit for use inside government: it skips what comes
   before. What has another route, or none, is offered to nobody.
4. What nobody reserved in the days of its first phase was offered there in vain: it is decided about again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from lifecycle.domain.device import Device
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.vocabulary import Route


class Phase(StrEnum):
    """To whom it is offered."""

    INTERNAL = "internal"
    DONATION = "donation"
    SALE = "sale"


@dataclass(frozen=True)
class Windows:
    """Numbers of the routing policy, in days.

    `devices_at_most` is how many devices one organisation keeps at once; None where the policy sets no limit.
    """

    internal_days: int
    donation_days: int
    reservation_days: int
    devices_at_most: int | None = None

    def __post_init__(self) -> None:
        """ValueError for numbers that no policy can mean."""
        least = self.reservation_days if self.devices_at_most is None else self.devices_at_most
        if min(self.internal_days, self.donation_days) < 0 or min(self.reservation_days, least) < 1:
            raise ValueError(f"windows are of whole days, and a reservation is for a day and a device at least: {self}")

    @classmethod
    def of(cls, policy: Policy) -> Self:
        """What a policy says of offers and reservations."""
        offered, kept = policy.marketplace, policy.reservation
        return cls(offered.internal_days, offered.donation_days, kept.days, kept.devices_at_most)


@dataclass(frozen=True)
class OfferDates:
    """The first day, and the last day of each phase that ends; before the first day is None where it is left out."""

    since: date
    internal_until: date | None
    donation_until: date | None

    def phase(self, on: date) -> Phase:
        """To whom it is offered on this day."""
        if self.internal_until is not None and on <= self.internal_until:
            return Phase.INTERNAL
        if self.donation_until is not None and on <= self.donation_until:
            return Phase.DONATION
        return Phase.SALE


def offer_dates(since: date, windows: Windows, starts: Phase = Phase.INTERNAL) -> OfferDates:
    """Rules 1 and 2, for a device whose first phase is `starts`."""
    internal = windows.internal_days if starts is Phase.INTERNAL else 0
    donation = 0 if starts is Phase.SALE else windows.donation_days
    return OfferDates(
        since,
        internal_until=_last_day(since, internal) if internal else None,
        donation_until=_last_day(since, internal + donation) if donation else None,
    )


def offer_phase(since: date, windows: Windows, on: date) -> Phase:
    """To whom a device is offered on this day that was approved for use inside government on the day `since`."""
    return offer_dates(since, windows).phase(on)


def dates_of(device: Device, windows: Windows) -> OfferDates | None:
    """When a device is offered to whom (rule 3); None for what is offered to nobody."""
    choice = device.approval
    starts = None if choice is None else _FIRST.get(choice.route)
    return None if choice is None or starts is None else offer_dates(choice.at.date(), windows, starts)


def phase_of(device: Device, windows: Windows, on: date) -> Phase | None:
    """To whom a device is offered on this day; None for what is offered to nobody."""
    dates = dates_of(device, windows)
    return None if dates is None else dates.phase(on)


def offered_in_vain(device: Device, windows: Windows, on: date) -> Mapping[Route, date]:
    """The last day on which it was offered by its approved route, where that is over and nobody has it (rule 4)."""
    dates, choice = dates_of(device, windows), device.approval
    if dates is None or choice is None or device.reservation is not None or device.handover is not None:
        return {}
    last = {Route.REDEPLOY: dates.internal_until, Route.DONATE: dates.donation_until}.get(choice.route)
    return {} if last is None or on <= last or device.has_left_the_state else {choice.route: last}


def first_day_still_internal(windows: Windows, on: date) -> date:
    """What was approved on this day or later is offered inside government on the day `on`."""
    return on - timedelta(days=windows.internal_days - 1)


def _last_day(since: date, days: int) -> date:
    return since + timedelta(days=days - 1)


_FIRST = {Route.REDEPLOY: Phase.INTERNAL, Route.DONATE: Phase.DONATION, Route.SELL: Phase.SALE}
