"""Badges and PINs: a person's own, made and set at a computer where it signed in, withdrawn by it or an administrator.

Whoever makes a badge or sets a PIN gives the password once more: at an open browser nobody makes one of a colleague.
Withdrawing either ends the shifts of its holder (`web.accounts.domain.stations`): a shift does not know which of them
began it, and whoever has one that still counts goes on at once.
"""

from dataclasses import dataclass

from dpp.domain.actor import AccountId, Actor
from dpp.domain.errors import NotFound
from dpp.domain.message import message
from web.accounts.domain.badges import BADGE_BYTES, Badge, BadgeId, Pin, badge_code, badge_hash, check_pin, short_name
from web.accounts.service.means import Means, account_there, allow
from web.accounts.service.sessions import Sessions
from web.accounts.service.views import AccountLine, NewBadge, Shown


@dataclass(frozen=True)
class Badges:
    """The use cases of what a person shows at a station."""

    means: Means
    sessions: Sessions

    def make(self, actor: Actor, password: str, address_hash: str) -> NewBadge:
        """A new badge; its code is in this answer and nowhere else. The errors of `Sessions.confirm`."""
        allow("badge.make", actor, own=True)
        self.sessions.confirm(actor, password, address_hash)
        code = badge_code(self.means.chance(BADGE_BYTES))
        badge = Badge(BadgeId(self.means.new_id()), badge_hash(code) or "", actor.account, self.means.clock().date())
        with self.means.units.writing() as work:
            work.badges.add(badge)
            self.means.note(work, actor, "badge.make", actor.account)
            work.commit()
        return NewBadge(badge.id, code)

    def revoke(self, actor: Actor, badge: BadgeId) -> None:
        """End a badge for ever; NotFound when there is none (that this actor may know of)."""
        with self.means.units.writing() as work:
            found = work.badges.get(badge)
            allow("badge.revoke", actor, own=found is not None and found.account == actor.account)
            if found is None:
                raise NotFound(message("There is no badge {badge}.", badge=badge))
            work.badges.revoke(badge)
            work.shifts.end_of(found.account, self.means.clock())
            self.means.note(work, actor, "badge.revoke", found.account)
            work.commit()

    def set_pin(self, actor: Actor, name: str, pin: str, password: str, address_hash: str) -> None:
        """One's own name and PIN, in the place of what was; InvalidInput, Conflict for a colleague's name."""
        allow("pin.set", actor, own=True)
        named = short_name(name)
        check_pin(named, pin, self.means.policy)
        self.sessions.confirm(actor, password, address_hash)
        hashed = self.means.hasher.hash(pin)
        with self.means.units.writing() as work:
            account = account_there(work, actor.account)
            work.badges.set_pin(Pin(account.id, account.organisation, named, hashed, self.means.clock().date()))
            self.means.note(work, actor, "pin.set", account.id)
            work.commit()

    def withdraw_pin(self, actor: Actor, account: AccountId) -> None:
        """Nothing happens when there is none."""
        allow("pin.withdraw", actor, own=account == actor.account)
        with self.means.units.writing() as work:
            if work.badges.pin_of(account) is not None:
                work.badges.withdraw_pin(account)
                work.shifts.end_of(account, self.means.clock())
                self.means.note(work, actor, "pin.withdraw", account)
                work.commit()

    def own(self, actor: Actor) -> Shown:
        """What the actor itself can show."""
        allow("badge.list", actor, own=True)
        with self.means.units.reading() as work:
            account = account_there(work, actor.account)
            name = work.organisations.names([account.organisation])[account.organisation]
            badges = tuple(each for each in work.badges.all() if each.account == account.id and not each.revoked)
            return Shown(AccountLine(account, name), badges, work.badges.pin_of(account.id))

    def all(self, actor: Actor) -> tuple[Shown, ...]:
        """Everybody who can show something, by name."""
        allow("badge.list", actor)
        with self.means.units.reading() as work:
            badges = [each for each in work.badges.all() if not each.revoked]
            pins = {each.account: each for each in work.badges.pins()}
            holders = {each.account for each in badges} | set(pins)
            found = [each for each in work.accounts.all() if each.id in holders]
            names = work.organisations.names([each.organisation for each in found])
        shown = (
            Shown(
                AccountLine(account, names[account.organisation]),
                tuple(each for each in badges if each.account == account.id),
                pins.get(account.id),
            )
            for account in found
        )
        return tuple(
            sorted(shown, key=lambda each: (each.account.organisation_name, each.account.account.display_name))
        )
