"""Today's classification for what an older catalogue version classed: only on purpose, by whoever answers for it.

A version keeps the class that an element had when it was set (`dpp.domain.audience`, rule 6). Adopting today's makes a
version with the same content and without those pins; it can open what was closed, so it is a change of rights.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from dpp.domain.access_record import AccessKind, AccessPath
from dpp.domain.actor import Actor
from dpp.domain.catalogue import AccessClass
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.service.access.ports import AccessStorage
from dpp.service.access.words import checked_words
from dpp.service.access_log import AccessLog
from dpp.service.passports import Passports, found
from dpp.service.ports import PassportReads, StoredPassport


@dataclass(frozen=True)
class Pinned:
    """An element whose class is not today's: the catalogue version that it keeps, its class then, and today's."""

    element_id: str
    schema: str
    then: AccessClass
    now: AccessClass


@dataclass(frozen=True)
class Reclassifying:
    """Each method is one transaction and checks its actor first."""

    storage: AccessStorage
    passports: Passports

    def pinned(self, actor: Actor, passport_id: PassportId) -> tuple[Pinned, ...]:
        """What could take today's class, by element; nothing for who may not adopt it."""
        with self.storage.reading() as reads:
            passport = found(reads, passport_id)
            may = PERMISSIONS.allows("adopt_classification", actor, self.passports.relations(actor, passport))
            return self._pinned(reads, passport) if may else ()

    def adopt(
        self,
        actor: Actor,
        passport_id: PassportId,
        elements: Collection[str],
        reason: str,
        path: AccessPath = AccessPath.API,
    ) -> int:
        """Give these elements today's class; the number of the version that does so. InvalidInput for any other."""
        with self.storage.writing() as work:
            passport = found(work, passport_id)
            PERMISSIONS.check("adopt_classification", actor, self.passports.relations(actor, passport))
            checked_words(reason=reason)
            now = {each.element_id: each.now for each in self._pinned(work, passport)}
            _refuse_others(elements, now)
            act = self.passports.act(actor)
            made = self.passports.publisher.adopt_classes(work, act, passport, elements)
            log = AccessLog(self.passports.publisher.chance)
            record = replace(
                log.blank(actor, AccessKind.RECLASSIFIED, path, act.at),
                roles=tuple(sorted(PERMISSIONS.roles("adopt_classification") & actor.roles)),
                passport=passport_id,
                version=made.version,
                classes=tuple(sorted({now[name] for name in elements})),
                elements=tuple(sorted(elements)),
                reason=reason.strip(),
            )
            log.write(work, record)
            work.commit()
        return made.version

    def _pinned(self, reads: PassportReads, passport: StoredPassport) -> tuple[Pinned, ...]:
        publisher = self.passports.publisher
        return tuple(
            Pinned(
                name,
                schema,
                publisher.rules.catalogues[schema].access_of(name),
                publisher.catalogue.access_of(name),
            )
            for name, schema in publisher.pinned(reads, passport).items()
        )


def _refuse_others(elements: Collection[str], pinned: Collection[str]) -> None:
    if not elements:
        what = message("Choose at least one element.")
        raise InvalidInput(what, (Problem("elements", what),))
    problems = tuple(
        Problem(f"elements.{name[:100]}", message("This has today's class already, or is not said here."))
        for name in elements
        if name not in pinned
    )
    if problems:
        raise InvalidInput(message("Not every element can take today's class."), problems)
