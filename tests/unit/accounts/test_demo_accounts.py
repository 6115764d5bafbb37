"""The demonstration's accounts."""

import pytest

from dpp.domain.actor import Role
from dpp.domain.errors import Refused
from tests.support.accounts_world import ADDRESS, LINKABLE, CountedChance, SetClock
from tests.support.fake_accounts import FakeAccountUnits, FakeHasher
from web.accounts.domain.organisation import CREDENTIAL_KINDS
from web.accounts.service.accounts import Accounts, accounts
from web.demo.accounts import DEMO_PASSWORD, drafts, open_demo_accounts
from web.demo.stations import NAMES, PIN, open_demo_stations


@pytest.fixture
def empty() -> Accounts:
    return accounts(
        units=FakeAccountUnits(), hasher=FakeHasher(), clock=SetClock(), chance=CountedChance(), linkable=LINKABLE
    )


def test_there_is_an_account_for_each_role_and_each_signs_in(empty: Accounts) -> None:
    actors = open_demo_accounts(empty)
    assert set().union(*(actor.roles for actor in actors.values())) == set(Role)
    for name, actor in actors.items():
        token = empty.sessions.sign_in(f"{name}@demo.kringpas.nl", DEMO_PASSWORD, ADDRESS)
        assert empty.sessions.actor_of_session(token).actor == actor


def test_everything_says_that_it_is_a_demonstration() -> None:
    for draft in drafts():
        assert draft.name.endswith("(demo)")
        assert all(account.sign_in_name.endswith("@demo.kringpas.nl") for account in draft.accounts)
        assert all("DEMO-" in credential.number for credential in draft.credentials)


def test_each_kind_of_credential_is_shown_by_somebody() -> None:
    shown = {credential.kind for draft in drafts() for credential in draft.credentials}
    assert shown == set(CREDENTIAL_KINDS)


def test_four_eyes_need_two_people() -> None:
    """Wiping is verified, and a route overridden, by somebody else of the same organisation."""
    roles = [role for draft in drafts() for account in draft.accounts for role in account.roles]
    assert roles.count(Role.ICT_PROVIDER) >= 2
    assert roles.count(Role.DRZ) >= 2


def test_a_database_that_is_in_use_gets_no_demonstration(empty: Accounts) -> None:
    open_demo_accounts(empty)
    with pytest.raises(Refused):
        open_demo_accounts(empty)


def test_the_people_of_the_demonstration_change_at_its_station(empty: Accounts) -> None:
    actors = open_demo_accounts(empty)
    open_demo_stations(empty, actors)
    (line,) = empty.stations.all(actors["beheer"])
    device = empty.stations.take(empty.stations.renew(actors["beheer"], line.station.id).code, ADDRESS)
    station = empty.stations.of_token(device)
    assert station is not None
    for who, name in NAMES.items():
        token = empty.shifts.begin_by_pin(station, name, PIN)
        assert empty.shifts.of_token(station, token)[1].actor == actors[who]
