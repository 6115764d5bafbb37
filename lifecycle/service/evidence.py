"""Evidence from machines: stripped before it is stored, read into claims and facts, recorded as an event.

Rules:
1. Only the stripped bytes are stored, under their own hash; of the original only the hash is kept. They are on disk
   before the transaction commits that names them: a crash leaves a file too many, never a row without its file.
2. The same file for the same device a second time changes nothing.
3. Whose it is: `lifecycle.service.evidence_matching`.
4. What was erased for somebody's privacy is not taken again.
5. A newer reading of what is stored takes the place of the older one, at the time of that; every event is judged again
   with it, and where one would no longer hold a person looks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from dpp.domain.actor import Actor
from dpp.domain.errors import NotFound, Refused
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.components import parts_seen
from lifecycle.domain.device import Device
from lifecycle.domain.events import (
    EventId,
    EvidenceAttached,
    EvidenceReadAgain,
    Happening,
    IdentityConflict,
    IdentityMatched,
    TransactionId,
    effective,
    plain,
)
from lifecycle.domain.evidence.document import seen_document
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.stripping import Stripped
from lifecycle.domain.facts import Hardware, IdentityClaim
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.evidence_matching import conflicts, device_meant, refuse_strange, strange_serials
from lifecycle.service.evidence_ports import EvidenceFiles, EvidenceReader, StoredEvidence
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, LifecycleWork
from lifecycle.service.recording import Draft, Recorder, device_of, state_of
from lifecycle.service.relations import relations_to
from lifecycle.service.views import EvidenceView, KeptEvidence

Said = tuple[Stripped, Reading]
Conflicts = Sequence[tuple[IdentityClaim, DeviceKey]]


@dataclass(frozen=True, kw_only=True)
class File:
    """A file as it was sent; the name is told back in errors and not kept.

    `board_replaced`: somebody confirms that the device has another serial number in its firmware than before, because
    its mainboard was replaced.
    """

    content: bytes
    name: str | None = None
    event_id: EventId | None = None
    occurred_at: datetime | None = None
    board_replaced: bool = False


@dataclass(frozen=True)
class Evidence:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    reader: EvidenceReader
    files: EvidenceFiles

    def attach(self, actor: Actor, key: DeviceKey, file: File) -> EvidenceView:
        """Store what may be stored of a file and record what it says of the device."""
        self._check(actor, key)
        return self._attach(actor, key, file, self.reader.read(file.content, file_name=file.name))

    def attach_document(self, actor: Actor, key: DeviceKey, file: File) -> EvidenceView:
        """Record that a document was seen which no parser reads: its hash, size and kind, and nothing else of it."""
        self._check(actor, key)
        return self._attach(actor, key, file, seen_document(file.content))

    def attach_by_claims(self, actor: Actor, file: File) -> EvidenceView:
        """As `attach`, to the one device that claims the numbers in the file; NotFound for none, Conflict for more."""
        PERMISSIONS.check("attach_evidence", actor, frozenset({Relation.CUSTODIAN}))
        said = self.reader.read(file.content, file_name=file.name)
        with self.storage.reading() as reads:
            key = device_meant(reads, actor, said[1].claims)
            _allowed(reads, actor, key, self.recorder.clock())
        return self._attach(actor, key, file, said)

    def read(self, actor: Actor, key: DeviceKey, sha256: str) -> StoredEvidence:
        """What is known of a stored file, and what was read from it."""
        with self.storage.reading() as reads:
            return _kept(reads, actor, key, sha256, "read_device")

    def content(self, actor: Actor, key: DeviceKey, sha256: str) -> bytes:
        """The stored bytes; NotFound where they were erased, Unavailable where they are not what they were."""
        with self.storage.reading() as reads:
            return self._content(_kept(reads, actor, key, sha256, "read_device"))

    def of_device(self, actor: Actor, key: DeviceKey) -> tuple[KeptEvidence, ...]:
        """The device's files, newest first, with what became of each."""
        with self.storage.reading() as reads:
            device = state_of(reads, key)
            PERMISSIONS.check("read_device", actor, device.relations(actor.organisation))
            again = PERMISSIONS.allows("read_evidence_again", actor, device.relations(actor.organisation))
            stored = reads.evidence.of_device(key)
        return tuple(_told(each, newer=again and self._is_outdated(each)) for each in reversed(stored))

    def read_again(self, actor: Actor, key: DeviceKey, sha256: str) -> bool:
        """Read a stored file with today's parser; whether it says something else now.

        Raises Refused where events that were recorded since would not hold with what it says now.
        """
        with self.storage.reading() as reads:
            stored = _kept(reads, actor, key, sha256, "read_evidence_again")
            content = self._content(stored)
        if not self._is_outdated(stored):
            return False
        return self._take(actor, stored, self.reader.read_again(content, format_name=stored.format))

    def _take(self, actor: Actor, stored: StoredEvidence, reading: Reading) -> bool:
        """Record a newer reading. What it says of identity is compared with other devices as at first."""
        key, again = stored.device_key, _again(stored.sha256, reading)
        with self.storage.writing() as work:
            work.devices.hold_numbers(reading.claims)
            life = device_of(work, key)
            counts = _attaching(effective(life.events), stored.sha256)
            differs = counts is None or _said(counts) != _said(again)
            if differs:
                quarrels = conflicts(work, life.device, reading.claims)
                work.devices.hold(key, *(other for _, other in quarrels))
                transaction = TransactionId(self.recorder.new_id())
                self.recorder.record(work, actor, key, [Draft(again, transaction=transaction)])
                self._quarrel(work, actor, life.device, quarrels, Draft(again, transaction=transaction))
            work.evidence.change(
                replace(stored, parser=reading.parser, parser_version=reading.parser_version, reading=plain(reading))
            )
            work.commit()
        return differs

    def _check(self, actor: Actor, key: DeviceKey) -> None:
        """Before any work is done for somebody who may not."""
        with self.storage.reading() as reads:
            _allowed(reads, actor, key, self.recorder.clock())

    def _attach(self, actor: Actor, key: DeviceKey, file: File, said: Said) -> EvidenceView:
        stripped, reading = said
        with self.storage.writing() as work:
            work.devices.hold_numbers(reading.claims)
            device = _allowed(work, actor, key, self.recorder.clock())
            _refuse_erased(work, stripped.sha256)
            quarrels = conflicts(work, device, reading.claims)
            work.devices.hold(key, *(other for _, other in quarrels))
            if work.evidence.get(key, stripped.sha256) is None:
                matched = self._confirmed(work, actor, device, file, reading.claims)
                self._record(work, actor, device, file, said, quarrels, matched)
                self.files.put(stripped.content)
                work.commit()
        return _view(key, stripped, reading, tuple(other for _, other in quarrels))

    @staticmethod
    def _confirmed(
        work: LifecycleWork, actor: Actor, device: Device, file: File, claims: Sequence[IdentityClaim]
    ) -> list[Happening]:
        """The match of identity that a replaced mainboard needs; Refused where nobody confirmed one."""
        strange = strange_serials(work, device, claims)
        if not file.board_replaced:
            refuse_strange(work, actor, device, strange)
        if not strange:
            return []
        PERMISSIONS.check("match_identity", actor, device.relations(actor.organisation))
        return [IdentityMatched(claims=tuple(strange))]

    def _record(
        self,
        work: LifecycleWork,
        actor: Actor,
        device: Device,
        file: File,
        said: Said,
        quarrels: Conflicts,
        matched: Iterable[Happening],
    ) -> None:
        stripped, reading = said
        transaction = TransactionId(self.recorder.new_id())
        before = [Draft(each, occurred_at=file.occurred_at, transaction=transaction) for each in matched]
        attached = Draft(_happening(stripped, reading), file.event_id, file.occurred_at, transaction)
        self.recorder.record(work, actor, device.key, [*before, attached])
        work.evidence.put(_stored(device.key, stripped, reading, self.recorder.clock()))
        self._quarrel(work, actor, device, quarrels, attached)

    def _quarrel(self, work: LifecycleWork, actor: Actor, device: Device, quarrels: Conflicts, cause: Draft) -> None:
        """Each of two devices that claim one number is told of the other, once."""
        for claim, other in quarrels:
            for key, rival in ((device.key, other), (other, device.key)):
                conflict = IdentityConflict(claim=claim.kind, value=claim.value, other=rival)
                if all((each.claim, each.other) != (claim.kind, rival) for each in state_of(work, key).conflicts):
                    draft = Draft(conflict, occurred_at=cause.occurred_at, transaction=cause.transaction)
                    self.recorder.record(work, actor, key, [draft])

    def _content(self, stored: StoredEvidence) -> bytes:
        if stored.erased_at is not None:
            raise NotFound(message("This file was erased on {day}.", day=stored.erased_at.date().isoformat()))
        return stored.content if stored.content is not None else self.files.get(stored.sha256)

    def _is_outdated(self, stored: StoredEvidence) -> bool:
        """Whether today's parser of its format is another version than the one that read it."""
        today = self.reader.versions.get(stored.format)
        return stored.erased_at is None and today not in {None, stored.parser_version}


def _allowed(reads: LifecycleReads, actor: Actor, key: DeviceKey, now: datetime) -> Device:
    device = state_of(reads, key)
    PERMISSIONS.check("attach_evidence", actor, relations_to(reads, actor, device, now))
    return device


def _kept(reads: LifecycleReads, actor: Actor, key: DeviceKey, sha256: str, use_case: str) -> StoredEvidence:
    device = state_of(reads, key)
    PERMISSIONS.check(use_case, actor, device.relations(actor.organisation))
    found = reads.evidence.get(key, sha256)
    if found is None:
        raise NotFound(message("This device has no evidence {sha256}.", sha256=sha256[:64]))
    return found


def _refuse_erased(work: LifecycleWork, sha256: str) -> None:
    erased = [each.erased_at for each in work.evidence.with_content(sha256) if each.erased_at is not None]
    if erased:
        raise Refused(
            "erased-stays-erased",
            message("This file was erased on {day}.", day=min(erased).date().isoformat()),
            remedy=message("Send one without what had to be erased."),
        )


def _attaching(life: Iterable[Any], sha256: str) -> EvidenceAttached | None:
    """The event that attached a file, with its last reading; None where it was declared to be in error."""
    happenings = (event.happening for event in life)
    return next((it for it in happenings if isinstance(it, EvidenceAttached) and it.sha256 == sha256), None)


def _said(it: EvidenceAttached | EvidenceReadAgain) -> dict[str, Any]:
    """What a reading says, without which version of the parser read it."""
    of_reading = {each.name for each in fields(EvidenceReadAgain)} - {"kind", "remark", "parser", "parser_version"}
    return {name: getattr(it, name) for name in of_reading}


def _facts(reading: Reading) -> dict[str, Any]:
    """What a reading says, as the fields that an event has for it."""
    return {
        "parser": reading.parser,
        "parser_version": reading.parser_version,
        "claims": reading.claims,
        "media": reading.media,
        "lists_all_media": reading.lists_all_media,
        "battery": reading.batteries[0] if reading.batteries else None,
        "hardware": None if reading.hardware == Hardware() else reading.hardware,
        "erasures": reading.erasures,
        "parts": parts_seen(reading),
    }


def _happening(stripped: Stripped, reading: Reading) -> EvidenceAttached:
    return EvidenceAttached(
        sha256=stripped.sha256,
        original_sha256=stripped.original_sha256,
        format=reading.format,
        **_facts(reading),
    )


def _again(sha256: str, reading: Reading) -> EvidenceReadAgain:
    return EvidenceReadAgain(sha256=sha256, **_facts(reading))


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
        removed=tuple(str(kind) for kind in stripped.removed),
    )


def _told(stored: StoredEvidence, *, newer: bool) -> KeptEvidence:
    unread = stored.reading.get("unread", ())
    return KeptEvidence(
        sha256=stored.sha256,
        original_sha256=stored.original_sha256,
        format=stored.format,
        parser=stored.parser,
        parser_version=stored.parser_version,
        recorded_at=stored.recorded_at,
        removed=stored.removed,
        unread=tuple(Message(each["what"]["template"], each["what"].get("values", {})) for each in unread),
        erased_at=stored.erased_at,
        can_be_read_again=newer,
    )


def _view(key: DeviceKey, stripped: Stripped, reading: Reading, quarrels: tuple[DeviceKey, ...]) -> EvidenceView:
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
        conflicts=quarrels,
    )
