"""The stock of spare parts and their reservations in SQL."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from dpp.adapters.contested import contested
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.rows.devices import DeviceRow
from lifecycle.adapters.rows.spares import SpareMovementRow, SpareReservationRow
from lifecycle.adapters.spare_said import AGAIN, add_said, said_columns
from lifecycle.domain.spares.catalogue import SparePartId
from lifecycle.domain.spares.stock import (
    Harvested,
    KeptState,
    Movement,
    PartReservation,
    PartReservationId,
    Shelf,
)
from lifecycle.domain.vocabulary import PartOrigin
from lifecycle.service.spare_ports import Count

_NOT_FREE = (KeptState.KEPT, KeptState.TAKEN)


class SqlSpareStock:
    """`SpareStockStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, movement: Movement) -> None:
        add_said(
            self._session,
            SpareMovementRow(
                movement_id=movement.id,
                act=movement.act,
                change=movement.change,
                **_shelf_columns(movement.shelf),
                part_id=movement.shelf.part,
                **said_columns(movement.said),
            ),
        )

    def shelves(self, parts: Collection[SparePartId]) -> tuple[Count, ...]:
        return self._counts(col(SpareMovementRow.part_id).in_(parts))

    def count(self, shelf: Shelf) -> int:
        row = SpareMovementRow
        these = (col(row.part_id) == shelf.part, col(row.holder) == shelf.holder, col(row.place) == shelf.place)
        return dict(self._counts(*these, col(row.origin) == shelf.origin)).get(shelf, 0)

    def put(self, reservation: PartReservation) -> None:
        with contested(self._session, message("Somebody else reserved this part at the same moment."), AGAIN):
            self._session.merge(_reservation_row(reservation))

    def get(self, reservation: PartReservationId) -> PartReservation | None:
        row = self._session.get(SpareReservationRow, reservation, populate_existing=True)
        return None if row is None else _reservation(row)

    def kept(self, parts: Collection[SparePartId]) -> tuple[PartReservation, ...]:
        row = SpareReservationRow
        return self._reservations(
            col(row.part_id).in_(parts), col(row.state) == KeptState.KEPT, col(row.holder).is_not(None)
        )

    def kept_of(self, parts: Collection[Harvested]) -> tuple[PartReservation, ...]:
        devices = {each.device for each in parts}
        found = self._of_devices(col(SpareReservationRow.device_key).in_(devices))
        return tuple(each for each in found if each.held in parts)

    def kept_from(self, donor: DeviceKey) -> tuple[PartReservation, ...]:
        return self._of_devices(col(SpareReservationRow.device_key) == donor)

    def of(self, requester: OrganisationId) -> tuple[PartReservation, ...]:
        row = SpareReservationRow
        return self._reservations(col(row.requester) == requester, col(row.state) == KeptState.KEPT)

    def held_by(self, holder: OrganisationId) -> tuple[PartReservation, ...]:
        row = SpareReservationRow
        theirs = select(DeviceRow.device_key).where(DeviceRow.custodian == holder)
        here = or_(col(row.holder) == holder, col(row.device_key).in_(theirs))
        return self._reservations(here, col(row.state) == KeptState.KEPT)

    def _of_devices(self, condition: ColumnElement[bool]) -> tuple[PartReservation, ...]:
        return self._reservations(condition, col(SpareReservationRow.state).in_(_NOT_FREE))

    def _reservations(self, *conditions: ColumnElement[bool]) -> tuple[PartReservation, ...]:
        row = SpareReservationRow
        found = select(row).where(*conditions).order_by(col(row.until), col(row.reservation_id))
        return tuple(map(_reservation, self._session.exec(found.execution_options(populate_existing=True))))

    def _counts(self, *conditions: ColumnElement[bool]) -> tuple[Count, ...]:
        row = SpareMovementRow
        shelf = (col(row.part_id), col(row.holder), col(row.place), col(row.origin))
        total = func.sum(col(row.change))
        counted = sql_select(*shelf, total).where(*conditions).group_by(*shelf)
        found = self._session.execute(counted.having(total > 0).order_by(*shelf))
        return tuple(
            (Shelf(SparePartId(part), OrganisationId(holder), place, PartOrigin(origin)), int(count))
            for part, holder, place, origin, count in found
        )


def _shelf_columns(shelf: Shelf) -> dict[str, Any]:
    return {"holder": shelf.holder, "place": shelf.place, "origin": shelf.origin}


def _reservation_row(kept: PartReservation) -> SpareReservationRow:
    held = kept.held
    where = {"device_key": held.device, "slot": held.slot} if isinstance(held, Harvested) else _shelf_columns(held)
    return SpareReservationRow(
        reservation_id=kept.id,
        part_id=kept.part,
        requester=kept.requester,
        since=kept.since,
        by=kept.by,
        until=kept.until,
        state=kept.state,
        ended_at=kept.ended_at,
        ended_by=kept.ended_by,
        **where,
    )


def _reservation(row: SpareReservationRow) -> PartReservation:
    part = SparePartId(row.part_id)
    held: Shelf | Harvested
    if row.device_key is not None:
        held = Harvested(DeviceKey(row.device_key), str(row.slot))
    else:
        held = Shelf(part, OrganisationId(str(row.holder)), str(row.place), PartOrigin(str(row.origin)))
    return PartReservation(
        id=PartReservationId(row.reservation_id),
        part=part,
        held=held,
        requester=OrganisationId(row.requester),
        since=row.since,
        by=AccountId(row.by),
        until=row.until,
        state=KeptState(row.state),
        ended_at=row.ended_at,
        ended_by=None if row.ended_by is None else AccountId(row.ended_by),
    )
