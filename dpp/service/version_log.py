"""Adds versions of passports, each with the leaf that proves it and the notices that tell others of it.

Rules:
1. A version, its leaf in the log and its notices are stored in one transaction: no evidence, no change.
2. A leaf commits to what the version was: whose, of which bytes, by whom, when, and with which status and operator.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dpp.domain.proof import SALT_BYTES, canonical, commitment, sha256
from dpp.domain.registration.notices import Destination
from dpp.service.acts import Act
from dpp.service.outbox.announcing import notices_of
from dpp.service.ports import Chance, Leaf, PassportWork, StoredPassport, StoredVersion

JSON = "application/json"


@dataclass(frozen=True)
class Content:
    """What a version says: the bytes, what changed, and the pins of what did not."""

    received: bytes
    changed: tuple[str, ...]
    pins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """A version that is to be stored."""

    passport: StoredPassport
    content: Content


@dataclass(frozen=True)
class VersionLog:
    """`schema` is the catalogue version in which versions are written; `destinations` are told of every version."""

    chance: Chance
    schema: str
    destinations: tuple[Destination, ...] = ()

    def add(self, work: PassportWork, act: Act, passport: StoredPassport, content: Content) -> None:
        self.add_all(work, act, [Made(passport, content)])

    def add_all(self, work: PassportWork, act: Act, made: Sequence[Made]) -> None:
        """For one passport as for many."""
        versions = [self._version(act, each.passport, each.content) for each in made]
        work.passports.add_versions(versions)
        work.leaves.add_all([self._leaf(version) for version in versions])
        if self.destinations:
            told = zip(made, versions, strict=True)
            work.outbox.add_many(
                [notice for each, version in told for notice in notices_of(self.destinations, each.passport, version)]
            )

    def _version(self, act: Act, passport: StoredPassport, content: Content) -> StoredVersion:
        return StoredVersion(
            passport_id=passport.passport_id,
            version=passport.version,
            received=content.received,
            media_type=JSON,
            schema_version=self.schema,
            sha256=sha256(content.received),
            actor=act.actor.account,
            organisation=act.actor.organisation,
            recorded_at=passport.updated_at,
            changed=content.changed,
            status=passport.status,
            operator=passport.operator,
            evidence=act.evidence,
            pins=content.pins,
        )

    def _leaf(self, version: StoredVersion) -> Leaf:
        salt = self.chance(SALT_BYTES)
        leaf = commitment(salt, canonical(recorded(version)))
        return Leaf(version.passport_id, "version", version.version, leaf, salt, version.recorded_at)


def recorded(version: StoredVersion) -> dict[str, Any]:
    """What the leaf of a version commits to; members that say nothing are left out, as in the first leaves."""
    said = {
        "passport": version.passport_id,
        "version": version.version,
        "sha256": version.sha256,
        "actor": version.actor,
        "organisation": version.organisation,
        "recordedAt": version.recorded_at.isoformat(),
    }
    later = {
        "status": version.status,
        "operator": version.operator,
        "evidence": list(version.evidence),
        "pins": dict(version.pins),
    }
    return said | {name: value for name, value in later.items() if value}
