"""Evidence from machines: stripped before it is stored, read into claims and facts, recorded as an event.

Rules:
1. Only the stripped bytes are stored, under their own hash; of the original only the hash is kept.
2. The same file for the same device a second time changes nothing.
3. A number that another device claims too (same maker) is a conflict for a person: both devices are quarantined.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import Actor
from dpp.domain.errors import NotFound
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.claims import claim_key
from lifecycle.domain.device import Device
from lifecycle.domain.events import EventId, EvidenceAttached, IdentityConflict, TransactionId, plain
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.recognise import read_evidence
from lifecycle.domain.evidence.stripping import Stripped
from lifecycle.domain.facts import ClaimKind, Hardware, IdentityClaim
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.identity import claiming
from lifecycle.service.lines import claimed
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, LifecycleWork, StoredEvidence
from lifecycle.service.recording import Draft, Recorder, state_of
from lifecycle.service.views import EvidenceView


@dataclass(frozen=True, kw_only=True)
class File:
    """A file as it was sent; the name is told back in errors and not kept."""

    content: bytes
    name: str | None = None
    event_id: EventId | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True)
class Evidence:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder

    def attach(self, actor: Actor, key: DeviceKey, file: File) -> EvidenceView:
        """Store what may be stored of a file and record what it says of the device."""
        with self.storage.reading() as reads:
            _allowed(reads, actor, key)  # before any work is done for somebody who may not
        stripped, reading = read_evidence(file.content, file_name=file.name)
        with self.storage.writing() as work:
            work.devices.hold_numbers(reading.claims)
            device = _allowed(work, actor, key)
            conflicts = self._conflicts(work, device, reading.claims)
            work.devices.hold(key, *(other for _, other in conflicts))
            if work.evidence.get(key, stripped.sha256) is None:
                self._record(work, actor, device, file, (stripped, reading), conflicts)
                work.commit()
        return _view(key, stripped, reading, tuple(other for _, other in conflicts))

    def read(self, actor: Actor, key: DeviceKey, sha256: str) -> StoredEvidence:
        """A stored file with what was read from it."""
        with self.storage.reading() as reads:
            device = state_of(reads, key)
            PERMISSIONS.check("read_device", actor, device.relations(actor.organisation))
            found = reads.evidence.get(key, sha256)
            if found is None:
                raise NotFound(message("This device has no evidence {sha256}.", sha256=sha256[:64]))
            return found

    def _record(
        self,
        work: LifecycleWork,
        actor: Actor,
        device: Device,
        file: File,
        said: tuple[Stripped, Reading],
        conflicts: Iterable[tuple[IdentityClaim, DeviceKey]],
    ) -> None:
        stripped, reading = said
        transaction = TransactionId(self.recorder.new_id())
        attached = Draft(_happening(stripped, reading), file.event_id, file.occurred_at, transaction)
        self.recorder.record(work, actor, device.key, [attached])
        work.evidence.put(_stored(device.key, stripped, reading, self.recorder.clock()))
        for claim, other in conflicts:
            for key, rival in ((device.key, other), (other, device.key)):
                conflict = IdentityConflict(claim=claim.kind, value=claim.value, other=rival)
                draft = Draft(conflict, occurred_at=file.occurred_at, transaction=transaction)
                self.recorder.record(work, actor, key, [draft])

    @staticmethod
    def _conflicts(
        reads: LifecycleReads, device: Device, claims: Iterable[IdentityClaim]
    ) -> list[tuple[IdentityClaim, DeviceKey]]:
        """The other devices of the same maker that claim the same number."""
        said = tuple(claims)
        maker = next((claim.value for claim in said if claim.kind is ClaimKind.MAKER), None)
        unique = [claim for claim in said if claim.kind in {ClaimKind.SERIAL, ClaimKind.IMEI, ClaimKind.SMBIOS_UUID}]
        return [
            (claim, other)
            for claim in unique
            for other in claiming(reads, [claim])
            if other != device.key and _same_maker(maker, state_of(reads, other))
        ]


def _allowed(reads: LifecycleReads, actor: Actor, key: DeviceKey) -> Device:
    device = state_of(reads, key)
    PERMISSIONS.check("attach_evidence", actor, device.relations(actor.organisation))
    return device


def _same_maker(maker: str | None, other: Device) -> bool:
    """Whether the makers can be the same: where one is unknown they can. `Dell Inc.` and `Dell` are one maker."""
    known = claimed(other, ClaimKind.MAKER)
    if maker is None or known is None:
        return True
    one, two = claim_key(maker), claim_key(known)
    return one.startswith(two) or two.startswith(one)


def _happening(stripped: Stripped, reading: Reading) -> EvidenceAttached:
    return EvidenceAttached(
        sha256=stripped.sha256,
        original_sha256=stripped.original_sha256,
        format=reading.format,
        parser=reading.parser,
        parser_version=reading.parser_version,
        claims=reading.claims,
        media=reading.media,
        lists_all_media=reading.lists_all_media,
        battery=reading.batteries[0] if reading.batteries else None,
        hardware=None if reading.hardware == Hardware() else reading.hardware,
        erasures=reading.erasures,
    )


def _stored(key: DeviceKey, stripped: Stripped, reading: Reading, now: datetime) -> StoredEvidence:
    return StoredEvidence(
        device_key=key,
        sha256=stripped.sha256,
        original_sha256=stripped.original_sha256,
        format=reading.format,
        parser=reading.parser,
        parser_version=reading.parser_version,
        recorded_at=now,
        reading=plain(reading),
        content=stripped.content,
    )


def _view(key: DeviceKey, stripped: Stripped, reading: Reading, conflicts: tuple[DeviceKey, ...]) -> EvidenceView:
    return EvidenceView(
        device=key,
        sha256=stripped.sha256,
        original_sha256=stripped.original_sha256,
        format=reading.format,
        parser=reading.parser,
        removed=tuple(stripped.removed),
        claims=len(reading.claims),
        media=len(reading.media),
        erasures=len(reading.erasures),
        unread=tuple(problem.what for problem in reading.unread),
        conflicts=conflicts,
    )
