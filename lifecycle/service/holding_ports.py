"""What is counted of the devices of one owner: by the database, for an owner may have a hundred thousand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.holdings import Alike, Standing


@dataclass(frozen=True)
class PlaceCount:
    """How many devices somebody has at a place; of neither need anything be known."""

    custodian: OrganisationId | None
    place: str | None
    count: int


@dataclass(frozen=True, kw_only=True)
class YearCount:
    """How often devices of an owner reached a step in a calendar year; `outcome` is how they were handed over."""

    year: int
    step: str
    outcome: str | None
    count: int


@dataclass(frozen=True, kw_only=True)
class HoldingFilter:
    """Which devices of an owner; empty fields ask for nothing.

    `custodian` and `place` (the whole of it) are empty where none is known; `blocked` a word of `DeviceLine.blocked`;
    `still` asks for what is on its way and had no event since then.
    """

    owner: OrganisationId
    standing: Standing | None = None
    custodian: OrganisationId | None = None
    place: str | None = None
    blocked: str | None = None
    still: datetime | None = None
    after: DeviceKey | None = None
    limit: int = 100


class HoldingStore(Protocol):
    """The devices of an owner, counted and found."""

    def alike(self, owner: OrganisationId, still: datetime) -> tuple[Alike, ...]:
        """Every device of the owner in groups that are alike."""
        ...

    def places(self, owner: OrganisationId, limit: int) -> tuple[PlaceCount, ...]:
        """Where the most are first; what is equal, by the names."""
        ...

    def blocked(self, owner: OrganisationId) -> Mapping[str, int]:
        """How many are held up, by each word of `DeviceLine.blocked`: one may be by several."""
        ...

    def years(self, owner: OrganisationId, now: datetime) -> tuple[YearCount, ...]:
        """Declared surplus and handed over, by calendar year (in UTC) until now."""
        ...

    def keys(self, wanted: HoldingFilter) -> tuple[DeviceKey, ...]:
        """In their order."""
        ...
