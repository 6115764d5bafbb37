"""Registrations of repairers: who counts as a professional, for which product groups, on which days.

Rules:
1. A professional repairer is one with an entry of the Nationaal Reparateursregister: its number there, its number at
   the Chamber of Commerce (KvK, eight digits), the product groups, a first day, and a last day where it has one. Both
   days are inclusive.
2. A Repair Cafe registers without a number of the register. It may use repair keys; it is no professional, and reads
   what everybody reads of passports and repair guides.
3. A registration holds when it was accepted, from its first up to and including its last day, unless it ended before
   (`ended_from` is the first day on which it does not hold). What it allowed on a day stays so.
4. An administrator accepts or refuses what an organisation asks, a refusal with a reason; or a list of the register
   accepts it (`lifecycle.domain.repairers.register_list`).
5. Who is no professional on a day is told why, with the day, and what to do.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.catalogue import ProductGroup
from dpp.domain.errors import InvalidInput, Problem, Refused
from dpp.domain.message import Message, listed, message

RegistrationId = NewType("RegistrationId", str)

LONGEST = 200
_KVK = re.compile(r"[0-9]{8}")
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./-]{1,39}")


class RepairerKind(StrEnum):
    """A professional of the register, or volunteers who repair with the owner."""

    PROFESSIONAL = "professional"
    CAFE = "repair-cafe"


class RegistrationState(StrEnum):
    """Whether it was looked at, and with which result."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Act(StrEnum):
    """What was done about a registration."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LISTED = "listed"
    CHANGED = "changed"
    ENDED = "ended"


@dataclass(frozen=True)
class Entry:
    """What a registration says. `groups` are in the order of the product groups; `number` is that of the register."""

    kind: RepairerKind
    name: str
    town: str
    groups: tuple[ProductGroup, ...]
    valid_from: date
    valid_until: date | None = None
    number: str | None = None
    kvk: str | None = None


@dataclass(frozen=True)
class Registration:
    """A registration as it stands. Without `organisation` the register names somebody who is no user here."""

    id: RegistrationId
    entry: Entry
    state: RegistrationState
    asked_at: datetime
    organisation: OrganisationId | None = None
    accepted_at: datetime | None = None
    ended_from: date | None = None

    def holds(self, on: date) -> bool:
        """Rule 3."""
        entry = self.entry
        begun = self.state is RegistrationState.ACCEPTED and entry.valid_from <= on
        return begun and on <= (entry.valid_until or date.max) and on < (self.ended_from or date.max)

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds; None where none is known."""
        before_end = None if self.ended_from is None else date.fromordinal(self.ended_from.toordinal() - 1)
        return min((day for day in (self.entry.valid_until, before_end) if day is not None), default=None)


@dataclass(frozen=True)
class RegistrationStep:
    """What was done, by whom and when; `by` an account, absent for a list. `day` is that of the list, or of the end."""

    act: Act
    at: datetime
    by: AccountId | None = None
    reason: str | None = None
    day: date | None = None


def checked_entry(entry: Entry) -> Entry:
    """The same entry when rules 1 and 2 hold; else InvalidInput with every fault."""
    problems = [*_text_problems(entry), *_number_problems(entry)]
    if not entry.groups:
        problems.append(Problem("groups", message("Name one product group or more.")))
    if entry.valid_until is not None and entry.valid_until < entry.valid_from:
        problems.append(Problem("valid_until", message("The last day is before the first day.")))
    if problems:
        raise InvalidInput(message("The registration is not complete or not possible."), tuple(problems))
    return entry


def _text_problems(entry: Entry) -> Iterable[Problem]:
    for name in ("name", "town"):
        text = getattr(entry, name)
        if not text.strip() or len(text) > LONGEST or not text.isprintable():
            yield Problem(name, message("Give one line of at most {count} characters.", count=LONGEST))


def _number_problems(entry: Entry) -> Iterable[Problem]:
    professional = entry.kind is RepairerKind.PROFESSIONAL
    if professional and (entry.number is None or not _NUMBER.fullmatch(entry.number)):
        yield Problem("number", message("Give the number of the entry in the Nationaal Reparateursregister."))
    if not professional and entry.number is not None:
        yield Problem("number", message("A Repair Cafe has no number of the register: leave it empty."))
    if (professional or entry.kvk is not None) and not _KVK.fullmatch(entry.kvk or ""):
        yield Problem("kvk", message("A number at the Chamber of Commerce (KvK) has eight digits."))


def held(registrations: Iterable[Registration], on: date) -> Registration | None:
    """The registration that holds on this day, a professional one before a Repair Cafe's, the last to end first."""
    holding = [each for each in registrations if each.holds(on)]
    return max(holding, key=_weight, default=None)


def ended_on(registrations: Iterable[Registration], on: date) -> date | None:
    """The last day on which one held, of whoever has none any more on this day; None for who has one, or never had."""
    known = tuple(registrations)
    if held(known, on) is not None:
        return None
    accepted = [each.last_day for each in known if each.state is RegistrationState.ACCEPTED]
    return max((day for day in accepted if day is not None and day < on), default=None)


def why_no_repairer(registrations: Iterable[Registration], on: date) -> Refused | None:
    """Why an organisation may not use repair keys on this day; None where it may (rules 1 and 2)."""
    known = tuple(registrations)
    if held(known, on) is not None:
        return None
    return Refused("registered-repairer", _why(known, on), remedy=_REMEDY)


def why_no_professional(registrations: Iterable[Registration], group: str, on: date) -> Message | None:
    """Why an organisation is no professional repairer of this product group on this day; None where it is."""
    known = tuple(registrations)
    of_trade = [each for each in known if each.entry.kind is RepairerKind.PROFESSIONAL]
    holding = [each for each in of_trade if each.holds(on)]
    if any(group in each.entry.groups for each in holding):
        return None
    if holding:
        groups = listed(sorted({each.value for it in holding for each in it.entry.groups}))
        said = message(
            "Your registration as a repairer is for {groups}, and not for {group}.", groups=groups, group=group
        )
        return message("{what} {remedy}", what=said, remedy=_REMEDY)
    if not of_trade and held(known, on) is not None:
        return message(
            "A Repair Cafe reads what everybody reads: what is for professionals asks an entry in the register."
        )
    return message("{what} {remedy}", what=_why(of_trade, on), remedy=_REMEDY)


_REMEDY = message(
    "Renew the entry in the Nationaal Reparateursregister, or ask for registration at /repairers/register."
)


def _why(known: Iterable[Registration], on: date) -> Message:
    """Of several the one that ended last, else the one that begins first, else one that waits or was refused."""
    accepted = [each for each in known if each.state is RegistrationState.ACCEPTED]
    ended = [day for each in accepted if (day := each.last_day) is not None and day < on]
    begins = [each.entry.valid_from for each in accepted if each.entry.valid_from > on]
    if ended:
        return message("Your registration as a repairer ended on {day}.", day=max(ended).isoformat())
    if begins:
        return message("Your registration as a repairer begins on {day}.", day=min(begins).isoformat())
    asked = [each for each in known if each.state is RegistrationState.ASKED]
    if asked:
        waits = max(each.asked_at for each in asked).date().isoformat()
        return message("Your registration as a repairer was asked for on {day} and is not checked yet.", day=waits)
    return message("Your organisation is not registered as a repairer on {day}.", day=on.isoformat())


def _weight(registration: Registration) -> tuple[bool, date]:
    return registration.entry.kind is RepairerKind.PROFESSIONAL, registration.last_day or date.max
