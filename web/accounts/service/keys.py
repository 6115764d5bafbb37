"""API keys: how a program says who it is.

A key may be bound to one use case, for a station that does nothing else (`bindable` says which may be, and for whom).
What it may do is asked of its account anew at every use: a role that is taken away takes it from the key too.
"""

from dataclasses import dataclass, replace
from datetime import date

from dpp.domain.actor import AccountId, Actor, Capability
from dpp.domain.errors import NotFound, NotSignedIn
from dpp.domain.message import message
from dpp.domain.permission import PermissionTable
from dpp.domain.stretch import Stretch, Wanted
from web.accounts.domain.passes import ApiKey, KeyId, checked_key
from web.accounts.domain.tokens import TOKEN_BYTES, api_key, same, token_hash
from web.accounts.service.means import Means, account_there, allow
from web.accounts.service.views import AccountLine, HeldKey, KeyHolder, NewKey


@dataclass(frozen=True)
class Keys:
    """The use cases of API keys."""

    means: Means
    bindable: PermissionTable

    def create(
        self, actor: Actor, account: AccountId, label: str, expires_on: date, bound: Capability | None = None
    ) -> NewKey:
        """A new key for an account; its secret is in this answer and nowhere else.

        Raises NotFound for the account, InvalidInput, NotPermitted where the account itself may not do what the key is
        bound to; KeyError for a use case that no key can be bound to.
        """
        allow("key.create", actor)
        secret, today = api_key(self.means.chance(TOKEN_BYTES)), self._today()
        named = ApiKey(KeyId(self.means.new_id()), token_hash(secret), account, label.strip(), today, expires_on)
        key = replace(named, bound=bound)
        with self.means.units.writing() as work:
            holder = account_there(work, account)
            if bound is not None:
                self.bindable.check(bound.use_case, holder.program())
            work.keys.add(checked_key(key, self.means.policy))
            self.means.note(work, actor, "key.create", key.id)
            work.commit()
        return NewKey(key.id, secret)

    def all(self, actor: Actor) -> tuple[ApiKey, ...]:
        """All keys, expired and revoked ones too."""
        allow("key.list", actor)
        with self.means.units.reading() as work:
            return work.keys.all()

    def some(self, actor: Actor, wanted: Wanted) -> Stretch[HeldKey]:
        """A page of them, each with its account and organisation."""
        allow("key.list", actor)
        with self.means.units.reading() as work:
            count = work.keys.count()
            start = wanted.start(count)
            found = work.keys.some(wanted.most, start)
            accounts = {each.id: each for each in work.accounts.known({key.account for key in found})}
            names = work.organisations.names({each.organisation for each in accounts.values()})
        holders = {each.id: AccountLine(each, names[each.organisation]) for each in accounts.values()}
        return Stretch(tuple(HeldKey(key, holders[key.account]) for key in found), start, count)

    def own(self, actor: Actor) -> tuple[ApiKey, ...]:
        """The keys of the actor's own account."""
        allow("key.list", actor, own=True)
        with self.means.units.reading() as work:
            return work.keys.of(actor.account)

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
        with self.means.units.asking() as work:
            found = work.keys.holder(hashed)
        if found is None or not same(found.key.token_hash, hashed) or not found.key.valid(today):
            raise _not_valid()
        key, actor = found.key, self._actor(found)
        if key.last_used_on != today:
            self._used(key.id, today)
        return actor

    def _used(self, key: KeyId, today: date) -> None:
        with self.means.units.writing() as work:
            work.keys.used(key, today)
            work.commit()

    def _today(self) -> date:
        return self.means.clock().date()

    def _actor(self, found: KeyHolder) -> Actor:
        program, bound = found.account.program(), found.key.bound
        if not found.account.active or (bound is not None and not self.bindable.allows(bound.use_case, program)):
            raise _not_valid()
        return program if bound is None else replace(program, roles=frozenset(), capability=bound)


def _not_valid() -> NotSignedIn:
    return NotSignedIn(
        message("This key is not valid (any more)."),
        remedy=message("Send a valid key as 'Authorization: Bearer kp_...', or no key to read what is public."),
    )
