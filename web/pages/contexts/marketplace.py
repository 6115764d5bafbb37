"""Contexts of the government marketplace, of reservations and of photos.

What a public servant reads is by allow-list: these contexts have no field for a serial number, an asset tag, a
classification, a lock, a hold, the unit before, or a place closer than a town. `PreparationGroup` is for who has the
devices in hand.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.service.marketplace_views import ReservationState
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link, Turner


@dataclass(frozen=True)
class Photo:
    """A picture of a device."""

    small: Annotated[str, "Address of the small picture"]
    large: Annotated[str, "Address of the large picture"]
    alt: Annotated[Message, "What it shows, for who does not see it"]
    removal: Annotated[str | None, "Where it is removed, for who may"] = None
    lost: Annotated[bool, "Whether the picture is not kept any more"] = False


@dataclass(frozen=True)
class OfferCard:
    """Devices that are alike, in the list."""

    name: Annotated[str, "Brand and model"]
    address: Annotated[str, "The page of this kind"]
    kind: Annotated[Message, "What it is"]
    icon: Annotated[str, "The name of its pictogram"]
    count: Annotated[int, "How many there are"]
    facts: Annotated[tuple[tuple[Message, Message], ...], "What there is to know, with its label"]
    until: Annotated[date, "The last day on which the first of them are offered inside government"]
    photo: Annotated[Photo | None, "How one of them looks"] = None


@dataclass(frozen=True)
class MarketplacePage:
    """What is on offer inside government."""

    template: ClassVar[str] = "marketplace.html"
    cards: Annotated[tuple[OfferCard, ...], "The kinds of this page"]
    kinds: Annotated[int, "How many kinds there are in all"]
    devices: Annotated[int, "How many devices there are in all"]
    filters: Annotated[FormState, "What was looked for"]
    groups: Annotated[tuple[Choice, ...], "Kinds of device"]
    towns: Annotated[tuple[Choice, ...], "Towns"]
    owners: Annotated[tuple[Choice, ...], "Organisations"]
    functional: Annotated[tuple[Choice, ...], "Grades of what works"]
    cosmetic: Annotated[tuple[Choice, ...], "Grades of how it looks"]
    orders: Annotated[tuple[Choice, ...], "Orders"]
    turner: Annotated[Turner | None, "Where the reader is in a long list"] = None
    is_filtered: Annotated[bool, "Whether anything was looked for"] = False
    can_reserve: Annotated[bool, "Whether this person has reservations"] = False
    can_name_towns: Annotated[bool, "Whether this person says in which town places are"] = False
    can_route: Annotated[bool, "Whether this person decides about what nobody reserved"] = False


@dataclass(frozen=True)
class OfferedLine:
    """One device of a kind."""

    passport: Annotated[str, "Address of its public passport"]
    battery: Annotated[Message | None, "Its battery, where that is known"]
    until: Annotated[date, "The last day on which it is offered inside government"]


@dataclass(frozen=True)
class OfferPage:
    """One kind: photos, facts, the devices, and the form to reserve a number of them."""

    template: ClassVar[str] = "marketplace_kind.html"
    card: Annotated[OfferCard, "The kind"]
    photos: Annotated[tuple[Photo, ...], "How they look"]
    lines: Annotated[tuple[OfferedLine, ...], "The first of them"]
    last: Annotated[date, "The last day on which the last of them are offered inside government"]
    days: Annotated[int, "For how many days a reservation lasts"]
    most: Annotated[int, "How many this organisation can reserve now"]
    held: Annotated[int, "How many this organisation has reserved"]
    at_most: Annotated[int | None, "How many an organisation may have reserved at once"]
    can_reserve: Annotated[bool, "Whether this person may reserve"]
    has_battery: Annotated[bool, "Whether this kind of device has a battery"] = True
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class ReservedLine:
    """A device that is kept for the reader's organisation."""

    id: Annotated[str, "What names the reservation"]
    name: Annotated[str, "Brand and model"]
    passport: Annotated[str | None, "Address of its public passport"]
    facts: Annotated[Message, "Its grades"]
    town: Annotated[str | None, "The town where it is"]
    unit: Annotated[str | None, "The unit that will use it"]
    until: Annotated[date, "The last day on which it is kept"]
    state: Annotated[ReservationState, "How far its hand-over is"]
    can_change: Annotated[bool, "Whether it can be given back here"]
    longer_until: Annotated[date | None, "Until when it can be kept now, if longer"] = None


@dataclass(frozen=True)
class Arriving:
    """A consignment of what was reserved, on its way to the reader's organisation."""

    id: Annotated[str, "The consignment"]
    count: Annotated[int, "How many of its devices did not arrive yet"]


@dataclass(frozen=True)
class ScanLine:
    """What a scan at receipt meant."""

    raw: Annotated[str, "What was scanned"]
    what: Annotated[Message, "What it means"]
    is_good: Annotated[bool, "Whether the device was received"]


@dataclass(frozen=True)
class PreparedDevice:
    """A device that somebody takes from its shelf."""

    name: Annotated[str, "Brand and model"]
    address: Annotated[str, "Its page"]
    number: Annotated[str | None, "Asset tag or serial number"]
    place: Annotated[str | None, "Where it is"]
    until: Annotated[date, "The last day on which it is kept"]


@dataclass(frozen=True)
class PreparationGroup:
    """What one unit reserved, to be handed over together."""

    requester: Annotated[str, "Name of the organisation"]
    requester_id: Annotated[str, "The organisation"]
    unit: Annotated[str | None, "The unit"]
    custodian: Annotated[str, "Name of the organisation that has the devices"]
    until: Annotated[date, "The first last day among them"]
    devices: Annotated[tuple[PreparedDevice, ...], "The devices"]
    is_ours: Annotated[bool, "Whether the reader's organisation has them, and so can prepare them"]


@dataclass(frozen=True)
class ReservationsPage:
    """What is kept for the reader's organisation, what is on its way to it, and what it has to prepare for others."""

    template: ClassVar[str] = "reservations.html"
    lines: Annotated[tuple[ReservedLine, ...], "What is kept, what ends first first"]
    arriving: Annotated[tuple[Arriving, ...], "What is on its way"]
    scans: Annotated[tuple[ScanLine, ...], "What was scanned just now"]
    groups: Annotated[tuple[PreparationGroup, ...], "What is to be prepared"]
    has_own: Annotated[bool, "Whether this person reserves"]
    prepares: Annotated[bool, "Whether this person prepares what others reserved"]
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class PhotosPage:
    """The photos of a device, for who inspects it."""

    template: ClassVar[str] = "device_photos.html"
    device: Annotated[Link, "The device"]
    send_to: Annotated[str, "Where a photo is sent"]
    photos: Annotated[tuple[Photo, ...], "Its photos, the oldest first"]
    can_add: Annotated[bool, "Whether this person may add one"]
    most: Annotated[int, "How many a device has at most"]
    form: Annotated[FormState, "What is wrong with what was sent"] = NEW_FORM


@dataclass(frozen=True)
class TownLine:
    """A place with something on offer."""

    custodian: Annotated[str, "Name of the organisation"]
    custodian_id: Annotated[str, "The organisation"]
    place: Annotated[str, "The place as the organisation calls it"]
    count: Annotated[int, "How many devices on offer are there"]
    town: Annotated[str | None, "The town"]


@dataclass(frozen=True)
class TownsPage:
    """In which town each place is."""

    template: ClassVar[str] = "marketplace_towns.html"
    lines: Annotated[tuple[TownLine, ...], "Places with something on offer"]
