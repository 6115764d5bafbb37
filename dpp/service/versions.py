"""The versions of a passport: the list of them, one of them, and what lies between two.

Rules:
1. Every version is told, newest first, with what it changed; of an item or a batch also the versions of what it
   inherits from, since it exists, as far as they changed what it shows.
2. What changed is told to those who may know of it: by today's rights, and of what a reader may not see it is not even
   told whether it changed (`dpp.domain.audience`, rule 9).
3. Two versions are compared as they read when they were made, with what they inherited then.
4. The bytes as they were received are for whoever answers for the passport.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import Actor
from dpp.domain.audience import AccessRules
from dpp.domain.document import Change, changed_elements
from dpp.domain.errors import NotFound
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.service.passports import Passports, found
from dpp.service.ports import PassportReads, StoredPassport, StoredVersion
from dpp.service.views import PassportView

HEADER_CHANGES = frozenset({"dppStatus", "economicOperatorId", "accessClasses"})
"""What a version can change besides elements."""


@dataclass(frozen=True)
class VersionLine:
    """One version in the list of a passport. `passport` is whose version it is: its own, its batch's or its model's.

    `changed` names the elements that it changed and that the reader may know of, and what else it changed
    (`HEADER_CHANGES`). The oldest versions do not say their status. `evidence` counts what the change rests on.
    """

    passport: PassportId
    granularity: str
    version: int
    recorded_at: datetime
    sha256: str
    changed: tuple[str, ...]
    status: str | None = None
    evidence: int = 0


@dataclass(frozen=True)
class Differences:
    """What a reader may see that lies between two versions of one passport, by elementId."""

    passport: PassportView
    before: int
    after: int
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Received:
    """What came in, byte for byte."""

    content: bytes
    media_type: str
    sha256: str


@dataclass(frozen=True)
class Versions:
    """Each method checks its actor first."""

    passports: Passports

    def history(self, actor: Actor, passport_id: PassportId) -> tuple[VersionLine, ...]:
        """Rules 1 and 2, newest first."""
        PERMISSIONS.check("read_versions", actor)
        with self.passports.storage.reading() as reads:
            passport = found(reads, passport_id)
            own = tuple(reads.passports.versions(passport_id))
            sight = self._sight(reads, actor, passport)
            lines = [_line(passport, version, sight.known(version.changed, passport_id)) for version in own]
            lines += self._inherited(reads, passport, own, sight)
        return tuple(sorted(lines, key=lambda line: (line.recorded_at, line.granularity == "item"), reverse=True))

    def read(self, actor: Actor, passport_id: PassportId, number: int) -> PassportView:
        """The passport as it was when that version was made, with today's rights."""
        return self.passports.read(actor, passport_id, at=self._version(actor, passport_id, number).recorded_at)

    def differences(self, actor: Actor, passport_id: PassportId, before: int, after: int) -> Differences:
        """Rule 3. Version 0 stands for nothing at all: everything in the other one was added."""
        newer = self.read(actor, passport_id, after)
        older = {} if before == 0 else self.read(actor, passport_id, before).document.values()
        return Differences(newer, before, after, changed_elements(older, newer.document.values()))

    def received(self, actor: Actor, passport_id: PassportId, number: int) -> Received:
        """Rule 4."""
        with self.passports.storage.reading() as reads:
            passport = found(reads, passport_id)
            PERMISSIONS.check("read_own_passport", actor, self.passports.relations(actor, passport))
        version = self._version(actor, passport_id, number)
        return Received(version.received, version.media_type, version.sha256)

    def may_read_received(self, actor: Actor, passport_id: PassportId) -> bool:
        """Whether rule 4 lets this actor."""
        with self.passports.storage.reading() as reads:
            relations = self.passports.relations(actor, found(reads, passport_id))
        return PERMISSIONS.allows("read_own_passport", actor, relations)

    def _version(self, actor: Actor, passport_id: PassportId, number: int) -> StoredVersion:
        PERMISSIONS.check("read_versions", actor)
        with self.passports.storage.reading() as reads:
            found(reads, passport_id)
            version = reads.passports.version(passport_id, number)
        if version is None:
            raise NotFound(message("This passport has no version {number}.", number=number))
        return version

    def _inherited(
        self, reads: PassportReads, passport: StoredPassport, own: tuple[StoredVersion, ...], sight: "_Sight"
    ) -> Iterator[VersionLine]:
        """Versions of the batch and the model since this passport exists, without what a nearer layer hid then."""
        nearer: list[tuple[StoredVersion, ...]] = [own]
        for each in (passport.batch_id, passport.model_id):
            if each is None or each == passport.passport_id:
                continue
            above, versions = found(reads, each), tuple(reads.passports.versions(each))
            for version in versions:
                if version.recorded_at > own[0].recorded_at:
                    shown = _shown(version, nearer)
                    if shown:
                        yield _line(above, version, sight.known(shown, each))
            nearer.append(versions)

    def _sight(self, reads: PassportReads, actor: Actor, passport: StoredPassport) -> "_Sight":
        chain = [each for each in (passport.passport_id, passport.batch_id, passport.model_id) if each]
        owns = frozenset(
            each
            for each in chain
            if PERMISSIONS.allows("read_own_passport", actor, self.passports.relations(actor, found(reads, each)))
        )
        closures = tuple(reads.closures.in_force(chain))
        rules = AccessRules(self.passports.publisher.rules.catalogues, closures)
        return _Sight(rules, actor, owns, tuple(chain))


@dataclass(frozen=True)
class _Sight:
    """What one reader may know of the elements of some passports."""

    rules: AccessRules
    actor: Actor
    owns: frozenset[PassportId]
    chain: tuple[PassportId, ...]

    def known(self, names: Iterable[str], passport: PassportId) -> tuple[str, ...]:
        if passport in self.owns:
            return tuple(names)
        return tuple(name for name in names if name in HEADER_CHANGES or self._may_know(name))

    def _may_know(self, name: str) -> bool:
        return self.rules.knows(name) and self.rules.foresee(name, self.chain, self.actor.roles).visible


def _line(passport: StoredPassport, version: StoredVersion, changed: tuple[str, ...]) -> VersionLine:
    return VersionLine(
        passport.passport_id,
        passport.granularity,
        version.version,
        version.recorded_at,
        version.sha256,
        changed,
        version.status or None,
        len(version.evidence),
    )


def _shown(version: StoredVersion, nearer: Iterable[tuple[StoredVersion, ...]]) -> tuple[str, ...]:
    """The elements that a version above changed and that no nearer layer said itself at that time."""
    hidden: set[str] = set()
    for versions in nearer:
        then = [each for each in versions if each.recorded_at <= version.recorded_at]
        if then:
            said: Mapping[str, object] = json.loads(then[-1].received)
            hidden |= said.keys()
    return tuple(name for name in version.changed if name not in hidden)
