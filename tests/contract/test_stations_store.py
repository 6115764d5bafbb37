"""What every store of stations, shifts, badges and PINs does, in memory and on both engines."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.errors import Conflict
from migrations.tables import METADATA
from tests.support.fake_accounts import FakeAccountUnits
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.domain.account import Account
from web.accounts.domain.badges import Badge, BadgeId, Pin
from web.accounts.domain.organisation import Organisation, OrganisationKind
from web.accounts.domain.stations import Shift, ShiftId, Station, StationId
from web.accounts.service.ports import AccountUnits, AccountWork

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
TODAY = NOW.date()
ORGANISATION = Organisation(OrganisationId("o1"), "Provider", OrganisationKind.AGENCY, in_state=True)
KIM = Account(AccountId("a1"), "kim@example.nl", "Kim", ORGANISATION.id, frozenset({Role.ICT_PROVIDER}))
SAM = replace(KIM, id=AccountId("a2"), sign_in_name="sam@example.nl")
LINE = Station(
    id=StationId("s1"),
    name="Line 1",
    organisation=ORGANISATION.id,
    place="Hall A",
    code_hash="1" * 64,
    code_until=NOW,
)
SHIFT = Shift(id=ShiftId("h1"), token_hash="2" * 64, station=LINE.id, account=KIM.id, started_at=NOW, seen_at=NOW)
BADGE = Badge(BadgeId("b1"), "3" * 64, KIM.id, TODAY)
PIN = Pin(KIM.id, ORGANISATION.id, "kim", "hash", TODAY)


@contextmanager
def kept(units: AccountUnits) -> Iterator[AccountWork]:
    with units.writing() as work:
        yield work
        work.commit()


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, units: AccountUnits) -> AccountUnits:
        with kept(units) as work:
            work.organisations.add(ORGANISATION)
            work.accounts.add(KIM, "hash 1")
            work.accounts.add(SAM, "hash 2")
            work.stations.put(LINE)
        return units

    def test_stations_are_found_changed_and_seen(self, filled: AccountUnits) -> None:
        other = replace(LINE, id=StationId("s0"), name="Line 2", code_hash=None, code_until=None)
        enrolled = replace(LINE, code_hash=None, code_until=None, token_hash="9" * 64, enrolled_on=TODAY)
        with kept(filled) as work:
            assert work.stations.by_code("1" * 64) == LINE
            work.stations.put(other)
            work.stations.put(enrolled)
            work.stations.seen(enrolled.id, TODAY)
        with filled.reading() as work:
            assert work.stations.all() == (replace(enrolled, seen_on=TODAY), other)
            assert work.stations.names([LINE.id, StationId("absent")]) == {LINE.id: "Line 1"}
            assert work.stations.by_token("9" * 64) == work.stations.get(LINE.id)
            assert work.stations.by_code("1" * 64) is work.stations.get(StationId("absent")) is None

    def test_a_name_is_one_stations_within_an_organisation(self, filled: AccountUnits) -> None:
        with pytest.raises(Conflict), filled.writing() as work:
            work.stations.put(replace(LINE, id=StationId("s2"), code_hash=None))

    def test_scans_add_up_by_station_and_day(self, filled: AccountUnits) -> None:
        for scans in (3, 2):
            with kept(filled) as work:
                work.stations.count(LINE.id, TODAY, scans)
        with filled.reading() as work:
            assert work.stations.counted(LINE.id, TODAY) == 5
            assert work.stations.counted(LINE.id, TODAY + timedelta(1)) == 0

    def test_shifts_are_found_touched_ended_once_and_forgotten(self, filled: AccountUnits) -> None:
        later = replace(SHIFT, id=ShiftId("h2"), token_hash="5" * 64, started_at=NOW + timedelta(hours=1))
        end = NOW + timedelta(hours=1)
        with kept(filled) as work:
            work.shifts.add(SHIFT)
            work.shifts.touch(SHIFT.id, end)
            work.shifts.end_at(LINE.id, end)
            work.shifts.add(later)
            work.shifts.end_at(LINE.id, end + timedelta(hours=1))
        ended = replace(SHIFT, seen_at=end, ended_at=end)
        with filled.reading() as work:
            assert work.shifts.get(SHIFT.id) == work.shifts.by_token(SHIFT.token_hash) == ended
            assert work.shifts.get(later.id) == replace(later, ended_at=end + timedelta(hours=1))
        with kept(filled) as work:
            work.shifts.forget_before(later.started_at)
        with filled.reading() as work:
            assert work.shifts.get(SHIFT.id) is None
            assert work.shifts.get(later.id) is not None

    def test_the_shifts_of_an_account_are_ended_and_those_that_ended_before_stay_so(self, filled: AccountUnits) -> None:
        before, end = replace(SHIFT, ended_at=NOW + timedelta(minutes=1)), NOW + timedelta(hours=1)
        running = replace(SHIFT, id=ShiftId("h2"), token_hash="5" * 64)
        with kept(filled) as work:
            work.shifts.add(before)
            work.shifts.add(running)
            work.shifts.end_of(SHIFT.account, end)
        with filled.reading() as work:
            assert work.shifts.get(before.id) == before
            assert work.shifts.get(running.id) == replace(running, ended_at=end)

    def test_badges_are_found_by_their_hash_and_revoked(self, filled: AccountUnits) -> None:
        other = replace(BADGE, id=BadgeId("b0"), token_hash="4" * 64, account=SAM.id)
        with kept(filled) as work:
            work.badges.add(other)
            work.badges.add(BADGE)
            work.badges.revoke(BADGE.id)
        with filled.reading() as work:
            assert work.badges.all() == (replace(BADGE, revoked=True), other)
            assert work.badges.by_hash(other.token_hash) == work.badges.get(other.id) == other
            assert work.badges.by_hash("absent") is work.badges.get(BadgeId("absent")) is None

    def test_an_account_has_one_pin_whose_name_no_colleague_has(self, filled: AccountUnits) -> None:
        with kept(filled) as work:
            work.badges.set_pin(PIN)
            work.badges.count_failures(KIM.id, 4)
        with filled.reading() as work:
            assert work.badges.pin_named(ORGANISATION.id, "kim") == replace(PIN, failures=4)
        with kept(filled) as work:
            work.badges.set_pin(replace(PIN, name="kim2", pin_hash="other"))
        with filled.reading() as work:
            assert work.badges.pins() == (work.badges.pin_of(KIM.id),) == (replace(PIN, name="kim2", pin_hash="other"),)
        with pytest.raises(Conflict), filled.writing() as work:
            work.badges.set_pin(replace(PIN, account=SAM.id, name="kim2"))
        with kept(filled) as work:
            work.badges.withdraw_pin(KIM.id)
        with filled.reading() as work:
            assert work.badges.pins() == ()


class TestFake(Contract):
    """The fake that unit tests use."""

    @pytest.fixture
    def units(self) -> AccountUnits:
        return FakeAccountUnits()


class TestSql(Contract):
    """SQLite and PostgreSQL."""

    @pytest.fixture
    def units(self, database: Database) -> AccountUnits:
        return SqlAccountUnits(database)


def test_the_table_of_the_counter_has_no_room_for_a_person() -> None:
    """Counters are per station and day: whoever reads the database finds no account, session, shift or event there."""
    assert set(METADATA.tables["station_day"].columns.keys()) == {"station_id", "day", "scans"}
