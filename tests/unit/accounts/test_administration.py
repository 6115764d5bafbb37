"""The administrator's work: people, organisations, and the journal of it."""

from dataclasses import replace
from datetime import date

import pytest

from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotSignedIn, Refused
from tests.support.accounts_world import ADDRESS, NAMES, PASSWORD, World, organisation
from tests.support.fake_accounts import FakeAccountUnits
from web.accounts.domain.organisation import Credential, OrganisationKind
from web.accounts.service.people import AccountDraft, People

CREDENTIAL = Credential("en-50625", "1", "EN 50625-1", date(2026, 1, 1), None, "certificate")
NEW = AccountDraft(" New.Person@Example.nl ", " New Person ", frozenset({Role.RECYCLER}))


@pytest.fixture
def world() -> World:
    return World()


def test_there_is_one_first_administrator(world: World) -> None:
    with pytest.raises(Refused) as refused:
        world.accounts.people.create_first_administrator(organisation("Other", [Role.ADMINISTRATOR]), PASSWORD)
    assert refused.value.rule == "first-administrator"
    assert len(world.units.committed.organisations.rows) == 1


def test_a_first_organisation_without_administrator_is_refused_whole(world: World) -> None:
    people = People(replace(world.accounts.people.means, units=(units := FakeAccountUnits())))
    with pytest.raises(InvalidInput, match="administrator"):
        people.create_first_administrator(organisation("Test", [Role.DRZ]), PASSWORD)
    assert units.committed.organisations.rows == {}


def test_a_new_account_signs_in_with_the_password_that_is_shown_once(world: World) -> None:
    made = world.accounts.people.create(world.administrator, world.organisation, NEW)
    assert world.accounts.sessions.sign_in("new.person@example.nl", made.password, ADDRESS)
    assert made.password not in repr(made)
    [line] = [line for line in world.accounts.people.all(world.administrator) if line.account.id == made.account]
    assert (line.account.display_name, line.organisation_name) == ("New Person", "Test")
    assert line.account.must_change_password


def test_a_sign_in_name_is_given_once(world: World) -> None:
    draft = AccountDraft(NAMES[Role.DRZ].upper(), "Another", frozenset())
    with pytest.raises(Conflict):
        world.accounts.people.create(world.administrator, world.organisation, draft)


def test_an_account_needs_an_organisation_that_exists(world: World) -> None:
    with pytest.raises(NotFound, match="no organisation nowhere"):
        world.accounts.people.create(world.administrator, OrganisationId("nowhere"), NEW)


def test_organisations_of_a_draft_are_all_made_or_none(world: World) -> None:
    """A sign-in name of the second is in use, so the first organisation is not there either."""
    draft = organisation("New", [Role.DRZ])
    with pytest.raises(Conflict):
        world.accounts.people.open_organisations(world.administrator, [organisation("First", ()), draft], PASSWORD)
    assert [each.name for each in world.accounts.organisations.all(world.administrator)] == ["Test"]


def test_the_last_administrator_can_be_neither_disabled_nor_demoted(world: World) -> None:
    people, account = world.accounts.people, world.administrator.account
    with pytest.raises(Refused):
        people.set_active(world.administrator, account, active=False)
    with pytest.raises(Refused):
        people.set_roles(world.administrator, account, frozenset())
    second = people.create(
        world.administrator, world.organisation, AccountDraft("b@example.nl", "B", frozenset({Role.ADMINISTRATOR}))
    )
    people.set_active(world.administrator, account, active=False)
    assert not world.units.committed.accounts.rows[account].active
    assert world.units.committed.accounts.active_administrators() == {second.account}


def test_a_disabled_account_can_come_back(world: World) -> None:
    account = world.actors[Role.DRZ].account
    world.accounts.people.set_active(world.administrator, account, active=False)
    with pytest.raises(NotSignedIn):
        world.sign_in()
    world.accounts.people.set_active(world.administrator, account, active=True)
    world.clock.forward(minutes=1)
    assert world.sign_in()


def test_roles_count_from_the_next_request(world: World) -> None:
    token = world.sign_in()
    world.accounts.people.set_roles(world.administrator, world.actors[Role.DRZ].account, frozenset({Role.OWNER}))
    assert world.accounts.sessions.actor_of_session(token).actor.roles == {Role.OWNER}


def test_a_reset_lifts_the_lock_out_and_ends_the_sessions(world: World) -> None:
    token = world.sign_in()
    for _ in range(3):
        with pytest.raises(NotSignedIn):
            world.accounts.sessions.sign_in(NAMES[Role.DRZ], "wrong", ADDRESS)
    first = world.accounts.people.reset_password(world.administrator, world.actors[Role.DRZ].account)
    with pytest.raises(NotSignedIn):
        world.accounts.sessions.actor_of_session(token)
    assert world.accounts.sessions.sign_in(NAMES[Role.DRZ], first, ADDRESS)


def test_what_is_done_to_an_account_that_is_not_there_is_refused(world: World) -> None:
    people, nobody = world.accounts.people, AccountId("nobody")
    with pytest.raises(NotFound):
        people.set_active(world.administrator, nobody, active=False)
    with pytest.raises(NotFound):
        people.set_roles(world.administrator, nobody, frozenset())
    with pytest.raises(NotFound):
        people.reset_password(world.administrator, nobody)


def test_a_credential_is_recorded_once_and_can_end(world: World) -> None:
    organisations, admin = world.accounts.organisations, world.administrator
    organisations.add_credential(admin, world.organisation, CREDENTIAL)
    with pytest.raises(Conflict):
        organisations.add_credential(admin, world.organisation, CREDENTIAL)
    organisations.end_credential(admin, world.organisation, "en-50625", "1", date(2026, 6, 1))
    [held] = organisations.all(admin)
    assert held.credential_valid("en-50625", date(2026, 6, 1))
    assert not held.credential_valid("en-50625", date(2026, 6, 2))


def test_a_credential_needs_an_organisation_and_one_that_ends_must_be_there(world: World) -> None:
    organisations, admin = world.accounts.organisations, world.administrator
    with pytest.raises(NotFound):
        organisations.add_credential(admin, OrganisationId("nowhere"), CREDENTIAL)
    with pytest.raises(NotFound):
        organisations.end_credential(admin, world.organisation, "en-50625", "1", date(2026, 6, 1))


def test_the_journal_tells_who_did_what_to_whom_without_names(world: World) -> None:
    made = world.accounts.people.create(world.administrator, world.organisation, NEW)
    organisation_id = world.accounts.organisations.create(
        world.administrator, "New", OrganisationKind.COMPANY, in_state=False
    )
    latest = world.accounts.people.journal(world.actors[Role.AUDITOR], 2)
    assert [(entry.by, entry.act, entry.subject) for entry in latest] == [
        (world.administrator.account, "organisation.create", organisation_id),
        (world.administrator.account, "account.create", made.account),
    ]
    assert "example.nl" not in repr(world.units.committed.journal)


def test_what_is_refused_leaves_no_line_in_the_journal(world: World) -> None:
    before = world.accounts.people.journal(world.administrator)
    with pytest.raises(Refused):
        world.accounts.people.set_active(world.administrator, world.administrator.account, active=False)
    assert world.accounts.people.journal(world.administrator) == before
