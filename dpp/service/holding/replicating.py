"""Packs what the back-up provider is told: each version of a passport in a request of its own, older ones first."""

from collections.abc import Sequence
from dataclasses import dataclass

from dpp.domain.audience import AccessRules
from dpp.domain.document import HEADER_MEMBERS
from dpp.domain.links import Links
from dpp.domain.proof import canonical
from dpp.domain.registration.packages import Package, correlation_of
from dpp.domain.version_record import VersionRecord, elements_of, replica
from dpp.service.outbox.ports import OutboxReads, Packed, Queued
from dpp.service.packages import packed_passport
from dpp.service.ports import StoredPassport, StoredVersion


@dataclass(frozen=True)
class ReplicaPacker:
    """`rules` give the reason for each element's class of access, which travels along."""

    links: Links
    rules: AccessRules

    def pack(self, work: OutboxReads, due: Sequence[Queued]) -> Packed:
        return Packed(tuple(self._package(work, queued) for queued in due))

    def _package(self, work: OutboxReads, queued: Queued) -> Package:
        notice = queued.notice
        passport = work.passports.get(notice.passport_id)
        version = work.passports.version(notice.passport_id, notice.version)
        assert passport is not None
        assert version is not None
        body = canonical(self._document(work, passport, version))
        identity = [notice.destination, notice.passport_id, notice.version, notice.round, notice.sha256]
        return Package(correlation_of(identity), (notice.line,), body)

    def _document(self, work: OutboxReads, passport: StoredPassport, version: StoredVersion) -> dict[str, object]:
        record = VersionRecord(packed_passport(work, passport, [version], self.rules), passport.organisation)
        parents = {"modelPassport": passport.model_id, "batchPassport": passport.batch_id}
        above = {
            name: self.links.passport(each) for name, each in parents.items() if each and each != passport.passport_id
        }
        said = elements_of(record)
        gone = [name for name in version.changed if name not in said and name not in HEADER_MEMBERS]
        return replica(record, above, gone)
