"""What the marketplace and reservations show: by allow-list, so that nothing else of a device can be read here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpp.domain.actor import OrganisationId
from dpp.domain.message import Message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import Verdict
from lifecycle.domain.events import ConsignmentId, EventId
from lifecycle.domain.marketplace.phases import OfferDates, Phase
from lifecycle.service.marketplace_ports import Choices, TownOfPlace


@dataclass(frozen=True)
class KindView:
    """Devices that are alike. Memory and storage in gigabytes, screen in inches, battery health from 0 to 1.

    `leaves_from` is the last day on which all of them are still offered inside government; `leaves_until` that of the
    last ones. `photos` are the addresses of small pictures, by their hash.
    """

    id: str
    group: str
    brand: str
    name: str
    functional_grade: str | None
    cosmetic_grade: str | None
    memory_gb: int | None
    storage_gb: int | None
    screen_inch: float | None
    town: str | None
    owner: str
    count: int
    battery_low: float | None
    battery_high: float | None
    leaves_from: date
    leaves_until: date
    photos: tuple[str, ...] = ()


@dataclass(frozen=True)
class MarketView:
    """A page of kinds; how many kinds and devices there are in all, and what can be chosen from."""

    kinds: tuple[KindView, ...]
    kinds_in_all: int
    devices_in_all: int
    choices: Choices
    owners: Mapping[OrganisationId, str]


@dataclass(frozen=True)
class OfferedDevice:
    """One of them: its passport, its battery, and the last day on which it is offered inside government."""

    passport: str
    battery: float | None
    internal_until: date


@dataclass(frozen=True)
class OneKindView:
    """A kind with some of its devices, and how many the reader's organisation may still reserve, for how many days."""

    kind: KindView
    devices: tuple[OfferedDevice, ...]
    reservation_days: int
    held: int
    at_most: int | None


class ReservationState(StrEnum):
    """How far the hand-over of what is reserved is."""

    KEPT = "kept"
    PREPARED = "prepared"
    ON_ITS_WAY = "on-its-way"


@dataclass(frozen=True)
class ReservationView:
    """A device that is kept for the reader's organisation. `longer_until` is until when it can be kept at most now."""

    id: EventId
    group: str | None
    brand: str | None
    name: str | None
    functional_grade: str | None
    cosmetic_grade: str | None
    town: str | None
    passport: str | None
    unit: str | None
    since: date
    until: date
    state: ReservationState
    consignment: ConsignmentId | None = None
    longer_until: date | None = None


@dataclass(frozen=True)
class ToPrepare:
    """What is reserved by one unit and in the hands of one custodian, to be handed over together."""

    requester: OrganisationId
    requester_name: str
    unit: str | None
    custodian: OrganisationId
    custodian_name: str
    until: date
    devices: tuple["DeviceToPrepare", ...]


@dataclass(frozen=True)
class DeviceToPrepare:
    """A device that somebody takes from its shelf."""

    device: DeviceKey
    brand: str | None
    name: str | None
    serial: str | None
    asset_tag: str | None
    place: str | None
    until: date


@dataclass(frozen=True)
class ArrivalAnswer:
    """What a scan at receipt means, for somebody who reserved the device."""

    raw: str
    verdict: Verdict
    what: Message
    repeated: bool


@dataclass(frozen=True)
class PhaseView:
    """To whom a device is offered today, and until when."""

    phase: Phase | None
    dates: OfferDates | None


@dataclass(frozen=True)
class OutlivedView:
    """A device that was offered inside government up to and including `until`, and nobody has it reserved."""

    device: DeviceKey
    brand: str
    name: str
    tag: str | None
    owner: OrganisationId
    custodian: OrganisationId
    since: date
    until: date


@dataclass(frozen=True)
class PlaceView:
    """A place with something on offer: whose, how many devices, and the town that is said of it."""

    custodian: OrganisationId
    custodian_name: str
    place: str
    count: int
    town: str | None


@dataclass(frozen=True)
class TownsView:
    """Places with something on offer, and the towns that were named."""

    places: tuple[PlaceView, ...]
    named: tuple[TownOfPlace, ...]
    names: Mapping[OrganisationId, str]
