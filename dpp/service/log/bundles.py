"""Makes bundles of proofs (`dpp.domain.log.bundle`), and says what of a passport's log the public may have.

Rules:
1. An open entry carries its salt and what it commits to: for those who may read that anyway. The caller has checked it.
2. Of a passport, whoever answers for it gets every version, open. Everybody else gets the newest version alone, closed:
   its commitment and its place in the log. The salt stays, for with it the hash of everything in the version, also of
   what is not public, could be guessed; and how many versions there are is for those who sign in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dpp.domain.actor import Actor
from dpp.domain.log.bundle import Bundle, GoesOn, Opening, ProvenEntry, write_bundle
from dpp.domain.log.faults import LeafKey
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.proof import commitment
from dpp.service.log.ports import Content, Entry, LogReads, LogStorage
from dpp.service.log.proving import Proofs, PublishedLog
from dpp.service.passports import Passports, found
from dpp.service.ports import Clock

VERSION = "version"


@dataclass(frozen=True)
class Wanted:
    """Whose proofs: `about` is `device` or `passport`; `leaves` are the subjects and kinds that belong to it.

    `since` is a size that the reader saw the log at, from which it is shown to go on.
    """

    about: str
    subject: str
    leaves: tuple[tuple[str, str], ...]
    since: int | None = None


@dataclass(frozen=True)
class Bundles:
    """What is given out was published before: its tiles and its checkpoint are there for everybody."""

    storage: LogStorage
    proofs: Proofs
    clock: Clock

    def open(self, wanted: Wanted) -> bytes:
        """Every entry, opened (rule 1)."""
        log = self.proofs.published()
        with self.storage.reading() as reads:
            numbered, waiting = self._entries(reads, log, wanted)
            entries = _opened(reads, [self._proven(log, each) for each in numbered], numbered)
        return self._written(log, wanted, entries, waiting)

    def closed(self, wanted: Wanted) -> bytes:
        """The newest entry alone, without what opens it."""
        log = self.proofs.published()
        with self.storage.reading() as reads:
            numbered, waiting = self._entries(reads, log, wanted)
        newest = max((each.key.number for each in numbered), default=None)
        entries = [self._proven(log, each) for each in numbered if each.key.number == newest]
        behind = [key for key in waiting if newest is None or key.number > newest]
        return self._written(log, wanted, entries, behind[-1:])

    def _written(
        self, log: PublishedLog, wanted: Wanted, entries: Sequence[ProvenEntry], waiting: Sequence[LeafKey]
    ) -> bytes:
        since = wanted.since
        return write_bundle(
            Bundle(
                about=wanted.about,
                subject=wanted.subject,
                made=self.clock().isoformat(timespec="seconds"),
                checkpoint=log.signed.note.content,
                entries=tuple(entries),
                waiting=tuple(waiting),
                goes_on=None if since is None else GoesOn(since, log.consistency(since)),
            )
        )

    @staticmethod
    def _entries(reads: LogReads, log: PublishedLog, wanted: Wanted) -> tuple[list[Entry], list[LeafKey]]:
        """Those in the published log, and those that still wait for that."""
        every = [each for subject, kind in wanted.leaves for each in reads.of_subject(subject, kind)]
        numbered = [each for each in every if each.index is not None and each.index < log.size]
        return numbered, [each.key for each in every if each not in numbered]

    @staticmethod
    def _proven(log: PublishedLog, entry: Entry) -> ProvenEntry:
        assert entry.commitment is not None
        assert entry.index is not None
        return ProvenEntry(entry.key, entry.index, entry.commitment, log.inclusion(entry.index))


def _opened(reads: LogReads, proven: list[ProvenEntry], numbered: list[Entry]) -> list[ProvenEntry]:
    """With what opens each, as far as it is still there and fits; what does not fit stays closed."""
    by_kind: dict[str, list[LeafKey]] = {}
    for entry in proven:
        by_kind.setdefault(entry.key.kind, []).append(entry.key)
    contents = {key: found for kind, keys in by_kind.items() for key, found in reads.contents[kind].of(keys).items()}
    return [
        _with(entry, contents[entry.key], each.salt) if entry.key in contents else entry
        for entry, each in zip(proven, numbered, strict=True)
    ]


def _with(entry: ProvenEntry, content: Content, salt: bytes | None) -> ProvenEntry:
    if salt is None:
        return entry
    for said in content.said:
        if commitment(salt, said) == entry.commitment.hex():
            return replace(entry, opening=Opening(salt, said, content.received), erased=content.erased)
    return entry


@dataclass(frozen=True)
class PassportProofs:
    """The bundle of a passport, for whoever asks (rule 2). An open one is recorded as a reading of the passport."""

    passports: Passports
    bundles: Bundles

    def bundle(self, actor: Actor, passport_id: PassportId, since: int | None = None) -> bytes:
        """NotFound where there is no such passport."""
        PERMISSIONS.check("read_passport", actor)
        with self.passports.storage.reading() as reads:
            relations = self.passports.relations(actor, found(reads, passport_id))
        wanted = Wanted("passport", passport_id, ((passport_id, VERSION),), since)
        if not PERMISSIONS.allows("read_own_passport", actor, relations):
            return self.bundles.closed(wanted)
        self.passports.read(actor, passport_id)
        return self.bundles.open(wanted)
