"""Keeping evidence over the years: whether its files are what they were, reading them again, erasing one.

Rules:
1. Every hash that is known has its bytes, in a file or in the row; a file that nobody knows, that was changed, or that
   should be gone is told. Only files that nobody knows and those of erased evidence are ever taken away.
2. Files that a newer parser reads otherwise are read again one by one, each in its own transaction; doing it again
   changes nothing. Where what it says now would refuse something that happened since, a person looks.
3. What is erased is the content, for every device that has it. Its hash, the event that attached it and the facts in
   that event stay, and an event says that it was erased, when, and on what ground: every proof stays valid.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from dpp.domain.actor import Actor
from dpp.domain.errors import KringpasError, NotFound, Unavailable
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import EvidenceErased, TransactionId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.erasing import REQUEST, check_ground
from lifecycle.service.evidence import Evidence
from lifecycle.service.recording import Draft


class FileFault(StrEnum):
    """What can be wrong with a file."""

    GONE = "gone"
    CHANGED = "changed"
    UNKNOWN = "unknown"
    NOT_ERASED = "not-erased"


@dataclass(frozen=True)
class FaultyFile:
    """A file, by its hash, and what is wrong with it."""

    sha256: str
    fault: FileFault


@dataclass(frozen=True)
class Checked:
    """How many contents were looked at, and what was found."""

    contents: int
    faults: tuple[FaultyFile, ...]


@dataclass(frozen=True)
class Unchangeable:
    """A file that could not be read again, or of which the newer reading cannot be taken over, and why."""

    device: DeviceKey
    sha256: str
    why: Message


@dataclass(frozen=True)
class ReadAgain:
    """How many files were read again, how many say something else now, and which ones a person must look at."""

    files: int
    changed: int
    left: tuple[Unchangeable, ...]


@dataclass(frozen=True)
class EvidenceUpkeep:
    """For whoever runs the service."""

    evidence: Evidence

    def check(self, *, clean: bool = False) -> Checked:
        """Compare files with what is known of them. With `clean`, files that nobody should have are taken away."""
        with self.evidence.storage.reading() as reads:
            known = {sha256: (in_row, erased) for sha256, in_row, erased in reads.evidence.addresses()}
        files = set(self.evidence.files.addresses())
        faults = tuple(self._faults(known, files))
        if clean:
            for each in faults:
                if each.fault in {FileFault.UNKNOWN, FileFault.NOT_ERASED}:
                    self.evidence.files.erase(each.sha256)
        return Checked(len(known.keys() | files), faults)

    def read_again(self, actor: Actor, format_name: str | None, progress: Callable[[int], None]) -> ReadAgain:
        """Read every file again that another version of its parser read, or those of one format."""
        PERMISSIONS.check("read_evidence_again", actor)
        today = self.evidence.reader.versions
        if format_name is not None and format_name not in today:
            raise NotFound(message("No parser reads evidence of the format {name}.", name=format_name))
        versions = today if format_name is None else {format_name: today[format_name]}
        with self.evidence.storage.reading() as reads:
            outdated = tuple(reads.evidence.read_by_others(versions))
        changed, left = 0, []
        for number, (key, sha256) in enumerate(outdated, start=1):
            try:
                changed += self.evidence.read_again(actor, key, sha256)
            except KringpasError as error:
                left.append(Unchangeable(key, sha256, error.what))
            progress(number)
        return ReadAgain(len(outdated), changed, tuple(left))

    def erase(self, actor: Actor, sha256: str, ground: str = REQUEST) -> tuple[DeviceKey, ...]:
        """Erase a file and what was read from it but the facts in events; gives the devices that had it."""
        PERMISSIONS.check("erase_evidence", actor)
        check_ground(ground)
        recorder = self.evidence.recorder
        with self.evidence.storage.writing() as work:
            here = [each for each in work.evidence.with_content(sha256) if each.erased_at is None]
            if not here:
                raise NotFound(message("There is no evidence {sha256} to erase.", sha256=sha256[:64]))
            keys = tuple(each.device_key for each in here)
            work.devices.hold(*keys)
            erased = Draft(EvidenceErased(sha256=sha256, ground=ground), transaction=TransactionId(recorder.new_id()))
            now = recorder.clock()
            for each in here:
                recorder.record(work, actor, each.device_key, [erased])
                work.evidence.change(replace(each, content=None, reading={}, erased_at=now))
            work.commit()
        self.evidence.files.erase(sha256)
        return keys

    def _faults(self, known: dict[str, tuple[bool, bool]], files: set[str]) -> Iterator[FaultyFile]:
        for sha256 in sorted(known.keys() | files):
            in_row, erased = known.get(sha256, (False, False))
            if sha256 not in known:
                yield FaultyFile(sha256, FileFault.UNKNOWN)
            elif erased and sha256 in files:
                yield FaultyFile(sha256, FileFault.NOT_ERASED)
            elif not erased and not in_row and sha256 not in files:
                yield FaultyFile(sha256, FileFault.GONE)
            elif not erased and sha256 in files and not self._is_whole(sha256):
                yield FaultyFile(sha256, FileFault.CHANGED)

    def _is_whole(self, sha256: str) -> bool:
        try:
            self.evidence.files.get(sha256)
        except Unavailable:
            return False
        return True
