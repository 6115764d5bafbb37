"""Sale in SQL: the store behind `lifecycle.service.sale_ports`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from dpp.adapters.contested import add_contested
from dpp.adapters.search_index import SqlSearchIndex
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical
from lifecycle.adapters.rows.sales import BidRow, LotBuyerRow, LotDeviceRow, LotRow, SaleRow
from lifecycle.domain.events import plain
from lifecycle.domain.findable import lot_subject
from lifecycle.domain.sales import Bid, BidId, Choice, Lot, LotId, LotState
from lifecycle.domain.sales.lot import OPEN
from lifecycle.service.sale_ports import LotVersion, Sale

_LOT: TypeAdapter[Lot] = TypeAdapter(Lot)


class SqlSales:
    """`SaleStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, lot: LotId) -> None:
        self._session.exec(select(LotRow.number).where(LotRow.lot_id == lot).with_for_update()).all()

    def add(self, version: LotVersion) -> None:
        it = version.lot
        add_contested(
            self._session,
            LotRow(
                lot_id=it.id,
                number=version.number,
                seller=it.seller,
                state=it.state,
                changed_at=version.changed_at,
                changed_by=version.changed_by,
                content=canonical(plain(it)).decode(),
            ),
        )
        self._keep_devices(it)
        self._keep_buyers(it)
        SqlSearchIndex(self._session).put(lot_subject(it))

    def lot(self, lot: LotId) -> LotVersion | None:
        newest = select(LotRow).where(LotRow.lot_id == lot).order_by(col(LotRow.number).desc()).limit(1)
        found = self._session.exec(newest).first()
        return None if found is None else _version(found)

    def history(self, lot: LotId) -> tuple[LotVersion, ...]:
        wanted = select(LotRow).where(LotRow.lot_id == lot).order_by(col(LotRow.number))
        return tuple(map(_version, self._session.exec(wanted)))

    def lots(self, *, buyer: OrganisationId | None = None) -> tuple[LotVersion, ...]:
        newest = select(LotRow.lot_id, func.max(LotRow.number)).group_by(col(LotRow.lot_id)).subquery()
        of_each, number = newest.c
        wanted = select(LotRow).join(newest, (col(LotRow.lot_id) == of_each) & (col(LotRow.number) == number))
        if buyer is not None:
            mine = select(LotBuyerRow.lot_id).where(LotBuyerRow.buyer == buyer)
            wanted = wanted.where(col(LotRow.lot_id).in_(mine))
        found = map(_version, self._session.exec(wanted))
        return tuple(sorted(found, key=lambda each: (each.lot.made_at, each.lot.id), reverse=True))

    def open_with(self, devices: Iterable[DeviceKey]) -> dict[DeviceKey, LotId]:
        wanted = select(LotDeviceRow).where(col(LotDeviceRow.device_key).in_(list(devices)))
        return {DeviceKey(row.device_key): LotId(row.lot_id) for row in self._session.exec(wanted)}

    def add_bid(self, lot: LotId, bid: Bid) -> None:
        count = self._session.exec(select(func.count()).where(BidRow.lot_id == lot)).one()
        add_contested(
            self._session,
            BidRow(
                lot_id=lot,
                number=count + 1,
                bid_id=bid.id,
                buyer=bid.buyer,
                cents=bid.cents,
                country=bid.country,
                made_at=bid.at,
                made_by=bid.by,
            ),
        )

    def bids(self, lot: LotId) -> tuple[Bid, ...]:
        wanted = select(BidRow).where(BidRow.lot_id == lot).order_by(col(BidRow.number))
        return tuple(map(_bid, self._session.exec(wanted)))

    def add_sale(self, sale: Sale) -> None:
        said: dict[str, Any] = vars(sale)
        add_contested(
            self._session, SaleRow(lot_id=sale.lot, **{name: value for name, value in said.items() if name != "lot"})
        )

    def sales(self, since: datetime, until: datetime) -> tuple[Sale, ...]:
        awarded = col(SaleRow.awarded_at)
        closed = select(LotRow.lot_id).where(LotRow.state == LotState.CLOSED)
        wanted = select(SaleRow).where(awarded >= since, awarded < until, col(SaleRow.lot_id).not_in(closed))
        wanted = wanted.order_by(awarded, col(SaleRow.lot_id))
        return tuple(map(_sale, self._session.exec(wanted)))

    def _keep_devices(self, lot: Lot) -> None:
        row = LotDeviceRow
        if lot.state not in OPEN:
            self._session.exec(delete(row).where(col(row.lot_id) == lot.id))
            return
        there = set(self._session.exec(select(row.device_key).where(row.lot_id == lot.id)))
        for key in sorted(set(lot.keys) - there):
            add_contested(self._session, LotDeviceRow(device_key=key, lot_id=lot.id))

    def _keep_buyers(self, lot: Lot) -> None:
        row = LotBuyerRow
        there = set(self._session.exec(select(row.buyer).where(row.lot_id == lot.id)))
        for buyer in sorted(set(() if lot.offering is None else lot.offering.buyers) - there):
            add_contested(self._session, LotBuyerRow(buyer=buyer, lot_id=lot.id))


def _version(row: LotRow) -> LotVersion:
    return LotVersion(_LOT.validate_json(row.content), row.number, row.changed_at, AccountId(row.changed_by))


def _bid(row: BidRow) -> Bid:
    return Bid(
        id=BidId(row.bid_id),
        buyer=OrganisationId(row.buyer),
        cents=row.cents,
        at=row.made_at,
        by=AccountId(row.made_by),
        country=row.country,
    )


def _sale(row: SaleRow) -> Sale:
    return Sale(
        lot=LotId(row.lot_id),
        seller=OrganisationId(row.seller),
        buyer=OrganisationId(row.buyer),
        devices=row.devices,
        cents=row.cents,
        ground=Choice(row.ground),
        country=row.country,
        awarded_at=row.awarded_at,
    )
