"""What a form chooses from, in memory and on both engines: few are read, and any other is found by what is typed."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from dpp.adapters import clock
from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.errors import NotPermitted
from tests.support.fake_accounts import FakeAccountUnits, FakeHasher
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.domain.account import Account
from web.accounts.domain.organisation import Organisation, OrganisationKind
from web.accounts.service import choosing
from web.accounts.service.accounts import NONE_BINDABLE, Accounts, accounts
from web.accounts.service.choosing_ports import Among, Choosable, Working
from web.accounts.service.ports import AccountUnits

ALL, EVERYBODY = Among(), Working()
STATE, COMPANY = OrganisationKind.MINISTRY, OrganisationKind.COMPANY
ORGANISATIONS = (
    Organisation(OrganisationId("o1"), "Gemeente", STATE, in_state=True),
    Organisation(OrganisationId("o2"), "Gemeente Oss", STATE, in_state=True),
    Organisation(OrganisationId("o3"), "Société Générale", COMPANY, in_state=False),
    Organisation(OrganisationId("o4"), "Zorg BV", COMPANY, in_state=False),
    Organisation(OrganisationId("o5"), "100%_Zorg", COMPANY, in_state=False),
)
PEOPLE = (
    Account(AccountId("a1"), "anna@oss.nl", "Anna Bos", OrganisationId("o2"), frozenset({Role.OWNER})),
    Account(AccountId("a2"), "bos@zorg.nl", "Anna Bos", OrganisationId("o4"), frozenset({Role.RECYCLER})),
    Account(AccountId("a3"), "cor@oss.nl", "Cor_Dam", OrganisationId("o2"), frozenset({Role.OWNER, Role.DRZ})),
    Account(AccountId("a4"), "dirk@zorg.nl", "Dirk", OrganisationId("o4"), frozenset({Role.DRZ}), active=False),
)
WHO = Actor(AccountId("a9"), None, frozenset({Role.ADMINISTRATOR}))


def ids(found: Sequence[Choosable]) -> list[str]:
    return [each.id for each in found]


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def use(self, units: AccountUnits) -> Accounts:
        with units.writing() as work:
            for organisation in ORGANISATIONS:
                work.organisations.add(organisation)
            for account in PEOPLE:
                work.accounts.add(account, "hash")
            work.commit()
        return accounts(
            units=units, hasher=FakeHasher(), clock=clock.utc_now, chance=clock.random_bytes, linkable=NONE_BINDABLE
        )

    @pytest.mark.parametrize(
        ("among", "expected"),
        [
            (ALL, ["o5", "o1", "o2", "o3", "o4"]),
            (Among(in_state=True), ["o1", "o2"]),
            (Among(in_state=False), ["o5", "o3", "o4"]),
            (Among(without=OrganisationId("o2")), ["o5", "o1", "o3", "o4"]),
            (Among(only=OrganisationId("o2")), ["o2"]),
            (Among(in_state=False, only=OrganisationId("o2")), []),
            (Among(roles=frozenset({Role.DRZ, Role.REPAIRER})), ["o2"]),
            (Among(roles=frozenset({Role.RECYCLER})), ["o4"]),
        ],
    )
    def test_organisations_are_offered_by_name(self, use: Accounts, among: Among, expected: list[str]) -> None:
        """Of those with a role, only where somebody with it has an account that is in use."""
        offered = use.organisation_choices.shown(WHO, among)
        assert (ids(offered.found), offered.more) == (expected, False)

    def test_a_list_has_no_more_than_it_shows_and_who_was_chosen(
        self, use: Accounts, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(choosing, "SHOWN", 2)
        shown, outside = use.organisation_choices.shown, Among(in_state=False)
        assert (ids(shown(WHO, ALL).found), shown(WHO, ALL).more) == (["o5", "o1"], True)
        assert ids(shown(WHO, ALL, ["o4", "", "o1", "absent"]).found) == ["o5", "o1", "o4"]
        assert ids(shown(WHO, outside, ["o4", "o2"]).found) == ["o5", "o3", "o4"], "o2 cannot be chosen there"
        assert shown(WHO, Among(in_state=True)).more is False

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("o2", ["o2"]),
            ("Gemeente Oss", ["o2"]),
            ("  GEMEENTE   oss ", ["o2"]),
            ("gemeente", ["o1"]),
            ("oss", ["o2"]),
            ("gemeen", ["o1", "o2"]),
            ("societe generale", ["o3"]),
            ("SOCIÉTÉ", ["o3"]),
            ("zorg", ["o5", "o4"]),
            ("zorg b", ["o4"]),
            ("oss gemeente", []),
            ("%", []),
            ("_", []),
            ("nobody", []),
            (" ", []),
        ],
    )
    def test_an_organisation_is_meant_by_its_id_its_name_or_what_no_other_has(
        self, use: Accounts, text: str, expected: list[str]
    ) -> None:
        assert ids(use.organisation_choices.named(WHO, ALL, text)) == expected

    def test_only_what_can_be_chosen_is_meant(self, use: Accounts) -> None:
        named = use.organisation_choices.named
        assert ids(named(WHO, Among(in_state=True, without=OrganisationId("o1")), "gemeente")) == ["o2"]
        assert ids(named(WHO, Among(in_state=False), "o2")) == []
        assert ids(named(WHO, Among(roles=frozenset({Role.RECYCLER})), "zorg")) == ["o4"]

    def test_of_many_that_may_be_meant_one_more_is_read_than_is_told(
        self, use: Accounts, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Who has the very name is meant, however many have it as a part."""
        monkeypatch.setattr(choosing, "TOLD", 1)
        assert ids(use.organisation_choices.named(WHO, ALL, "g")) == ["o1", "o4"], "the two shortest"
        assert ids(use.organisation_choices.named(WHO, ALL, "Gemeente")) == ["o1"]

    @pytest.mark.parametrize(
        ("among", "expected"),
        [
            (EVERYBODY, ["a1", "a2", "a3"]),
            (Working(roles=frozenset({Role.OWNER, Role.DRZ})), ["a1", "a3"]),
            (Working(at=OrganisationId("o4")), ["a2"]),
            (Working(at=OrganisationId("o2"), without=AccountId("a3")), ["a1"]),
        ],
    )
    def test_people_with_an_account_in_use_are_offered_by_name(
        self, use: Accounts, among: Working, expected: list[str]
    ) -> None:
        offered = use.person_choices.shown(WHO, among)
        assert (ids(offered.found), offered.more) == (expected, False)
        assert {(each.name, each.also, each.organisation) for each in offered.found} <= {
            (each.display_name, each.sign_in_name, "Gemeente Oss" if each.organisation == "o2" else "Zorg BV")
            for each in PEOPLE
        }

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a1", ["a1"]),
            ("ANNA@oss.nl", ["a1"]),
            ("bos anna", ["a1", "a2"]),
            ("anna zorg", ["a2"]),
            ("cor", ["a3"]),
            ("r_d", ["a3"]),
            ("a_n", []),
            ("dirk", []),
        ],
    )
    def test_a_person_is_meant_by_name_or_address(self, use: Accounts, text: str, expected: list[str]) -> None:
        assert ids(use.person_choices.named(WHO, EVERYBODY, text)) == expected

    def test_a_list_of_people_keeps_who_was_chosen(self, use: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(choosing, "SHOWN", 1)
        offered = use.person_choices.shown(WHO, EVERYBODY, ["a3", "a4"])
        assert (ids(offered.found), offered.more) == (["a1", "a3"], True)

    def test_people_are_offered_to_who_may_list_them_alone(self, use: Accounts) -> None:
        owner = replace(WHO, roles=frozenset({Role.OWNER}))
        assert use.organisation_choices.shown(owner, ALL).found
        with pytest.raises(NotPermitted):
            use.person_choices.shown(owner, EVERYBODY)
        with pytest.raises(NotPermitted):
            use.person_choices.named(owner, EVERYBODY, "anna")


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
