"""Where reservations, offers and photos of devices are: projections of events, made again at will, and files."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import EventId
from lifecycle.domain.marketplace.offers import Kind, Offer
from lifecycle.domain.marketplace.reserving import ReservedDevice


class OfferOrder(StrEnum):
    """In which order kinds are shown; what is equal, by its id."""

    NEWEST = "newest"
    GRADE = "grade"
    NUMBER = "number"


@dataclass(frozen=True, kw_only=True)
class OfferFilter:
    """Which kinds: empty fields ask for nothing. Each word of `text` is in the group, brand or name."""

    group: str | None = None
    text: str = ""
    functional_at_least: str | None = None
    cosmetic_at_least: str | None = None
    memory_at_least: int | None = None
    storage_at_least: int | None = None
    screen_at_least: float | None = None
    town: str | None = None
    owner: OrganisationId | None = None
    order: OfferOrder = OfferOrder.NEWEST
    offset: int = 0
    limit: int = 24


@dataclass(frozen=True)
class Opening:
    """Of which owner and group those devices are on offer inside government that were approved on `first` or later.

    None for every owner or group that no other opening names.
    """

    owner: OrganisationId | None
    group: str | None
    first: date


@dataclass(frozen=True)
class OfferedKind:
    """Devices that are alike: how many, the first and the last day on which one came, the worst and best battery."""

    kind: Kind
    count: int
    first: date
    last: date
    battery_low: float | None
    battery_high: float | None


@dataclass(frozen=True)
class Choices:
    """What can be chosen from now: towns and owners by name, groups."""

    groups: tuple[str, ...]
    towns: tuple[str, ...]
    owners: tuple[OrganisationId, ...]


@dataclass(frozen=True)
class TownOfPlace:
    """The town of a place of a custodian; an empty `place` is every place of which nothing else is said."""

    custodian: OrganisationId
    place: str
    town: str


@dataclass(frozen=True)
class DevicePhoto:
    """A photo of a device by the hash of what is kept; after `removed_at` nobody sees it."""

    device: DeviceKey
    sha256: str
    added_at: datetime
    added_by: AccountId
    organisation: OrganisationId | None
    removed_at: datetime | None = None
    removed_by: AccountId | None = None


class OfferStore(Protocol):
    """What is on offer, and in which towns."""

    def put(self, offer: Offer) -> None: ...
    def drop(self, key: DeviceKey) -> None: ...
    def get(self, key: DeviceKey) -> Offer | None: ...
    def pairs(self) -> tuple[tuple[OrganisationId, str], ...]:
        """Each owner and group of which something is on offer, whatever its day."""
        ...

    def kinds(self, wanted: OfferFilter, openings: Sequence[Opening]) -> tuple[OfferedKind, ...]:
        """A page of kinds, in the order that is asked for."""
        ...

    def count(self, wanted: OfferFilter, openings: Sequence[Opening]) -> tuple[int, int]:
        """How many kinds and how many devices there are in all."""
        ...

    def kind(self, kind_id: str, openings: Sequence[Opening]) -> OfferedKind | None: ...
    def devices(self, kind_id: str, openings: Sequence[Opening], limit: int) -> tuple[Offer, ...]:
        """Those that were on offer first come first."""
        ...

    def outlived(self, openings: Sequence[Opening], limit: int) -> tuple[Offer, ...]:
        """What is on offer no longer because its days are over; those that were on offer first come first."""
        ...

    def take(
        self, kind_id: str, openings: Sequence[Opening], limit: int, besides: Collection[DeviceKey]
    ) -> tuple[DeviceKey, ...]:
        """Devices of this kind that nobody else is changing, held until the transaction ends. It never waits."""
        ...

    def choices(self, openings: Sequence[Opening]) -> Choices: ...
    def town(self, custodian: OrganisationId, place: str) -> str | None: ...
    def towns(self) -> tuple[TownOfPlace, ...]: ...
    def name_town(self, town: TownOfPlace, at: datetime, by: AccountId) -> None:
        """An empty town takes the name away."""
        ...

    def at(self, custodian: OrganisationId) -> tuple[DeviceKey, ...]:
        """What is on offer and in the hands of this organisation."""
        ...

    def custodians(self) -> tuple[tuple[OrganisationId, str | None, int], ...]:
        """Who has what is on offer, at which place, and how many devices."""
        ...


class ReservationStore(Protocol):
    """What is kept for whom."""

    def hold(self, requester: OrganisationId) -> None:
        """Make others wait who reserve for the same organisation, until this transaction ends."""
        ...

    def put(self, reserved: ReservedDevice) -> None: ...
    def drop(self, key: DeviceKey) -> None: ...
    def get(self, key: DeviceKey) -> ReservedDevice | None: ...
    def find(self, reservation: EventId) -> ReservedDevice | None: ...
    def of(self, requester: OrganisationId) -> tuple[ReservedDevice, ...]:
        """Those that end first come first."""
        ...

    def count(self, requester: OrganisationId) -> int:
        """How many devices it keeps that answer no request."""
        ...

    def ended(self, before: date, limit: int) -> tuple[ReservedDevice, ...]:
        """Those of which the last day is before this one."""
        ...

    def held_by(self, custodian: OrganisationId | None) -> tuple[ReservedDevice, ...]:
        """What is reserved and in the hands of this organisation, or of anybody; by requester and unit."""
        ...


class PhotoStore(Protocol):
    """Which photos there are of which device."""

    def add(self, photo: DevicePhoto) -> None:
        """The same photo again changes nothing; one that was removed comes back."""
        ...

    def change(self, photo: DevicePhoto) -> None: ...
    def of_devices(self, keys: Collection[DeviceKey]) -> tuple[DevicePhoto, ...]:
        """Those that are shown, the oldest first."""
        ...

    def of_kinds(self, kinds: Collection[str], most: int) -> tuple[tuple[str, str], ...]:
        """Kind and photo, of devices on offer: at most so many of each kind."""
        ...

    def with_content(self, sha256: str) -> tuple[DevicePhoto, ...]:
        """The devices that this photo shows."""
        ...


class PhotoFiles(Protocol):
    """Pictures, each with a small one, by the SHA-256 of what is kept."""

    def keep(self, content: bytes) -> str:
        """Keep a picture without anything beside it (place, camera, names); InvalidInput for what is none."""
        ...

    def get(self, sha256: str, *, small: bool) -> bytes:
        """A JPEG; NotFound where it is not kept."""
        ...

    def has(self, sha256: str) -> bool:
        """Whether it is kept, large and small."""
        ...

    def erase(self, sha256: str) -> None: ...
