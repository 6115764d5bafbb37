"""Names and roles of accounts, and the actor that an account is."""

from dataclasses import replace

import pytest

from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.errors import InvalidInput, Refused
from web.accounts.domain.account import Account, checked_account, normalised_name, refuse_without_administrator

ACCOUNT = Account(AccountId("a1"), "j.jansen@example.nl", "J. Jansen", OrganisationId("o1"), frozenset({Role.DRZ}))


@pytest.mark.parametrize("typed", ["J.Jansen@Example.NL", "  j.jansen@example.nl ", "\uff4a.jansen@example.nl"])
def test_a_name_is_one_name_however_it_is_typed(typed: str) -> None:
    assert normalised_name(typed) == ACCOUNT.sign_in_name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "jansen",
        "@example.nl",
        "j@example",
        "j j@example.nl",
        "J@example.nl",
        "a\x00@example.nl",
        "a\N{REPLACEMENT CHARACTER}@example.nl",
        "a" * 250 + "@b.nl",
    ],
)
def test_what_is_no_address_or_not_normalised_is_no_sign_in_name(name: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked_account(replace(ACCOUNT, sign_in_name=name))
    assert [problem.path for problem in refusal.value.problems] == ["sign_in_name"]


def test_every_fault_of_an_account_is_named() -> None:
    wrong = replace(ACCOUNT, sign_in_name="x", display_name=" ", roles=frozenset({Role.ADMINISTRATOR, Role.DRZ}))
    with pytest.raises(InvalidInput) as refusal:
        checked_account(wrong)
    assert [problem.path for problem in refusal.value.problems] == ["sign_in_name", "display_name", "roles"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_the_administrators_role_stands_alone(role: Role) -> None:
    with pytest.raises(InvalidInput, match="not possible"):
        checked_account(replace(ACCOUNT, roles=frozenset({Role.ADMINISTRATOR, role})))


def test_other_roles_go_together() -> None:
    both = frozenset({Role.COORDINATOR, Role.REFURBISHER})
    assert checked_account(replace(ACCOUNT, roles=both)).person().roles == both


def test_who_must_change_the_password_acts_without_roles() -> None:
    actor = replace(ACCOUNT, must_change_password=True).person()
    assert (actor.account, actor.roles) == (ACCOUNT.id, frozenset())


def test_a_program_is_never_administrator() -> None:
    assert replace(ACCOUNT, roles=frozenset({Role.ADMINISTRATOR})).program().roles == frozenset()


def test_a_programs_roles_do_not_wait_for_a_password_that_it_never_uses() -> None:
    assert replace(ACCOUNT, must_change_password=True).program().roles == ACCOUNT.roles


def test_the_last_administrator_stays() -> None:
    with pytest.raises(Refused) as refusal:
        refuse_without_administrator(frozenset({AccountId("a1")}), AccountId("a1"))
    assert refusal.value.rule == "last-administrator"


@pytest.mark.parametrize("administrators", [{"a1", "a2"}, {"a2"}])
def test_another_may_go(administrators: set[str]) -> None:
    refuse_without_administrator(frozenset(map(AccountId, administrators)), AccountId("a1"))
