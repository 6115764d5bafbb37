"""Signing in and out, the holder of a session, and changing one's own password.

Rules:
1. An error of sign-in never says whether the name or the password was wrong, and both take the same work.
2. Every sign-in and every change of password gives a new token; the change ends all other sessions of the account.
3. No transaction is open while a password is being hashed; what was read before is checked again after.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from dpp.domain.actor import AccountId, Actor
from dpp.domain.errors import InvalidInput, NotSignedIn, Problem, TooMany
from dpp.domain.message import message
from web.accounts.domain.account import Account, normalised_name
from web.accounts.domain.attempts import Attempt, name_hash, seconds, wait
from web.accounts.domain.passes import Session
from web.accounts.domain.password import check_password, normalised, possible
from web.accounts.domain.policy import Policy
from web.accounts.domain.tokens import csrf_token, same, token_hash
from web.accounts.service.means import Means, account_there, allow
from web.accounts.service.ports import AccountWork
from web.accounts.service.views import Holder, Person, SignedIn


@dataclass(frozen=True)
class Sessions:
    """The use cases of a person at a browser."""

    means: Means

    def sign_in(self, name: str, password: str, address_hash: str, *, replacing: str | None = None) -> str:
        """The token of a new session; `replacing` is the token that the browser had, whose session ends.

        Raises NotSignedIn when name and password do not belong together or the account is not active, TooMany when
        this name or this address must wait. `address_hash` is that of `web.accounts.domain.attempts.address_hash`.
        """
        account, stored = self._admit(normalised_name(name), address_hash)
        if not self._fits(stored, password) or account is None or stored is None:
            raise _refused()
        return self._start(account.id, stored, self._rehashed(stored, password), replacing)

    def sign_out(self, token: str) -> None:
        """End this session; nothing happens when there is none."""
        with self.means.units.writing() as work:
            work.sessions.end(token_hash(token))
            work.commit()

    def actor_of_session(self, token: str) -> SignedIn:
        """Who holds this session, which counts as using it; NotSignedIn when it is not valid (any more)."""
        now, key = self.means.clock(), token_hash(token)
        with self.means.units.asking() as work:
            holder = work.sessions.holder(key)
        if holder is None or not same(holder.session.token_hash, key) or not _valid(holder, now, self.means.policy):
            raise _ended()
        if holder.session.needs_touch(now, self.means.policy):
            self._touch(key, now)
        return _signed_in(holder, token)

    def change_password(self, actor: Actor, current: str, new: str, address_hash: str) -> str:
        """Change one's own password and get a new session's token; all sessions of the account end.

        Raises InvalidInput when the current password is wrong or the new one cannot be used, TooMany when the account
        must wait: somebody at an open browser may not guess on.
        """
        allow("password.change", actor)
        account, stored = self._admit(self._own_name(actor.account), address_hash)
        if not self._fits(stored, current) or account is None or stored is None:
            raise _wrong_current()
        self._check_new(account, current, new)
        return self._replace(actor, stored, self.means.hasher.hash(normalised(new)))

    def confirm(self, actor: Actor, password: str, address_hash: str) -> None:
        """Return when this is the actor's own password; InvalidInput when not, TooMany when the account must wait."""
        account, stored = self._admit(self._own_name(actor.account), address_hash)
        if not self._fits(stored, password) or account is None:
            raise _wrong_current()
        with self.means.units.writing() as work:
            work.attempts.forget(name_hash(account.sign_in_name))
            work.commit()

    def sweep(self) -> None:
        """Remove sessions and attempts that count for nothing any more; run it now and then."""
        now, policy = self.means.clock(), self.means.policy
        with self.means.units.writing() as work:
            work.sessions.end_started_before(now - policy.session_whole)
            work.attempts.forget_before(now - policy.attempt_window)
            work.commit()

    def _admit(self, name: str, address_hash: str) -> tuple[Account | None, str | None]:
        """Count an attempt before it is checked, and give what there is to check; TooMany when it must wait."""
        now, hashed = self.means.clock(), name_hash(name)
        with self.means.units.writing() as work:
            work.attempts.hold(hashed, address_hash)
            earlier = work.attempts.recent(hashed, address_hash, now - self.means.policy.attempt_window)
            _refuse_early(seconds(wait(earlier, hashed, address_hash, now, self.means.policy)))
            work.attempts.add(Attempt(hashed, address_hash, now))
            account = work.accounts.by_name(name)
            stored = work.accounts.password_hash(account.id) if account is not None and account.active else None
            work.commit()
        return account, stored

    def _fits(self, stored: str | None, password: str) -> bool:
        checked = password if possible(password, self.means.policy) else ""
        return self.means.hasher.verify(stored if checked else None, normalised(checked))

    def _rehashed(self, stored: str, password: str) -> str:
        """The stored hash, or one with today's parameters where they changed: only now is the password at hand."""
        hasher = self.means.hasher
        return hasher.hash(normalised(password)) if hasher.outdated(stored) else stored

    def _start(self, account_id: AccountId, verified: str, stored: str, replacing: str | None) -> str:
        with self.means.units.writing() as work:
            account = account_there(work, account_id)
            if not account.active or not same(work.accounts.password_hash(account_id), verified):
                raise _refused()
            if stored != verified:
                work.accounts.set_password_hash(account_id, stored)
            if replacing is not None:
                work.sessions.end(token_hash(replacing))
            token = self._open(work, account)
            work.commit()
        return token

    def _replace(self, actor: Actor, verified: str, stored: str) -> str:
        with self.means.units.writing() as work:
            account = account_there(work, actor.account)
            if not account.active or not same(work.accounts.password_hash(account.id), verified):
                raise _refused()
            work.accounts.set_password_hash(account.id, stored)
            work.accounts.save(replace(account, must_change_password=False))
            work.sessions.end_all(account.id)
            token = self._open(work, account)
            self.means.note(work, actor, "password.change", account.id)
            work.commit()
        return token

    def _open(self, work: AccountWork, account: Account) -> str:
        """A new session, for one who showed that the password is known: earlier failures are forgotten."""
        token, now = self.means.new_token(), self.means.clock()
        work.attempts.forget(name_hash(account.sign_in_name))
        work.sessions.add(Session(token_hash(token), account.id, started_at=now, seen_at=now))
        return token

    def _touch(self, key: str, now: datetime) -> None:
        with self.means.units.writing() as work:
            work.sessions.touch(key, now)
            work.commit()

    def _own_name(self, account: AccountId) -> str:
        with self.means.units.reading() as work:
            return account_there(work, account).sign_in_name

    def _check_new(self, account: Account, current: str, new: str) -> None:
        if normalised(new) == normalised(current):
            same_again = message("This is the password that you have now.")
            raise InvalidInput(same_again, (Problem("password", same_again),))
        check_password(new, (account.sign_in_name, account.display_name), self.means.policy)


def _valid(holder: Holder, now: datetime, policy: Policy) -> bool:
    return holder.account.active and holder.session.valid(now, policy)


def _signed_in(holder: Holder, token: str) -> SignedIn:
    account = holder.account
    person = Person(account.display_name, holder.organisation_name, account.must_change_password)
    return SignedIn(account.person(), person, csrf_token(token))


def _refuse_early(seconds_left: int) -> None:
    if seconds_left > 0:
        raise TooMany(
            message("Too many attempts to sign in. Wait {seconds} seconds.", seconds=seconds_left),
            seconds=seconds_left,
            remedy=message("If you forgot your password, ask an administrator for a new one."),
        )


def _refused() -> NotSignedIn:
    return NotSignedIn(
        message("The name and the password do not belong together, or the account is not in use."),
        remedy=message("Check both, and try again. An administrator can give you a new password."),
    )


def _ended() -> NotSignedIn:
    return NotSignedIn(message("You are not signed in (any more)."), remedy=message("Sign in again."))


def _wrong_current() -> InvalidInput:
    what = message("This is not your password.")
    return InvalidInput(what, (Problem("current", what),))
