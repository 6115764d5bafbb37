"""How accounts stand in numbers, in memory and on both engines: every day of a term is tried at both of its ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId
from tests.support.fake_accounts import FakeAccountUnits
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.domain.account import Account
from web.accounts.domain.organisation import Credential, Organisation, OrganisationKind
from web.accounts.domain.passes import ApiKey, KeyId
from web.accounts.domain.stations import Station, StationId
from web.accounts.service.ports import AccountUnits, AccountWork
from web.accounts.service.tally_ports import KeyTally, OrganisationTally, PeopleTally, StationTally

TODAY = datetime(2026, 5, 4, tzinfo=UTC).date()
DAY, NEAR = timedelta(days=1), timedelta(days=30)
SOON = TODAY + NEAR
ORGANISATION = Organisation(OrganisationId("o1"), "Recycler", OrganisationKind.COMPANY, in_state=False)
KIM = Account(AccountId("a1"), "kim@example.nl", "Kim", ORGANISATION.id, frozenset())


@contextmanager
def kept(units: AccountUnits) -> Iterator[AccountWork]:
    with units.writing() as work:
        yield work
        work.commit()


class Contract:
    """The tests; each class below says for which implementation."""

    def test_nothing_is_counted_where_there_is_nothing(self, units: AccountUnits) -> None:
        with units.asking() as work:
            assert work.tallies.organisations(TODAY, SOON) == OrganisationTally(0, 0, 0)
            assert work.tallies.people() == PeopleTally(0, 0, 0)
            assert work.tallies.keys(TODAY, SOON) == KeyTally(0, 0, 0)
            assert work.tallies.stations(TODAY) == StationTally(0, 0)

    def test_credentials_are_counted_by_their_days(self, units: AccountUnits) -> None:
        """Valid from the first day up to and including the last; a last day that is past or far is not near."""
        began = TODAY - NEAR
        days = (
            (began, None),
            (TODAY, TODAY),
            (began, SOON),
            (began, SOON + DAY),
            (began, TODAY - DAY),
            (TODAY + DAY, None),
        )
        held = tuple(
            Credential("r2", str(number), "ground", first, last, "source") for number, (first, last) in enumerate(days)
        )
        with kept(units) as work:
            work.organisations.add(replace(ORGANISATION, credentials=held))
            work.organisations.add(replace(ORGANISATION, id=OrganisationId("o2"), name="Library"))
        with units.asking() as work:
            assert work.tallies.organisations(TODAY, SOON) == OrganisationTally(2, valid=4, ending=2)

    def test_people_are_counted_by_whether_they_can_sign_in(self, units: AccountUnits) -> None:
        """Who cannot sign in does not change a password either."""
        with kept(units) as work:
            work.organisations.add(ORGANISATION)
            said = ((True, True), (True, False), (True, False), (False, True))
            for number, (active, unchanged) in enumerate(said):
                named = replace(KIM, id=AccountId(str(number)), sign_in_name=f"{number}@example.nl")
                work.accounts.add(replace(named, active=active, must_change_password=unchanged), "hash")
        with units.asking() as work:
            assert work.tallies.people() == PeopleTally(active=3, closed=1, unchanged=1)

    def test_keys_that_hold_are_counted(self, units: AccountUnits) -> None:
        """Neither a key of yesterday nor one that was revoked."""
        key = ApiKey(KeyId("k0"), "0" * 64, KIM.id, "scanner", TODAY - NEAR, SOON)
        keys = (
            key,
            replace(key, expires_on=TODAY, last_used_on=TODAY),
            replace(key, expires_on=SOON + DAY),
            replace(key, expires_on=TODAY - DAY),
            replace(key, revoked=True),
        )
        with kept(units) as work:
            work.organisations.add(ORGANISATION)
            work.accounts.add(KIM, "hash")
            for number, each in enumerate(keys):
                work.keys.add(replace(each, id=KeyId(f"k{number}"), token_hash=str(number) * 64))
        with units.asking() as work:
            assert work.tallies.keys(TODAY, SOON) == KeyTally(valid=3, unused=2, ending=2)

    def test_stations_with_a_device_are_counted(self, units: AccountUnits) -> None:
        """One that was never seen is quiet; one that was revoked, or waits for its device, is not there."""
        line = Station(id=StationId("s0"), name="Line", organisation=ORGANISATION.id, place="Hall", seen_on=TODAY)
        stations = (
            replace(line, token_hash="0" * 64),
            replace(line, token_hash="1" * 64, seen_on=TODAY - DAY),
            replace(line, token_hash="2" * 64, seen_on=None),
            replace(line, token_hash="3" * 64, seen_on=None, revoked=True),
            replace(line, seen_on=None),
        )
        with kept(units) as work:
            work.organisations.add(ORGANISATION)
            for number, each in enumerate(stations):
                work.stations.put(replace(each, id=StationId(f"s{number}"), name=f"Line {number}"))
        with units.asking() as work:
            assert work.tallies.stations(TODAY) == StationTally(enrolled=3, quiet=2)
            assert work.tallies.stations(TODAY - DAY) == StationTally(enrolled=3, quiet=1)


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
