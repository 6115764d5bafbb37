"""Whom a check believes: the keys of the log, and the witnesses.

Rules:
1. A checkpoint counts where one of the log's known keys signed it; after a change of key the old one still counts for
   what it signed.
2. Where a number of witnesses is asked, so many of the known ones must have cosigned it.
3. Two checkpoints of one log and one size have one root; two that were signed with different roots are a fork, which
   proves that the log lied to somebody.
"""

from dataclasses import dataclass, field

from dpp.domain.log.checkpoint import SignedCheckpoint
from dpp.domain.log.faults import Fault, FaultKind
from dpp.domain.log.notes import VerifierKey, Verify


@dataclass(frozen=True)
class Trust:
    """`quorum` is how many of the witnesses must have cosigned."""

    verify: Verify
    keys: tuple[VerifierKey, ...]
    witnesses: tuple[VerifierKey, ...] = ()
    quorum: int = 0

    def faults_of(self, signed: SignedCheckpoint, named: str) -> tuple[Fault, ...]:
        """What keeps this checkpoint, `named` so for a reader, from being believed."""
        try:
            by = signed.signed_by(self.keys, self.verify)
            witnesses = {each.key for each in signed.cosigned_by(self.witnesses, self.verify)}
        except ValueError as error:
            return (Fault(FaultKind.SIGNATURE, f"{named}: {error}"),)
        if not by:
            return (Fault(FaultKind.SIGNATURE, f"{named} is signed by {_names(signed)}: no key that you trust"),)
        if len(witnesses) < self.quorum:
            what = f"{named} is cosigned by {len(witnesses)} of your witnesses, {self.quorum} are asked"
            return (Fault(FaultKind.SIGNATURE, what),)
        return ()


def _names(signed: SignedCheckpoint) -> str:
    return ", ".join(f"{each.name} ({each.key_id.hex()})" for each in signed.note.signatures)


@dataclass(frozen=True)
class Head:
    """A checkpoint that something is held against; `name` tells a reader which."""

    name: str
    signed: SignedCheckpoint

    @property
    def size(self) -> int:
        return self.signed.checkpoint.size

    @property
    def root(self) -> bytes:
        return self.signed.checkpoint.root


@dataclass
class Heads:
    """Checkpoints by their size, to be met while entries are counted up; forks among them are faults."""

    faults: list[Fault] = field(default_factory=list)
    by_size: dict[int, Head] = field(default_factory=dict)
    count: int = 0

    def read(self, name: str, content: str, trust: Trust, path: str | None = None) -> None:
        """Add one as it was written; one that cannot be read is a fault."""
        try:
            signed = SignedCheckpoint.parse(content)
        except ValueError as error:
            self.faults.append(Fault(FaultKind.FORM, f"{name} cannot be read: {error}", path=path))
        else:
            self.add(Head(name, signed), trust)

    def add(self, head: Head, trust: Trust) -> None:
        """One that is not believed is told as a fault and is not held against anything."""
        self.count += 1
        if found := trust.faults_of(head.signed, head.name):
            self.faults.extend(found)
            return
        known = self.by_size.setdefault(head.size, head)
        if known.root != head.root:
            what = f"{head.name} and {known.name} are of {head.size} entries, both signed, and of different histories"
            self.faults.append(Fault(FaultKind.FORKED, what))
