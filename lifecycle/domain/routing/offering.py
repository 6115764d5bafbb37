"""How long, and to whom, a policy has a device offered: inside government first, then for donation, then for sale."""

from dataclasses import dataclass
from enum import StrEnum


class Party(StrEnum):
    """Who a donated device passes, as a policy names them."""

    COORDINATOR = "coordinator"
    REFURBISHER = "refurbisher"
    INTERMEDIARY = "intermediary"
    RECIPIENT = "recipient"


@dataclass(frozen=True, slots=True)
class Marketplace:
    """How many days a device is offered to public servants alone, then to programmes; after both it may be sold."""

    internal_days: int
    donation_days: int


@dataclass(frozen=True, slots=True)
class ReservationRules:
    """A reservation keeps a device for `days` days; one organisation keeps `devices_at_most`, None for no limit."""

    days: int
    devices_at_most: int | None = None


@dataclass(frozen=True, slots=True)
class DonationRules:
    """The parties that a donated device passes, in this order; the last one uses it."""

    parties: tuple[Party, ...]
