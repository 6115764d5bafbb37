"""What is on offer, in SQL: the store behind `lifecycle.service.marketplace_ports`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, delete, select

from dpp.adapters.mapping import put_row, stored_from, table_of, values_of
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.adapters.rows.devices import DeviceRow
from lifecycle.adapters.rows.marketplace import MarketOfferRow, PlaceTownRow
from lifecycle.domain.marketplace.offers import Kind, Offer
from lifecycle.service.marketplace_ports import Choices, OfferedKind, OfferFilter, OfferOrder, Opening, TownOfPlace

_OFFER = table_of(MarketOfferRow)


class SqlOffers:
    """`OfferStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, offer: Offer) -> None:
        kind = offer.kind
        values = values_of(kind, kind_id=kind.id, words=kind.words) | {
            "device_key": offer.device,
            "passport_id": offer.passport,
            "custodian": offer.custodian,
            "since": offer.since,
            "battery": offer.battery,
        }
        put_row(self._session, _OFFER, values)

    def drop(self, key: DeviceKey) -> None:
        self._session.execute(_OFFER.delete().where(_OFFER.c.device_key == key))

    def get(self, key: DeviceKey) -> Offer | None:
        row = self._session.execute(sql_select(_OFFER).where(_OFFER.c.device_key == key)).one_or_none()
        return None if row is None else _offer(row)

    def pairs(self) -> tuple[tuple[OrganisationId, str], ...]:
        found = sql_select(_OFFER.c.owner, _OFFER.c.group).distinct()
        return tuple(sorted((OrganisationId(owner), group) for owner, group in self._session.execute(found)))

    def kinds(self, wanted: OfferFilter, openings: Sequence[Opening]) -> tuple[OfferedKind, ...]:
        alike = _alike(*_conditions(wanted), _is_open(openings)).subquery()
        order = (*_order(wanted.order, alike), alike.c.kind)
        page = sql_select(alike).order_by(*order).limit(wanted.limit).offset(wanted.offset).subquery()
        found = sql_select(_OFFER, page).join(page, _OFFER.c.device_key == page.c.sample)
        again = (*_order(wanted.order, page), page.c.kind)
        return tuple(map(_kind_found, self._session.execute(found.order_by(*again))))

    def count(self, wanted: OfferFilter, openings: Sequence[Opening]) -> tuple[int, int]:
        of_each = sql_select(func.count().label("devices")).select_from(_OFFER)
        found = of_each.where(*_conditions(wanted), _is_open(openings))
        grouped = found.group_by(_OFFER.c.kind_id).subquery()
        kinds, devices = self._session.execute(sql_select(func.count(), func.sum(grouped.c.devices))).one()
        return kinds, int(devices or 0)

    def kind(self, kind_id: str, openings: Sequence[Opening]) -> OfferedKind | None:
        alike = _alike(_OFFER.c.kind_id == kind_id, _is_open(openings)).subquery()
        found = sql_select(_OFFER, alike).join(alike, _OFFER.c.device_key == alike.c.sample)
        row = self._session.execute(found).one_or_none()
        return None if row is None else _kind_found(row)

    def devices(self, kind_id: str, openings: Sequence[Opening], limit: int) -> tuple[Offer, ...]:
        found = sql_select(_OFFER).where(_OFFER.c.kind_id == kind_id, _is_open(openings))
        ordered = found.order_by(_OFFER.c.since, _OFFER.c.device_key)
        return tuple(map(_offer, self._session.execute(ordered.limit(limit))))

    def outlived(self, openings: Sequence[Opening], limit: int) -> tuple[Offer, ...]:
        ordered = sql_select(_OFFER).where(~_is_open(openings)).order_by(_OFFER.c.since, _OFFER.c.device_key)
        return tuple(map(_offer, self._session.execute(ordered.limit(limit))))

    def take(
        self, kind_id: str, openings: Sequence[Opening], limit: int, besides: Collection[DeviceKey]
    ) -> tuple[DeviceKey, ...]:
        """On PostgreSQL what another transaction holds is passed over; on SQLite there is one writer."""
        device = table_of(DeviceRow)
        found = sql_select(device.c.device_key).join(_OFFER, _OFFER.c.device_key == device.c.device_key)
        wanted = found.where(
            _OFFER.c.kind_id == kind_id, _is_open(openings), device.c.device_key.not_in([*besides])
        ).order_by(_OFFER.c.since, _OFFER.c.device_key)
        if self._session.get_bind().dialect.name == "postgresql":
            wanted = wanted.with_for_update(of=device, skip_locked=True)
        return tuple(DeviceKey(key) for (key,) in self._session.execute(wanted.limit(limit)))

    def choices(self, openings: Sequence[Opening]) -> Choices:
        column = _OFFER.c
        parties = sql_select(column.owner, column.group).where(_is_open(openings)).distinct()
        towns = sql_select(column.town).where(_is_open(openings), column.town.is_not(None)).distinct()
        pairs = [tuple(pair) for pair in self._session.execute(parties)]
        return Choices(
            tuple(sorted({group for _, group in pairs})),
            tuple(sorted(self._session.scalars(towns))),
            tuple(sorted({OrganisationId(owner) for owner, _ in pairs})),
        )

    def town(self, custodian: OrganisationId, place: str) -> str | None:
        row = PlaceTownRow
        found = select(row.place, row.town).where(row.custodian == custodian, col(row.place).in_([place, ""]))
        towns = dict(self._session.exec(found).all())
        return towns.get(place, towns.get(""))

    def towns(self) -> tuple[TownOfPlace, ...]:
        rows = select(PlaceTownRow).order_by(col(PlaceTownRow.custodian), col(PlaceTownRow.place))
        return tuple(
            stored_from(TownOfPlace, row, custodian=OrganisationId(row.custodian)) for row in self._session.exec(rows)
        )

    def name_town(self, town: TownOfPlace, at: datetime, by: AccountId) -> None:
        row = PlaceTownRow
        self._session.exec(delete(row).where(col(row.custodian) == town.custodian, col(row.place) == town.place))
        if town.town:
            self._session.add(PlaceTownRow(**values_of(town), changed_at=at, changed_by=by))
        self._session.flush()

    def at(self, custodian: OrganisationId) -> tuple[DeviceKey, ...]:
        found = sql_select(_OFFER.c.device_key).where(_OFFER.c.custodian == custodian)
        return tuple(DeviceKey(key) for (key,) in self._session.execute(found.order_by(_OFFER.c.device_key)))

    def custodians(self) -> tuple[tuple[OrganisationId, str | None, int], ...]:
        device = table_of(DeviceRow)
        found = (
            sql_select(_OFFER.c.custodian, device.c.place, func.count())
            .join(device, device.c.device_key == _OFFER.c.device_key)
            .group_by(_OFFER.c.custodian, device.c.place)
            .order_by(_OFFER.c.custodian, device.c.place)
        )
        return tuple((OrganisationId(who), place, count) for who, place, count in self._session.execute(found))


def _alike(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Each kind once, with what differs between its devices; `sample` is one of them."""
    return (
        sql_select(
            _OFFER.c.kind_id.label("kind"),
            func.min(_OFFER.c.device_key).label("sample"),
            func.count().label("how_many"),
            func.min(_OFFER.c.since).label("first"),
            func.max(_OFFER.c.since).label("last"),
            func.min(_OFFER.c.battery).label("battery_low"),
            func.max(_OFFER.c.battery).label("battery_high"),
            func.min(_OFFER.c.functional_grade).label("functional"),
            func.min(_OFFER.c.cosmetic_grade).label("cosmetic"),
        )
        .where(*conditions)
        .group_by(_OFFER.c.kind_id)
    )


def _is_open(openings: Sequence[Opening]) -> ColumnElement[bool]:
    """The first that fits counts: those of an owner and a group before the one for all others."""
    named = [each for each in openings if each.owner is not None]
    conditions = [and_(_is_of(each), _OFFER.c.since >= each.first) for each in named]
    others = [and_(*[~_is_of(it) for it in named], _OFFER.c.since >= each.first) for each in openings if not each.owner]
    return or_(false(), *conditions, *others)


def _is_of(opening: Opening) -> ColumnElement[bool]:
    return and_(_OFFER.c.owner == opening.owner, _OFFER.c.group == opening.group)


def _conditions(wanted: OfferFilter) -> list[ColumnElement[bool]]:
    column = _OFFER.c
    same = ((column.group, wanted.group), (column.town, wanted.town), (column.owner, wanted.owner))
    least = (
        (column.functional_grade, wanted.functional_at_least),
        (column.cosmetic_grade, wanted.cosmetic_at_least),
        (column.memory_gb, wanted.memory_at_least),
        (column.storage_gb, wanted.storage_at_least),
        (column.screen_inch, wanted.screen_at_least),
    )
    return [
        *(each == asked for each, asked in same if asked is not None),
        *(each >= asked for each, asked in least if asked is not None),
        *(column.words.contains(word, autoescape=True) for word in wanted.text.lower().split()),
    ]


def _order(order: OfferOrder, alike: Any) -> tuple[ColumnElement[Any], ...]:
    match order:
        case OfferOrder.NEWEST:
            return (alike.c.last.desc(),)
        case OfferOrder.GRADE:
            return (
                func.coalesce(alike.c.functional, "").desc(),
                func.coalesce(alike.c.cosmetic, "").desc(),
            )
        case OfferOrder.NUMBER:
            return (alike.c.how_many.desc(),)


def _kind(row: Any) -> Kind:
    return stored_from(Kind, row, owner=OrganisationId(row.owner))


def _kind_found(row: Any) -> OfferedKind:
    return stored_from(OfferedKind, row, kind=_kind(row), count=row.how_many)


def _offer(row: Any) -> Offer:
    key, passport, custodian = (DeviceKey(row.device_key), PassportId(row.passport_id), OrganisationId(row.custodian))
    return Offer(key, passport, custodian, _kind(row), row.since, row.battery)
