"""Use cases of copies that we keep for other registries (ESPR, Art. 10(4): a back-up copy at a second provider).

Rules:
1. Only an account that may (`hold_copy`) sends copies, and only for its own organisation: what one organisation has
   sent, no other one changes or lists.
2. Every version is kept as it came, and never changed. The same version again changes nothing; the same number with
   other bytes is a conflict. Versions may come in any order.
3. A version proves itself: the digest of its package, the hash of its bytes, its leaf in the log of its registry.
4. A passport of our own is never a copy.
5. Everybody reads of a copy what is public by the rules of today, closures of this place included; the organisation
   that sent it reads everything. What roles give a right to is read at the registry that answers for the passport,
   where such readings are recorded and can be revoked.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.audience import AccessRules, Audience, for_audience
from dpp.domain.document import EffectiveDocument, Layer, PassportStatus, effective
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, Problem
from dpp.domain.links import Links
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.parts import header_of, read_history
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.proof import canonical, commitment, sha256
from dpp.domain.registration.notices import rank_of
from dpp.domain.version_record import RECORD, VersionRecord, elements_of, package_of, read_record
from dpp.service.holding.ports import HeldCopy, HeldReads, HeldStorage, HeldVersion, HeldWork
from dpp.service.packages import PackageSchema, stored_version
from dpp.service.ports import Clock
from dpp.service.version_log import recorded

MOST = 100


@dataclass(frozen=True)
class HeldVersionView:
    """One version as its sender gets it back."""

    version: int
    sha256: str
    recorded_at: datetime
    held_at: datetime
    version_record: Mapping[str, Any]


@dataclass(frozen=True)
class HeldCopyView:
    """One passport with every version of it that is held."""

    digital_product_passport_id: str
    status: str
    versions: tuple[HeldVersionView, ...]


@dataclass(frozen=True)
class HeldPage:
    """Some copies, and where the next page begins; None after the last."""

    held_copies: tuple[HeldCopyView, ...]
    next_after: str | None


@dataclass(frozen=True)
class Keeping:
    """Each method is one transaction and checks its actor first. `links` are our own: they tell what is foreign."""

    storage: HeldStorage
    schema: PackageSchema
    rules: AccessRules
    links: Links
    clock: Clock

    @staticmethod
    def is_copy(document: Mapping[str, Any]) -> bool:
        """Whether a document that somebody sends is a back-up copy, and not a passport for this registry."""
        return RECORD in document

    def holds(self, address: str) -> bool:
        """Whether there is a copy of the passport with this address."""
        if address.startswith(self.links.passport("")):
            return False
        with self.storage.reading() as reads:
            return reads.copies.get(address) is not None

    def keep(self, actor: Actor, document: Mapping[str, Any], address: str | None = None) -> str:
        """Keep the version in this document; gives the passport's address, which is `address` where that is given."""
        PERMISSIONS.check("hold_copy", actor)
        organisation = _organisation(actor)
        record = self._proven(document, address)
        version = self._version(actor, record, document)
        try:
            self._store(organisation, record, version)
        except Conflict:  # it may be the same version, sent twice at once: then it is kept by now
            self._store(organisation, record, version)
        return record.address

    def archive(self, actor: Actor, address: str) -> None:
        """Note that the passport is archived; nothing that is held goes away."""
        PERMISSIONS.check("hold_copy", actor)
        with self.storage.writing() as work:
            known = _own(work, address, _organisation(actor))
            if known is None:
                raise _not_held(address)
            work.copies.put(replace(known, status=PassportStatus.ARCHIVED, updated_at=self.clock()))
            work.commit()

    def read(self, actor: Actor, address: str, *, at: datetime | None = None) -> tuple[EffectiveDocument, int]:
        """A copy as this actor may see it, with what it inherits from as far as that is held too; and its version."""
        PERMISSIONS.check("read_passport", actor)
        with self.storage.reading() as reads:
            copy = reads.copies.get(address)
            record = _record_at(reads, address, at)
            if copy is None or record is None:
                raise _not_held(address)
            above = [_beside(address, each) for each in (record.passport.batch_id, record.passport.model_id) if each]
            inherited = (_record_at(reads, each, at) for each in above if each != address)
            records = [record, *(each for each in inherited if each is not None)]
            rules = replace(self.rules, closures=tuple(reads.closures.in_force(())))
        document = _document(records, copy)
        owns = frozenset({each.passport.passport_id for each in records}) if _sent(actor, copy) else frozenset()
        return for_audience(document, Audience(owns=owns), rules), record.version.version

    def page(self, actor: Actor, granularity: str, after: str, limit: int) -> HeldPage:
        """The copies of the actor's organisation, whole: what a restore asks for, parents first."""
        PERMISSIONS.check("hold_copy", actor)
        most = min(limit, MOST)
        with self.storage.reading() as reads:
            found = reads.copies.page(_organisation(actor), rank_of(granularity), after, most)
            views = tuple(_view(reads, copy) for copy in found)
        return HeldPage(views, found[-1].address if len(found) == most else None)

    def _store(self, organisation: OrganisationId, record: VersionRecord, version: HeldVersion) -> None:
        with self.storage.writing() as work:
            known = _own(work, record.address, organisation)
            if not self._is_kept(work, record):
                work.copies.put(_copy(known, record, organisation, version.held_at))
                work.copies.add_version(version)
                work.commit()

    def _proven(self, document: Mapping[str, Any], address: str | None) -> VersionRecord:
        problems: tuple[Problem, ...] = ()
        try:
            problems = self.schema(package_of(document[RECORD]))
            record = None if problems else read_record(document[RECORD])
        except (KeyError, TypeError, ValueError) as error:
            record = None
            problems = (_problem(message("This cannot be read: {error}.", error=str(error))),)
        if record is not None:
            problems = tuple(self._faults(record, document, address))
        if problems or record is None:
            raise InvalidInput(message("The back-up copy has {count} fault(s).", count=len(problems)), problems)
        return record

    def _faults(self, record: VersionRecord, document: Mapping[str, Any], address: str | None) -> list[Problem]:
        version = record.version
        stored = stored_version(PassportId(record.passport.passport_id), version)
        faults = []
        if sha256(version.received) != version.sha256:
            faults.append(_problem(message("The hash does not fit the bytes.")))
        if commitment(version.leaf.salt, canonical(recorded(stored))) != version.leaf.commitment:
            faults.append(_problem(message("The leaf does not fit what the version says.")))
        if not {version.schema_version, *version.pins.values()} <= self.rules.catalogues.keys():
            known = ", ".join(self.rules.catalogues)
            faults.append(
                _problem(
                    message(
                        "Catalogue version {version} is not known here. Known: {known}.",
                        version=version.schema_version,
                        known=known,
                    )
                )
            )
        told = {record.address, document.get("digitalProductPassportId"), address or record.address}
        if len(told) > 1:
            faults.append(_problem(message("The record is of another passport than the document.")))
        if record.address.startswith(self.links.passport("")):
            faults.append(_problem(message("This is a passport of this registry itself.")))
        return faults

    def _version(self, actor: Actor, record: VersionRecord, document: Mapping[str, Any]) -> HeldVersion:
        version = record.version
        return HeldVersion(
            address=record.address,
            version=version.version,
            sha256=version.sha256,
            recorded_at=version.recorded_at,
            held_at=self.clock(),
            account=actor.account,
            record=canonical(document[RECORD]),
        )

    @staticmethod
    def _is_kept(work: HeldWork, record: VersionRecord) -> bool:
        """Whether this very version is here; Conflict where its number is taken by another one."""
        kept = work.copies.version(record.address, record.version.version)
        if kept is not None and kept.sha256 != record.version.sha256:
            raise Conflict(
                message("Version {number} of this passport is held with other bytes.", number=kept.version),
                remedy=message("Two registries send copies under one address: only one of them can be right."),
            )
        return kept is not None


def _organisation(actor: Actor) -> OrganisationId:
    if actor.organisation is None:
        raise NotPermitted(message("A copy is held for an organisation, and this account has none."))
    return actor.organisation


def _own(work: HeldWork, address: str, organisation: OrganisationId) -> HeldCopy | None:
    known = work.copies.lock(address)
    if known is not None and known.organisation != organisation:
        raise NotPermitted(message("The copy of this passport is held for another organisation."))
    return known


def _copy(known: HeldCopy | None, record: VersionRecord, organisation: OrganisationId, now: datetime) -> HeldCopy:
    """Where the copy stands with one more version; an older one that comes late moves nothing back."""
    version = record.version
    if known is not None and known.version > version.version:
        return known
    return HeldCopy(
        address=record.address,
        organisation=organisation,
        rank=rank_of(record.passport.granularity),
        status=version.status or str(record.passport.head["dppStatus"]),
        version=version.version,
        updated_at=now,
    )


def _record_at(reads: HeldReads, address: str, at: datetime | None) -> VersionRecord | None:
    if at is not None:
        held = reads.copies.version_at(address, at)
    else:
        copy = reads.copies.get(address)
        held = None if copy is None else reads.copies.version(address, copy.version)
    return None if held is None else read_record(json.loads(held.record))


def _beside(address: str, passport_id: str) -> str:
    """The address of another passport of the same registry."""
    return f"{address.rsplit('/', 1)[0]}/{passport_id}"


def _document(records: list[VersionRecord], copy: HeldCopy) -> EffectiveDocument:
    own = records[0]
    header = header_of(own.passport.head)
    status = PassportStatus.ARCHIVED if copy.status == PassportStatus.ARCHIVED else own.version.status or header.status
    header = replace(header, status=PassportStatus(status))
    history = None if own.passport.history is None else read_history(own.passport.history)
    return effective(header, *map(_layer, records), history=history)


def _layer(record: VersionRecord) -> Layer:
    version = record.version
    return Layer(
        record.passport.passport_id,
        version.version,
        elements_of(record),
        version.recorded_at,
        version.schema_version,
        version.pins,
    )


def _sent(actor: Actor, copy: HeldCopy) -> bool:
    return actor.organisation == copy.organisation and PERMISSIONS.allows("hold_copy", actor)


def _view(reads: HeldReads, copy: HeldCopy) -> HeldCopyView:
    versions = tuple(
        HeldVersionView(each.version, each.sha256, each.recorded_at, each.held_at, json.loads(each.record))
        for each in reads.copies.versions(copy.address)
    )
    return HeldCopyView(copy.address, copy.status, versions)


def _problem(what: Any) -> Problem:
    return Problem(f"$.{RECORD}", what)


def _not_held(address: str) -> NotFound:
    return NotFound(message("No copy of passport '{passport}' is held here.", passport=address[:100]))
