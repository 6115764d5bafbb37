"""Spare parts in SQL: the stores behind `lifecycle.service.spare_ports`."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, func, or_
from sqlalchemy import select as sql_select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.proof import canonical
from lifecycle.adapters.rows.devices import DeviceRow
from lifecycle.adapters.rows.spares import (
    SpareFitRow,
    SpareMovementRow,
    SparePartNumberRow,
    SparePartRow,
    SparePartVersionRow,
    SpareReservationRow,
    SpareSightingRow,
)
from lifecycle.domain.events import plain
from lifecycle.domain.spares.catalogue import Fit, PartFacts, Said, SparePart, SparePartId, maker_key, search_words
from lifecycle.domain.spares.prices import About, SightedId, Sighting
from lifecycle.domain.spares.stock import (
    Harvested,
    KeptState,
    Movement,
    PartReservation,
    PartReservationId,
    Shelf,
)
from lifecycle.domain.vocabulary import PartOrigin
from lifecycle.service.spare_ports import Count, SpareSearch

_FACTS: TypeAdapter[PartFacts] = TypeAdapter(PartFacts)
_SIGHTING: TypeAdapter[Sighting] = TypeAdapter(Sighting)
_AGAIN = message("Look at what is there now, then repeat what you did if it is still needed.")
_NOT_FREE = (KeptState.KEPT, KeptState.TAKEN)


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
        said = _said_columns(part.said)
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
                **_said_columns(fit.said),
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

    def _add(self, row: Any) -> None:
        _add(self._session, row)


class SqlSpareStock:
    """`SpareStockStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, movement: Movement) -> None:
        _add(
            self._session,
            SpareMovementRow(
                movement_id=movement.id,
                act=movement.act,
                change=movement.change,
                **_shelf_columns(movement.shelf),
                part_id=movement.shelf.part,
                **_said_columns(movement.said),
            ),
        )

    def shelves(self, parts: Collection[SparePartId]) -> tuple[Count, ...]:
        return self._counts(col(SpareMovementRow.part_id).in_(parts))

    def count(self, shelf: Shelf) -> int:
        row = SpareMovementRow
        these = (col(row.part_id) == shelf.part, col(row.holder) == shelf.holder, col(row.place) == shelf.place)
        return dict(self._counts(*these, col(row.origin) == shelf.origin)).get(shelf, 0)

    def put(self, reservation: PartReservation) -> None:
        self._session.merge(_reservation_row(reservation))
        try:
            self._session.flush()
        except IntegrityError as error:
            raise Conflict(message("Somebody else reserved this part at the same moment."), remedy=_AGAIN) from error

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


def _add(session: Session, row: Any) -> None:
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict(
            message("Somebody else said something of this part at the same moment."), remedy=_AGAIN
        ) from error


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


def _said_columns(said: Said) -> dict[str, Any]:
    return {"said_at": said.at, "said_by": said.by, "organisation": said.organisation}


def _said(row: Any) -> Said:
    return Said(row.said_at, AccountId(row.said_by), _organisation(row.organisation))


def _organisation(name: str | None) -> OrganisationId | None:
    return None if name is None else OrganisationId(name)


def _part(row: Any) -> SparePart:
    return SparePart(SparePartId(row.part_id), row.version, _FACTS.validate_json(row.content), _said(row))


def _fit(row: SpareFitRow) -> Fit:
    return Fit(SparePartId(row.part_id), PassportId(row.model_id), row.fits, row.source, _said(row), row.note)


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
