"""The ports of stations in memory."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from web.accounts.domain.badges import Badge, BadgeId, Pin
from web.accounts.domain.stations import Shift, ShiftId, Station, StationId


@dataclass
class FakeStations:
    rows: dict[StationId, Station] = field(default_factory=dict)
    days: dict[tuple[StationId, date], int] = field(default_factory=dict)

    def put(self, station: Station) -> None:
        named = (station.organisation, station.name)
        if any((each.organisation, each.name) == named for each in self.rows.values() if each.id != station.id):
            raise Conflict(message("There is a station '{name}' already.", name=station.name))
        self.rows[station.id] = station

    def get(self, station: StationId) -> Station | None:
        return self.rows.get(station)

    def by_token(self, token_hash: str) -> Station | None:
        return next((each for each in self.rows.values() if each.token_hash == token_hash), None)

    def by_code(self, code_hash: str) -> Station | None:
        return next((each for each in self.rows.values() if each.code_hash == code_hash), None)

    def all(self) -> tuple[Station, ...]:
        return tuple(sorted(self.rows.values(), key=lambda each: (each.organisation, each.name)))

    def names(self, stations: Collection[StationId]) -> dict[StationId, str]:
        return {each: self.rows[each].name for each in stations if each in self.rows}

    def seen(self, station: StationId, on: date) -> None:
        self.rows[station] = replace(self.rows[station], seen_on=on)

    def count(self, station: StationId, on: date, scans: int) -> None:
        self.days[station, on] = self.counted(station, on) + scans

    def counted(self, station: StationId, on: date) -> int:
        return self.days.get((station, on), 0)


@dataclass
class FakeShifts:
    rows: dict[ShiftId, Shift] = field(default_factory=dict)

    def add(self, shift: Shift) -> None:
        self.rows[shift.id] = shift

    def get(self, shift: ShiftId) -> Shift | None:
        return self.rows.get(shift)

    def by_token(self, token_hash: str) -> Shift | None:
        return next((each for each in self.rows.values() if each.token_hash == token_hash), None)

    def touch(self, shift: ShiftId, seen_at: datetime) -> None:
        self.rows[shift] = replace(self.rows[shift], seen_at=seen_at)

    def end_at(self, station: StationId, at: datetime) -> None:
        self._end([each for each in self.rows.values() if each.station == station], at)

    def end_of(self, account: AccountId, at: datetime) -> None:
        self._end([each for each in self.rows.values() if each.account == account], at)

    def _end(self, shifts: list[Shift], at: datetime) -> None:
        for each in shifts:
            if each.ended_at is None:
                self.rows[each.id] = replace(each, ended_at=at)

    def forget_before(self, started_at: datetime) -> None:
        self.rows = {key: each for key, each in self.rows.items() if each.started_at >= started_at}


@dataclass
class FakeBadges:
    rows: dict[BadgeId, Badge] = field(default_factory=dict)
    of_account: dict[AccountId, Pin] = field(default_factory=dict)

    def add(self, badge: Badge) -> None:
        self.rows[badge.id] = badge

    def get(self, badge: BadgeId) -> Badge | None:
        return self.rows.get(badge)

    def by_hash(self, token_hash: str) -> Badge | None:
        return next((each for each in self.rows.values() if each.token_hash == token_hash), None)

    def all(self) -> tuple[Badge, ...]:
        return tuple(sorted(self.rows.values(), key=lambda each: (each.account, each.made_on, each.id)))

    def revoke(self, badge: BadgeId) -> None:
        self.rows[badge] = replace(self.rows[badge], revoked=True)

    def set_pin(self, pin: Pin) -> None:
        held = self.pin_named(pin.organisation, pin.name)
        if held is not None and held.account != pin.account:
            raise Conflict(message("A colleague has the name '{name}' already.", name=pin.name))
        self.of_account[pin.account] = pin

    def pin_of(self, account: AccountId) -> Pin | None:
        return self.of_account.get(account)

    def pin_named(self, organisation: OrganisationId, name: str) -> Pin | None:
        named = (organisation, name)
        return next((each for each in self.of_account.values() if (each.organisation, each.name) == named), None)

    def pins(self) -> tuple[Pin, ...]:
        return tuple(sorted(self.of_account.values(), key=lambda each: each.account))

    def count_failures(self, account: AccountId, failures: int) -> None:
        self.of_account[account] = replace(self.of_account[account], failures=failures)

    def withdraw_pin(self, account: AccountId) -> None:
        self.of_account.pop(account, None)
