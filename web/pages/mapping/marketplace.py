"""From the views of the marketplace and of reservations to their pages."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from urllib.parse import urlencode

from dpp.domain.actor import Actor
from dpp.domain.catalogue import ProductGroup
from dpp.domain.message import Message, message
from lifecycle.domain.consignment import Verdict
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade
from lifecycle.service.marketplace_ports import DevicePhoto, OfferFilter
from lifecycle.service.marketplace_views import (
    ArrivalAnswer,
    KindView,
    MarketView,
    OfferedDevice,
    OneKindView,
    ReservationState,
    ReservationView,
    ToPrepare,
    TownsView,
)
from lifecycle.service.photos import MOST_PHOTOS
from lifecycle.service.views import DeviceView
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link, Turner
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
from web.pages.contexts.passport import full_name
from web.pages.mapping.heads import address_of, head_of
from web.pages.words import word

FUNCTIONAL = tuple(Choice(each, message("{grade} or better", grade=each)) for each in reversed(FunctionalGrade))
COSMETIC = tuple(Choice(each, message("{grade} or better", grade=each)) for each in reversed(CosmeticGrade))
ORDERS = (
    Choice("newest", message("newest first")),
    Choice("grade", message("best grade first")),
    Choice("number", message("most devices first")),
)
_ICONS = frozenset(ProductGroup)
_RECEIVED = frozenset({Verdict.ON_MANIFEST, Verdict.ALREADY_RECEIVED})


def marketplace_page(view: MarketView, wanted: OfferFilter, filters: FormState, actor: Actor) -> MarketplacePage:
    chosen = {name: value for name, value in filters.values.items() if value}
    return MarketplacePage(
        cards=tuple(map(offer_card, view.kinds)),
        kinds=view.kinds_in_all,
        devices=view.devices_in_all,
        filters=filters,
        groups=tuple(Choice(group, _group(group)) for group in view.choices.groups),
        towns=tuple(Choice(town, town) for town in view.choices.towns),
        owners=tuple(Choice(owner, name) for owner, name in sorted(view.owners.items(), key=lambda each: each[1])),
        functional=FUNCTIONAL,
        cosmetic=COSMETIC,
        orders=ORDERS,
        turner=_turner(view, wanted, chosen),
        is_filtered=bool(set(chosen) - {"order"}),
        can_reserve=PERMISSIONS.allows("reserve_offered", actor),
        can_name_towns=PERMISSIONS.allows("name_towns", actor),
        can_route=PERMISSIONS.allows("propose_route", actor),
    )


def _turner(view: MarketView, wanted: OfferFilter, chosen: dict[str, str]) -> Turner | None:
    pages = -(-view.kinds_in_all // wanted.limit)
    if pages <= 1:
        return None
    page = wanted.offset // wanted.limit + 1

    def address(number: int) -> str | None:
        return f"/marketplace?{urlencode({**chosen, 'page': number})}" if 1 <= number <= pages else None

    return Turner(page, pages, address(page - 1), address(page + 1))


def offer_card(kind: KindView) -> OfferCard:
    name = full_name(kind.brand, kind.name)
    return OfferCard(
        name=name,
        address=f"/marketplace/{kind.id}",
        kind=_group(kind.group),
        icon=kind.group if kind.group in _ICONS else "recycle",
        count=kind.count,
        facts=tuple(_facts(kind)),
        until=kind.leaves_from,
        photo=next(iter(photos_of(kind.photos, name)), None),
    )


def photos_of(hashes: Iterable[str], name: str) -> tuple[Photo, ...]:
    return tuple(
        Photo(f"/photos/{each}?small=true", f"/photos/{each}", message("Photo of a {name}", name=name))
        for each in hashes
    )


def _group(group: str) -> Message:
    return word(ProductGroup(group)) if group in _ICONS else Message("{group}", {"group": group})


def _facts(kind: KindView) -> Iterator[tuple[Message, Message]]:
    grades = [each for each in (kind.functional_grade, kind.cosmetic_grade) if each]
    if grades:
        yield message("Grade"), Message("{grades}", {"grades": " ".join(grades)})
    if kind.memory_gb is not None:
        yield message("Memory"), message("{size} GB", size=kind.memory_gb)
    if kind.storage_gb is not None:
        yield message("Storage"), message("{size} GB", size=kind.storage_gb)
    if kind.screen_inch is not None:
        yield message("Screen"), message("{size} inch", size=kind.screen_inch)
    if kind.battery_low is not None and kind.battery_high is not None:
        yield message("Battery"), _battery(kind.battery_low, kind.battery_high)
    yield message("Where"), Message("{town}", {"town": kind.town}) if kind.town else message("on request")
    yield message("From"), Message("{owner}", {"owner": kind.owner})


def _battery(low: float, high: float) -> Message:
    worst, best = (round(min(each, 1) * 100) for each in (low, high))
    if worst == best:
        return message("{percent} %", percent=best)
    return message("{low} to {high} %", low=worst, high=best)


def offer_page(view: OneKindView, actor: Actor, form: FormState) -> OfferPage:
    kind = view.kind
    free = kind.count if view.at_most is None else min(kind.count, max(view.at_most - view.held, 0))
    return OfferPage(
        card=offer_card(kind),
        photos=photos_of(kind.photos, full_name(kind.brand, kind.name)),
        lines=tuple(map(_offered_line, view.devices)),
        last=kind.leaves_until,
        days=view.reservation_days,
        most=free,
        held=view.held,
        at_most=view.at_most,
        can_reserve=PERMISSIONS.allows("reserve_offered", actor),
        has_battery=kind.group != ProductGroup.DISPLAY,
        form=form,
    )


def _offered_line(device: OfferedDevice) -> OfferedLine:
    battery = None if device.battery is None else _battery(device.battery, device.battery)
    return OfferedLine(device.passport, battery, device.internal_until)


def reservations_page(
    kept: tuple[ReservationView, ...] | None,
    groups: tuple[ToPrepare, ...] | None,
    actor: Actor,
    form: FormState = NEW_FORM,
    scans: Sequence[ArrivalAnswer] = (),
) -> ReservationsPage:
    """None where it is not for this person to reserve, or to prepare."""
    return ReservationsPage(
        lines=tuple(map(_reserved_line, kept or ())),
        arriving=tuple(_arriving(kept or ())),
        scans=tuple(ScanLine(each.raw, each.what, each.verdict in _RECEIVED) for each in scans),
        groups=tuple(_group_of(each, actor) for each in groups or ()),
        has_own=kept is not None,
        prepares=groups is not None,
        form=form,
    )


def _reserved_line(kept: ReservationView) -> ReservedLine:
    grades = [each for each in (kept.functional_grade, kept.cosmetic_grade) if each]
    return ReservedLine(
        id=kept.id,
        name=_named(kept.brand, kept.name),
        passport=kept.passport,
        facts=Message("{grades}", {"grades": " ".join(grades)}),
        town=kept.town,
        unit=kept.unit,
        until=kept.until,
        state=kept.state,
        can_change=kept.state is ReservationState.KEPT,
        longer_until=kept.longer_until,
    )


def _arriving(kept: Iterable[ReservationView]) -> Iterator[Arriving]:
    consignments = [each.consignment for each in kept if each.consignment is not None]
    for consignment in dict.fromkeys(consignments):
        yield Arriving(consignment, consignments.count(consignment))


def _group_of(group: ToPrepare, actor: Actor) -> PreparationGroup:
    devices = tuple(
        PreparedDevice(
            name=_named(each.brand, each.name),
            address=address_of(each.device),
            number=each.asset_tag or each.serial,
            place=each.place,
            until=each.until,
        )
        for each in group.devices
    )
    return PreparationGroup(
        requester=group.requester_name,
        requester_id=group.requester,
        unit=group.unit,
        custodian=group.custodian_name,
        until=group.until,
        devices=devices,
        is_ours=group.custodian == actor.organisation,
    )


def _named(brand: str | None, name: str | None) -> str:
    return full_name(brand, name) if brand and name else brand or name or ""


def photos_page(
    view: DeviceView, photos: Iterable[DevicePhoto], lost: Collection[str], actor: Actor, form: FormState
) -> PhotosPage:
    """`lost`: the hashes of photos whose picture is not kept any more."""
    at, relations = address_of(view.device.key), view.device.relations(actor.organisation)
    may_remove = PERMISSIONS.allows("remove_photo", actor, relations)
    name = _named(view.line.brand, view.line.name)
    shown = tuple(
        Photo(
            f"/photos/{each.sha256}?small=true",
            f"/photos/{each.sha256}",
            message("Photo of a {name}", name=name),
            f"{at}/photos/{each.sha256}/removal" if may_remove else None,
            lost=each.sha256 in lost,
        )
        for each in photos
    )
    return PhotosPage(
        device=Link(head_of(view).name or name, at),
        send_to=f"{at}/photos",
        photos=shown,
        can_add=PERMISSIONS.allows("add_photo", actor, relations) and len(shown) < MOST_PHOTOS,
        most=MOST_PHOTOS,
        form=form,
    )


def towns_page(view: TownsView) -> TownsPage:
    return TownsPage(
        tuple(TownLine(each.custodian_name, each.custodian, each.place, each.count, each.town) for each in view.places)
    )
