"""Mandates (*mandaten*): who may approve destinations, for whom, within which limits, and who stands in.

Rules:
1. A mandate is for one account, or for everybody with a role, within one organisation. It names the acts (one device,
   a class, an override), the routes, the kinds of device, and where wanted the most devices and the most value of one
   act.
2. It counts from its first day up to and including its last, once a second person confirmed it: not who granted it, nor
   who gets it.
3. A deputy stands in for who holds it, between two days; whoever names a deputy is not that deputy.
4. It is ended, never deleted: it counts up to and including the day of its ending. Every step is kept.
5. An act by class and an override need a mandate always. One device does once the organisation has had a confirmed
   mandate, ended ones too; before, the role is enough.
6. A limit on the value counts every device of the act: where a value is not known, a mandate with that limit does not
   cover it.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.errors import Conflict, InvalidInput, Problem, Refused
from dpp.domain.message import Message, message
from lifecycle.domain.vocabulary import Route

MandateId = NewType("MandateId", str)
LONGEST = 200


class ApprovalAct(StrEnum):
    """What is approved in one act."""

    DEVICE = "device"
    CLASS = "class"
    OVERRIDE = "override"


@dataclass(frozen=True)
class Deputy:
    """Who stands in, from the first day up to and including the last."""

    account: AccountId
    first_day: date
    last_day: date
    named_by: AccountId
    named_at: datetime


@dataclass(frozen=True)
class Signed:
    """Who did a step, when."""

    by: AccountId
    at: datetime


@dataclass(frozen=True)
class Ending:
    """The last day on which it counts, and who ended it."""

    last_day: date
    by: AccountId
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """Rule 1: `account` or `role`. `categories` empty: every kind; `until` None: until it is ended.

    `reference` is the decision that grants it (*mandaatbesluit*), as the organisation numbers it.
    """

    id: MandateId
    organisation: OrganisationId
    account: AccountId | None
    role: Role | None
    acts: frozenset[ApprovalAct]
    routes: frozenset[Route]
    categories: frozenset[str]
    devices_at_most: int | None
    value_eur_at_most: int | None
    from_day: date
    until: date | None
    reference: str
    granted: Signed
    confirmed: Signed | None = None
    deputies: tuple[Deputy, ...] = ()
    ending: Ending | None = None

    @property
    def steps(self) -> int:
        """How many steps followed the grant."""
        return (self.confirmed is not None) + len(self.deputies) + (self.ending is not None)

    def counts(self, on: date) -> bool:
        """Rules 2 and 4."""
        ended = self.ending is not None and on > self.ending.last_day
        return (
            self.confirmed is not None
            and self.from_day <= on
            and (self.until is None or on <= self.until)
            and not ended
        )

    def is_of(self, actor: Actor) -> bool:
        """Whether this actor holds it, deputies aside."""
        if actor.organisation != self.organisation:
            return False
        return actor.account == self.account if self.role is None else actor.holds(self.role)

    def deputy(self, actor: Actor, on: date) -> Deputy | None:
        """Rule 3: as whom this actor stands in on this day."""
        if actor.organisation != self.organisation:
            return None
        return next(
            (it for it in self.deputies if it.account == actor.account and it.first_day <= on <= it.last_day), None
        )

    def in_hands_of(self, on: date) -> tuple[AccountId, ...]:
        """The accounts by which it can be used on this day; that of a role has only its deputies."""
        holder = () if self.account is None else (self.account,)
        return (*holder, *(it.account for it in self.deputies if it.first_day <= on <= it.last_day))


@dataclass(frozen=True)
class Item:
    """One device of what is approved. `value_eur` None: not known."""

    route: Route
    category: str | None
    value_eur: Decimal | None


@dataclass(frozen=True)
class Matter:
    """What is approved: `items`, one by one; `act_items` are all of the act, where these are but some of it."""

    act: ApprovalAct
    items: tuple[Item, ...]
    act_items: tuple[Item, ...] = ()

    @property
    def together(self) -> tuple[Item, ...]:
        """What the limits of a mandate count."""
        return self.act_items or self.items


@dataclass(frozen=True)
class Authority:
    """On what ground somebody approves. Without a mandate: their role (rule 5)."""

    mandate: Mandate | None = None
    deputy: Deputy | None = None

    @property
    def id(self) -> MandateId | None:
        return None if self.mandate is None else self.mandate.id


BY_ROLE = Authority()


def authority(mandates: Collection[Mandate], actor: Actor, matter: Matter, on: date) -> Authority | Message:
    """On what ground the actor approves this; else what is short, as a sentence. `mandates`: of the organisation."""
    if matter.act is ApprovalAct.DEVICE and not any(it.confirmed for it in mandates):
        return BY_ROLE
    held = [it for it in mandates if it.counts(on) and (it.is_of(actor) or it.deputy(actor, on) is not None)]
    if not held:
        return message("You have no mandate to approve this.")
    for mandate in held:
        if shortfall(mandate, matter) is None:
            return Authority(mandate, None if mandate.is_of(actor) else mandate.deputy(actor, on))
    first = shortfall(held[0], matter)
    assert first is not None
    return first


def able(mandates: Iterable[Mandate], matter: Matter, on: date) -> tuple[Mandate, ...]:
    """The mandates with which this could be approved."""
    return tuple(it for it in mandates if it.counts(on) and shortfall(it, matter) is None)


def shortfall(mandate: Mandate, matter: Matter) -> Message | None:
    """What this mandate does not cover of this matter, whoever asks and whenever; None where it covers it."""
    return next(_shortfalls(mandate, matter), None)


def _shortfalls(mandate: Mandate, matter: Matter) -> Iterator[Message]:
    if matter.act not in mandate.acts:
        yield _ACT_SHORT[matter.act]
    for item in matter.items:
        if item.route not in mandate.routes:
            yield message("Your mandate is not for this destination: {route}.", route=item.route)
        if mandate.categories and item.category not in mandate.categories:
            yield message("Your mandate is not for this kind of device.")
    count, most = len(matter.together), mandate.devices_at_most
    if most is not None and count > most:
        yield message(
            "Your mandate is for at most {most} devices in one act; these are {count}.", most=most, count=count
        )
    yield from _value_short(mandate.value_eur_at_most, matter.together)


def _value_short(most: int | None, items: Collection[Item]) -> Iterator[Message]:
    """Rule 6."""
    if most is None:
        return
    values = [item.value_eur for item in items if item.value_eur is not None]
    if len(values) < len(items):
        yield message("Your mandate has a limit on the value, and the value of a device is not known.")
    elif sum(values) > most:
        yield message(
            "Your mandate is for at most EUR {most} in one act; this is EUR {value}.", most=most, value=sum(values)
        )


_ACT_SHORT = {
    ApprovalAct.DEVICE: message("Your mandate is not for single devices."),
    ApprovalAct.CLASS: message("Your mandate is not for decisions about a class."),
    ApprovalAct.OVERRIDE: message("Your mandate is not for deviations from the rules."),
}


def checked(mandate: Mandate) -> Mandate:
    """The same mandate when it can be one; InvalidInput with everything that is wrong with it."""
    if problems := tuple(Problem(path, what) for wrong, path, what in _faults(mandate) if wrong):
        raise InvalidInput(message("The mandate is not complete or not possible."), problems)
    return mandate


def _faults(it: Mandate) -> tuple[tuple[bool, str, Message], ...]:
    most, value = it.devices_at_most, it.value_eur_at_most
    return (
        ((it.account is None) == (it.role is None), "$.account", message("Choose a person or a role, not both.")),
        (it.account == it.granted.by, "$.account", message("Nobody grants a mandate to themselves.")),
        (not it.acts, "$.acts", message("Choose what may be approved.")),
        (not it.routes, "$.routes", message("Choose at least one destination.")),
        (most is not None and most < 1, "$.devices_at_most", message("Give a number of 1 or more, or leave it empty.")),
        (
            value is not None and value < 0,
            "$.value_eur_at_most",
            message("Give an amount of 0 or more, or leave it empty."),
        ),
        (it.until is not None and it.until < it.from_day, "$.until", message("The last day is before the first.")),
        (not it.reference.strip(), "$.reference", message("Give the number of the decision that grants it.")),
        (len(it.reference) > LONGEST, "$.reference", message("Use at most {most} characters.", most=LONGEST)),
    )


def confirmed(mandate: Mandate, actor: Actor, at: datetime) -> Mandate:
    """Rule 2. Conflict where it is confirmed or ended already; Refused (`own-mandate`) for who granted or gets it."""
    if mandate.confirmed is not None or mandate.ending is not None:
        raise Conflict(
            message("This mandate is confirmed or ended already."), remedy=message("Read it again, then decide.")
        )
    if actor.account == mandate.granted.by or mandate.is_of(actor):
        raise Refused(
            "own-mandate",
            message("You granted this mandate, or it is for you."),
            remedy=message("Let somebody else look at it and confirm it."),
        )
    return replace(mandate, confirmed=Signed(actor.account, at))


def deputised(mandate: Mandate, deputy: Deputy) -> Mandate:
    """Rule 3. Conflict for an ended one; InvalidInput for days that cannot be; Refused (`own-deputy`)."""
    if mandate.ending is not None:
        raise Conflict(message("This mandate is ended."), remedy=message("Grant a new one where it is still needed."))
    if deputy.account == deputy.named_by:
        raise Refused(
            "own-deputy", message("Nobody names themselves as deputy."), remedy=message("Let somebody else name you.")
        )
    problems = (
        (deputy.last_day < deputy.first_day, "$.last_day", message("The last day is before the first.")),
        (deputy.account == mandate.account, "$.account", message("A deputy is another person than who holds it.")),
    )
    if wrong := tuple(Problem(path, what) for holds, path, what in problems if holds):
        raise InvalidInput(message("Something is not filled in, or not right."), wrong)
    return replace(mandate, deputies=(*mandate.deputies, deputy))


def ended(mandate: Mandate, ending: Ending) -> Mandate:
    """Rule 4. Conflict where it is ended already; InvalidInput for a day that is over."""
    if mandate.ending is not None:
        raise Conflict(message("This mandate is ended already."), remedy=message("There is nothing to do."))
    if ending.last_day < ending.at.date():
        what = message("What was approved under it stays approved: choose today or a later day.")
        raise InvalidInput(what, (Problem("$.last_day", what),))
    return replace(mandate, ending=ending)
