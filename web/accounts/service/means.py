"""What all use cases of accounts share: the ports, the policy, and the check that comes first."""

from dataclasses import dataclass

from dpp.domain.actor import AccountId, Actor, OrganisationId
from dpp.domain.errors import NotFound, TooMany
from dpp.domain.message import message
from dpp.domain.opaque import encode
from dpp.domain.permission import Relation
from dpp.service.ports import Chance, Clock
from web.accounts.domain.account import Account
from web.accounts.domain.attempts import Attempt, seconds, wait
from web.accounts.domain.journal import JournalEntry
from web.accounts.domain.organisation import Organisation
from web.accounts.domain.permissions import ACCOUNTS
from web.accounts.domain.policy import Policy
from web.accounts.domain.tokens import TOKEN_BYTES, token
from web.accounts.service.ports import AccountUnits, AccountWork, PasswordHasher

_ID_BYTES = 10
_ID_LENGTH = 16
_OWN = frozenset({Relation.OWNER})
_OTHERS = frozenset[Relation]()


@dataclass(frozen=True)
class Means:
    """The outside world of the use cases; `chance` gives what nobody can guess."""

    units: AccountUnits
    hasher: PasswordHasher
    clock: Clock
    chance: Chance
    policy: Policy

    def new_id(self) -> str:
        return encode(self.chance(_ID_BYTES), _ID_LENGTH)

    def new_token(self) -> str:
        return token(self.chance(TOKEN_BYTES))

    def note(self, work: AccountWork, by: Actor, act: str, subject: str) -> None:
        """Write in the journal, in the same transaction as the act itself."""
        work.journal.add(JournalEntry(self.clock(), by.account, act, subject))


def allow(use_case: str, actor: Actor, *, own: bool = False) -> None:
    """Return when the permission table lets this actor do this to (`own`) what is its own or to any; else raise."""
    ACCOUNTS.check(use_case, actor, _OWN if own else _OTHERS)


def account_there(work: AccountWork, account: AccountId) -> Account:
    found = work.accounts.get(account)
    if found is None:
        raise NotFound(message("There is no account {account}.", account=account))
    return found


def organisation_there(work: AccountWork, organisation: OrganisationId) -> Organisation:
    found = work.organisations.get(organisation)
    if found is None:
        raise NotFound(message("There is no organisation {organisation}.", organisation=organisation))
    return found


def admit(means: Means, name: str, address: str, policy: Policy) -> None:
    """Count an attempt before it is checked; TooMany when this name hash or address hash must wait."""
    now = means.clock()
    with means.units.writing() as work:
        work.attempts.hold(name, address)
        earlier = work.attempts.recent(name, address, now - policy.attempt_window)
        left = seconds(wait(earlier, name, address, now, policy))
        if left > 0:
            raise TooMany(
                message("Too many attempts. Wait {seconds} seconds.", seconds=left),
                seconds=left,
            )
        work.attempts.add(Attempt(name, address, now))
        work.commit()
