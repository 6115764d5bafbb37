"""Where parts are, in SQL: the store behind `lifecycle.service.thing_ports.PartStore`."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, delete, select

from dpp.adapters.mapping import stored_from, values_of
from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.rows.devices import DeviceRow
from lifecycle.adapters.rows.things import PartPlaceRow
from lifecycle.domain.components import PartPlace, PlacedPart
from lifecycle.domain.vocabulary import ComponentKind


class SqlParts:
    """`PartStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, key: DeviceKey, parts: Sequence[PlacedPart]) -> None:
        self._session.exec(delete(PartPlaceRow).where(col(PartPlaceRow.device_key) == key))
        self._session.add_all(_row(part) for part in parts)
        self._session.flush()

    def hold_numbers(self, numbers: Collection[str]) -> None:
        """On SQLite there is one writer; on PostgreSQL a lock for each number, in their order."""
        if self._session.get_bind().dialect.name == "postgresql":
            for number in sorted(f"part {each}" for each in numbers):
                self._session.exec(select(func.pg_advisory_xact_lock(func.hashtextextended(number, 0))))

    def numbered(self, component: ComponentKind, serial: str) -> tuple[PlacedPart, ...]:
        return self._found(col(PartPlaceRow.serial) == serial, col(PartPlaceRow.component) == component)

    def of_device(self, key: DeviceKey) -> tuple[PlacedPart, ...]:
        return self._found(col(PartPlaceRow.device_key) == key)

    def given_by(self, donors: Collection[DeviceKey]) -> tuple[PlacedPart, ...]:
        return self._found(col(PartPlaceRow.device_key).in_(donors), col(PartPlaceRow.place) == PartPlace.IN_STOCK)

    def taken_from(self, donors: Collection[DeviceKey]) -> tuple[PlacedPart, ...]:
        return self._found(col(PartPlaceRow.donor).in_(donors))

    def in_stock(self, component: ComponentKind, limit: int) -> tuple[PlacedPart, ...]:
        row = PartPlaceRow
        return self._found(col(row.component) == component, col(row.place) == PartPlace.IN_STOCK, limit=limit)

    def givers(self, custodian: OrganisationId | None, limit: int) -> tuple[DeviceKey, ...]:
        giving = select(PartPlaceRow.device_key).where(PartPlaceRow.place == PartPlace.IN_STOCK).distinct()
        if custodian is not None:
            theirs = select(DeviceRow.device_key).where(DeviceRow.custodian == custodian)
            giving = giving.where(col(PartPlaceRow.device_key).in_(theirs))
        ordered = giving.order_by(col(PartPlaceRow.device_key)).limit(limit)
        return tuple(DeviceKey(key) for key in self._session.exec(ordered))

    def _found(self, *conditions: ColumnElement[bool], limit: int | None = None) -> tuple[PlacedPart, ...]:
        rows = select(PartPlaceRow).where(*conditions).limit(limit)
        ordered = rows.order_by(col(PartPlaceRow.device_key), col(PartPlaceRow.slot))
        return tuple(_part(row) for row in self._session.exec(ordered))


def _row(part: PlacedPart) -> PartPlaceRow:
    values = values_of(part, device_key=part.device)
    del values["device"]
    return PartPlaceRow(**values)


def _part(row: PartPlaceRow) -> PlacedPart:
    return stored_from(
        PlacedPart,
        row,
        device=row.device_key,
        component=ComponentKind(row.component),
        place=PartPlace(row.place),
    )
