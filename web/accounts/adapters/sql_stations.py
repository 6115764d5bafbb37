"""Stations, shifts, badges and PINs on SQL. Of every secret there is only a hash here."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from dpp.adapters.contested import contested
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.message import message
from web.accounts.adapters.rows import BadgeRow, PinRow, ShiftRow, StationDayRow, StationRow
from web.accounts.domain.badges import Badge, BadgeId, Pin
from web.accounts.domain.stations import Shift, ShiftId, Station, StationId


class SqlStations:
    """The port `StationStore`."""

    def __init__(self, session: Session, *, writes: bool) -> None:
        self._session = session
        self._writes = writes

    def put(self, station: Station) -> None:
        row = StationRow(
            id=station.id,
            name=station.name,
            organisation_id=station.organisation,
            place=station.place,
            code_hash=station.code_hash,
            code_until=station.code_until,
            token_hash=station.token_hash,
            enrolled_on=station.enrolled_on,
            seen_on=station.seen_on,
            revoked=station.revoked,
        )
        with contested(self._session, message("There is a station '{name}' already.", name=station.name)):
            self._session.merge(row)

    def get(self, station: StationId) -> Station | None:
        return self._one(StationRow.id == station)

    def by_token(self, token_hash: str) -> Station | None:
        return self._one(StationRow.token_hash == token_hash)

    def by_code(self, code_hash: str) -> Station | None:
        return self._one(StationRow.code_hash == code_hash)

    def all(self) -> tuple[Station, ...]:
        ordered = select(StationRow).order_by(StationRow.organisation_id, StationRow.name)
        return tuple(map(_station, self._session.exec(ordered)))

    def names(self, stations: Collection[StationId]) -> dict[StationId, str]:
        found = select(StationRow.id, StationRow.name).where(col(StationRow.id).in_(set(stations)))
        return {StationId(station): name for station, name in self._session.exec(found)}

    def seen(self, station: StationId, on: date) -> None:
        self._session.exec(update(StationRow).where(col(StationRow.id) == station).values(seen_on=on))

    def count(self, station: StationId, on: date, scans: int) -> None:
        day = (col(StationDayRow.station_id) == station, col(StationDayRow.day) == on)
        added = update(StationDayRow).where(*day).values(scans=col(StationDayRow.scans) + scans)
        if self._session.exec(added).rowcount:
            return
        try:
            with self._session.begin_nested():
                self._session.add(StationDayRow(station_id=station, day=on, scans=scans))
        except IntegrityError:  # another connection was first, with the first scans of this day
            self._session.exec(added)

    def counted(self, station: StationId, on: date) -> int:
        day = select(StationDayRow.scans).where(StationDayRow.station_id == station, StationDayRow.day == on)
        return self._session.exec(day).one_or_none() or 0

    def _one(self, condition: bool) -> Station | None:  # noqa: FBT001 - SQLModel types its conditions as bool
        found = select(StationRow).where(condition)
        row = self._session.exec(found.with_for_update() if self._writes else found).one_or_none()
        return None if row is None else _station(row)


class SqlShifts:
    """The port `ShiftStore`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, shift: Shift) -> None:
        row = ShiftRow(
            id=shift.id,
            token_hash=shift.token_hash,
            station_id=shift.station,
            account_id=shift.account,
            started_at=shift.started_at,
            seen_at=shift.seen_at,
            ended_at=shift.ended_at,
        )
        self._session.add(row)
        self._session.flush()

    def get(self, shift: ShiftId) -> Shift | None:
        row = self._session.exec(select(ShiftRow).where(ShiftRow.id == shift)).one_or_none()
        return None if row is None else _shift(row)

    def by_token(self, token_hash: str) -> Shift | None:
        row = self._session.exec(select(ShiftRow).where(ShiftRow.token_hash == token_hash)).one_or_none()
        return None if row is None else _shift(row)

    def touch(self, shift: ShiftId, seen_at: datetime) -> None:
        self._session.exec(update(ShiftRow).where(col(ShiftRow.id) == shift).values(seen_at=seen_at))

    def end_at(self, station: StationId, at: datetime) -> None:
        running = update(ShiftRow).where(col(ShiftRow.station_id) == station, col(ShiftRow.ended_at).is_(None))
        self._session.exec(running.values(ended_at=at))

    def end_of(self, account: AccountId, at: datetime) -> None:
        running = update(ShiftRow).where(col(ShiftRow.account_id) == account, col(ShiftRow.ended_at).is_(None))
        self._session.exec(running.values(ended_at=at))

    def forget_before(self, started_at: datetime) -> None:
        self._session.exec(delete(ShiftRow).where(col(ShiftRow.started_at) < started_at))


class SqlBadges:
    """The port `BadgeStore`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, badge: Badge) -> None:
        row = BadgeRow(
            id=badge.id,
            token_hash=badge.token_hash,
            account_id=badge.account,
            made_on=badge.made_on,
            revoked=badge.revoked,
        )
        self._session.add(row)
        self._session.flush()

    def get(self, badge: BadgeId) -> Badge | None:
        row = self._session.exec(select(BadgeRow).where(BadgeRow.id == badge)).one_or_none()
        return None if row is None else _badge(row)

    def by_hash(self, token_hash: str) -> Badge | None:
        row = self._session.exec(select(BadgeRow).where(BadgeRow.token_hash == token_hash)).one_or_none()
        return None if row is None else _badge(row)

    def all(self) -> tuple[Badge, ...]:
        ordered = select(BadgeRow).order_by(BadgeRow.account_id, col(BadgeRow.made_on), BadgeRow.id)
        return tuple(map(_badge, self._session.exec(ordered)))

    def revoke(self, badge: BadgeId) -> None:
        self._session.exec(update(BadgeRow).where(col(BadgeRow.id) == badge).values(revoked=True))

    def set_pin(self, pin: Pin) -> None:
        row = PinRow(
            account_id=pin.account,
            organisation_id=pin.organisation,
            name=pin.name,
            pin_hash=pin.pin_hash,
            set_on=pin.set_on,
            failures=pin.failures,
        )
        with contested(self._session, message("A colleague has the name '{name}' already.", name=pin.name)):
            self._session.merge(row)

    def pin_of(self, account: AccountId) -> Pin | None:
        row = self._session.exec(select(PinRow).where(PinRow.account_id == account)).one_or_none()
        return None if row is None else _pin(row)

    def pin_named(self, organisation: OrganisationId, name: str) -> Pin | None:
        named = select(PinRow).where(PinRow.organisation_id == organisation, PinRow.name == name)
        row = self._session.exec(named).one_or_none()
        return None if row is None else _pin(row)

    def pins(self) -> tuple[Pin, ...]:
        return tuple(map(_pin, self._session.exec(select(PinRow).order_by(PinRow.account_id))))

    def count_failures(self, account: AccountId, failures: int) -> None:
        self._session.exec(update(PinRow).where(col(PinRow.account_id) == account).values(failures=failures))

    def withdraw_pin(self, account: AccountId) -> None:
        self._session.exec(delete(PinRow).where(col(PinRow.account_id) == account))


def _station(row: StationRow) -> Station:
    return Station(
        id=StationId(row.id),
        name=row.name,
        organisation=OrganisationId(row.organisation_id),
        place=row.place,
        code_hash=row.code_hash,
        code_until=row.code_until,
        token_hash=row.token_hash,
        enrolled_on=row.enrolled_on,
        seen_on=row.seen_on,
        revoked=row.revoked,
    )


def _shift(row: ShiftRow) -> Shift:
    return Shift(
        id=ShiftId(row.id),
        token_hash=row.token_hash,
        station=StationId(row.station_id),
        account=AccountId(row.account_id),
        started_at=row.started_at,
        seen_at=row.seen_at,
        ended_at=row.ended_at,
    )


def _badge(row: BadgeRow) -> Badge:
    return Badge(BadgeId(row.id), row.token_hash, AccountId(row.account_id), row.made_on, row.revoked)


def _pin(row: PinRow) -> Pin:
    organisation = OrganisationId(row.organisation_id)
    return Pin(AccountId(row.account_id), organisation, row.name, row.pin_hash, row.set_on, row.failures)
