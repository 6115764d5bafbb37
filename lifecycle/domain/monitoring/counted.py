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


@dataclass(frozen=True, kw_only=True)
class Passed:
    """So many passages of a period that are alike (`balance`). `before`: it was under way when the period began.

    `taken_in`, `decided` and `outcome` are as they were at the end of the period; `outcome` is None while under way.
    """

    before: bool
    again: bool
    taken_in: bool
    decided: bool
    outcome: str | None
    count: int


@dataclass(frozen=True)
class Approved:
    """So many devices of which this destination was approved in a part of the period."""

    part: str
    route: str
    count: int


@dataclass(frozen=True)
class Held:
    """So many devices that are here, with the same holder, place and functional grade."""

    holder: OrganisationId | None
    place: str | None
    grade: str | None
    count: int
