"""Shifts: a person shows a badge or a PIN at a station, works there, and gives way to the next.

Rules, besides those of `web.accounts.domain.stations` and `.badges`:
1. An error never says whether the badge, the name or the PIN was wrong, nor whether it counts at another station.
2. Wrong ones count per name and per station; both make wait, as at sign-in. A PIN is checked outside transactions, and
   an unknown name takes the same work.
3. Whoever works at a station is never administrator there, and has no roles before it chose a password of its own.
4. Who a shift stands for later is asked anew: an account that was closed, or went to another organisation, stands for
   nothing; one that lost a role is without it.
5. Whoever holds the token of a shift that ended is told why: it is the device at which that person worked.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dpp.domain.actor import AccountId, Actor, Role
from dpp.domain.errors import NotPermitted, NotSignedIn
from dpp.domain.message import Message, message
from web.accounts.domain.account import Account
from web.accounts.domain.attempts import name_hash
from web.accounts.domain.badges import Pin, badge_hash, short_name
from web.accounts.domain.policy import Policy
from web.accounts.domain.stations import Ending, Shift, ShiftId, Station, forgotten_before
from web.accounts.domain.tokens import csrf_token, same, token_hash
from web.accounts.service.means import Means, admit
from web.accounts.service.ports import AccountWork
from web.accounts.service.views import Person, SignedIn

NOBODY = message("Nobody works at this station now.")


@dataclass(frozen=True)
class Standing:
    """Who a shift stands for now: `actor` without roles where `counts` is false.

    What happened between `since` and `until` was made in it: the times of a device are believed with a margin.
    """

    shift: Shift
    actor: Actor
    counts: bool
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Shifts:
    """The use cases of persons at stations."""

    means: Means

    def begin_by_badge(self, station: Station, code: str) -> str:
        """The token of a new shift; NotSignedIn for what is no badge that counts here, TooMany."""
        hashed = badge_hash(code)
        if hashed is None:
            raise _nobodys()
        name = name_hash(f"badge {hashed}")
        self._admit(name, station)
        with self.means.units.writing() as work:
            badge = work.badges.by_hash(hashed)
            if badge is None or badge.revoked or not same(badge.token_hash, hashed):
                raise _nobodys()
            return self._begin(work, station, badge.account, name)

    def begin_by_pin(self, station: Station, name: str, pin: str) -> str:
        """The token of a new shift; NotSignedIn for a name and PIN that do not belong together here, TooMany."""
        named = short_name(name)
        known = name_hash(f"pin {station.organisation} {named}")
        self._admit(known, station)
        with self.means.units.reading() as work:
            found = work.badges.pin_named(station.organisation, named)
        counts = found is not None and found.counts(self.means.policy)
        fits = self.means.hasher.verify(found.pin_hash if found is not None and counts else None, _digits(pin))
        with self.means.units.writing() as work:
            now = work.badges.pin_named(station.organisation, named)
            if now is None or found is None or now.pin_hash != found.pin_hash:
                raise _nobodys()
            self._counted(work, now, fits=fits)
            return self._begin(work, station, now.account, known)

    def of_token(self, station: Station, token: str) -> tuple[Shift, SignedIn]:
        """Who works here by this token, which counts as using it; NotSignedIn where it is not valid (rule 5)."""
        now, hashed = self.means.clock(), token_hash(token)
        with self.means.units.reading() as work:
            shift = work.shifts.by_token(hashed)
            if shift is None or shift.station != station.id or not same(shift.token_hash, hashed):
                raise _ended()
            account = work.accounts.get(shift.account)
            organisation = work.organisations.get(station.organisation)
        if account is None or organisation is None or not _counts(account, station):
            raise _ended(_MAY_NOT)
        if (ending := shift.ending(now, self.means.policy)) is not None:
            raise _ended(_why(ending, self.means.policy))
        if shift.needs_touch(now, self.means.policy):
            self._touch(shift.id, now)
        person = Person(account.display_name, organisation.name, account.must_change_password)
        return shift, SignedIn(_actor(account), person, csrf_token(token))

    def end(self, station: Station) -> None:
        """End the shift that runs at this station; nothing happens when there is none."""
        with self.means.units.writing() as work:
            work.shifts.end_at(station.id, self.means.clock())
            work.commit()

    def standing(self, station: Station, shift: ShiftId) -> Standing | None:
        """Who stands for what was made in a shift; None for one that is not of this station, or was forgotten."""
        policy = self.means.policy
        with self.means.units.reading() as work:
            found = work.shifts.get(shift)
            if found is None or found.station != station.id or not found.takes(self.means.clock(), policy):
                return None
            account = work.accounts.get(found.account)
        counts = _counts(account, station)
        actor = _actor(account) if counts and account is not None else Actor(found.account, station.organisation)
        since, until = found.started_at - policy.shift_margin, found.until(policy) + policy.shift_margin
        return Standing(found, actor, counts, since, until)

    def sweep(self) -> None:
        """Forget the shifts of which nothing is taken in any more; run it now and then."""
        with self.means.units.writing() as work:
            work.shifts.forget_before(forgotten_before(self.means.clock(), self.means.policy))
            work.commit()

    def _admit(self, name: str, station: Station) -> None:
        policy = self.means.policy
        told = replace(policy, name_failures=policy.pin_failures, address_failures=policy.station_failures)
        admit(self.means, name, name_hash(f"station {station.id}"), told)

    def _counted(self, work: AccountWork, pin: Pin, *, fits: bool) -> None:
        """Count a PIN that was wrong, and refuse it; one that is right begins anew."""
        if not fits:
            work.badges.count_failures(pin.account, pin.failures + 1)
            work.commit()
            raise _nobodys()
        if pin.failures:
            work.badges.count_failures(pin.account, 0)

    def _begin(self, work: AccountWork, station: Station, holder: AccountId, name: str) -> str:
        account, now = work.accounts.get(holder), self.means.clock()
        if account is None or not _counts(account, station):
            raise _nobodys()
        token = self.means.new_token()
        work.attempts.forget(name)
        work.shifts.end_at(station.id, now)
        work.shifts.add(
            Shift(
                id=ShiftId(self.means.new_id()),
                token_hash=token_hash(token),
                station=station.id,
                account=account.id,
                started_at=now,
                seen_at=now,
            )
        )
        work.commit()
        return token

    def _touch(self, shift: ShiftId, now: datetime) -> None:
        with self.means.units.writing() as work:
            work.shifts.touch(shift, now)
            work.commit()


def _counts(account: Account | None, station: Station) -> bool:
    """Whether this person may work here: at stations of its own organisation, while its account is in use."""
    return account is not None and account.active and account.organisation == station.organisation


def _actor(account: Account) -> Actor:
    """Rule 3."""
    person = account.person()
    return replace(person, roles=person.roles - {Role.ADMINISTRATOR})


def _digits(pin: str) -> str:
    """What is hashed; nothing longer than a PIN can be is worth the work."""
    return pin.strip()[:64]


def _nobodys() -> NotSignedIn:
    return NotSignedIn(
        message("This badge, or this name and PIN, does not count at this station."),
        remedy=message("Try again. A badge and a PIN are made on the page of your own account."),
    )


def _why(ending: Ending, policy: Policy) -> Message:
    hours, minutes = policy.shift_whole // timedelta(hours=1), policy.shift_idle // timedelta(minutes=1)
    match ending:
        case Ending.ENDED:
            return message("The shift here was ended: the badge or PIN was withdrawn, or somebody ended it.")
        case Ending.LONGEST:
            return message("The shift here has ended: no shift is longer than {hours} hours.", hours=hours)
        case Ending.LEFT_ALONE:
            return message("Nothing was asked here for {minutes} minutes: nobody works here now.", minutes=minutes)


_MAY_NOT = message("The account that worked here was closed, or went to another organisation.")


def _ended(why: Message = NOBODY) -> NotSignedIn:
    return NotSignedIn(why, remedy=message("Show your badge, or give your name and PIN."))


def not_a_station() -> NotPermitted:
    """A badge was shown where no station is."""
    return NotPermitted(
        message("This device is not enrolled as a station."),
        remedy=message("Sign in with your password, or ask the administrator to enrol it."),
    )
