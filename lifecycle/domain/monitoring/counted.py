"""What a store counts: devices that are alike in what a figure asks."""

from dataclasses import dataclass

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import PassportId


@dataclass(frozen=True)
class Ended:
    """So many devices that were handed over alike. `again`: in a passage after their first."""

    outcome: str
    owner: OrganisationId | None
    group: str | None
    model: PassportId | None
    again: bool
    count: int


@dataclass(frozen=True)
class Decided:
    """So many devices of one owner for which the same was decided for the same reason."""

    owner: OrganisationId | None
    route: str
    reason: str
    overridden: bool
    count: int


@dataclass(frozen=True)
class Deliveries:
    """Deliveries of donated devices, and the devices in them."""

    deliveries: int
    devices: int
