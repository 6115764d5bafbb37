"""What the use cases of accounts need from outside. Each port has a fake and a real adapter under one contract test."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from dpp.domain.actor import AccountId, OrganisationId
from web.accounts.domain.account import Account
from web.accounts.domain.attempts import Attempt
from web.accounts.domain.journal import JournalEntry
from web.accounts.domain.organisation import Credential, Organisation
from web.accounts.domain.passes import ApiKey, KeyId, Link, LinkId, Session
from web.accounts.service.choosing_ports import Among, ChoiceStore, Working
from web.accounts.service.station_ports import BadgeStore, ShiftStore, StationStore
from web.accounts.service.tally_ports import TallyStore
from web.accounts.service.views import Holder, KeyHolder


class PasswordHasher(Protocol):
    """A slow, salted hash. All work is done outside transactions."""

    def hash(self, password: str) -> str: ...

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password fits; with None the same work, and False: an unknown name takes as long."""
        ...

    def outdated(self, stored: str) -> bool:
        """Whether this hash was made with other parameters than today's."""
        ...


class OrganisationStore(Protocol):
    """Organisations with their credentials."""

    def add(self, organisation: Organisation) -> None:
        """Conflict when the name is in use."""
        ...

    def get(self, organisation: OrganisationId) -> Organisation | None: ...

    def names(self, organisations: Collection[OrganisationId]) -> dict[OrganisationId, str]:
        """In one look-up; who is unknown is left out."""
        ...

    def called(self, *, in_state: bool | None = None) -> dict[OrganisationId, str]:
        """The names of all, or of those that are the State's or are not, by name; nothing else is read of them."""
        ...

    def all(self) -> tuple[Organisation, ...]:
        """By name."""
        ...

    def some(self, limit: int, offset: int) -> tuple[Organisation, ...]:
        """`limit` of them from number `offset` on, by name as the database orders names."""
        ...

    def count(self) -> int: ...

    def holders(self, kinds: Collection[str]) -> tuple[tuple[str, Credential], ...]:
        """The credentials of these kinds with the name of who has each, by that name, kind and number."""
        ...

    def add_credential(self, organisation: OrganisationId, credential: Credential) -> None:
        """Conflict when the organisation has this kind and number already."""
        ...

    def end_credential(self, organisation: OrganisationId, kind: str, number: str, last_day: date) -> None: ...


class AccountStore(Protocol):
    """Accounts, and their password hashes apart."""

    def add(self, account: Account, password_hash: str) -> None:
        """Conflict when the sign-in name is in use."""
        ...

    def get(self, account: AccountId) -> Account | None:
        """In a writing unit of work, others who want to change this account wait until it ends."""
        ...

    def by_name(self, sign_in_name: str) -> Account | None:
        """By the normalised sign-in name."""
        ...

    def all(self) -> tuple[Account, ...]:
        """By sign-in name."""
        ...

    def some(self, limit: int, offset: int) -> tuple[Account, ...]:
        """`limit` of them from number `offset` on, by sign-in name as the database orders names."""
        ...

    def known(self, accounts: Collection[AccountId]) -> tuple[Account, ...]:
        """Those of these that there are, by sign-in name, in one look-up for many."""
        ...

    def of(self, organisation: OrganisationId) -> tuple[Account, ...]:
        """Who works there, active or not, by sign-in name."""
        ...

    def count(self) -> int: ...

    def save(self, account: Account) -> None:
        """Store display name, roles, active and must-change of an account that is there."""
        ...

    def password_hash(self, account: AccountId) -> str: ...

    def set_password_hash(self, account: AccountId, password_hash: str) -> None: ...

    def active_administrators(self) -> frozenset[AccountId]:
        """In a writing unit of work, others who ask wait until it ends: two cannot each be told of the other."""
        ...


class SessionStore(Protocol):
    """Sessions by the hash of their token."""

    def add(self, session: Session) -> None: ...

    def holder(self, token_hash: str) -> Holder | None:
        """Who holds it, in one look-up: this stands before every page of everyone who is signed in."""
        ...

    def touch(self, token_hash: str, seen_at: datetime) -> None: ...

    def end(self, token_hash: str) -> None: ...

    def end_all(self, account: AccountId) -> None: ...

    def end_started_before(self, moment: datetime) -> None: ...


class KeyStore(Protocol):
    """API keys, by id and by the hash of the key."""

    def add(self, key: ApiKey) -> None: ...

    def get(self, key: KeyId) -> ApiKey | None: ...

    def holder(self, token_hash: str) -> KeyHolder | None:
        """Whose it is, in one look-up: this stands before every answer to a program."""
        ...

    def all(self) -> tuple[ApiKey, ...]:
        """By account, then label, then id."""
        ...

    def some(self, limit: int, offset: int) -> tuple[ApiKey, ...]:
        """`limit` of them from number `offset` on, as the database orders them."""
        ...

    def labels(self, keys: Collection[KeyId]) -> dict[KeyId, str]:
        """In one look-up; a key that is not there is left out."""
        ...

    def of(self, account: AccountId) -> tuple[ApiKey, ...]: ...

    def count(self) -> int: ...

    def used(self, key: KeyId, on: date) -> None: ...

    def revoke(self, key: KeyId) -> None: ...


class LinkStore(Protocol):
    """Links with a capability, by id and by the hash of the token."""

    def add(self, link: Link) -> None: ...

    def get(self, link: LinkId) -> Link | None: ...

    def by_hash(self, token_hash: str) -> Link | None: ...

    def all(self) -> tuple[Link, ...]:
        """By the moment they end, then id."""
        ...

    def revoke(self, link: LinkId) -> None: ...


class AttemptStore(Protocol):
    """Recent failures of sign-in."""

    def hold(self, name_hash: str, address_hash: str) -> None:
        """Until this unit of work ends, others who hold this name or this address wait."""
        ...

    def recent(self, name_hash: str, address_hash: str, since: datetime) -> tuple[Attempt, ...]:
        """Attempts after `since` of this name or of this address."""
        ...

    def add(self, attempt: Attempt) -> None: ...

    def forget(self, name_hash: str) -> None: ...

    def forget_before(self, moment: datetime) -> None: ...


class Journal(Protocol):
    """The acts of administration; only added to."""

    def add(self, entry: JournalEntry) -> None: ...

    def some(self, limit: int, offset: int) -> tuple[JournalEntry, ...]:
        """`limit` of them from number `offset` on, newest first."""
        ...

    def count(self) -> int: ...


class AccountWork(Protocol):
    """One transaction over all of them; leaving it without `commit()` rolls back."""

    @property
    def organisations(self) -> OrganisationStore: ...

    @property
    def accounts(self) -> AccountStore: ...

    @property
    def sessions(self) -> SessionStore: ...

    @property
    def keys(self) -> KeyStore: ...

    @property
    def links(self) -> LinkStore: ...

    @property
    def attempts(self) -> AttemptStore: ...

    @property
    def journal(self) -> Journal: ...

    @property
    def stations(self) -> StationStore: ...

    @property
    def shifts(self) -> ShiftStore: ...

    @property
    def badges(self) -> BadgeStore: ...

    @property
    def tallies(self) -> TallyStore: ...

    @property
    def organisation_choice(self) -> ChoiceStore[Among]: ...

    @property
    def person_choice(self) -> ChoiceStore[Working]: ...

    def commit(self) -> None: ...


class AccountUnits(Protocol):
    """Opens units of work: `reading()` is never committed, and `asking()` is for one question alone."""

    def writing(self) -> AbstractContextManager[AccountWork]: ...

    def reading(self) -> AbstractContextManager[AccountWork]: ...

    def asking(self) -> AbstractContextManager[AccountWork]: ...
