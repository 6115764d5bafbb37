"""Samples of the pages of the government marketplace, of reservations and of photos."""

from dataclasses import replace
from datetime import date

from dpp.domain.actor import Role
from dpp.domain.message import Message, message
from lifecycle.domain.vocabulary import Route
from lifecycle.service.marketplace_views import ReservationState
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link, Person, Refusal, Turner
from web.pages.contexts.marketplace import (
    Arriving,
    MarketplacePage,
    OfferCard,
    OfferedLine,
    OfferPage,
    Photo,
    PhotosPage,
    PreparationGroup,
    PreparedDevice,
    ReservationsPage,
    ReservedLine,
    ScanLine,
    TownLine,
    TownsPage,
)
from web.pages.contexts.outlived import OutlivedLine, OutlivedPage
from web.pages.mapping.marketplace import COSMETIC, FUNCTIONAL, ORDERS
from web.pages.rendering import Page

DAY, LATER = date(2026, 12, 5), date(2026, 12, 9)
PICTURE = Photo("/photos/a?small=true", "/photos/a", message("Photo of a {name}", name="Dell Latitude 7420"))
FACTS = (
    (message("Grade"), Message("F5 C5")),
    (message("Memory"), message("{size} GB", size=16)),
    (message("Battery"), message("{low} to {high} %", low=71, high=92)),
    (message("Where"), Message("Gouda")),
)
CARD = OfferCard("Dell Latitude 7420", "/marketplace/k1", message("Laptop"), "laptop", 14, FACTS, DAY, PICTURE)
ONE = replace(CARD, name="Fairphone 4", icon="phone", kind=message("Phone"), count=1, photo=None)
FILTERS = FormState({"q": "latitude", "group": "laptop", "town": "Gouda", "order": "grade"})
EMPTY = MarketplacePage((), 0, 0, NEW_FORM, (), (), (), FUNCTIONAL, COSMETIC, ORDERS)
FULL = replace(
    EMPTY,
    cards=(CARD, ONE),
    kinds=60,
    devices=431,
    filters=FILTERS,
    groups=(Choice("laptop", message("Laptop")),),
    towns=(Choice("Gouda", "Gouda"),),
    owners=(Choice("o-1", "Ministerie (demo)"),),
    turner=Turner(2, 3, "/marketplace?page=1", "/marketplace?page=3"),
    can_reserve=True,
    can_name_towns=True,
)
OFFER = OfferPage(
    card=CARD,
    photos=(PICTURE,),
    lines=(
        OfferedLine("/passports/p1", message("{percent} %", percent=92), DAY),
        OfferedLine("/passports/p2", None, LATER),
    ),
    last=LATER,
    days=14,
    most=12,
    held=88,
    at_most=100,
    can_reserve=True,
)
OUTLIVED = OutlivedLine(
    key="d-1",
    device=DeviceHead("Dell Latitude 7420", "/devices/d-1", "SSC-001234"),
    owner="Ministerie (demo)",
    custodian="SSC-ICT (demo)",
    since=DAY,
    until=LATER,
    next=Route.DONATE,
)
LEFT = OutlivedPage((OUTLIVED,), ((Route.DONATE, 1),), 500)
KEPT = ReservedLine(
    id="r-1",
    name="Dell Latitude 7420",
    passport="/passports/p1",
    facts=Message("F5 C5"),
    town="Gouda",
    unit="Team Inkoop",
    until=DAY,
    state=ReservationState.KEPT,
    can_change=True,
    longer_until=LATER,
)
COMING = replace(
    KEPT, id="r-2", unit=None, town=None, passport=None, state=ReservationState.ON_ITS_WAY, can_change=False
)
GROUP = PreparationGroup(
    requester="Ministerie (demo)",
    requester_id="o-1",
    unit="Team Inkoop",
    custodian="SSC-ICT (demo)",
    until=DAY,
    devices=(PreparedDevice("Dell Latitude 7420", "/devices/d1", "SSC-000123", "Kast 4", DAY),),
    is_ours=True,
)
NOTHING = ReservationsPage((), (), (), (), has_own=True, prepares=True)
REFUSED = FormState(
    {"count": "20"}, refusal=Refusal(message("Only {left} of these can be reserved now.", left=3), None, "too-few-left")
)


SERVANT = Person("Amir Ambtenaar", "Ministerie (demo)", frozenset({Role.PUBLIC_SERVANT}))


def samples(handler: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """Each page full and empty, and with a refusal where there is a form."""
    reservations = replace(
        NOTHING,
        lines=(KEPT, COMING),
        arriving=(Arriving("c-1", 2), Arriving("c-2", 1)),
        scans=(
            ScanLine("7K2M-9QXR", message("On the manifest: received."), is_good=True),
            ScanLine("X", message("Nobody knows this code."), is_good=False),
        ),
        groups=(GROUP, replace(GROUP, unit=None, is_ours=False)),
    )
    photos = PhotosPage(Link("Dell Latitude 7420", "/devices/d1"), "/devices/d1/photos", (), can_add=True, most=12)
    removable = replace(PICTURE, removal="/devices/d1/photos/a/removal")
    places = (TownLine("SSC-ICT (demo)", "o-2", "Kast 4", 14, "Gouda"), TownLine("DRZ (demo)", "o-3", "Hal", 2, None))
    return {
        "marketplace": (FULL, SERVANT, "/marketplace"),
        "marketplace-none": (EMPTY, SERVANT, "/marketplace"),
        "marketplace-nothing-like-it": (replace(EMPTY, filters=FILTERS, is_filtered=True), SERVANT, "/marketplace"),
        "marketplace-kind": (OFFER, SERVANT, CARD.address),
        "marketplace-kind-refused": (replace(OFFER, form=REFUSED), SERVANT, CARD.address),
        "marketplace-kind-too-many": (replace(OFFER, most=0, held=100, last=DAY), SERVANT, CARD.address),
        "marketplace-outlived": (
            OutlivedPage((OUTLIVED,), ((Route.DONATE, 1),), 500),
            handler,
            "/marketplace/outlived",
        ),
        "marketplace-outlived-none": (OutlivedPage((), (), 500), handler, "/marketplace/outlived"),
        "marketplace-towns": (TownsPage(places), handler, "/marketplace/towns"),
        "marketplace-towns-none": (TownsPage(()), handler, "/marketplace/towns"),
        "reservations": (reservations, handler, "/reservations"),
        "reservations-none": (NOTHING, SERVANT, "/reservations"),
        "device-photos": (replace(photos, photos=(removable,)), handler, photos.send_to),
        "device-photos-none": (photos, handler, photos.send_to),
    }
