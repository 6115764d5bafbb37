"""The administrator's use cases: accounts, roles, first passwords, and the journal of all this."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.errors import InvalidInput, NotFound, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import encode
from dpp.domain.permission import Relation
from dpp.domain.stretch import Stretch, Wanted
from web.accounts.domain.account import Account, checked_account, normalised_name, refuse_without_administrator
from web.accounts.domain.attempts import name_hash
from web.accounts.domain.journal import JournalEntry
from web.accounts.domain.organisation import Credential, Organisation, OrganisationKind, checked_organisation
from web.accounts.domain.passes import KeyId
from web.accounts.domain.password import check_password, normalised
from web.accounts.domain.permissions import ACCOUNTS
from web.accounts.domain.stations import StationId
from web.accounts.service.means import Means, account_there, allow, organisation_there
from web.accounts.service.ports import AccountWork
from web.accounts.service.views import AccountLine, NamedEntry, NewAccount, Opened

_FIRST_PASSWORD_BYTES = 13
_FIRST_PASSWORD_LENGTH = 20  # 100 random bits


@dataclass(frozen=True)
class AccountDraft:
    """An account to be made."""

    sign_in_name: str
    display_name: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class OrganisationDraft:
    """An organisation to be made, with its credentials and its accounts."""

    name: str
    kind: OrganisationKind
    in_state: bool
    accounts: tuple[AccountDraft, ...]
    credentials: tuple[Credential, ...] = ()


@dataclass(frozen=True)
class People:
    """The use cases of the list of accounts."""

    means: Means

    def create_first_administrator(self, draft: OrganisationDraft, password: str) -> Opened:
        """The first organisation, whose accounts include an administrator.

        It asks for no actor, for there is none yet: only the command line reaches it. Raises Refused
        (`first-administrator`) when there is an administrator already; InvalidInput when the draft has none.
        """
        with self.means.units.reading() as work:
            _refuse_when_administered(work)
        stored = self._shared_hash([draft], password)
        with self.means.units.writing() as work:
            _refuse_when_administered(work)
            opened = self._open(work, draft, stored)
            _refuse_unadministered(work)
            for account in opened.accounts.values():
                self.means.note(work, Actor(account), "account.create", account)
            work.commit()
        return opened

    def open_organisations(
        self, actor: Actor, drafts: Sequence[OrganisationDraft], password: str
    ) -> tuple[Opened, ...]:
        """Organisations with all their accounts at once, which share a password that need not be changed.

        For a demonstration or a test: people get an account of their own with `create`.
        """
        allow("organisation.create", actor)
        allow("account.create", actor)
        stored = self._shared_hash(drafts, password)
        with self.means.units.writing() as work:
            opened = tuple(self._open(work, draft, stored) for draft in drafts)
            for each in opened:
                self.means.note(work, actor, "organisation.create", each.organisation)
                for account in each.accounts.values():
                    self.means.note(work, actor, "account.create", account)
            work.commit()
        return opened

    def create(self, actor: Actor, organisation: OrganisationId, draft: AccountDraft) -> NewAccount:
        """A new account and its first password; NotFound, InvalidInput, or Conflict for a name that is in use."""
        allow("account.create", actor)
        account = self._account(draft, organisation, must_change_password=True)
        password = self._first_password()
        stored = self.means.hasher.hash(password)
        with self.means.units.writing() as work:
            organisation_there(work, organisation)
            work.accounts.add(account, stored)
            self.means.note(work, actor, "account.create", account.id)
            work.commit()
        return NewAccount(account.id, password)

    def all(self, actor: Actor) -> tuple[AccountLine, ...]:
        """All accounts by sign-in name, active or not."""
        allow("account.list", actor)
        with self.means.units.reading() as work:
            found = work.accounts.all()
            names = work.organisations.names([each.organisation for each in found])
            return tuple(AccountLine(each, names[each.organisation]) for each in found)

    def some(self, actor: Actor, wanted: Wanted) -> Stretch[AccountLine]:
        """A page of them, by sign-in name."""
        allow("account.list", actor)
        with self.means.units.reading() as work:
            count = work.accounts.count()
            start = wanted.start(count)
            found = work.accounts.some(wanted.most, start)
            names = work.organisations.names({account.organisation for account in found})
        return Stretch(tuple(AccountLine(each, names[each.organisation]) for each in found), start, count)

    def read(self, actor: Actor, account: AccountId) -> AccountLine:
        """One of them; NotFound."""
        allow("account.list", actor)
        with self.means.units.reading() as work:
            found = account_there(work, account)
            return AccountLine(found, organisation_there(work, found.organisation).name)

    def own(self, actor: Actor) -> AccountLine:
        """The actor's own account, as its own page shows it."""
        allow("account.list", actor, own=True)
        with self.means.units.reading() as work:
            account = account_there(work, actor.account)
            return AccountLine(account, organisation_there(work, account.organisation).name)

    def acting(self, sign_in_name: str | None = None) -> Actor:
        """The actor of an active account, or of the first administrator.

        For commands alone: whoever runs them on this machine has its database in hand anyway, and every act is recorded
        under that account.
        """
        with self.means.units.reading() as work:
            if sign_in_name is None:
                administrators = work.accounts.active_administrators()
                account = work.accounts.get(min(administrators)) if administrators else None
            else:
                account = work.accounts.by_name(normalised_name(sign_in_name))
        if account is None or not account.active:
            raise NotFound(
                message("There is no account '{name}' that is in use.", name=sign_in_name or "administrator"),
                remedy=message("Name one with --as, or make the first with 'kringpas create-admin'."),
            )
        return account.person()

    def names(self, actor: Actor, accounts: Iterable[AccountId]) -> Mapping[AccountId, str]:
        """The names of those among these accounts whom this actor may know by name: colleagues, or everybody."""
        with self.means.units.reading() as work:
            found = work.accounts.known(frozenset(accounts))
            return {each.id: each.display_name for each in found if _knows(actor, each)}

    def colleagues(self, actor: Actor) -> Mapping[AccountId, str]:
        """The names of the others with an active account in the actor's organisation, by name."""
        allow("account.name", actor, own=True)
        with self.means.units.reading() as work:
            theirs = () if actor.organisation is None else work.accounts.of(actor.organisation)
            found = [each for each in theirs if each.active]
        others = sorted((each.display_name, each.id) for each in found if each.id != actor.account)
        return {account: name for name, account in others}

    def set_active(self, actor: Actor, account: AccountId, *, active: bool) -> None:
        """Take an account out of use, which ends its sessions and disables its keys at once, or back into use."""
        allow("account.set_active", actor)
        with self.means.units.writing() as work:
            administrators = work.accounts.active_administrators()
            found = account_there(work, account)
            if not active:
                refuse_without_administrator(administrators, account)
                work.sessions.end_all(account)
            work.accounts.save(replace(found, active=active))
            self.means.note(work, actor, "account.set_active", account)
            work.commit()

    def set_roles(self, actor: Actor, account: AccountId, roles: frozenset[Role]) -> None:
        """Give an account these roles and no others; they count from its next request."""
        allow("account.set_roles", actor)
        with self.means.units.writing() as work:
            administrators = work.accounts.active_administrators()
            changed = checked_account(replace(account_there(work, account), roles=roles))
            if Role.ADMINISTRATOR not in roles:
                refuse_without_administrator(administrators, account)
            work.accounts.save(changed)
            self.means.note(work, actor, "account.set_roles", account)
            work.commit()

    def reset_password(self, actor: Actor, account: AccountId) -> str:
        """A new first password, which must be changed; ends the account's sessions and lifts its lock-out."""
        allow("password.reset", actor)
        password = self._first_password()
        stored = self.means.hasher.hash(password)
        with self.means.units.writing() as work:
            found = account_there(work, account)
            work.accounts.set_password_hash(account, stored)
            work.accounts.save(replace(found, must_change_password=True))
            work.sessions.end_all(account)
            work.attempts.forget(name_hash(found.sign_in_name))
            self.means.note(work, actor, "password.reset", account)
            work.commit()
        return password

    def journal(self, actor: Actor, number: int = 1000) -> tuple[JournalEntry, ...]:
        """The latest acts of administration, newest first."""
        allow("journal.read", actor)
        with self.means.units.reading() as work:
            return work.journal.some(number, 0)

    def acts(self, actor: Actor, wanted: Wanted) -> Stretch[NamedEntry]:
        """A page of all of them, with the names of those in it."""
        allow("journal.read", actor)
        with self.means.units.reading() as work:
            count = work.journal.count()
            start = wanted.start(count)
            found = work.journal.some(wanted.most, start)
            names = _called(work, {each for entry in found for each in (entry.by, entry.subject)})
        rows = (NamedEntry(each, names.get(each.by, each.by), names.get(each.subject, each.subject)) for each in found)
        return Stretch(tuple(rows), start, count)

    def _open(self, work: AccountWork, draft: OrganisationDraft, stored: str) -> Opened:
        organisation = OrganisationId(self.means.new_id())
        work.organisations.add(
            checked_organisation(
                Organisation(organisation, draft.name.strip(), draft.kind, draft.in_state, draft.credentials)
            )
        )
        accounts = [self._account(each, organisation, must_change_password=False) for each in draft.accounts]
        for account in accounts:
            work.accounts.add(account, stored)
        return Opened(organisation, {account.sign_in_name: account.id for account in accounts})

    def _shared_hash(self, drafts: Sequence[OrganisationDraft], password: str) -> str:
        """One hash for a password that all these accounts share anyway; InvalidInput when it will not do for one."""
        for draft in drafts:
            for account in draft.accounts:
                check_password(password, (account.sign_in_name, account.display_name), self.means.policy)
        return self.means.hasher.hash(normalised(password))

    def _account(self, draft: AccountDraft, organisation: OrganisationId, *, must_change_password: bool) -> Account:
        return checked_account(
            Account(
                AccountId(self.means.new_id()),
                normalised_name(draft.sign_in_name),
                draft.display_name.strip(),
                organisation,
                draft.roles,
                must_change_password=must_change_password,
            )
        )

    def _first_password(self) -> str:
        return encode(self.means.chance(_FIRST_PASSWORD_BYTES), _FIRST_PASSWORD_LENGTH)


def _called(work: AccountWork, ids: Collection[str]) -> Mapping[str, str]:
    """What people call those of them that have a name: no two kinds of things share an id."""
    accounts = work.accounts.known([AccountId(each) for each in ids])
    names: dict[str, str] = {each.id: each.display_name for each in accounts}
    names.update(work.organisations.names([OrganisationId(each) for each in ids]).items())
    names.update(work.keys.labels([KeyId(each) for each in ids]).items())
    names.update(work.stations.names([StationId(each) for each in ids]).items())
    return names


def _knows(actor: Actor, account: Account) -> bool:
    own = frozenset({Relation.OWNER} if account.organisation == actor.organisation else set())
    return ACCOUNTS.allows("account.name", actor, own)


def _refuse_when_administered(work: AccountWork) -> None:
    if work.accounts.active_administrators():
        raise Refused(
            "first-administrator",
            message("There is an administrator already."),
            remedy=message("Let that administrator make the account."),
        )


def _refuse_unadministered(work: AccountWork) -> None:
    if not work.accounts.active_administrators():
        what = message("None of these accounts is an administrator.")
        raise InvalidInput(what, (Problem("roles", what),))
