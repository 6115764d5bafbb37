"""Use cases of closures: close an element at once, lift it again, and see what is closed.

Rules:
1. An element is closed to a stricter class than public, in every passport (by an administrator) or in one (also by
   whoever answers for it); never what says which product a passport is about.
2. From the moment of commit no reader gets it who may not: a closure of one passport makes its public lines anew in
   the same transaction, one of every passport is applied where lines are joined.
3. Lifting is a fact of its own. What an administrator closed, an administrator lifts.
4. Each is recorded with a leaf in the log, in the same transaction.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from dpp.domain.access_record import AccessKind, AccessPath
from dpp.domain.actor import Actor, Role
from dpp.domain.audience import IDENTIFYING, AccessRules
from dpp.domain.catalogue import AccessClass
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.service.access.ports import AccessReads, AccessStorage, AccessWork, Lifting, StoredClosure
from dpp.service.access.words import checked_words
from dpp.service.access_log import AccessLog
from dpp.service.passports import Passports, found


@dataclass(frozen=True)
class Wanted:
    """An element to close; in every passport where none is named. `legal` is the ground on which it is done."""

    element_id: str
    access: AccessClass
    reason: str
    legal: str
    passport: PassportId | None = None


@dataclass(frozen=True)
class ClosureView:
    """A closure, and its lifting where it does not stand any more. `may_lift` is whether this actor could lift it."""

    closure: StoredClosure
    lifting: Lifting | None = None
    may_lift: bool = False


@dataclass(frozen=True)
class Closing:
    """Each method is one transaction and checks its actor first."""

    storage: AccessStorage
    passports: Passports

    def close(self, actor: Actor, wanted: Wanted, path: AccessPath = AccessPath.API) -> ClosureView:
        """Close an element; InvalidInput or Refused by rule 1."""
        with self.storage.writing() as work:
            self._check(work, actor, wanted.passport)
            _refuse_wrong(wanted, self.passports.publisher.rules)
            closure = self._closure(actor, wanted)
            if wanted.passport is not None:
                work.closures.hold(wanted.passport)
            work.closures.add(closure)
            self._prepare(work, closure)
            self._record(work, actor, closure, _Change(AccessKind.CLOSED, path, closure.since, closure.reason))
            work.commit()
        return ClosureView(closure, may_lift=True)

    def lift(self, actor: Actor, closure_id: str, reason: str, path: AccessPath = AccessPath.API) -> ClosureView:
        """End a closure; Conflict where somebody did already."""
        with self.storage.writing() as work:
            closure = work.closures.get(closure_id)
            if closure is None:
                raise NotFound(message("There is no closure '{closure}'.", closure=closure_id[:40]))
            passport = closure.passport_id and PassportId(closure.passport_id)
            self._check(work, actor, passport or None)
            if closure.by_administrator and not actor.holds(Role.ADMINISTRATOR):
                raise NotPermitted(message("An administrator closed this: ask an administrator to lift it."))
            checked_words(reason=reason)
            if work.closures.lifted([closure_id]):
                raise Conflict(message("This was lifted before."))
            if passport:
                work.closures.hold(passport)
            lifting = Lifting(closure_id, self.passports.clock(), reason.strip())
            work.closures.lift(lifting)
            self._prepare(work, closure)
            self._record(work, actor, closure, _Change(AccessKind.LIFTED, path, lifting.at, lifting.reason))
            work.commit()
        return ClosureView(closure, lifting)

    def closures(self, actor: Actor, passport: PassportId | None = None) -> tuple[ClosureView, ...]:
        """Every closure, newest first; with a passport, those that touch it, for whoever answers for it too."""
        with self.storage.reading() as reads:
            if passport is None or PERMISSIONS.allows("read_closures", actor):
                PERMISSIONS.check("read_closures", actor)
            else:
                self._check(reads, actor, passport)
            closures = reads.closures.all(passport=passport)
            lifted = reads.closures.lifted([each.closure_id for each in closures])
            return tuple(
                ClosureView(each, lifted.get(each.closure_id), may_lift=self._may_lift(reads, actor, each))
                for each in closures
            )

    def standing(self, actor: Actor) -> int:
        """How many closures there are now, without those that were lifted."""
        PERMISSIONS.check("read_closures", actor)
        with self.storage.reading() as reads:
            return reads.closures.standing()

    def may_close(self, actor: Actor, passport: PassportId | None = None) -> bool:
        """Whether this actor may close an element here."""
        with self.storage.reading() as reads:
            return self._may_close(reads, actor, passport)

    def _may_close(self, reads: AccessReads, actor: Actor, passport: PassportId | None) -> bool:
        relations = self.passports.relations(actor, found(reads, passport)) if passport else frozenset()
        return PERMISSIONS.allows("close_element", actor, relations)

    def _may_lift(self, reads: AccessReads, actor: Actor, closure: StoredClosure) -> bool:
        if closure.by_administrator and not actor.holds(Role.ADMINISTRATOR):
            return False
        return self._may_close(reads, actor, PassportId(closure.passport_id) if closure.passport_id else None)

    def _check(self, reads: AccessReads, actor: Actor, passport: PassportId | None) -> None:
        relations = self.passports.relations(actor, found(reads, passport)) if passport else frozenset()
        PERMISSIONS.check("close_element", actor, relations)

    def _prepare(self, work: AccessWork, closure: StoredClosure) -> None:
        """Rule 2, for a closure of one passport."""
        if closure.passport_id is not None:
            self.passports.publisher.prepare_again(work, found(work, PassportId(closure.passport_id)))

    def _closure(self, actor: Actor, wanted: Wanted) -> StoredClosure:
        return StoredClosure(
            closure_id=self._log.new_id(),
            element_id=wanted.element_id,
            passport_id=wanted.passport,
            access=wanted.access,
            reason=wanted.reason.strip(),
            legal=wanted.legal.strip(),
            since=self.passports.clock(),
            organisation=actor.organisation,
            by_administrator=actor.holds(Role.ADMINISTRATOR),
        )

    @property
    def _log(self) -> AccessLog:
        return AccessLog(self.passports.publisher.chance)

    def _record(self, work: AccessWork, actor: Actor, closure: StoredClosure, change: "_Change") -> None:
        """Rule 4."""
        record = replace(
            self._log.blank(actor, change.kind, change.path, change.at),
            roles=tuple(sorted(PERMISSIONS.roles("close_element") & actor.roles)),
            passport=closure.passport_id,
            classes=(closure.access,),
            elements=(closure.element_id,),
            subject=closure.closure_id,
            reason=change.reason,
            legal=closure.legal if change.kind is AccessKind.CLOSED else "",
        )
        self._log.write(work, record)


@dataclass(frozen=True)
class _Change:
    """What was done to a closure, by which way, when and why."""

    kind: AccessKind
    path: AccessPath
    at: datetime
    reason: str


def _refuse_wrong(wanted: Wanted, rules: AccessRules) -> None:
    """Rule 1."""
    checked_words(reason=wanted.reason, legal=wanted.legal)
    if not rules.knows(wanted.element_id):
        what = message("No catalogue has an element '{element_id}'.", element_id=wanted.element_id[:100])
        remedy = message("What no catalogue knows is closed already, to all but whoever answers for it.")
        raise InvalidInput(what, (Problem("element_id", what),), remedy=remedy)
    if wanted.access is AccessClass.PUBLIC:
        what = message("Closing makes stricter: choose for whom it stays open.")
        raise InvalidInput(what, (Problem("access", what),))
    if wanted.element_id in IDENTIFYING:
        raise Refused(
            "identifying",
            message("'{element_id}' says which product this is: it cannot be closed.", element_id=wanted.element_id),
            remedy=message("Archive the passport instead."),
        )
