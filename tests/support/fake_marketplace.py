"""Offers, reservations and photos in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import InvalidInput, NotFound
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import sha256 as hash_of
from lifecycle.domain.events import EventId
from lifecycle.domain.marketplace.offers import Kind, Offer
from lifecycle.domain.marketplace.reserving import ReservedDevice
from lifecycle.service.marketplace_ports import (
    Choices,
    DevicePhoto,
    OfferedKind,
    OfferFilter,
    OfferOrder,
    Opening,
    TownOfPlace,
)
from lifecycle.service.ports import DeviceLine


@dataclass
class FakeOffers:
    rows: dict[DeviceKey, Offer] = field(default_factory=dict)
    named: dict[tuple[OrganisationId, str], str] = field(default_factory=dict)
    devices_of: dict[DeviceKey, DeviceLine] = field(default_factory=dict)

    def put(self, offer: Offer) -> None:
        self.rows[offer.device] = offer

    def drop(self, key: DeviceKey) -> None:
        self.rows.pop(key, None)

    def get(self, key: DeviceKey) -> Offer | None:
        return self.rows.get(key)

    def pairs(self) -> tuple[tuple[OrganisationId, str], ...]:
        return tuple(sorted({(offer.kind.owner, offer.kind.group) for offer in self.rows.values()}))

    def kinds(self, wanted: OfferFilter, openings: Sequence[Opening]) -> tuple[OfferedKind, ...]:
        found = sorted(self._found(wanted, openings), key=lambda each: each.kind.id)
        match wanted.order:
            case OfferOrder.NEWEST:
                found.sort(key=lambda each: each.last, reverse=True)
            case OfferOrder.GRADE:
                found.sort(key=_grades, reverse=True)
            case OfferOrder.NUMBER:
                found.sort(key=lambda each: each.count, reverse=True)
        return tuple(found[wanted.offset :][: wanted.limit])

    def count(self, wanted: OfferFilter, openings: Sequence[Opening]) -> tuple[int, int]:
        found = self._found(wanted, openings)
        return len(found), sum(each.count for each in found)

    def kind(self, kind_id: str, openings: Sequence[Opening]) -> OfferedKind | None:
        return next((each for each in self._found(OfferFilter(), openings) if each.kind.id == kind_id), None)

    def devices(self, kind_id: str, openings: Sequence[Opening], limit: int) -> tuple[Offer, ...]:
        mine = [offer for offer in self._open(openings) if offer.kind.id == kind_id]
        return tuple(sorted(mine, key=lambda offer: (offer.since, offer.device))[:limit])

    def outlived(self, openings: Sequence[Opening], limit: int) -> tuple[Offer, ...]:
        over = [offer for offer in self.rows.values() if not _is_open(offer, openings)]
        return tuple(sorted(over, key=lambda offer: (offer.since, offer.device))[:limit])

    def take(
        self, kind_id: str, openings: Sequence[Opening], limit: int, besides: Collection[DeviceKey]
    ) -> tuple[DeviceKey, ...]:
        mine = self.devices(kind_id, openings, len(self.rows))
        return tuple(offer.device for offer in mine if offer.device not in besides)[:limit]

    def choices(self, openings: Sequence[Opening]) -> Choices:
        kinds = [offer.kind for offer in self._open(openings)]
        return Choices(
            tuple(sorted({kind.group for kind in kinds})),
            tuple(sorted({kind.town for kind in kinds if kind.town is not None})),
            tuple(sorted({kind.owner for kind in kinds})),
        )

    def town(self, custodian: OrganisationId, place: str) -> str | None:
        return self.named.get((custodian, place), self.named.get((custodian, "")))

    def towns(self) -> tuple[TownOfPlace, ...]:
        return tuple(TownOfPlace(who, place, self.named[who, place]) for who, place in sorted(self.named))

    def name_town(self, town: TownOfPlace, at: datetime, by: AccountId) -> None:  # noqa: ARG002 - the port's signature
        self.named.pop((town.custodian, town.place), None)
        if town.town:
            self.named[town.custodian, town.place] = town.town

    def at(self, custodian: OrganisationId) -> tuple[DeviceKey, ...]:
        return tuple(sorted(key for key, offer in self.rows.items() if offer.custodian == custodian))

    def custodians(self) -> tuple[tuple[OrganisationId, str | None, int], ...]:
        found: dict[tuple[OrganisationId, str | None], int] = {}
        for offer in self.rows.values():
            place = offer.custodian, self.devices_of[offer.device].place
            found[place] = found.get(place, 0) + 1
        return tuple((*place, found[place]) for place in sorted(found, key=str))

    def _open(self, openings: Sequence[Opening]) -> list[Offer]:
        return [offer for offer in self.rows.values() if _is_open(offer, openings)]

    def _found(self, wanted: OfferFilter, openings: Sequence[Opening]) -> list[OfferedKind]:
        alike: dict[Kind, list[Offer]] = {}
        for offer in self._open(openings):
            if _fits(offer.kind, wanted):
                alike.setdefault(offer.kind, []).append(offer)
        return [_kind(kind, offers) for kind, offers in alike.items()]


def _is_open(offer: Offer, openings: Sequence[Opening]) -> bool:
    of_its_own = [each for each in openings if (each.owner, each.group) == (offer.kind.owner, offer.kind.group)]
    others = [each for each in openings if each.owner is None]
    return any(offer.since >= each.first for each in of_its_own or others)


def _fits(kind: Kind, wanted: OfferFilter) -> bool:
    least = (
        (wanted.functional_at_least, kind.functional_grade),
        (wanted.cosmetic_at_least, kind.cosmetic_grade),
        (wanted.memory_at_least, kind.memory_gb),
        (wanted.storage_at_least, kind.storage_gb),
        (wanted.screen_at_least, kind.screen_inch),
    )
    enough = all(asked is None or (has is not None and has >= asked) for asked, has in least)  # type: ignore[operator]  # each pair is of one type
    same = ((wanted.group, kind.group), (wanted.town, kind.town), (wanted.owner, kind.owner))
    words = all(word in kind.words for word in wanted.text.lower().split())
    return enough and words and all(asked in {None, has} for asked, has in same)


def _kind(kind: Kind, offers: list[Offer]) -> OfferedKind:
    days, health = [each.since for each in offers], [each.battery for each in offers if each.battery is not None]
    return OfferedKind(kind, len(offers), min(days), max(days), min(health, default=None), max(health, default=None))


def _grades(found: OfferedKind) -> tuple[str, str]:
    return found.kind.functional_grade or "", found.kind.cosmetic_grade or ""


@dataclass
class FakeReservations:
    rows: dict[DeviceKey, ReservedDevice] = field(default_factory=dict)
    devices_of: dict[DeviceKey, DeviceLine] = field(default_factory=dict)

    def hold(self, requester: OrganisationId) -> None:
        """Nobody else is here."""

    def put(self, reserved: ReservedDevice) -> None:
        self.rows[reserved.device] = reserved

    def drop(self, key: DeviceKey) -> None:
        self.rows.pop(key, None)

    def get(self, key: DeviceKey) -> ReservedDevice | None:
        return self.rows.get(key)

    def find(self, reservation: EventId) -> ReservedDevice | None:
        return next((each for each in self.rows.values() if each.id == reservation), None)

    def of(self, requester: OrganisationId) -> tuple[ReservedDevice, ...]:
        return tuple(each for each in self._by_day() if each.requester == requester)

    def count(self, requester: OrganisationId) -> int:
        return sum(each.request is None for each in self.of(requester))

    def ended(self, before: date, limit: int) -> tuple[ReservedDevice, ...]:
        return tuple(each for each in self._by_day() if each.until < before)[:limit]

    def held_by(self, custodian: OrganisationId | None) -> tuple[ReservedDevice, ...]:
        held = [each for each in self.rows.values() if custodian in {None, self.devices_of[each.device].custodian}]
        return tuple(sorted(held, key=lambda each: (each.requester, each.unit or "", each.until, each.device)))

    def _by_day(self) -> list[ReservedDevice]:
        return sorted(self.rows.values(), key=lambda each: (each.until, each.device))


@dataclass
class FakePhotos:
    rows: dict[tuple[DeviceKey, str], DevicePhoto] = field(default_factory=dict)
    offers: dict[DeviceKey, Offer] = field(default_factory=dict)

    def add(self, photo: DevicePhoto) -> None:
        known = self.rows.get((photo.device, photo.sha256))
        if known is None or known.removed_at is not None:
            self.change(photo)

    def change(self, photo: DevicePhoto) -> None:
        self.rows[photo.device, photo.sha256] = photo

    def of_devices(self, keys: Collection[DeviceKey]) -> tuple[DevicePhoto, ...]:
        shown = [each for each in self.rows.values() if each.device in keys and each.removed_at is None]
        return tuple(sorted(shown, key=lambda each: (each.added_at, each.sha256)))

    def of_kinds(self, kinds: Collection[str], most: int) -> tuple[tuple[str, str], ...]:
        found = []
        for kind in sorted(kinds):
            keys = {key for key, offer in self.offers.items() if offer.kind.id == kind}
            found += [(kind, each.sha256) for each in self.of_devices(keys)[:most]]
        return tuple(found)

    def with_content(self, sha256: str) -> tuple[DevicePhoto, ...]:
        shown = [each for each in self.rows.values() if each.sha256 == sha256 and each.removed_at is None]
        return tuple(sorted(shown, key=lambda each: each.device))


@dataclass
class FakePhotoFiles:
    """`PhotoFiles` that keeps what it is given; only `not a picture` is none."""

    kept: dict[str, bytes] = field(default_factory=dict)

    def keep(self, content: bytes) -> str:
        if content == b"not a picture":
            raise InvalidInput(message("This is no picture that can be kept."))
        self.kept[hash_of(content)] = content
        return hash_of(content)

    def get(self, sha256: str, *, small: bool) -> bytes:  # noqa: ARG002 - the port's signature
        if sha256 not in self.kept:
            raise NotFound(message("The picture of this photo is not kept here (any more)."))
        return self.kept[sha256]

    def has(self, sha256: str) -> bool:
        return sha256 in self.kept

    def erase(self, sha256: str) -> None:
        self.kept.pop(sha256, None)
