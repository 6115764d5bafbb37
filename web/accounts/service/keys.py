"""API keys: how a program says who it is."""

from dataclasses import dataclass
from datetime import date

from dpp.domain.actor import AccountId, Actor
from dpp.domain.errors import NotFound, NotSignedIn
from dpp.domain.message import message
from web.accounts.domain.passes import ApiKey, KeyId, checked_key
from web.accounts.domain.tokens import TOKEN_BYTES, api_key, same, token_hash
from web.accounts.service.means import Means, account_there, allow
from web.accounts.service.ports import AccountWork
from web.accounts.service.views import NewKey


@dataclass(frozen=True)
class Keys:
    """The use cases of API keys."""

    means: Means

    def create(self, actor: Actor, account: AccountId, label: str, expires_on: date) -> NewKey:
        """A new key for an account; its secret is in this answer and nowhere else. NotFound, or InvalidInput."""
        allow("key.create", actor)
        secret = api_key(self.means.chance(TOKEN_BYTES))
        key = ApiKey(KeyId(self.means.new_id()), token_hash(secret), account, label.strip(), self._today(), expires_on)
        with self.means.units.writing() as work:
            account_there(work, account)
            work.keys.add(checked_key(key, self.means.policy))
            self.means.note(work, actor, "key.create", key.id)
            work.commit()
        return NewKey(key.id, secret)

    def all(self, actor: Actor) -> tuple[ApiKey, ...]:
        """All keys, expired and revoked ones too."""
        allow("key.list", actor)
        with self.means.units.reading() as work:
            return work.keys.all()

    def own(self, actor: Actor) -> tuple[ApiKey, ...]:
        """The keys of the actor's own account."""
        allow("key.list", actor, own=True)
        with self.means.units.reading() as work:
            return tuple(key for key in work.keys.all() if key.account == actor.account)

    def revoke(self, actor: Actor, key: KeyId) -> None:
        """End a key for ever; NotFound when there is none (that this actor may know of)."""
        with self.means.units.writing() as work:
            found = work.keys.get(key)
            allow("key.revoke", actor, own=found is not None and found.account == actor.account)
            if found is None:
                raise NotFound(message("There is no key {key}.", key=key))
            work.keys.revoke(key)
            self.means.note(work, actor, "key.revoke", key)
            work.commit()

    def actor_of_key(self, secret: str) -> Actor:
        """Who shows this key; NotSignedIn when it is not valid (any more)."""
        today, hashed = self._today(), token_hash(secret)
        with self.means.units.reading() as work:
            key = work.keys.by_hash(hashed)
            if key is None or not same(key.token_hash, hashed) or not key.valid(today):
                raise _not_valid()
            actor = _actor(work, key)
        if key.last_used_on != today:
            self._used(key.id, today)
        return actor

    def _used(self, key: KeyId, today: date) -> None:
        with self.means.units.writing() as work:
            work.keys.used(key, today)
            work.commit()

    def _today(self) -> date:
        return self.means.clock().date()


def _actor(work: AccountWork, key: ApiKey) -> Actor:
    account = account_there(work, key.account)
    if not account.active:
        raise _not_valid()
    return account.program()


def _not_valid() -> NotSignedIn:
    return NotSignedIn(
        message("This key is not valid (any more)."),
        remedy=message("Send a valid key as 'Authorization: Bearer kp_...', or no key to read what is public."),
    )
