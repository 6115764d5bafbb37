"""Photos of devices in SQL: the store behind `lifecycle.service.marketplace_ports`."""

from collections.abc import Collection

from sqlalchemy import func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from dpp.adapters.mapping import stored_from, table_of, values_of
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.rows.marketplace import DevicePhotoRow, MarketOfferRow
from lifecycle.service.marketplace_ports import DevicePhoto

_OFFER = table_of(MarketOfferRow)


class SqlPhotos:
    """`PhotoStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, photo: DevicePhoto) -> None:
        known = self._session.get(DevicePhotoRow, (photo.device, photo.sha256))
        if known is None or known.removed_at is not None:
            self.change(photo)

    def change(self, photo: DevicePhoto) -> None:
        values = values_of(photo, device_key=photo.device)
        del values["device"]
        self._session.merge(DevicePhotoRow(**values))
        self._session.flush()

    def of_devices(self, keys: Collection[DeviceKey]) -> tuple[DevicePhoto, ...]:
        row = DevicePhotoRow
        found = select(row).where(col(row.device_key).in_(keys), col(row.removed_at).is_(None))
        return tuple(map(_photo, self._session.exec(found.order_by(col(row.added_at), col(row.sha256)))))

    def of_kinds(self, kinds: Collection[str], most: int) -> tuple[tuple[str, str], ...]:
        row = DevicePhotoRow
        number = func.row_number().over(partition_by=_OFFER.c.kind_id, order_by=(col(row.added_at), col(row.sha256)))
        numbered = (
            sql_select(_OFFER.c.kind_id, col(row.sha256), number.label("number"))
            .join(_OFFER, _OFFER.c.device_key == col(row.device_key))
            .where(_OFFER.c.kind_id.in_(kinds), col(row.removed_at).is_(None))
            .subquery()
        )
        found = sql_select(numbered).where(numbered.c.number <= most).order_by(numbered.c.kind_id, numbered.c.number)
        return tuple((kind, sha256) for kind, sha256, _ in self._session.execute(found))

    def with_content(self, sha256: str) -> tuple[DevicePhoto, ...]:
        row = DevicePhotoRow
        found = select(row).where(row.sha256 == sha256, col(row.removed_at).is_(None))
        return tuple(map(_photo, self._session.exec(found.order_by(col(row.device_key)))))


def _photo(row: DevicePhotoRow) -> DevicePhoto:
    return stored_from(DevicePhoto, row, device=DeviceKey(row.device_key))
