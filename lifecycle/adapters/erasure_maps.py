"""Maps of erasure reports in SQL."""

import json

from sqlmodel import Session, col, select

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from lifecycle.adapters.rows.erasure_maps import ErasureMapRow
from lifecycle.domain.evidence.erasure_map import read_map, write_map
from lifecycle.service.erasure_map_ports import SavedErasureMap


class SqlErasureMaps:
    """`ErasureMapStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def newest(self, organisation: OrganisationId | None, name: str) -> SavedErasureMap | None:
        row = ErasureMapRow
        versions = select(row).where(row.organisation == (organisation or ""), row.name == name)
        found = self._session.exec(versions.order_by(col(row.version).desc())).first()
        return None if found is None else _saved(found)

    def all(self, organisation: OrganisationId | None) -> tuple[SavedErasureMap, ...]:
        row = ErasureMapRow
        versions = select(row).where(row.organisation == (organisation or "")).order_by(row.name, col(row.version))
        newest = {each.name: each for each in self._session.exec(versions)}
        return tuple(_saved(newest[name]) for name in sorted(newest))

    def add(self, saved: SavedErasureMap) -> None:
        if self._session.get(ErasureMapRow, (saved.organisation or "", saved.name, saved.version)) is not None:
            raise Conflict(message("Somebody else saved this map at the same moment."))
        self._session.add(
            ErasureMapRow(
                organisation=saved.organisation or "",
                name=saved.name,
                version=saved.version,
                actor=saved.actor,
                recorded_at=saved.recorded_at,
                content=json.dumps(write_map(saved.field_map), ensure_ascii=False),
            )
        )
        self._session.flush()


def _saved(row: ErasureMapRow) -> SavedErasureMap:
    return SavedErasureMap(
        organisation=OrganisationId(row.organisation) if row.organisation else None,
        name=row.name,
        version=row.version,
        field_map=read_map(json.loads(row.content)),
        actor=AccountId(row.actor),
        recorded_at=row.recorded_at,
    )
