"""The ports of accounts in memory: dictionaries that a unit of work copies, and puts back when it commits."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from tests.support.fake_choosing import FakeOrganisationChoice, FakePersonChoice
from tests.support.fake_stations import FakeBadges, FakeShifts, FakeStations
from tests.support.fake_tallies import FakeTallies
from web.accounts.domain.account import Account
from web.accounts.domain.attempts import Attempt
from web.accounts.domain.journal import JournalEntry
from web.accounts.domain.organisation import Credential, Organisation
from web.accounts.domain.passes import ApiKey, KeyId, Link, LinkId, Session
from web.accounts.service.views import Holder, KeyHolder


@dataclass
class FakeOrganisations:
    rows: dict[OrganisationId, Organisation] = field(default_factory=dict)

    def add(self, organisation: Organisation) -> None:
        if any(each.name == organisation.name for each in self.rows.values()):
            raise Conflict(message("There is an organisation '{name}' already.", name=organisation.name))
        self.rows[organisation.id] = replace(organisation, credentials=())
        for credential in organisation.credentials:
            self.add_credential(organisation.id, credential)

    def names(self, organisations: Collection[OrganisationId]) -> dict[OrganisationId, str]:
        return {each: self.rows[each].name for each in organisations if each in self.rows}

    def called(self, *, in_state: bool | None = None) -> dict[OrganisationId, str]:
        return {each.id: each.name for each in self.all() if in_state in {None, each.in_state}}

    def get(self, organisation: OrganisationId) -> Organisation | None:
        return self.rows.get(organisation)

    def all(self) -> tuple[Organisation, ...]:
        return tuple(sorted(self.rows.values(), key=lambda organisation: organisation.name))

    def some(self, limit: int, offset: int) -> tuple[Organisation, ...]:
        return self.all()[offset : offset + limit]

    def count(self) -> int:
        return len(self.rows)

    def holders(self, kinds: Collection[str]) -> tuple[tuple[str, Credential], ...]:
        return tuple((each.name, held) for each in self.all() for held in each.credentials if held.kind in kinds)

    def add_credential(self, organisation: OrganisationId, credential: Credential) -> None:
        held = self.rows[organisation].credentials
        if any((each.kind, each.number) == (credential.kind, credential.number) for each in held):
            raise Conflict(message("There is a credential {number} already.", number=credential.number))
        ordered = sorted((*held, credential), key=lambda each: (each.kind, each.number))
        self.rows[organisation] = replace(self.rows[organisation], credentials=tuple(ordered))

    def end_credential(self, organisation: OrganisationId, kind: str, number: str, last_day: date) -> None:
        self.rows[organisation] = self.rows[organisation].with_credential_ended(kind, number, last_day)


@dataclass
class FakeAccounts:
    rows: dict[AccountId, Account] = field(default_factory=dict)
    hashes: dict[AccountId, str] = field(default_factory=dict)

    def add(self, account: Account, password_hash: str) -> None:
        if self.by_name(account.sign_in_name):
            raise Conflict(message("There is an account '{name}' already.", name=account.sign_in_name))
        self.rows[account.id] = account
        self.hashes[account.id] = password_hash

    def get(self, account: AccountId) -> Account | None:
        return self.rows.get(account)

    def by_name(self, sign_in_name: str) -> Account | None:
        return next((each for each in self.rows.values() if each.sign_in_name == sign_in_name), None)

    def all(self) -> tuple[Account, ...]:
        return tuple(sorted(self.rows.values(), key=lambda account: account.sign_in_name))

    def known(self, accounts: Collection[AccountId]) -> tuple[Account, ...]:
        return tuple(each for each in self.all() if each.id in accounts)

    def of(self, organisation: OrganisationId) -> tuple[Account, ...]:
        return tuple(each for each in self.all() if each.organisation == organisation)

    def some(self, limit: int, offset: int) -> tuple[Account, ...]:
        return self.all()[offset : offset + limit]

    def count(self) -> int:
        return len(self.rows)

    def save(self, account: Account) -> None:
        self.rows[account.id] = account

    def password_hash(self, account: AccountId) -> str:
        return self.hashes[account]

    def set_password_hash(self, account: AccountId, password_hash: str) -> None:
        self.hashes[account] = password_hash

    def active_administrators(self) -> frozenset[AccountId]:
        return frozenset(account.id for account in self.rows.values() if account.is_active_administrator)


@dataclass
class FakeSessions:
    accounts: FakeAccounts
    organisations: FakeOrganisations
    rows: dict[str, Session] = field(default_factory=dict)

    def add(self, session: Session) -> None:
        self.rows[session.token_hash] = session

    def holder(self, token_hash: str) -> Holder | None:
        session = self.rows.get(token_hash)
        if session is None:
            return None
        account = self.accounts.rows[session.account]
        return Holder(session, account, self.organisations.rows[account.organisation].name)

    def touch(self, token_hash: str, seen_at: datetime) -> None:
        if token_hash in self.rows:
            self.rows[token_hash] = replace(self.rows[token_hash], seen_at=seen_at)

    def end(self, token_hash: str) -> None:
        self.rows.pop(token_hash, None)

    def end_all(self, account: AccountId) -> None:
        self.rows = {key: session for key, session in self.rows.items() if session.account != account}

    def end_started_before(self, moment: datetime) -> None:
        self.rows = {key: session for key, session in self.rows.items() if session.started_at >= moment}


@dataclass
class FakeKeys:
    accounts: FakeAccounts
    rows: dict[KeyId, ApiKey] = field(default_factory=dict)

    def add(self, key: ApiKey) -> None:
        self.rows[key.id] = key

    def get(self, key: KeyId) -> ApiKey | None:
        return self.rows.get(key)

    def holder(self, token_hash: str) -> KeyHolder | None:
        mine = (key for key in self.rows.values() if key.token_hash == token_hash)
        return next((KeyHolder(key, self.accounts.rows[key.account]) for key in mine), None)

    def all(self) -> tuple[ApiKey, ...]:
        return tuple(sorted(self.rows.values(), key=lambda key: (key.account, key.label, key.id)))

    def some(self, limit: int, offset: int) -> tuple[ApiKey, ...]:
        return self.all()[offset : offset + limit]

    def labels(self, keys: Collection[KeyId]) -> dict[KeyId, str]:
        return {each: self.rows[each].label for each in keys if each in self.rows}

    def of(self, account: AccountId) -> tuple[ApiKey, ...]:
        return tuple(key for key in self.all() if key.account == account)

    def count(self) -> int:
        return len(self.rows)

    def used(self, key: KeyId, on: date) -> None:
        self.rows[key] = replace(self.rows[key], last_used_on=on)

    def revoke(self, key: KeyId) -> None:
        self.rows[key] = replace(self.rows[key], revoked=True)


@dataclass
class FakeLinks:
    rows: dict[LinkId, Link] = field(default_factory=dict)

    def add(self, link: Link) -> None:
        self.rows[link.id] = link

    def get(self, link: LinkId) -> Link | None:
        return self.rows.get(link)

    def by_hash(self, token_hash: str) -> Link | None:
        return next((link for link in self.rows.values() if link.token_hash == token_hash), None)

    def all(self) -> tuple[Link, ...]:
        return tuple(sorted(self.rows.values(), key=lambda link: (link.expires_at, link.id)))

    def revoke(self, link: LinkId) -> None:
        self.rows[link] = replace(self.rows[link], revoked=True)


@dataclass
class FakeAttempts:
    rows: list[Attempt] = field(default_factory=list)

    def hold(self, name_hash: str, address_hash: str) -> None:
        """Nobody else is here."""

    def recent(self, name_hash: str, address_hash: str, since: datetime) -> tuple[Attempt, ...]:
        return tuple(
            row
            for row in self.rows
            if row.at > since and (row.name_hash == name_hash or row.address_hash == address_hash)
        )

    def add(self, attempt: Attempt) -> None:
        self.rows.append(attempt)

    def forget(self, name_hash: str) -> None:
        self.rows = [row for row in self.rows if row.name_hash != name_hash]

    def forget_before(self, moment: datetime) -> None:
        self.rows = [row for row in self.rows if row.at >= moment]


@dataclass
class FakeJournal:
    rows: list[JournalEntry] = field(default_factory=list)

    def add(self, entry: JournalEntry) -> None:
        self.rows.append(entry)

    def some(self, limit: int, offset: int) -> tuple[JournalEntry, ...]:
        return tuple(reversed(self.rows))[offset : offset + limit]

    def count(self) -> int:
        return len(self.rows)


@dataclass
class FakeState:
    organisations: FakeOrganisations = field(default_factory=FakeOrganisations)
    accounts: FakeAccounts = field(default_factory=FakeAccounts)
    sessions: FakeSessions = field(init=False)
    keys: FakeKeys = field(init=False)
    tallies: FakeTallies = field(init=False)
    links: FakeLinks = field(default_factory=FakeLinks)
    attempts: FakeAttempts = field(default_factory=FakeAttempts)
    journal: FakeJournal = field(default_factory=FakeJournal)
    stations: FakeStations = field(default_factory=FakeStations)
    shifts: FakeShifts = field(default_factory=FakeShifts)
    badges: FakeBadges = field(default_factory=FakeBadges)
    organisation_choice: FakeOrganisationChoice = field(init=False)
    person_choice: FakePersonChoice = field(init=False)

    def __post_init__(self) -> None:
        self.sessions = FakeSessions(self.accounts, self.organisations)
        self.keys = FakeKeys(self.accounts)
        self.tallies = FakeTallies(self)
        self.organisation_choice = FakeOrganisationChoice(self.organisations, self.accounts)
        self.person_choice = FakePersonChoice(self.organisations, self.accounts)


class FakeWork(FakeState):
    """One unit of work over a copy of what was committed before it."""

    def __init__(self, units: "FakeAccountUnits") -> None:
        vars(self).update(vars(deepcopy(units.committed)))
        self._units = units

    def commit(self) -> None:
        state = FakeState()
        vars(state).update(deepcopy({name: value for name, value in vars(self).items() if name != "_units"}))
        self._units.committed = state


class FakeAccountUnits:
    """The port `AccountUnits` in memory; `committed` is what a test may look into."""

    def __init__(self) -> None:
        self.committed = FakeState()

    @contextmanager
    def writing(self) -> Iterator[FakeWork]:
        yield FakeWork(self)

    @contextmanager
    def reading(self) -> Iterator[FakeWork]:
        yield FakeWork(self)

    asking = reading


class FakeHasher:
    """The port `PasswordHasher` without the work; `work` counts the verifications, `version` stands for parameters."""

    def __init__(self, version: int = 1) -> None:
        self.version = version
        self.work: list[str | None] = []

    def hash(self, password: str) -> str:
        return f"fake${self.version}${password}"

    def verify(self, stored: str | None, password: str) -> bool:
        self.work.append(stored)
        return stored is not None and stored.split("$", 2)[2] == password

    def outdated(self, stored: str) -> bool:
        return stored.split("$")[1] != str(self.version)
