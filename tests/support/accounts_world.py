"""A small world of accounts in memory, with a clock that a test sets and chance that it can repeat."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from dpp.domain.actor import Actor, OrganisationId, Role
from dpp.domain.permission import PermissionTable
from tests.support.fake_accounts import FakeAccountUnits, FakeHasher
from web.accounts.domain.organisation import OrganisationKind
from web.accounts.service.accounts import Accounts, accounts
from web.accounts.service.people import AccountDraft, OrganisationDraft

PASSWORD = "seven green bicycles"
ADDRESS = "a" * 64
NAMES = {role: f"{role.value}@example.nl" for role in Role}
LINKABLE = PermissionTable.parse(
    """
    use case         | roles       | relation
    receipt.confirm  | coordinator | owner
    feedback.give    | coordinator | any
    """
)


@dataclass
class SetClock:
    """A clock that stands still until a test moves it."""

    now: datetime = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class CountedChance:
    """Bytes that differ at every call and are the same in every run."""

    calls: int = 0

    def __call__(self, size: int) -> bytes:
        self.calls += 1
        return (sha256(str(self.calls).encode()).digest() * 2)[:size]


@dataclass
class World:
    """One organisation with an account of each role; `actors` by role."""

    units: FakeAccountUnits = field(default_factory=FakeAccountUnits)
    hasher: FakeHasher = field(default_factory=FakeHasher)
    clock: SetClock = field(default_factory=SetClock)
    chance: CountedChance = field(default_factory=CountedChance)
    actors: dict[Role, Actor] = field(default_factory=dict)
    organisation: OrganisationId = field(init=False)

    def __post_init__(self) -> None:
        opened = self.accounts.people.create_first_administrator(organisation("Test", Role), PASSWORD)
        self.organisation = opened.organisation
        for role, name in NAMES.items():
            self.actors[role] = Actor(opened.accounts[name], opened.organisation, frozenset({role}))

    @property
    def accounts(self) -> Accounts:
        return accounts(units=self.units, hasher=self.hasher, clock=self.clock, chance=self.chance, linkable=LINKABLE)

    @property
    def administrator(self) -> Actor:
        return self.actors[Role.ADMINISTRATOR]

    def sign_in(self, role: Role = Role.DRZ, *, replacing: str | None = None) -> str:
        return self.accounts.sessions.sign_in(NAMES[role], PASSWORD, ADDRESS, replacing=replacing)


def organisation(name: str, roles: Iterable[Role]) -> OrganisationDraft:
    """An organisation of the State with one account for each of these roles."""
    drafts = tuple(AccountDraft(NAMES[role], f"A {role.value}", frozenset({role})) for role in roles)
    return OrganisationDraft(name, OrganisationKind.AGENCY, in_state=True, accounts=drafts)
