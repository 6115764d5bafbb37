"""Use cases of the register of repairers: ask, accept or refuse, end, and read who is registered.

Rules, besides those of `lifecycle.domain.repairers.registration`:
1. An organisation asks for itself, under the name that it has here, and has one request at a time that waits.
2. Of one number of the register two organisations are never registered. What a list named before its organisation was
   a user here makes way for that organisation's own registration.
3. Who is registered is public: name, town, groups and days, with the number of the register. The KvK number and what
   was refused are for the organisation itself and for who checks.
4. Each act is kept with who and when; nothing is taken away.
"""

from dataclasses import dataclass, replace
from datetime import date

from dpp.domain.actor import Actor
from dpp.domain.catalogue import ProductGroup
from dpp.domain.errors import Conflict, InvalidInput, NotFound, Problem
from dpp.domain.message import message
from dpp.domain.opaque import encode
from dpp.domain.permission import Relation
from dpp.service.ports import Chance, Clock
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.repairers.registration import (
    Act,
    Entry,
    Registration,
    RegistrationId,
    RegistrationState,
    RegistrationStep,
    RepairerKind,
    checked_entry,
)
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, LifecycleWork, Organisations

OWN = frozenset({Relation.OWNER})
LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class NewRegistration:
    """What an organisation asks. A Repair Cafe gives no number; both days are inclusive."""

    kind: RepairerKind
    town: str
    groups: tuple[ProductGroup, ...]
    valid_from: date
    valid_until: date | None = None
    number: str | None = None
    kvk: str | None = None


@dataclass(frozen=True)
class RegistrationView:
    """A registration, what was done about it, and whether it holds today."""

    registration: Registration
    steps: tuple[RegistrationStep, ...]
    holds: bool


@dataclass(frozen=True)
class RegisteredRepairer:
    """What everybody may know of a repairer that is registered today."""

    name: str
    town: str
    kind: RepairerKind
    groups: tuple[ProductGroup, ...]
    number: str | None
    valid_until: date | None


@dataclass(frozen=True)
class Repairers:
    """Each method is one transaction; all but `registered` check their actor first."""

    storage: LifecycleStorage
    organisations: Organisations
    clock: Clock
    chance: Chance

    def registered(
        self, group: ProductGroup | None = None, town: str = "", kind: RepairerKind | None = None
    ) -> tuple[RegisteredRepairer, ...]:
        """Who is registered today, by name: for a product group, in towns whose name has these letters in it."""
        today, wanted = self.clock().date(), " ".join(town.split()).casefold()
        with self.storage.reading() as reads:
            known = reads.repairers.all()
        return tuple(
            _public(each)
            for each in known
            if each.holds(today)
            and (group is None or group in each.entry.groups)
            and wanted in each.entry.town.casefold()
            and kind in {None, each.entry.kind}
        )

    def ask(self, actor: Actor, wanted: NewRegistration) -> RegistrationView:
        """Ask for registration of the actor's own organisation (rule 1)."""
        PERMISSIONS.check("register_repairer", actor)
        organisation = actor.organisation
        if organisation is None:
            what = message("Only an organisation is registered as a repairer.")
            raise InvalidInput(what, (Problem("$", what),))
        name = self.organisations.names([organisation])[organisation]
        entry = checked_entry(Entry(name=name, **vars(wanted)))
        now = self.clock()
        with self.storage.writing() as work:
            work.repairers.hold_register()
            if any(each.state is RegistrationState.ASKED for each in work.repairers.of(organisation)):
                raise Conflict(message("Your organisation has asked for registration already: it waits to be checked."))
            made = Registration(new_registration_id(self.chance), entry, RegistrationState.ASKED, now, organisation)
            work.repairers.put(made, RegistrationStep(Act.ASKED, now, actor.account))
            work.commit()
            return self._view(work, made)

    def own(self, actor: Actor) -> tuple[RegistrationView, ...]:
        """The registrations of the actor's organisation, newest first."""
        PERMISSIONS.check("read_registration", actor, OWN if actor.organisation else frozenset())
        with self.storage.reading() as reads:
            mine = () if actor.organisation is None else reads.repairers.of(actor.organisation)
            return tuple(self._view(reads, each) for each in mine)

    def all(self, actor: Actor, *, waiting: bool = False) -> tuple[RegistrationView, ...]:
        """Every registration by name, or those that wait to be checked, the oldest first."""
        PERMISSIONS.check("read_registration", actor)
        with self.storage.reading() as reads:
            known = reads.repairers.all()
            asked = sorted((each for each in known if _waits(each)), key=lambda each: each.asked_at)
            return tuple(self._view(reads, each) for each in (asked if waiting else known))

    def waiting(self, actor: Actor) -> int:
        """How many wait to be checked."""
        PERMISSIONS.check("read_registration", actor)
        with self.storage.reading() as reads:
            return reads.repairers.waiting()

    def accept(self, actor: Actor, registration: RegistrationId) -> RegistrationView:
        """Accept what an organisation asked (rule 2): Conflict where another organisation has the number."""
        with self.storage.writing() as work:
            asked, now = self._asked(work, actor, registration), self.clock()
            self._make_way(work, actor, asked)
            accepted = replace(asked, state=RegistrationState.ACCEPTED, accepted_at=now)
            work.repairers.put(accepted, RegistrationStep(Act.ACCEPTED, now, actor.account))
            work.commit()
            return self._view(work, accepted)

    def refuse(self, actor: Actor, registration: RegistrationId, reason: str) -> RegistrationView:
        """Refuse it, with a reason that the organisation reads."""
        said = _checked_reason(reason)
        with self.storage.writing() as work:
            asked = self._asked(work, actor, registration)
            refused = replace(asked, state=RegistrationState.REFUSED)
            work.repairers.put(refused, RegistrationStep(Act.REFUSED, self.clock(), actor.account, said))
            work.commit()
            return self._view(work, refused)

    def end(self, actor: Actor, registration: RegistrationId, ended_from: date, reason: str) -> RegistrationView:
        """It does not hold from this day on; what it allowed before stays so."""
        PERMISSIONS.check("decide_registration", actor)
        said, now = _checked_reason(reason), self.clock()
        with self.storage.writing() as work:
            work.repairers.hold_register()
            found = _found(work, registration)
            if found.state is not RegistrationState.ACCEPTED or found.ended_from is not None:
                raise Conflict(message("This registration does not hold, so that it cannot be ended."))
            ended = replace(found, ended_from=ended_from)
            work.repairers.put(ended, RegistrationStep(Act.ENDED, now, actor.account, said, ended_from))
            work.commit()
            return self._view(work, ended)

    def _make_way(self, work: LifecycleWork, actor: Actor, asked: Registration) -> None:
        """Rule 2."""
        for other in work.repairers.all():
            same = other.entry.number is not None and other.entry.number == asked.entry.number
            if not same or other.state is not RegistrationState.ACCEPTED or other.ended_from is not None:
                continue
            if other.organisation is not None and other.organisation != asked.organisation:
                raise Conflict(
                    message("Another organisation is registered under number {number}.", number=asked.entry.number),
                    remedy=message("End that registration first, or refuse this one."),
                )
            if other.organisation is None:
                day = max(self.clock().date(), asked.entry.valid_from)
                step = RegistrationStep(Act.ENDED, self.clock(), actor.account, day=day)
                work.repairers.put(replace(other, ended_from=day), step)

    def _asked(self, work: LifecycleWork, actor: Actor, registration: RegistrationId) -> Registration:
        PERMISSIONS.check("decide_registration", actor)
        work.repairers.hold_register()
        found = _found(work, registration)
        if not _waits(found):
            raise Conflict(message("This registration was decided already."))
        return found

    def _view(self, reads: LifecycleReads, registration: Registration) -> RegistrationView:
        holds = registration.holds(self.clock().date())
        return RegistrationView(registration, reads.repairers.steps(registration.id), holds)


def new_registration_id(chance: Chance) -> RegistrationId:
    return RegistrationId(encode(chance(10), 16))


def _waits(registration: Registration) -> bool:
    return registration.state is RegistrationState.ASKED


def _found(work: LifecycleWork, registration: RegistrationId) -> Registration:
    found = work.repairers.get(registration)
    if found is None:
        raise NotFound(message("There is no registration '{registration}'.", registration=registration[:40]))
    return found


def _public(registration: Registration) -> RegisteredRepairer:
    """Rule 3."""
    it = registration.entry
    return RegisteredRepairer(it.name, it.town, it.kind, it.groups, it.number, registration.last_day)


def _checked_reason(reason: str) -> str:
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        what = message("Give a reason of at most {count} characters.", count=LONGEST_REASON)
        raise InvalidInput(what, (Problem("reason", what),))
    return said
