"""What every store of accounts does, in memory and on both engines: the fake and the real one pass the same tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, Capability, OrganisationId, Role
from dpp.domain.errors import Conflict
from tests.support.fake_accounts import FakeAccountUnits
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.domain.account import Account
from web.accounts.domain.attempts import Attempt
from web.accounts.domain.journal import JournalEntry
from web.accounts.domain.organisation import Credential, Organisation, OrganisationKind
from web.accounts.domain.passes import ApiKey, KeyId, Link, LinkId, Session
from web.accounts.service.ports import AccountUnits
from web.accounts.service.views import Holder, KeyHolder

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
TODAY = NOW.date()
CREDENTIAL = Credential("en-50625", "7", "EN 50625-1", date(2026, 1, 1), None, "certificate")
ORGANISATION = Organisation(OrganisationId("o1"), "Recycler", OrganisationKind.COMPANY, in_state=False)
ACCOUNT = Account(
    AccountId("a1"), "a@example.nl", "A. Person", ORGANISATION.id, frozenset({Role.RECYCLER, Role.REPAIRER})
)
ADMINISTRATOR = replace(ACCOUNT, id=AccountId("a2"), sign_in_name="b@example.nl", roles=frozenset({Role.ADMINISTRATOR}))
NAME, ADDRESS, OTHER = "1" * 64, "2" * 64, "3" * 64


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, units: AccountUnits) -> AccountUnits:
        with units.writing() as work:
            work.organisations.add(ORGANISATION)
            work.accounts.add(ACCOUNT, "hash 1")
            work.accounts.add(ADMINISTRATOR, "hash 2")
            work.commit()
        return units

    def test_leaving_without_commit_changes_nothing(self, units: AccountUnits) -> None:
        with units.writing() as work:
            work.organisations.add(ORGANISATION)
        with units.reading() as work:
            assert work.organisations.all() == ()

    def test_an_error_before_commit_changes_nothing(self, filled: AccountUnits) -> None:
        def fail() -> None:
            with filled.writing() as work:
                work.accounts.set_password_hash(ACCOUNT.id, "other")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        with filled.reading() as work:
            assert work.accounts.password_hash(ACCOUNT.id) == "hash 1"

    def test_an_organisation_comes_back_as_it_was_with_its_credentials_in_order(self, units: AccountUnits) -> None:
        first = replace(CREDENTIAL, kind="aanwijzingsbesluit", valid_until=date(2026, 12, 31))
        held = replace(ORGANISATION, credentials=(CREDENTIAL, first))
        with units.writing() as work:
            work.organisations.add(held)
            work.commit()
        with units.reading() as work:
            assert work.organisations.get(held.id) == replace(held, credentials=(first, CREDENTIAL))
            assert work.organisations.all() == (replace(held, credentials=(first, CREDENTIAL)),)
            assert work.organisations.get(OrganisationId("absent")) is None

    def test_organisations_are_listed_by_name(self, filled: AccountUnits) -> None:
        with filled.writing() as work:
            work.organisations.add(replace(ORGANISATION, id=OrganisationId("o2"), name="Auditor", in_state=True))
            work.commit()
        with filled.reading() as work:
            assert [each.name for each in work.organisations.all()] == ["Auditor", "Recycler"]
            assert list(work.organisations.called().items()) == [("o2", "Auditor"), ("o1", "Recycler")]
            assert work.organisations.called(in_state=True) == {"o2": "Auditor"}
            assert work.organisations.called(in_state=False) == {"o1": "Recycler"}
            assert work.organisations.some(9, 0) == work.organisations.all()
            assert [each.name for each in work.organisations.some(1, 1)] == ["Recycler"]
            assert work.organisations.count() == 2

    def test_the_name_of_an_organisation_is_used_once(self, filled: AccountUnits) -> None:
        with pytest.raises(Conflict, match="Recycler"), filled.writing() as work:
            work.organisations.add(replace(ORGANISATION, id=OrganisationId("o2")))

    def test_a_credential_is_added_once_and_ends(self, filled: AccountUnits) -> None:
        with filled.writing() as work:
            work.organisations.add_credential(ORGANISATION.id, CREDENTIAL)
            work.organisations.add_credential(ORGANISATION.id, replace(CREDENTIAL, number="8"))
            work.commit()
        with pytest.raises(Conflict, match="7"), filled.writing() as work:
            work.organisations.add_credential(ORGANISATION.id, CREDENTIAL)
        with filled.writing() as work:
            work.organisations.end_credential(ORGANISATION.id, "en-50625", "7", TODAY)
            work.commit()
        with filled.reading() as work:
            [organisation] = work.organisations.all()
            assert [each.valid_until for each in organisation.credentials] == [TODAY, None]

    def test_an_account_comes_back_as_it_was(self, filled: AccountUnits) -> None:
        with filled.reading() as work:
            assert work.accounts.get(ACCOUNT.id) == ACCOUNT
            assert work.accounts.by_name("a@example.nl") == ACCOUNT
            assert work.accounts.all() == (ACCOUNT, ADMINISTRATOR)
            assert (work.accounts.some(2, 0), work.accounts.some(1, 1)) == ((ACCOUNT, ADMINISTRATOR), (ADMINISTRATOR,))
            assert work.accounts.count() == 2
            assert work.accounts.known([ADMINISTRATOR.id, AccountId("absent"), ACCOUNT.id]) == (ACCOUNT, ADMINISTRATOR)
            assert work.accounts.known(()) == ()
            assert work.accounts.of(ORGANISATION.id) == (ACCOUNT, ADMINISTRATOR)
            assert work.accounts.of(OrganisationId("elsewhere")) == ()
            assert work.accounts.get(AccountId("absent")) is None
            assert work.accounts.by_name("absent@example.nl") is None

    def test_an_account_without_roles_is_an_account(self, filled: AccountUnits) -> None:
        bare = replace(ACCOUNT, id=AccountId("a3"), sign_in_name="c@example.nl", roles=frozenset())
        session = Session("0" * 64, bare.id, NOW, NOW)
        with filled.writing() as work:
            work.accounts.add(bare, "hash 3")
            work.sessions.add(session)
            work.commit()
        with filled.reading() as work:
            assert work.accounts.get(bare.id) == bare
            assert work.sessions.holder(session.token_hash) == Holder(session, bare, "Recycler")
            assert bare in work.accounts.all()

    def test_a_sign_in_name_is_used_once(self, filled: AccountUnits) -> None:
        with pytest.raises(Conflict, match=r"a@example\.nl"), filled.writing() as work:
            work.accounts.add(replace(ACCOUNT, id=AccountId("a3")), "hash")

    def test_what_may_change_of_an_account_is_saved(self, filled: AccountUnits) -> None:
        changed = replace(
            ACCOUNT,
            display_name="Other",
            roles=frozenset({Role.REPAIRER, Role.BUYER}),
            active=False,
            must_change_password=True,
        )
        with filled.writing() as work:
            assert work.accounts.get(ACCOUNT.id) == ACCOUNT
            work.accounts.save(changed)
            work.accounts.set_password_hash(ACCOUNT.id, "other")
            assert work.accounts.get(ACCOUNT.id) == changed
            work.commit()
        with filled.reading() as work:
            assert work.accounts.get(ACCOUNT.id) == changed
            assert (work.accounts.password_hash(ACCOUNT.id), work.accounts.password_hash(ADMINISTRATOR.id)) == (
                "other",
                "hash 2",
            )

    def test_administrators_are_the_active_ones(self, filled: AccountUnits) -> None:
        with filled.writing() as work:
            assert work.accounts.active_administrators() == {ADMINISTRATOR.id}
            work.accounts.save(replace(ADMINISTRATOR, active=False))
            assert work.accounts.active_administrators() == frozenset()

    def test_sessions_are_found_touched_and_ended(self, filled: AccountUnits) -> None:
        mine = [Session(str(each) * 64, ACCOUNT.id, NOW, NOW) for each in range(3)]
        other = Session("9" * 64, ADMINISTRATOR.id, NOW, NOW)
        with filled.writing() as work:
            for session in (*mine, other):
                work.sessions.add(session)
            work.commit()
        with filled.writing() as work:
            work.sessions.touch(mine[0].token_hash, NOW + timedelta(minutes=5))
            work.sessions.touch("absent", NOW)
            work.sessions.end(mine[1].token_hash)
            work.commit()
        with filled.reading() as work:
            touched = replace(mine[0], seen_at=NOW + timedelta(minutes=5))
            assert work.sessions.holder(mine[0].token_hash) == Holder(touched, ACCOUNT, "Recycler")
            assert work.sessions.holder(mine[1].token_hash) is None
        with filled.writing() as work:
            work.sessions.end_all(ACCOUNT.id)
            work.commit()
        with filled.reading() as work:
            left = [session for session in (*mine, other) if work.sessions.holder(session.token_hash)]
            assert left == [other]

    def test_sessions_end_by_their_age(self, filled: AccountUnits) -> None:
        old, young = (
            Session("0" * 64, ACCOUNT.id, NOW - timedelta(hours=1), NOW),
            Session("1" * 64, ACCOUNT.id, NOW, NOW),
        )
        with filled.writing() as work:
            work.sessions.add(old)
            work.sessions.add(young)
            work.sessions.end_started_before(NOW)
            work.commit()
        with filled.reading() as work:
            assert work.sessions.holder(old.token_hash) is None
            assert work.sessions.holder(young.token_hash) == Holder(young, ACCOUNT, "Recycler")

    def test_keys_are_found_used_and_revoked(self, filled: AccountUnits) -> None:
        key = ApiKey(KeyId("k2"), NAME, ACCOUNT.id, "b", TODAY, TODAY + timedelta(days=9))
        other = replace(key, id=KeyId("k1"), token_hash=OTHER, label="a")
        with filled.writing() as work:
            work.keys.add(key)
            work.keys.add(other)
            work.commit()
        with filled.reading() as work:
            assert work.keys.all() == work.keys.some(9, 0) == work.keys.of(ACCOUNT.id) == (other, key)
            assert (work.keys.some(1, 1), work.keys.count()) == ((key,), 2)
            assert work.keys.of(ADMINISTRATOR.id) == ()
            assert work.keys.get(key.id) == key
            assert work.keys.labels([key.id, KeyId("absent")]) == {key.id: "b"}
            account = work.accounts.get(key.account)
            assert account is not None
            assert work.keys.holder(NAME) == KeyHolder(key, account)
            assert (work.keys.get(KeyId("absent")), work.keys.holder(ADDRESS)) == (None, None)
        with filled.writing() as work:
            work.keys.used(key.id, TODAY)
            work.keys.revoke(key.id)
            work.commit()
        with filled.reading() as work:
            assert work.keys.all() == (other, replace(key, last_used_on=TODAY, revoked=True))

    def test_links_are_found_and_revoked(self, filled: AccountUnits) -> None:
        capability = Capability("receipt.confirm", "c1")
        link = Link(LinkId("l1"), NAME, capability, ORGANISATION.id, ACCOUNT.id, NOW + timedelta(days=2))
        sooner = replace(link, id=LinkId("l2"), token_hash=OTHER, expires_at=NOW)
        with filled.writing() as work:
            work.links.add(link)
            work.links.add(sooner)
            work.links.revoke(sooner.id)
            work.commit()
        with filled.reading() as work:
            assert work.links.all() == (replace(sooner, revoked=True), link)
            assert (work.links.get(link.id), work.links.by_hash(NAME)) == (link, link)
            assert (work.links.get(LinkId("absent")), work.links.by_hash(ADDRESS)) == (None, None)

    def test_attempts_count_by_name_or_address_since_a_moment(self, units: AccountUnits) -> None:
        of_name, of_address = Attempt(NAME, OTHER, NOW), Attempt(OTHER, ADDRESS, NOW + timedelta(seconds=1))
        with units.writing() as work:
            work.attempts.hold(NAME, ADDRESS)
            for attempt in (
                of_name,
                of_address,
                Attempt(OTHER, OTHER, NOW),
                Attempt(NAME, ADDRESS, NOW - timedelta(1)),
            ):
                work.attempts.add(attempt)
            work.commit()
        with units.reading() as work:
            assert work.attempts.recent(NAME, ADDRESS, NOW - timedelta(seconds=1)) == (of_name, of_address)
            assert work.attempts.recent(NAME, ADDRESS, NOW) == (of_address,)

    def test_attempts_are_forgotten_by_name_and_by_age(self, units: AccountUnits) -> None:
        with units.writing() as work:
            for attempt in (
                Attempt(NAME, ADDRESS, NOW),
                Attempt(OTHER, ADDRESS, NOW),
                Attempt(OTHER, ADDRESS, NOW - timedelta(1)),
            ):
                work.attempts.add(attempt)
            work.attempts.forget(NAME)
            work.attempts.forget_before(NOW)
            work.commit()
        with units.reading() as work:
            assert work.attempts.recent(NAME, ADDRESS, NOW - timedelta(9)) == (Attempt(OTHER, ADDRESS, NOW),)

    def test_the_journal_is_read_newest_first(self, units: AccountUnits) -> None:
        entries = [JournalEntry(NOW, ACCOUNT.id, "account.create", str(each)) for each in range(3)]
        with units.writing() as work:
            for entry in entries:
                work.journal.add(entry)
            work.commit()
        with units.reading() as work:
            assert work.journal.some(2, 0) == (entries[2], entries[1])
            assert (work.journal.some(2, 2), work.journal.count()) == ((entries[0],), 3)


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
