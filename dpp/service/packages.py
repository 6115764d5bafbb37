"""Use cases of moving a passport to another provider, or taking one in (EN 18221; ESPR, Art. 11(e)).

Rules:
1. What goes out is the whole passport (`dpp.domain.package`), for whoever answers for it, with what it inherits from as
   far as the same actor answers for that too.
2. What comes in is checked before anything is stored: its form, its digest, the hash of every version, every leaf.
3. What is there already stays: the same passport again changes nothing, one that goes on from ours is added to ours,
   and one that contradicts ours is refused.
4. Here, the organisation that takes a passport in answers for it; its header goes on naming the operator that it named.
5. All of a package is taken in, or nothing of it. A trial run does all this and keeps nothing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from dpp.domain.access_record import AccessPath
from dpp.domain.actor import AccountId, Actor, OrganisationId
from dpp.domain.audience import AccessRules
from dpp.domain.document import PassportStatus
from dpp.domain.errors import Conflict, InvalidInput, Problem, Refused
from dpp.domain.forms import history_value
from dpp.domain.message import message
from dpp.domain.opaque import LabelCode, PassportId
from dpp.domain.package import (
    PackedLabel,
    PackedPassport,
    PackedRight,
    PackedVersion,
    Salted,
    digest_fits,
    read_package,
    write_package,
)
from dpp.domain.parts import head_bytes, header_of, history_line, read_history, read_history_line
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.proof import canonical, commitment, sha256
from dpp.service.outbox.announcing import notices_of
from dpp.service.passports import Passports, found
from dpp.service.ports import (
    Leaf,
    PassportReads,
    PassportWork,
    StoredLabel,
    StoredPassport,
    StoredVersion,
)
from dpp.service.received import read_object
from dpp.service.version_log import recorded


class PackageSchema(Protocol):
    """Faults of form in a package, each with its path."""

    def __call__(self, document: Mapping[str, Any]) -> tuple[Problem, ...]: ...


class Taken(StrEnum):
    """What became of a passport in a package."""

    ADDED = "added"
    CONTINUED = "continued"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class TakenPassport:
    """One line of the report: how many of its versions were new here."""

    passport_id: PassportId
    granularity: str
    outcome: Taken
    new_versions: int


@dataclass(frozen=True)
class Packages:
    """Each method is one transaction and checks its actor first."""

    passports: Passports
    schema: PackageSchema

    def export(self, actor: Actor, passport_id: PassportId, *, path: AccessPath = AccessPath.API) -> bytes:
        """The package of a passport and of all that it inherits from; recorded as a reading of each."""
        with self.passports.storage.reading() as reads:
            passport = found(reads, passport_id)
            PERMISSIONS.check("export_package", actor, self.passports.relations(actor, passport))
            ids = (each for each in (passport.model_id, passport.batch_id) if each and each != passport_id)
            above = (found(reads, each) for each in ids)
            chain = [*(each for each in above if self._may_export(actor, each)), passport]
            rules = self.passports.publisher.rules
            package = write_package([packed_passport(reads, each, _all_versions(reads, each), rules) for each in chain])
        for each in chain:
            self.passports.read(actor, each.passport_id, path=path)
        return package

    def take_in(self, actor: Actor, received: bytes, *, dry_run: bool = False) -> tuple[TakenPassport, ...]:
        """Take a package in; InvalidInput for what does not prove itself, Conflict for what contradicts ours."""
        PERMISSIONS.check("take_in_package", actor)
        packed = self._proven(received)
        with self.passports.storage.writing() as work:
            taken = tuple(self._take(work, each, actor.organisation) for each in packed)
            if not dry_run:
                work.commit()
        return taken

    def _may_export(self, actor: Actor, passport: StoredPassport) -> bool:
        return PERMISSIONS.allows("export_package", actor, self.passports.relations(actor, passport))

    def _proven(self, received: bytes) -> tuple[PackedPassport, ...]:
        content = read_object(received)
        problems = self.schema(content)
        if not problems and not digest_fits(content):
            problems = (Problem("$.digest", message("The digest does not fit the passports: something was changed.")),)
        try:
            packed = () if problems else read_package(content)
        except ValueError as error:
            problems = (Problem("$.passports", message("This cannot be read: {error}.", error=error)),)
        problems = problems or tuple(
            fault for place, each in enumerate(packed) for fault in self._faults(each, f"$.passports[{place}]")
        )
        if problems:
            raise InvalidInput(
                message("The package has {count} fault(s).", count=len(problems)),
                problems,
                remedy=message("Nothing was stored. Ask its sender for the package again."),
            )
        return packed

    def _faults(self, packed: PackedPassport, path: str) -> list[Problem]:
        """Every version that does not prove itself, or whose catalogue is not known here."""
        problems = []
        known = self.passports.publisher.rules.catalogues
        for place, version in enumerate(packed.versions):
            stored = stored_version(PassportId(packed.passport_id), version)
            here = f"{path}.versions[{place}]"
            if version.version != place + 1:
                problems.append(Problem(here, message("Expected version {number}.", number=place + 1)))
            if sha256(version.received) != version.sha256:
                problems.append(Problem(f"{here}.sha256", message("The hash does not fit the bytes.")))
            if commitment(version.leaf.salt, canonical(recorded(stored))) != version.leaf.commitment:
                problems.append(Problem(f"{here}.leaf", message("The leaf does not fit what the version says.")))
            if not {version.schema_version, *version.pins.values()} <= known.keys():
                say = message(
                    "Catalogue version {version} is not known here. Known: {known}.",
                    version=version.schema_version,
                    known=", ".join(known),
                )
                problems.append(Problem(f"{here}.schemaVersion", say))
        return problems

    def _take(self, work: PassportWork, packed: PackedPassport, taker: OrganisationId | None) -> TakenPassport:
        identity = PassportId(packed.passport_id)
        ours = work.passports.versions(identity)
        theirs = [stored_version(identity, version) for version in packed.versions]
        common = min(len(ours), len(theirs))
        if list(ours[:common]) != theirs[:common]:
            raise Conflict(
                message("Passport '{passport}' is here with other versions.", passport=identity),
                remedy=message("Compare both, and take in the one that is right at one place alone."),
            )
        _refuse_orphan(work, packed)
        new = theirs[common:]
        if not new:
            return TakenPassport(identity, packed.granularity, Taken.UNCHANGED, 0)
        passport = self._store(work, packed, theirs[-1], taker)
        work.passports.add_versions(new)
        work.leaves.add_all([_leaf(identity, version) for version in packed.versions[common:]])
        destinations = self.passports.publisher.destinations
        work.outbox.add_many([notice for each in new for notice in notices_of(destinations, passport, each)])
        return TakenPassport(identity, packed.granularity, Taken.CONTINUED if ours else Taken.ADDED, len(new))

    def _store(
        self, work: PassportWork, packed: PackedPassport, newest: StoredVersion, taker: OrganisationId | None
    ) -> StoredPassport:
        identity = PassportId(packed.passport_id)
        known = work.passports.get(identity)
        header = header_of(packed.head)
        passport = StoredPassport(
            passport_id=identity,
            granularity=packed.granularity,
            model_id=PassportId(packed.model_id),
            status=PassportStatus(header.status),
            version=newest.version,
            updated_at=newest.recorded_at,
            head=head_bytes(header),
            device_key=None if known is None else known.device_key,
            successor_of=None if packed.successor_of is None else PassportId(packed.successor_of),
            batch_id=None if packed.batch_id is None else PassportId(packed.batch_id),
            organisation=taker if known is None else known.organisation,
            operator=header.economic_operator_id,
            schema_version=newest.schema_version,
        )
        self.passports.publisher.reinstate(work, passport, newest)
        for label in packed.labels:
            work.labels.put(StoredLabel(LabelCode(label.code), identity, label.state, label.issued_at))
        for path in packed.gs1_keys:
            work.gs1_keys.put(path, identity)
        if packed.history is not None and known is None:
            work.passports.put_history(identity, history_line(read_history(packed.history)))
        return passport


def _leaf(passport: PassportId, version: PackedVersion) -> Leaf:
    leaf = version.leaf
    return Leaf(passport, "version", version.version, leaf.commitment, leaf.salt, version.recorded_at)


def packed_passport(
    reads: PassportReads, passport: StoredPassport, versions: Sequence[StoredVersion], rules: AccessRules
) -> PackedPassport:
    """A passport as it stands with these versions of it, of which the last one says who may read what."""
    identity = passport.passport_id
    history = read_history_line(reads.passports.history(identity))
    leaves = {leaf.number: leaf for leaf in reads.leaves.of_subject(identity, "version")}
    return PackedPassport(
        passport_id=identity,
        granularity=passport.granularity,
        model_id=passport.model_id,
        batch_id=passport.batch_id,
        successor_of=passport.successor_of,
        head=json.loads(b"{" + passport.head + b"}"),
        versions=tuple(_packed_version(version, leaves[version.version]) for version in versions),
        labels=tuple(
            PackedLabel(label.code, label.state, label.issued_at) for label in reads.labels.of_passport(identity)
        ),
        gs1_keys=tuple(reads.gs1_keys.of_passport(identity)),
        history=None if history is None else history_value(history),
        rights=tuple(_rights(rules, versions[-1])),
    )


def _all_versions(reads: PassportReads, passport: StoredPassport) -> Sequence[StoredVersion]:
    return reads.passports.versions(passport.passport_id)


def _refuse_orphan(work: PassportReads, packed: PackedPassport) -> None:
    """A batch or an item needs what it inherits from: taken in before it, or here already."""
    for above in (packed.model_id, packed.batch_id):
        if above is not None and above != packed.passport_id and work.passports.get(PassportId(above)) is None:
            raise Refused(
                "package-without-model",
                message(
                    "Passport '{passport}' inherits from '{above}', which is not here.",
                    passport=packed.passport_id,
                    above=above,
                ),
                remedy=message("Take in the package of that passport first."),
            )


def _packed_version(version: StoredVersion, leaf: Leaf) -> PackedVersion:
    return PackedVersion(
        version=version.version,
        received=version.received,
        media_type=version.media_type,
        schema_version=version.schema_version,
        sha256=version.sha256,
        actor=version.actor,
        organisation=version.organisation,
        recorded_at=version.recorded_at,
        changed=version.changed,
        status=version.status,
        operator=version.operator,
        evidence=version.evidence,
        pins=version.pins,
        leaf=Salted(leaf.commitment, leaf.salt),
    )


def stored_version(passport: PassportId, version: PackedVersion) -> StoredVersion:
    """The version as it is stored here."""
    return StoredVersion(
        passport_id=passport,
        version=version.version,
        received=version.received,
        media_type=version.media_type,
        schema_version=version.schema_version,
        sha256=version.sha256,
        actor=AccountId(version.actor),
        organisation=None if version.organisation is None else OrganisationId(version.organisation),
        recorded_at=version.recorded_at,
        changed=version.changed,
        status=version.status,
        operator=version.operator,
        evidence=version.evidence,
        pins=dict(version.pins),
    )


def _rights(rules: AccessRules, newest: StoredVersion) -> list[PackedRight]:
    """The class of each element as it was set, with the reason that the catalogue of then gives."""
    rights = []
    for name in json.loads(newest.received):
        schema = newest.pins.get(name, newest.schema_version)
        catalogue = rules.catalogues[schema]
        element = catalogue.find(name)
        reason = element.access_reason if element else catalogue.access[catalogue.access_of(name)].ground
        rights.append(PackedRight(name, catalogue.access_of(name), schema, reason))
    return rights
