"""The catalogue of spare parts in SQL: what they are, which models they fit, what they cost."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, delete, select

from dpp.adapters.database import Row
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import PassportId
from dpp.domain.proof import canonical
from lifecycle.adapters.rows.spares import (
    SpareFitRow,
    SparePartNumberRow,
    SparePartRow,
    SparePartVersionRow,
    SpareSightingRow,
)
from lifecycle.adapters.spare_said import add_said, said_columns
from lifecycle.domain.events import plain
from lifecycle.domain.spares.catalogue import Fit, PartFacts, Said, SparePart, SparePartId, maker_key, search_words
from lifecycle.domain.spares.prices import About, SightedId, Sighting
from lifecycle.service.spare_ports import SpareSearch

_FACTS: TypeAdapter[PartFacts] = TypeAdapter(PartFacts)
_SIGHTING: TypeAdapter[Sighting] = TypeAdapter(Sighting)


class SqlSpares:
    """`SpareStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, names: Collection[str]) -> None:
        """On SQLite there is one writer; on PostgreSQL a lock for each name, in their order."""
        if self._session.get_bind().dialect.name == "postgresql":
            for name in sorted(f"spare {each}" for each in set(names)):
                self._session.exec(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))

    def get(self, part: SparePartId) -> SparePart | None:
        row = self._session.get(SparePartRow, part, populate_existing=True)
        return None if row is None else _part(row)

    def several(self, parts: Collection[SparePartId]) -> Mapping[SparePartId, SparePart]:
        return {each.id: each for each in self._parts(col(SparePartRow.part_id).in_(parts))}

    def put(self, part: SparePart) -> None:
        facts, content = part.facts, canonical(plain(part.facts)).decode()
        said = said_columns(part.said)
        self._add(SparePartVersionRow(part_id=part.id, version=part.version, content=content, **said))
        self._session.merge(
            SparePartRow(
                part_id=part.id,
                version=part.version,
                maker_key=maker_key(facts.maker),
                kind=facts.kind,
                superseded_key=facts.superseded_key,
                words=search_words(facts),
                content=content,
                **said,
            )
        )
        self._session.flush()
        self._session.exec(delete(SparePartNumberRow).where(col(SparePartNumberRow.part_id) == part.id))
        self._session.add_all(SparePartNumberRow(number_key=key, part_id=part.id) for key in facts.keys)
        self._session.flush()

    def versions(self, part: SparePartId) -> tuple[SparePart, ...]:
        row = SparePartVersionRow
        return tuple(map(_part, self._session.exec(select(row).where(row.part_id == part).order_by(col(row.version)))))

    def numbered(self, keys: Collection[str]) -> tuple[SparePart, ...]:
        row = SparePartNumberRow
        mine = select(row.part_id).where(col(row.number_key).in_(keys))
        return self._parts(col(SparePartRow.part_id).in_(mine))

    def superseded_by(self, keys: Collection[str]) -> tuple[SparePart, ...]:
        return self._parts(col(SparePartRow.superseded_key).in_(keys))

    def search(self, wanted: SpareSearch) -> tuple[SparePart, ...]:
        row = SparePartRow
        found = select(row).where(*_conditions(wanted))
        ordered = found.order_by(col(row.maker_key), col(row.kind), col(row.part_id))
        return tuple(map(_part, self._session.exec(ordered.offset(wanted.offset).limit(wanted.limit))))

    def add_fit(self, fit: Fit) -> None:
        row = SpareFitRow
        two = (row.part_id == fit.part, row.model_id == fit.model)
        last = self._session.exec(select(func.max(row.number)).where(*two)).one()
        self._add(
            SpareFitRow(
                part_id=fit.part,
                model_id=fit.model,
                number=(last or 0) + 1,
                fits=fit.fits,
                source=fit.source,
                note=fit.note,
                **said_columns(fit.said),
            )
        )

    def fits_of(self, parts: Collection[SparePartId]) -> tuple[Fit, ...]:
        return self._fits(col(SpareFitRow.part_id).in_(parts))

    def fits_for(self, model: PassportId) -> tuple[Fit, ...]:
        return self._fits(col(SpareFitRow.model_id) == model)

    def add_sighting(self, sighting: Sighting) -> bool:
        if self._session.get(SpareSightingRow, (sighting.subject, sighting.id)) is not None:
            return False
        content = canonical(plain(sighting)).decode()
        self._add(
            SpareSightingRow(
                subject=sighting.subject,
                sighting_id=sighting.id,
                about=sighting.about,
                seen_on=sighting.seen_on,
                said_at=sighting.said.at,
                content=content,
            )
        )
        return True

    def sightings(self, about: About, subjects: Collection[SightedId]) -> tuple[Sighting, ...]:
        row = SpareSightingRow
        mine = select(row.content).where(col(row.subject).in_(subjects), row.about == about)
        newest = mine.order_by(col(row.seen_on).desc(), col(row.said_at).desc(), col(row.sighting_id))
        return tuple(map(_SIGHTING.validate_json, self._session.exec(newest)))

    def _parts(self, condition: ColumnElement[bool]) -> tuple[SparePart, ...]:
        rows = select(SparePartRow).where(condition).order_by(col(SparePartRow.part_id))
        return tuple(map(_part, self._session.exec(rows)))

    def _fits(self, condition: ColumnElement[bool]) -> tuple[Fit, ...]:
        row = SpareFitRow
        rows = self._session.exec(select(row).where(condition).order_by(col(row.number)))
        last = {(each.part_id, each.model_id): each for each in rows}
        return tuple(_fit(last[two]) for two in sorted(last))

    def _add(self, row: Row) -> None:
        add_said(self._session, row)


def _conditions(wanted: SpareSearch) -> Iterable[ColumnElement[bool]]:
    row = SparePartRow
    for ways in wanted.ways:
        yield or_(*(col(row.words).contains(way, autoescape=True) for way in ways))
    if wanted.kind is not None:
        yield col(row.kind) == wanted.kind
    if wanted.models is not None:
        yield _fits_one_of(wanted.models)


def _fits_one_of(models: Collection[PassportId]) -> ColumnElement[bool]:
    """By the last word on each two."""
    row = SpareFitRow
    last = (
        select(row.part_id, row.model_id, func.max(row.number).label("number"))
        .where(col(row.model_id).in_(models))
        .group_by(row.part_id, row.model_id)
        .subquery()
    )
    two = (last.c.part_id == row.part_id) & (last.c.model_id == row.model_id) & (last.c.number == row.number)
    fitting = select(row.part_id).join(last, two).where(row.fits)
    return col(SparePartRow.part_id).in_(fitting)


def _said(row: Any) -> Said:
    return Said(row.said_at, AccountId(row.said_by), _organisation(row.organisation))


def _organisation(name: str | None) -> OrganisationId | None:
    return None if name is None else OrganisationId(name)


def _part(row: Any) -> SparePart:
    return SparePart(SparePartId(row.part_id), row.version, _FACTS.validate_json(row.content), _said(row))


def _fit(row: SpareFitRow) -> Fit:
    return Fit(SparePartId(row.part_id), PassportId(row.model_id), row.fits, row.source, _said(row), row.note)
