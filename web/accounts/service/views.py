"""What the use cases of accounts answer with; pages and programs share it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dpp.domain.actor import AccountId, Actor, OrganisationId
from web.accounts.domain.account import Account
from web.accounts.domain.badges import Badge, BadgeId, Pin
from web.accounts.domain.journal import JournalEntry
from web.accounts.domain.passes import ApiKey, KeyId, LinkId, Session
from web.accounts.domain.stations import Station, StationId


@dataclass(frozen=True)
class Person:
    """Who is signed in, for the head of a page."""

    display_name: str
    organisation_name: str
    must_change_password: bool


@dataclass(frozen=True)
class Holder:
    """A session as stored, with its account and the name of that account's organisation."""

    session: Session
    account: Account
    organisation_name: str


@dataclass(frozen=True)
class KeyHolder:
    """A key as stored, with its account."""

    key: ApiKey
    account: Account


@dataclass(frozen=True)
class SignedIn:
    """The holder of a session, and the CSRF token that its forms must carry."""

    actor: Actor
    person: Person
    csrf: str = field(repr=False)


@dataclass(frozen=True)
class AccountLine:
    """One line of the administrator's list."""

    account: Account
    organisation_name: str


@dataclass(frozen=True)
class NamedEntry:
    """One line of the journal: `by` and `subject` as people call them, or the id of what has no name."""

    entry: JournalEntry
    by: str
    subject: str


@dataclass(frozen=True)
class HeldKey:
    """One line of the administrator's list of keys."""

    key: ApiKey
    holder: AccountLine


@dataclass(frozen=True)
class NewAccount:
    """A new account and its first password, which is shown once and must be changed."""

    account: AccountId
    password: str = field(repr=False)


@dataclass(frozen=True)
class NewKey:
    """A new key: `secret` is shown once."""

    id: KeyId
    secret: str = field(repr=False)


@dataclass(frozen=True)
class NewLink:
    """A new link: `token` is the last part of its address, `/k/{token}`, and is shown once."""

    id: LinkId
    token: str = field(repr=False)


@dataclass(frozen=True)
class Opened:
    """An organisation that was made with its accounts; `accounts` by sign-in name."""

    organisation: OrganisationId
    accounts: Mapping[str, AccountId]


@dataclass(frozen=True)
class NewStation:
    """A station that waits for its device: `code` is typed there before `until`, and is shown once."""

    id: StationId
    code: str = field(repr=False)
    until: datetime


@dataclass(frozen=True)
class StationLine:
    """One line of the list of stations."""

    station: Station
    organisation_name: str


@dataclass(frozen=True)
class NewBadge:
    """A new badge: `code` is shown once."""

    id: BadgeId
    code: str = field(repr=False)


@dataclass(frozen=True)
class Shown:
    """What one person can show at a station: badges that count, and a name with a PIN."""

    account: AccountLine
    badges: tuple[Badge, ...]
    pin: Pin | None
