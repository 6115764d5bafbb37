"""Reserved devices in SQL: the store behind `lifecycle.service.marketplace_ports`."""

from datetime import date

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, select

from dpp.adapters.mapping import put_row, stored_from, table_of, values_of
from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.rows.devices import DeviceRow
from lifecycle.adapters.rows.marketplace import ReservationRow
from lifecycle.domain.events import EventId
from lifecycle.domain.marketplace.reserving import ReservedDevice

_RESERVATION = table_of(ReservationRow)


class SqlReservations:
    """`ReservationStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, requester: OrganisationId) -> None:
        """On SQLite there is one writer."""
        if self._session.get_bind().dialect.name == "postgresql":
            named = func.hashtextextended(f"reservations {requester}", 0)
            self._session.exec(select(func.pg_advisory_xact_lock(named)))

    def put(self, reserved: ReservedDevice) -> None:
        values = values_of(reserved, device_key=reserved.device, reservation_id=reserved.id)
        del values["device"], values["id"]
        put_row(self._session, _RESERVATION, values)

    def drop(self, key: DeviceKey) -> None:
        self._session.execute(_RESERVATION.delete().where(_RESERVATION.c.device_key == key))

    def get(self, key: DeviceKey) -> ReservedDevice | None:
        return next(iter(self._found(_RESERVATION.c.device_key == key)), None)

    def find(self, reservation: EventId) -> ReservedDevice | None:
        return next(iter(self._found(_RESERVATION.c.reservation_id == reservation)), None)

    def of(self, requester: OrganisationId) -> tuple[ReservedDevice, ...]:
        return self._found(_RESERVATION.c.requester == requester)

    def count(self, requester: OrganisationId) -> int:
        mine = sql_select(func.count()).where(_RESERVATION.c.requester == requester, _RESERVATION.c.request.is_(None))
        return int(self._session.execute(mine).scalar_one())

    def ended(self, before: date, limit: int) -> tuple[ReservedDevice, ...]:
        return self._found(_RESERVATION.c.until < before)[:limit]

    def held_by(self, custodian: OrganisationId | None) -> tuple[ReservedDevice, ...]:
        device = table_of(DeviceRow)
        held = sql_select(device.c.device_key).where(device.c.custodian == custodian)
        found = self._found(*([] if custodian is None else [_RESERVATION.c.device_key.in_(held)]))
        return tuple(sorted(found, key=lambda each: (each.requester, each.unit or "", each.until, each.device)))

    def _found(self, *conditions: ColumnElement[bool]) -> tuple[ReservedDevice, ...]:
        rows = sql_select(_RESERVATION).where(*conditions).order_by(_RESERVATION.c.until, _RESERVATION.c.device_key)
        return tuple(
            stored_from(
                ReservedDevice,
                row,
                device=DeviceKey(row.device_key),
                id=EventId(row.reservation_id),
                requester=OrganisationId(row.requester),
            )
            for row in self._session.execute(rows)
        )
