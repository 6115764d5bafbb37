"""Two at the same moment, on both engines with real threads: exactly one gets through."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest

from dpp.adapters.clock import random_bytes
from dpp.adapters.database import Database
from dpp.domain.actor import Actor, Role
from dpp.domain.errors import Conflict, KringpasError, NotSignedIn, Refused, TooMany
from tests.support.accounts_world import ADDRESS, LINKABLE, NAMES, PASSWORD, organisation
from web.accounts.adapters.passwords import FOR_TESTS, Argon2Hasher
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.domain.policy import Policy
from web.accounts.service.accounts import Accounts, accounts
from web.accounts.service.people import AccountDraft

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def service(database: Database) -> Accounts:
    return accounts(
        units=SqlAccountUnits(database),
        hasher=Argon2Hasher(FOR_TESTS),
        clock=lambda: NOW,
        chance=random_bytes,
        linkable=LINKABLE,
    )


@pytest.fixture
def administrator(service: Accounts) -> Actor:
    opened = service.people.create_first_administrator(organisation("Test", [Role.ADMINISTRATOR, Role.DRZ]), PASSWORD)
    account = opened.accounts[NAMES[Role.ADMINISTRATOR]]
    return Actor(account, opened.organisation, frozenset({Role.ADMINISTRATOR}))


def together(*calls: Callable[[], object]) -> list[type[KringpasError] | None]:
    """Start all calls at once; for each the class of its refusal, or None."""
    start = Barrier(len(calls))

    def run(call: Callable[[], object]) -> type[KringpasError] | None:
        start.wait()
        try:
            call()
        except KringpasError as refusal:
            return type(refusal)
        return None

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def test_two_administrators_who_disable_each_other_do_not_both_succeed(service: Accounts, administrator: Actor) -> None:
    assert administrator.organisation is not None
    draft = AccountDraft("second@example.nl", "Second", frozenset({Role.ADMINISTRATOR}))
    second = service.people.create(administrator, administrator.organisation, draft)
    outcome = together(
        lambda: service.people.set_active(administrator, second.account, active=False),
        lambda: service.people.set_roles(administrator, administrator.account, frozenset()),
    )
    assert outcome in ([None, Refused], [Refused, None])
    assert sum(line.account.is_active_administrator for line in service.people.all(administrator)) == 1


def test_a_thousand_guesses_at_once_are_not_one_guess(service: Accounts, administrator: Actor) -> None:
    """Guesses that run side by side count before they are checked: only the free ones are checked at all."""
    assert administrator.holds(Role.ADMINISTRATOR)
    guesses = [lambda: service.sessions.sign_in(NAMES[Role.DRZ], "wrong", ADDRESS)] * 12
    outcome = together(*guesses)
    assert outcome.count(NotSignedIn) == Policy().free_failures
    assert outcome.count(TooMany) == 12 - Policy().free_failures


def test_one_sign_in_name_asked_for_twice_is_given_once(service: Accounts, administrator: Actor) -> None:
    organisation_id = administrator.organisation
    assert organisation_id is not None
    draft = AccountDraft("same@example.nl", "Same", frozenset())
    outcome = together(*[lambda: service.people.create(administrator, organisation_id, draft)] * 2)
    assert set(outcome) == {None, Conflict}


@pytest.mark.parametrize("sent", ["\x00", "\ud800"])
def test_what_the_database_cannot_hold_is_a_wrong_name(service: Accounts, sent: str) -> None:
    with pytest.raises(NotSignedIn):
        service.sessions.sign_in(sent, sent, ADDRESS)
