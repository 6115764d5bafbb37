"""What the marketplace shows of a device, and which devices it shows.

Rules:
1. A device is on offer when nothing stands in the way of its use by another part of the State (`obstacles`), its
   approved route is redeployment, and nobody has it reserved.
2. What is shown is what a new user needs to choose: never a serial number, an asset tag, the classification of the data
   that was on it, the unit that used it, or a place closer than a town.
3. Devices are alike when a new user could not choose between them: the same model, grades, memory, storage, screen,
   town and owner.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.device import Device
from lifecycle.domain.events import ConsignmentId, Event, EventId, TransactionId, TransferOffered
from lifecycle.domain.guards import refusals
from lifecycle.domain.media import Whereabouts
from lifecycle.domain.possible import OFFERS
from lifecycle.domain.vocabulary import Holding, Lifecycle, Route

_ID_LENGTH = 20


@dataclass(frozen=True)
class ModelFacts:
    """What the model says where the device itself does not: gigabytes of memory and storage, inches of screen."""

    group: str
    brand: str
    name: str
    memory_gb: int | None = None
    storage_gb: int | None = None
    screen_inch: float | None = None


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What devices that are alike have in common. Memory in gigabytes of 2^30 bytes, storage in those of 10^9."""

    group: str
    brand: str
    name: str
    functional_grade: str | None
    cosmetic_grade: str | None
    memory_gb: int | None
    storage_gb: int | None
    screen_inch: float | None
    town: str | None
    owner: OrganisationId

    @property
    def id(self) -> str:
        """Names it in an address: the beginning of the SHA-256 of what it says."""
        return sha256(canonical(vars(self)))[:_ID_LENGTH]

    @property
    def words(self) -> str:
        """What a search looks in, in lower case."""
        return f"{self.group} {self.brand} {self.name}".lower()


@dataclass(frozen=True)
class Offer:
    """One device on offer since the day on which its route was approved; `battery` is its health, where 1 is new."""

    device: DeviceKey
    passport: PassportId
    custodian: OrganisationId
    kind: Kind
    since: date
    battery: float | None


def is_on_offer(device: Device) -> bool:
    """Rule 1."""
    return device.reservation is None and device.passports.current is not None and may_be_used(device)


def may_be_used(device: Device) -> bool:
    """Whether another part of the State could have it, reserved or not."""
    return next(obstacles(device, Route.REDEPLOY), None) is None


def offer_of(device: Device, model: ModelFacts, town: str | None) -> Offer | None:
    """What the marketplace shows of a device; None when it is not on offer."""
    passport, approval, ownership = device.passports.current, device.approval, device.ownership
    if not is_on_offer(device) or passport is None or approval is None or ownership is None:
        return None
    kind = _kind(device, model, town, ownership.owner)
    battery = None if device.battery is None else device.battery.state_of_health
    return Offer(device.key, passport, device.custody.custodian, kind, approval.at.date(), battery)


def _kind(device: Device, model: ModelFacts, town: str | None, owner: OrganisationId) -> Kind:
    memory = device.hardware.memory_bytes if device.hardware else None
    disks = [each.size_bytes for each in device.media if each.whereabouts is Whereabouts.INSTALLED and each.size_bytes]
    return Kind(
        group=model.group,
        brand=model.brand,
        name=model.name,
        functional_grade=device.grades.functional if device.grades else None,
        cosmetic_grade=device.grades.cosmetic if device.grades else None,
        memory_gb=round(memory / 2**30) if memory else model.memory_gb,
        storage_gb=round(sum(disks) / 10**9) if disks else model.storage_gb,
        screen_inch=model.screen_inch,
        town=town,
        owner=owner,
    )


def obstacles(device: Device, route: Route) -> Iterator[Refused]:
    """What keeps a device from going to a new user by this route now, as the guards would refuse its offer then.

    Beyond the guards it is at hand, and declared surplus: what is shared out is what its owner no longer needs.
    """
    if device.lifecycle not in _AT_HAND:
        what = message("It is not at hand now ({state}).", state=device.lifecycle)
        yield Refused("at-hand", what, remedy=message("Wait until that is over, or choose another device."))
    if device.surplus is None:
        what = message("There is no decision that it is surplus.")
        yield Refused("surplus-first", what, remedy=message("Let the owner declare it surplus."))
    yield from refusals(device, _offered(device, route))


def _offered(device: Device, route: Route) -> Event:
    """The offer by which its custodian would hand it over, to who has it reserved."""
    ground, holding = OFFERS.get(route, (None, None))
    offer = TransferOffered(
        consignment=ConsignmentId(_SOME),
        manifest_sha256=_SOME,
        receiver=OrganisationId(_SOME) if device.reservation is None else device.reservation.requester,
        inside_state=holding in {None, Holding.STATE},
        ground=ground,
        holding=holding,
        route=route if route in OFFERS else None,
    )
    at, by = device.changed_at, device.custody.custodian
    return Event(EventId(_SOME), device.key, at, at, AccountId(_SOME), by, TransactionId(_SOME), offer)


_SOME = "?"
_AT_HAND = frozenset({Lifecycle.ROUTED, Lifecycle.RESERVED})
